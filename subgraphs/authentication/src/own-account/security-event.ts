/** What may have happened to how a person proves himself, in the words of the API. */
export const securityEventKinds = [
  'SIGNED_IN',
  'NEW_SOURCE',
  'PROOF_REFUSED',
  'LOCKED',
  'UNLOCKED',
  'PASSWORD_CHANGED',
  'PASSWORD_RESET',
  'PASSWORD_DISABLED',
  'CHANNEL_CHANGED',
  'DEVICE_REGISTERED',
  'DEVICE_REPLACED',
  'RECOVERY_CODES_RENEWED',
  'RECOVERY_CODE_USED',
  'FACTORS_RESET',
  'CARD_PIN_RESET',
  'SESSION_ENDED',
  'STEPPED_UP',
] as const;

/** One of them. */
export type SecurityEventKind = (typeof securityEventKinds)[number];

/** Something that happened to a person's own account; refusals that follow one another are one event with a count. */
export interface SecurityEvent {
  readonly kind: SecurityEventKind;
  readonly at: Date;
  /** When the first of them was; the same as `at` for one. */
  readonly since: Date;
  readonly count: number;
  /** From where it came, if the person himself or nobody known did it. */
  readonly sourceAddress: string | null;
  readonly text: string;
}

/** The audit's row as far as its own person may know it. */
export interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  readonly outcome: string;
  readonly actor_uuid: string | null;
  readonly target_uuid: string | null;
  readonly source_address: string | null;
  readonly after_json: string | null;
}

const kindByAction: Readonly<Record<string, SecurityEventKind>> = {
  'login.session-opened': 'SIGNED_IN',
  'login.new-source': 'NEW_SOURCE',
  'login.password-refused': 'PROOF_REFUSED',
  'login.second-factor-refused': 'PROOF_REFUSED',
  'reset.second-factor-refused': 'PROOF_REFUSED',
  'enrol.password-refused': 'PROOF_REFUSED',
  'enrol.second-factor-refused': 'PROOF_REFUSED',
  'step_up.second-factor-refused': 'PROOF_REFUSED',
  'account.locked': 'LOCKED',
  'account.password-disabled': 'PASSWORD_DISABLED',
  'password.changed': 'PASSWORD_CHANGED',
  'reset.password-changed': 'PASSWORD_RESET',
  'channel.changed': 'CHANNEL_CHANGED',
  'channel.chosen': 'CHANNEL_CHANGED',
  'device.registered': 'DEVICE_REGISTERED',
  'token.imported': 'DEVICE_REGISTERED',
  'device.replaced': 'DEVICE_REPLACED',
  'recovery-codes.issued': 'RECOVERY_CODES_RENEWED',
  'recovery-code.used': 'RECOVERY_CODE_USED',
  'session.ended': 'SESSION_ENDED',
  'step-up.granted': 'STEPPED_UP',
};

const kindByChange: Readonly<Record<string, SecurityEventKind>> = {
  UNLOCK: 'UNLOCKED',
  SECOND_FACTOR_RESET: 'FACTORS_RESET',
  SMARTCARD_PIN_RESET: 'CARD_PIN_RESET',
};

/** Rows that hold a decision of two administrators on this account. */
const changeActions: readonly string[] = ['change.apply', 'change.break-glass'];

/** The audit's actions that a person may know of; everything else about him stays with those who may search the audit. */
export const toldActions: readonly string[] = [...Object.keys(kindByAction), ...changeActions];

const texts: Readonly<Record<SecurityEventKind, string>> = {
  SIGNED_IN: 'You signed in.',
  NEW_SOURCE: 'There was a sign-in from a network address not used before.',
  PROOF_REFUSED: 'A password or code for this user was refused.',
  LOCKED: 'The user was locked after too many wrong codes.',
  UNLOCKED: 'Two administrators unlocked the user.',
  PASSWORD_CHANGED: 'The password was changed in a session, and all sessions were ended.',
  PASSWORD_RESET: 'The password was reset by a mailed code, and all sessions were ended.',
  PASSWORD_DISABLED: 'The password was disabled after too many wrong ones.',
  CHANNEL_CHANGED: 'The second factor was changed.',
  DEVICE_REGISTERED: 'A device was registered.',
  DEVICE_REPLACED: 'The device was replaced by another, and all sessions were ended.',
  RECOVERY_CODES_RENEWED: 'New recovery codes were handed out.',
  RECOVERY_CODE_USED: 'A recovery code was used in place of the device.',
  FACTORS_RESET: 'Two administrators removed password and second factor.',
  CARD_PIN_RESET: 'Two administrators arranged a new initial PIN for the smartcard.',
  SESSION_ENDED: 'A session was ended.',
  STEPPED_UP: 'You confirmed your session by another proof.',
};

/** A row as its person reads it, or null for one that is none of his business. */
export function eventOf(row: EventRow): SecurityEvent | null {
  const kind = changeActions.includes(row.action) ? changeKind(row) : kindByAction[row.action];
  if (kind === undefined) return null;
  const at = new Date(row.at);
  // Where somebody else acted from is nobody's own event.
  const isOwn = row.actor_uuid === null || row.actor_uuid === row.target_uuid;
  return { kind, at, since: at, count: 1, sourceAddress: isOwn ? row.source_address : null, text: texts[kind] };
}

function changeKind({ outcome, after_json: after }: EventRow): SecurityEventKind | undefined {
  if (outcome !== 'SUCCESS' || after === null) return undefined;
  const { kind } = JSON.parse(after) as { readonly kind?: unknown };
  return typeof kind === 'string' ? kindByChange[kind] : undefined;
}
