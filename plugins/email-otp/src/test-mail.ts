import type { QueuedMail } from '@countersign/authenticator-kit/conformance';

/** The code in the newest mail. */
export function codeIn(sent: readonly QueuedMail[]): string {
  return codeOf(sent.at(-1));
}

/** The code in this mail. */
export function codeOf(mail: QueuedMail | undefined): string {
  const code = /One-time password: (\d+)/.exec(mail?.text ?? '')?.[1];
  if (code === undefined) throw new Error('no mail with a code');
  return code;
}

/** A well-formed code that no mail holds. */
export function otherThan(sent: readonly QueuedMail[]): string {
  const codes = sent.map(codeOf);
  for (let candidate = 100_000; ; candidate += 1) if (!codes.includes(String(candidate))) return String(candidate);
}
