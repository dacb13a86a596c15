import type { Purpose } from '@countersign/authenticator-kit';

/** Everything that a card's signature stands for. */
export interface Statement {
  readonly purpose: Purpose;
  /** Where the person is signing in: shown by the card agent before it asks for the PIN. */
  readonly origin: string;
  readonly userId: string;
  readonly flowId: string;
  /** 32 random bytes, base64url. */
  readonly nonce: string;
  readonly expiresAt: Date;
}

/**
 * The text to be signed: a first line that no other protocol signs, then one line for each thing that it is bound to (O18).
 * None of the values can hold a line break: each is the product's own or was judged before.
 */
export function statementText(statement: Statement): string {
  return [
    'countersign-smartcard-v1',
    `purpose: ${statement.purpose}`,
    `origin: ${statement.origin}`,
    `user: ${statement.userId}`,
    `flow: ${statement.flowId}`,
    `nonce: ${statement.nonce}`,
    `expires: ${statement.expiresAt.toISOString()}`,
  ].join('\n');
}
