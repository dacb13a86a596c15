/** A mail that the embedded SMTP server received, for the newcomer's `/dev/mailbox` page. */
export interface ReceivedMail {
  readonly id: string;
  readonly receivedAt: Date;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** The embedded mailbox: real SMTP in, newest first out, at most the last 1,000 mails, memory only. */
export interface Mailbox {
  /** SMTP address of the embedded server, e.g. `smtp://127.0.0.1:2525`. */
  readonly smtpUrl: string;
  list(filter?: { readonly to?: string }): readonly ReceivedMail[];
  close(): Promise<void>;
}
