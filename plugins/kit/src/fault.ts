/** A plugin's fault (not a person's outcome): the host answers it uniformly by `code`; `message` is public and secret-free. */
export class AuthenticatorFault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'AuthenticatorFault';
    this.code = code;
  }
}
