import { authenticationMigrations, authenticationRows } from '@countersign/authentication';
import { identityMigrations, identityRows } from '@countersign/identity';
import { createLogger, execute, openDatabase, query } from '@countersign/platform';

const logger = createLogger({ level: 'warn', part: 'bench' });

/** What each state is made of, from somebody who signed in with an app before; absent people need nothing. */
const changes = {
  locked: {
    authentication: [`UPDATE account SET locked_at = 1, second_factor_failures = 10, lock_reason = 'SECOND_FACTOR'`],
  },
  disabled: { identity: [`UPDATE user_profile SET status = 'DISABLED'`] },
  'no email': { identity: ['UPDATE user_profile SET email = NULL, mailbox_key = NULL'] },
  'smartcard only': {
    authentication: [
      'DELETE FROM authenticator_password_credential',
      'DELETE FROM authenticator_totp_device',
      'DELETE FROM account',
    ],
  },
};

/** The states in which O8 compares people, each with as many user IDs as asked for; nobody is in two of them. */
export async function givePeopleStates(settings, userIds, count) {
  const url = settings.COUNTERSIGN_DATABASE_URL;
  const open = (name, rows, migrations) => openDatabase({ url, name, rows, migrations, logger });
  const identity = await open('identity', identityRows, identityMigrations);
  const authentication = await open('authentication', authenticationRows, authenticationMigrations);
  const states = { existing: userIds.slice(0, count) };
  for (const [place, [state, change]] of Object.entries(changes).entries()) {
    const ids = userIds.slice((place + 1) * count, (place + 2) * count);
    const marks = ids.map(() => '?').join(', ');
    const found = await identity.read((tx) =>
      query(tx, `SELECT uuid FROM user_profile WHERE user_id IN (${marks})`, ids),
    );
    const uuids = found.map(({ uuid }) => uuid);
    for (const sql of change.identity ?? [])
      await identity.transaction((tx) => execute(tx, `${sql} WHERE user_id IN (${marks})`, ids));
    for (const sql of change.authentication ?? [])
      await authentication.transaction((tx) => execute(tx, `${sql} WHERE profile_uuid IN (${marks})`, uuids));
    states[state] = ids;
  }
  await identity.close();
  await authentication.close();
  states.absent = userIds.slice(0, count).map((userId) => userId.replace('HKQ', 'HKZ'));
  return states;
}
