export { createAuthentication, type AuthenticationOptions } from './create-authentication.ts';
export type { EscrowedKey } from './changes/unblocking-keys.ts';
export { LOGIN_TOKEN_TYPE } from './session/issue-login-token.ts';
export { errorCodes } from './error-codes.ts';
export { type AuthenticationPolicy, defaultPolicy } from './policy.ts';
export { authenticationRows } from './rows/rows.ts';
export { authenticationMigrations } from './rows/migrations.ts';
export type { BroughtToken, PlaceDevice, TokenImportOptions, TokenOutcome } from './token-import/brought-token.ts';
export { importTokens } from './token-import/import-tokens.ts';
