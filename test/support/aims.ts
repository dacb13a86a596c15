import { bulkFile } from './bulk.ts';
import { valuesOf } from './api-fields.ts';

/** Everything of one participant that somebody can name. */
export interface Things {
  readonly participant: string;
  readonly userId: string;
  readonly administratorId: string;
  readonly surname: string;
  readonly email: string;
  readonly version: number;
  readonly requestId: string;
  readonly digest: string;
  readonly bulkRequestId: string;
  readonly bulkDigest: string;
  /** An eService form, a service account, a live session. */
  readonly reference: string;
  readonly accountName: string;
  readonly sessionId: string;
}

/** Names of the same form that nobody has. */
export const NOBODY: Things = {
  participant: 'QQQ',
  userId: 'HKQQQ101',
  administratorId: 'HKQQQ1X1',
  surname: 'QUERTZ',
  email: 'hkqqq101@mail.example',
  version: 1,
  requestId: '018f0000-0000-7000-8000-00000000beef',
  digest: 'no-such-digest',
  bulkRequestId: '018f0000-0000-7000-8000-00000000feed',
  bulkDigest: 'no-such-bulk-digest',
  reference: 'DA3-2026-999999',
  accountName: 'NOBODY',
  sessionId: '018f0000-0000-7000-8000-00000000cafe',
};

type Variables = Readonly<Record<string, unknown>>;
type Aim = (at: Things) => readonly Variables[];

const reason = 'Circular 2026/11';
const csv = ({ userId }: Things) =>
  bulkFile([
    `EMAIL,${userId},aimed@mail.example,,,,,,,`,
    `DISABLE,${userId},,,,,,,,Left`,
    `DELETE,${userId},,,,,,,,Left`,
    `CREATE,${userId},aimed@mail.example,CHEUNG,Ka Ho,COLLATERAL_ENQUIRY,,,,`,
  ]);
const searches = (at: Things): readonly Variables[] => [
  {},
  { participant: at.participant },
  { participant: ` ${at.participant.toLowerCase()} ` },
  { search: at.userId },
  { search: at.surname },
  { search: at.email },
  { search: at.userId.slice(0, 5), type: 'USER', participant: at.participant },
  { group: 'DA_MAKER', participant: at.participant, emailMissing: true, settlementAgent: false, status: 'ENABLED' },
];
const audit: Aim = (at) =>
  [
    { participant: at.participant },
    { actor: at.administratorId },
    { actor: at.administratorId, target: at.userId },
    { actor: at.administratorId, requestId: at.requestId },
    { participant: at.participant, action: 'change.' },
  ].map((filter) => ({ filter, first: 20 }));
const input =
  (fields: (at: Things) => Variables): Aim =>
  (at) => [{ input: fields(at) }];
const change = (fields: Variables) => input(({ userId, version }) => ({ userId, version, ...fields }));
const account = input(({ userId, version }) => ({ userId, version, reason }));
const report: Aim = ({ participant }) => [{ participant }, {}];
const dated: Aim = ({ participant }) => [{ participant, from: '2026-11-01', to: '2026-11-30' }];

