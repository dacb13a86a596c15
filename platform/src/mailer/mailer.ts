/** One mail to one mailbox. Plain text, never a link (N1). `to` must already match the registered-address rule. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Sets the Message-ID, so that a repeated delivery is recognisable. */
  readonly id: string;
}

/** Delivers by SMTP. Resolves when the server accepted the mail; rejects within 20 s at most. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
