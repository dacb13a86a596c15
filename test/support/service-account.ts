import { createHash, randomBytes } from 'node:crypto';
import type { ApiClient } from './api-client.ts';
import type { Stack } from './stacks.ts';

/** A service account with a token, as an approved change of service accounts leaves one. */
export async function serviceAccount(
  stack: Stack,
  { name, scopes }: { readonly name: string; readonly scopes: string },
): Promise<ApiClient> {
  const token = `csa_${randomBytes(32).toString('base64url')}`;
  const identity = await stack.tables('identity');
  const digest = createHash('sha256').update(token).digest('base64url');
  const uuid = `018f0000-0000-7000-8000-${randomBytes(6).toString('hex')}`;
  const now = stack.clock.now().getTime();
  await identity.change(
    `INSERT INTO service_account (account_id, name, scopes, addresses, expires_on, enabled, issue_armed, token_digest,
      token_issued_at, version, created_at, updated_at) VALUES (?, ?, ?, '127.0.0.1 ::1', '2099-12-31', 1, 0, ?, ?, 1, ?, ?)`,
    [uuid, name, scopes, digest, now, now, now],
  );
  return stack.client().bearing(token);
}