/** For every field that can be aimed at somebody's objects: the variables that do so, in each way there is (M10). */
export const aims: Readonly<Record<string, Aim>> = {
  approvalsAudit: audit,
  authenticationAudit: audit,
  identityAudit: audit,
  bulkChangePreview: (at) => [{ csv: csv(at) }],
  changeRequest: (at) => [{ id: at.requestId }, { id: at.bulkRequestId }],
  changeRequests: (at) =>
    [
      {},
      { participant: at.participant },
      { maker: at.administratorId },
      { checker: at.administratorId },
      { subject: at.userId },
      { targetUserId: at.userId },
      { participant: at.participant, openOnly: true, kind: 'PROFILE_CHANGE', state: 'SUBMITTED' },
      { participant: at.participant, kinds: ['BULK_CHANGE'], states: ['SUBMITTED'] },
      { participant: at.participant, submittedFrom: '2026-11-01T00:00:00Z', submittedTo: '2026-12-01T00:00:00Z' },
    ].map((filter) => ({ filter })),
  clearingParticipant: (at) => [{ code: at.participant }],
  eServiceForm: (at) => [{ reference: at.reference }],
  eServiceForms: (at) => [{}, { filter: { participant: at.participant } }],
  freeAdministratorIds: (at) => [{ participant: at.participant }],
  housePolicies: (at) => [{ participant: at.participant }],
  mergeAdvice: (at) => [{ userId: at.administratorId }, { userId: at.userId }],
  userProfile: (at) => [{ userId: at.userId }, { userId: at.administratorId }],
  userProfiles: (at) => searches(at).map((filter) => ({ filter, first: 100 })),
  serviceAccounts: () => [{}],

  'reports.accessReview': report,
  'reports.authorisationCodeUses': dated,
  'reports.disabledAndLocked': report,
  'reports.emailRegistration': report,
  'reports.houseActions': dated,
  'reports.inactiveUsers': report,
  'reports.likelyDoubles': report,
  'reports.migrationStatus': report,
  'reports.obsoleteAtEnd': report,
  'reports.openRequests': report,
  'reports.profileMaintenance': dated,
  'reports.readiness': report,
  'reports.segregation': report,
  'reports.settlementAgents': report,
  'reports.srnListing': report,
  'reports.thinParticipants': report,
  'reports.userGroupListing': report,
  'reports.userProfileListing': searches,

  approveChange: (at) => [
    { requestId: at.requestId, digest: at.digest },
    { requestId: at.bulkRequestId, digest: at.bulkDigest },
  ],
  authoriseChange: (at) => [
    { input: { requestId: at.requestId, digest: at.digest, checkerId: at.administratorId, authorisationCode: '0' } },
    {
      input: {
        ...{ requestId: at.bulkRequestId, checkerId: 'HKABC2X1', authorisationCode: '00000-00000' },
        strike: [{ line: 2, reason }],
      },
    },
  ],
  rejectChange: (at) => [{ requestId: at.requestId, reason }],
  cancelChange: (at) => [{ requestId: at.requestId }],
  strikeBulkRows: (at) => [{ requestId: at.bulkRequestId, lines: [2], reason }],
  revealInitialPin: (at) => [{ requestId: at.requestId }],
  emergencyDisable: (at) => [{ userId: at.userId, reason }],
  endSession: (at) => [{ id: at.sessionId }],
  sessions: (at) => [{ userId: at.userId }, { userId: at.administratorId }],
  issueServiceAccountToken: (at) => [{ name: at.accountName }],
  requestExport: (at) =>
    valuesOf('ReportName').map((name) => ({
      input: { report: name, participant: at.participant, args: {}, format: 'CSV' },
    })),

  fileEServiceForm: input((at) => ({
    ...{ participant: at.participant, reference: at.reference, clientReference: at.reference, draft: false },
    ...{ form: 'DA3', requestType: 'UNLOCK_DA', filedBy: 'Chan Tai Man', details: { userId: at.administratorId } },
  })),
  approveEServiceForm: (at) => [{ reference: at.reference, approvedBy: 'Lee Ka Yan' }],
  withdrawEServiceForm: (at) => [{ reference: at.reference, by: 'Lee Ka Yan' }],
  rejectEServiceForm: (at) => [{ reference: at.reference, reason }],
  completeEServiceForm: (at) => [{ reference: at.reference }],
  submitEServiceForm: input(({ reference }) => ({ reference })),

  submitProfileChange: (at) =>
    [
      { email: 'aimed@mail.example' },
      { surname: 'AIMED', otherNames: 'At', settlementAgentName: 'Aimed', clearingHouseOptions: 'ALL' },
      { enableFrom: '2026-12-01', disableAfter: '2026-12-31' },
    ].map((set) => ({ input: { userId: at.userId, version: at.version, set } })),
  submitUserCreation: (at) =>
    [{}, { participant: at.participant }].map((more) => ({
      input: {
        ...{ userId: at.userId, surname: 'CHEUNG', email: 'aimed@mail.example', groups: ['COLLATERAL_ENQUIRY'] },
        ...more,
      },
    })),
  submitUserDeletion: change({ reason }),
  submitStatusChange: change({ status: 'DISABLED', reason }),
  submitGroupAssignment: change({ groups: ['REPORT_DOWNLOAD', 'COVERED_CALL'] }),
  submitUnlock: account,
  submitSecondFactorReset: account,
  submitSmartcardPinReset: account,
  submitBulkChange: (at) => [{ input: { csv: csv(at) } }, { input: { csv: csv(at), onErrors: 'APPLY_VALID_ROWS' } }],
  submitPolicyChange: input(({ participant }) => ({ key: 'queuedApproval', value: false, participant, reason })),
  submitSoleDaWaiver: input(({ participant }) => ({ participant, until: '2026-12-31', reason })),
  submitServiceAccountChange: input(({ accountName }) => ({ name: accountName, action: 'ROTATE', reason })),
  submitCalendarOverride: input(() => ({ date: '2026-12-24', reason })),
  submitGroupDefinition: input(() => ({ code: 'COVERED_CALL', retire: true, reason })),

  changeRequestUpdated: (at) => [{ id: at.requestId }],
};

