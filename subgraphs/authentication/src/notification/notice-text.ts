/** The subject and body of a notice. */
export interface NoticeText {
  readonly subject: string;
  readonly text: string;
}

const closing =
  'If this was not you, tell your Delegated Administrator (administrators: the clearing house hotline) at once.';

/** A notice about one user ID: names it, tells one thing and what to do if it was somebody else; never a link (N1, S21). */
export function notice(userId: string, what: string, sentence: string, end: string = closing): NoticeText {
  return { subject: oneLine(`${what}: ${userId}`), text: `User ID ${userId}\n\n${sentence}\n\n${end}\n` };
}

/** Made once: making one costs more than writing a notice. */
const inHongKong = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Hong_Kong',
  dateStyle: 'medium',
  timeStyle: 'short',
});

/** An instant as people in the clearing house's zone read it, with the zone named (domain 8, overseas staff). */
export function hongKong(at: Date): string {
  return `${inHongKong.format(at)} HKT`;
}

/** A subject is one line, whatever stood in a reason or a name. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 190);
}

/** What somebody else typed, as part of a notice: one line, and nothing that a mail reader would make a link of (N1, S21). */
export function quoted(text: string): string {
  return oneLine(text.replace(/\S*(?:\/\/|www\.|@)\S*/gi, '(left out)'));
}
