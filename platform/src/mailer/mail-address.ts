/** Addresses that mail may go to: nothing that a parser could read as two recipients or as a command (threats 5, nodemailer). */
const ADDRESS = /^[A-Za-z0-9._%+'-]{1,64}@[a-z0-9.-]{1,190}$/;
const SENDER = /^(?:([A-Za-z0-9 ._-]{1,60}) )?<?([^<>\s]+)>?$/;

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text) && !text.includes('..') && !/(^|@)\.|@-|\.@|[.-]$/.test(text);
}

/** Reads a sender from the configuration: `no-reply@example.com` or `Countersign <no-reply@example.com>`. */
export function senderAddress(text: string): MailAddress {
  const match = SENDER.exec(text.trim());
  const address = match?.[2] ?? '';
  if (!isMailAddress(address))
    throw new Error(
      'The sender of mails must be an address, optionally with a plain name before it in front of <address>.',
    );
  return { name: match?.[1]?.trim() ?? '', address };
}
