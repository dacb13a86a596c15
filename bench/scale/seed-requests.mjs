/**
 * Change requests past the API: one closed request for every profile and one open for every ninth, in every participant
 * alike, so that even the smallest size fills a page of the house's pending list. Their checkers were told of them already.
 */
export async function seedRequests({ sql, identityDatabase, maker }) {
  const now = Date.now();
  const columns = `id, kind, state, open_target, target_uuid, target_user_id, participant, maker_uuid, maker_user_id, before_json,
    after_json, payload_json, target_version, digest, warnings_json, summary, success_message, submitted_at, expires_at,
    decided_at, decider_uuid, decider_user_id, decision_method, target_key, subject, waiting_told`;
  const values = (
    state,
    age,
  ) => `UUID(), 'PROFILE_CHANGE', '${state}', ${state === 'SUBMITTED' ? 'p.uuid' : 'NULL'}, p.uuid, p.user_id,
    p.participant, '${maker.uuid}', '${maker.userId}', '{"email":"before@firm.example"}', '{"email":"after@firm.example"}',
    '{"set":{"email":"after@firm.example"}}', 1, REPEAT('d', 43), '[]', CONCAT('Change of user profile ', p.user_id, ': email'),
    'The above user profile is changed successfully', ${now} - ${age}, ${now} + 86400000,
    ${state === 'SUBMITTED' ? 'NULL, NULL, NULL, NULL' : `${now} - ${age}, '${maker.uuid}', '${maker.userId}', 'SESSION'`}, p.uuid, p.user_id, 1`;
  // The participants of one file and of one queue start without requests.
  const business = `WHERE p.type = 'USER' AND p.participant LIKE 'Q%'`;
  const profiles = `${identityDatabase}.user_profile p`;
  await sql(
    `INSERT INTO change_request (${columns}) SELECT ${values('EXECUTED', '86400000 - (CRC32(p.uuid) MOD 80000000)')} FROM ${profiles} ${business}`,
  );
  await sql(
    `INSERT INTO change_request (${columns}) SELECT ${values('SUBMITTED', 'CRC32(p.uuid) MOD 3000000')} FROM ${profiles}
      ${business} AND RIGHT(p.user_id, 1) IN ('5', 'A', 'P', 'Y')`,
  );
  await sql(
    `INSERT INTO open_target (target_key, request_id, user_id) SELECT target_uuid, id, target_user_id FROM change_request WHERE state = 'SUBMITTED'`,
  );
}
