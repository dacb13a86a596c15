import { insert, newId, randomToken, sha256 } from '@countersign/platform';

/** Live, stepped-up sessions past the login, which is measured elsewhere; gives each person's bearer token. */
export async function openSessions(authentication, people, application) {
  const now = Date.now();
  return authentication.transaction(async (tx) => {
    const tokens = new Map();
    for (const { uuid, userId, participant, securityVersion } of people) {
      const token = randomToken(32);
      await insert(tx, 'session', {
        id: newId(),
        token_digest: sha256(token),
        flow_id: newId(),
        live_key: `${uuid}|${application}`,
        profile_uuid: uuid,
        user_id: userId,
        participant,
        application,
        methods: 'password,totp',
        security_version: securityVersion,
        source_address: '127.0.0.1',
        opened_at: now,
        last_seen_at: now,
        expires_at: now + 8 * 3_600_000,
        stepped_up_at: now,
      });
      tokens.set(userId, token);
    }
    return tokens;
  });
}
