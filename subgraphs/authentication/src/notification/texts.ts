/** The subject and body of a notice. */
export interface NoticeText {
  readonly subject: string;
  readonly text: string;
}

const closing =
  'If this was not you, tell your Delegated Administrator (administrators: the clearing house hotline) at once.';

/** What a person is told about his own user ID: what happened, when, and what to do if he did not do it (N1). */
export const texts = {
  passwordChanged: (userId: string, at: Date) =>
    notice(userId, 'Password changed', `The password was changed on ${hongKong(at)}. All sessions were ended.`),
  locked: (userId: string, at: Date) =>
    notice(
      userId,
      'User locked',
      `After too many wrong codes this user was locked on ${hongKong(at)}. Only an unlock by your Delegated Administrator opens it again.`,
    ),
  passwordDisabled: (userId: string, at: Date) =>
    notice(
      userId,
      'Password disabled',
      `After too many wrong passwords the password was disabled on ${hongKong(at)}. Reset it to sign in again.`,
    ),
  newSource: (userId: string, at: Date, address: string) =>
    notice(
      userId,
      'Sign-in from a new address',
      `There was a sign-in on ${hongKong(at)} from the network address ${address}, which was not used before.`,
    ),
  deviceRegistered: (userId: string, at: Date) =>
    notice(userId, 'Device registered', `An authenticator app was registered on ${hongKong(at)}.`),
  emailChosen: (userId: string, at: Date) =>
    notice(userId, 'Codes by email', `Codes by email were chosen, and their risk accepted, on ${hongKong(at)}.`),
  emailChanged: (userId: string, at: Date) =>
    notice(
      userId,
      'Registered email changed',
      `The email address registered for this user was changed on ${hongKong(at)}.`,
    ),
  codeUsed: (userId: string, at: Date, use: { readonly makerUserId: string; readonly targetUserId: string }) =>
    notice(
      userId,
      'Authorisation code used',
      `Your authorisation code was used on ${hongKong(at)} for a change of ${use.targetUserId} made by ${use.makerUserId}.`,
    ),
  codeRevoked: (userId: string, at: Date) =>
    notice(
      userId,
      'Authorisation code revoked',
      `Your authorisation code was revoked on ${hongKong(at)} after repeated failures. Get a new one in your own session.`,
    ),
} as const;

function notice(userId: string, what: string, sentence: string): NoticeText {
  return { subject: `${what}: ${userId}`, text: `User ID ${userId}\n\n${sentence}\n\n${closing}\n` };
}

function hongKong(at: Date): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Hong_Kong',
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at);
  return `${text} HKT`;
}
