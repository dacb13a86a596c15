/** Code of a clearing participant as registered: 2 to 6 ASCII upper-case letters or digits (domain 3.2.3). */
export type ParticipantCode = string & { readonly brand: 'ParticipantCode' };

/** The code in canonical form, or null when no participant can be registered under it. */
export function participantCode(typed: string): ParticipantCode | null {
  if (!/^[ \t]*[A-Za-z0-9]{2,6}[ \t]*$/.test(typed)) return null;
  return typed.trim().toUpperCase() as ParticipantCode;
}
