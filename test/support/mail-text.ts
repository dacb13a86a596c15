import type { Letter } from './post-office.ts';

/** The one-time code that a mail for this user holds, or null. A mail names its user: mailboxes are shared. */
export function codeIn(letter: Letter, userId: string): string | null {
  const text = `${letter.subject}\n${letter.text}`;
  if (!text.includes(userId)) return null;
  return /One-time password: (\d{6,8})\b/.exec(letter.text)?.[1] ?? null;
}
