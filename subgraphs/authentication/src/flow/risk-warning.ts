/** The warning that must be accepted before codes go by mail (W13); a changed text needs a new version. */
export const riskWarning = {
  version: '1',
  text: [
    'It is suggested for user to enable mobile OTP for optimal account security.',
    'With codes by email, whoever can read the mailbox registered for this user ID can also reset the password and receive the codes: the mailbox becomes the only lock on this account.',
    'Shared mailboxes and forwarding rules widen that circle. Accept only if you take this risk; you can register a device at a later time.',
  ].join(' '),
} as const;