/** Fields that name nobody's objects, and why. */
export const aimless: Readonly<Record<string, string>> = {
  calendarOverrides: 'the same dates for everybody',
  functionHours: 'the same hours for everybody',
  loginOptions: 'the same page for everybody',
  migration: 'the one phase',
  userGroups: 'the same catalogue for everybody',
  viewer: 'one’s own profile',
  beginLogin: 'open to everybody and uniform: uniform-answers.test.ts',
  beginPasswordReset: 'open to everybody and uniform: uniform-answers.test.ts',
  beginStepUp: 'one’s own session',
  changeOtpChannel: 'one’s own session',
  replaceDevice: 'one’s own session',
  changePassword: 'one’s own session',
  renewRecoveryCodes: 'one’s own session',
  signInSettings: 'one’s own account',
  securityEvents: 'one’s own account',
  issueLoginToken: 'one’s own session',
  logOut: 'one’s own session',
  revealAuthorisationCode: 'one’s own code',
  renewAuthorisationCode: 'one’s own code',
  // A flow's id is the only key to it, 256 bits long and never shown to anybody else (one-time-codes.test.ts).
  acceptEmailOtpRisk: 'a flow of one’s own',
  answerWithEmailOtp: 'a flow of one’s own',
  answerWithPassword: 'a flow of one’s own',
  answerWithRecoveryCode: 'a flow of one’s own',
  answerWithTotp: 'a flow of one’s own',
  registerDevice: 'a flow of one’s own',
  answerWithHotp: 'a flow of one’s own',
  answerWithPasskey: 'a flow of one’s own',
  answerWithSmartcard: 'a flow of one’s own',
  redeemInitialPin: 'a flow of one’s own',
  requestPasskeyChallenge: 'a flow of one’s own',
  requestSmartcardChallenge: 'a flow of one’s own',
  requestEmailOtp: 'a flow of one’s own',
  setPassword: 'a flow of one’s own',
  skipDeviceRegistration: 'a flow of one’s own',
};

/** Arguments that say how or what, never whose. */
export const neutral: ReadonlySet<string> = new Set([
  ...['first', 'after', 'from', 'to', 'on', 'days', 'stage', 'problemsOnly', 'type', 'status', 'group'],
  ...['emailMissing', 'settlementAgent', 'search', 'application', 'breakGlassReason', 'formReference'],
  ...['filter.from', 'filter.to', 'filter.action', 'filter.dueBefore', 'filter.form', 'filter.requestType'],
  ...['filter.state', 'input.breakGlassReason', 'input.formReference', 'input.closesAt', 'input.opensAt'],
  ...['input.remove', 'input.functions', 'input.name', 'input.type', 'input.otherNames', 'input.srn'],
  ...['input.certificateExpiry', 'input.clearingHouseOptions', 'input.disableAfter', 'input.enableFrom'],
  ...['input.settlementAgentName', 'input.addresses', 'input.expiresOn', 'input.scopes', 'audience'],
]);
