import { expect } from '@jest/globals';
import type { ApiClient } from './api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from './cast.ts';
import { approve, authorise, type Change, only } from './changes.ts';
import { type Person, stepUp } from './person.ts';
import type { Letter } from './post-office.ts';
import { movePhase, phaseInForce } from './phase.ts';
import type { Stack } from './stacks.ts';

/** Every way to put something before a checker, with the type of its input. */
const submissions = {
  submitProfileChange: 'ProfileChangeInput',
  submitUserCreation: 'UserCreationInput',
  submitUserDeletion: 'UserDeletionInput',
  submitStatusChange: 'StatusChangeInput',
  submitGroupAssignment: 'GroupAssignmentInput',
  submitUnlock: 'AccountChangeInput',
  submitSecondFactorReset: 'AccountChangeInput',
  submitSmartcardPinReset: 'AccountChangeInput',
  submitGroupDefinition: 'GroupDefinitionInput',
  submitPolicyChange: 'PolicyChangeInput',
  submitServiceAccountChange: 'ServiceAccountChangeInput',
  submitEServiceForm: 'EServiceFormInput',
} as const;

export type Submission = keyof typeof submissions;

/** A profile as a maker looks at it before he changes it. */
export interface Seen {
  readonly userId: string;
  readonly type: string;
  readonly status: string;
  readonly version: number;
  readonly surname: string;
  readonly otherNames: string;
  readonly email: string | null;
  readonly participant: { readonly code: string };
  readonly groups: readonly { readonly code: string }[];
  readonly settlementAgentName: string | null;
  readonly smartcardAllowed: boolean;
  readonly srn: string | null;
  readonly createdInPhase: string;
  readonly otpChannel: string | null;
  readonly lockedAt: string | null;
  readonly lockReason: string | null;
  readonly openChangeRequest: { readonly id: string; readonly kind: string; readonly maker: string } | null;
}

/** A request as these tests look at it. */
export interface Request extends Change {
  readonly subject: string;
  readonly formReference: string | null;
  readonly breakGlassReason: string | null;
  readonly reason: string | null;
  readonly method: string | null;
}

const REQUEST = `id kind state subject maker checker before after digest version warnings message reason method
  formReference breakGlassReason expiresAt target { userId }`;
const OUTCOME = `__typename ... on ChangeRequest { ${REQUEST} } ... on ChangeRefused { code message field nextOpening }`;
const PROFILE = `query($userId: ID!) { userProfile(userId: $userId) { userId type status version surname otherNames email
  participant { code } groups { code } settlementAgentName smartcardAllowed srn createdInPhase otpChannel lockedAt lockReason
  openChangeRequest { id kind maker } } }`;

/** A maker and a checker of ABC at work, and the clearing house's operator and approver, each in his own session. */
export interface Desk {
  readonly cast: Cast;
  maker: ApiClient;
  checker: ApiClient;
  operator: ApiClient;
  approver: ApiClient;
  /** The checker's authorisation code of this month. */
  readonly code: string;
  /** Everybody signs in again, for sessions idle out while the clock moves. */
  comeBack(at?: string): Promise<void>;
  submit(what: Submission, input: object, by?: ApiClient): Promise<Request>;
  /** The maker's request, with the checker's code on the same screen (W2). */
  authorised(requestId: string): Promise<Request>;
  /** Both steps; the change is in force. Answers the request as it was submitted. */
  countersigned(what: Submission, input: object): Promise<Request>;
  /** The operator's request, decided by the approver in a session of his own after a step-up (W18). */
  approved(request: Request): Promise<Request>;
  /** Both steps of the clearing house, on a form. */
  byTheHouse(what: Submission, input: object): Promise<Request>;
  read(requestId: string, by?: ApiClient): Promise<Request | null>;
  see(userId: string, by?: ApiClient): Promise<Seen | null>;
  /** Profile and version for a change of somebody who is there. */
  aim(who: Pick<Person, 'userId'>): Promise<{ readonly userId: string; readonly version: number }>;
  letter(to: Pick<Person, 'email'>, about: string, since?: number): Promise<Letter>;
}

export const FORM = 'DA3-2026-000123';

/**
 * Confirms a session with the app. Before the parallel run only a smartcard could; a session of two factors that went on
 * over a change of the phase is then confirmed as in the phase in which it was opened.
 */
export async function confirm(stack: Stack, who: Person, session: ApiClient): Promise<void> {
  const phase = await phaseInForce(stack);
  if (phase === 'PRE_PARALLEL') await movePhase(stack, 'PARALLEL');
  const done = await stepUp(stack, who, session);
  await movePhase(stack, phase);
  if (done.__typename !== 'StepUpGranted') throw new Error(`No step-up: ${JSON.stringify(done)}`);
}

/** Opens the desk in PARALLEL, where everybody can sign in (W12). */
export async function openDesk(stack: Stack): Promise<Desk> {
  const cast = await openCast(stack);
  const code = await authorisationCodeOf(stack, cast.checker);
  const signIn = async () => ({
    maker: await present(stack, cast.maker, 'DMS'),
    checker: await present(stack, cast.checker, 'DMS'),
    operator: await present(stack, cast.operator, 'CONSOLE'),
    approver: await present(stack, cast.approver, 'CONSOLE'),
  });
  const desk: Desk = {
    cast,
    code,
    ...(await signIn()),
    async comeBack(at) {
      if (at !== undefined) stack.clock.set(at);
      Object.assign(desk, await signIn());
    },
    async submit(what, input, by = desk.maker) {
      const text = `mutation($input: ${submissions[what]}!) { ${what}(input: $input) { ${OUTCOME} } }`;
      return only<Request>(await by.send(text, { input }));
    },
    async authorised(requestId) {
      const given = { requestId, checkerId: cast.checker.userId, authorisationCode: code };
      return (await authorise(desk.maker, given)) as Request;
    },
    async countersigned(what, input) {
      const request = await desk.submit(what, input);
      expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED' });
      expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED', checker: cast.checker.userId });
      return request;
    },
    async approved(request) {
      expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED' });
      await confirm(stack, cast.approver, desk.approver);
      return (await approve(desk.approver, request.id, request.digest)) as Request;
    },
    async byTheHouse(what, input) {
      const request = await desk.submit(what, { formReference: FORM, ...input }, desk.operator);
      expect(await desk.approved(request)).toMatchObject({ state: 'EXECUTED', checker: cast.approver.userId });
      return request;
    },
    async read(id, by = desk.maker) {
      const answer = await by.send(`query($id: ID!) { changeRequest(id: $id) { ${REQUEST} } }`, { id });
      return (answer.data as { changeRequest: Request | null }).changeRequest;
    },
    async see(userId, by = desk.maker) {
      const answer = await by.send<{ userProfile: Seen | null }>(PROFILE, { userId });
      if (answer.errors.length > 0) throw new Error(`userProfile answered ${answer.text.slice(0, 600)}`);
      return answer.data.userProfile;
    },
    async aim({ userId }) {
      const seen = await desk.see(userId, desk.operator);
      if (seen === null) throw new Error(`There is no ${userId}.`);
      return { userId, version: seen.version };
    },
    letter: ({ email }, about, since = 0) =>
      stack.mail.letterTo(email, (mail) => `${mail.subject}\n${mail.text}`.includes(about), since),
  };
  return desk;
}
