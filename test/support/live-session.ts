import { randomBytes } from 'node:crypto';
import type { Stack } from './stacks.ts';

/** A live session of that person in an application of his, as a login leaves one; nobody has its token. Gives its id. */
export async function liveSession(stack: Stack, userId: string): Promise<string> {
  const identity = await stack.tables('identity');
  const [who] = await identity.rows<{
    readonly uuid: string;
    readonly participant: string | null;
    readonly security_version: number;
    readonly type: 'USER' | 'DA' | 'HKEX';
  }>('SELECT uuid, participant, security_version, type FROM user_profile WHERE live_user_id = ?', [userId]);
  if (who === undefined) throw new Error(`Nobody has the user ID ${userId}.`);
  const application = { USER: 'CCMS', DA: 'DMS', HKEX: 'CONSOLE' }[who.type];
  const authentication = await stack.tables('authentication');
  const id = `018f0000-0000-7000-8000-${randomBytes(6).toString('hex')}`;
  const now = stack.clock.now().getTime();
  const token = () => randomBytes(32).toString('base64url');
  await authentication.change(
    `INSERT INTO session (id, token_digest, flow_id, live_key, profile_uuid, user_id, participant, application, methods,
      security_version, source_address, opened_at, last_seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[id, token(), token(), token(), who.uuid, userId, who.participant, application, 'password,totp'],
      ...[Number(who.security_version), '127.0.0.1', now, now, now + 8 * 3_600_000],
    ],
  );
  return id;
}
