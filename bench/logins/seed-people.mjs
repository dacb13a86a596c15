import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { createParticipant, createProfile, identityMigrations, identityRows, setPhase } from '@countersign/identity';
import { authenticationMigrations, authenticationRows } from '@countersign/authentication';
import { createLogger, createSecretBox, insert, openDatabase } from '@countersign/platform';

const PASSWORD = 'a quiet harbour at dawn';

const logger = createLogger({ level: 'warn', part: 'bench' });
const openIdentity = (url) =>
  openDatabase({ url, name: 'identity', rows: identityRows, migrations: identityMigrations, logger });

/** Puts an empty system into the phase in which people log in by two factors. */
export async function openParallelRun(settings) {
  const identity = await openIdentity(settings.COUNTERSIGN_DATABASE_URL);
  await identity.transaction((tx) => setPhase(tx, 'PARALLEL', new Date()));
  await identity.close();
}

/**
 * Business users who have logged in by 2FA before. All share one password and one TOTP secret, which costs a login nothing:
 * each person's hash is verified and each person's secret is opened on its own.
 */
export async function seedPeople({ settings, count }) {
  const url = settings.COUNTERSIGN_DATABASE_URL;
  const identity = await openIdentity(url);
  const authentication = await openDatabase({
    url,
    name: 'authentication',
    rows: authenticationRows,
    migrations: authenticationMigrations,
    logger,
  });
  const box = createSecretBox(Buffer.from(settings.COUNTERSIGN_MASTER_KEY, 'base64'));
  const pepper = Buffer.from(settings.COUNTERSIGN_PEPPER, 'base64');
  const phc = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1, secret: pepper });
  const secret = randomBytes(20);
  const at = new Date();
  const userIds = [];

  // A user ID ends in one of 4 x 36 x 36 combinations less those of administrators, so people fill several participants.
  const suffixes = [...'1234'].flatMap((digit) =>
    [...'0123456789'].flatMap((a) => [...'0123456789ABCDEF'].map((b) => `${digit}${a}${b}`)),
  );
  for (let participant = 0; userIds.length < count; participant++) {
    const code = `Q${participant.toString(36).toUpperCase().padStart(3, '0')}`;
    const wanted = suffixes.slice(0, count - userIds.length).map((suffix) => `HK${code}${suffix}`);
    const profiles = await identity.transaction(async (tx) => {
      await createParticipant(tx, { code, name: `Participant ${code}`, clearingHouse: 'HKCC' }, at);
      const created = [];
      for (const userId of wanted) {
        created.push(
          await createProfile(
            tx,
            {
              userId,
              type: 'USER',
              participant: code,
              surname: 'CHAN',
              otherNames: 'Tai Man',
              email: `${userId.toLowerCase()}@example.org`,
              groups: ['COLLATERAL_ENQUIRY'],
              createdInPhase: 'PARALLEL',
            },
            at,
          ),
        );
      }
      return created;
    });
    await authentication.transaction(async (tx) => {
      for (const { uuid, userId } of profiles) {
        await insert(tx, 'account', {
          profile_uuid: uuid,
          otp_channel: 'APP',
          last_source: '127.0.0.1',
          last_login_at: at.getTime(),
          last_login_method: 'TWO_FACTOR',
          password_changed_at: at.getTime(),
        });
        await insert(tx, 'authenticator_password_credential', {
          profile_uuid: uuid,
          hash: phc,
          peppered: 1,
          version: 1,
          changed_at: at.getTime(),
        });
        await insert(tx, 'authenticator_totp_device', {
          profile_uuid: uuid,
          device_id: randomBytes(16).toString('hex'),
          sealed_secret: box.seal(secret, `authenticator/totp/totp-device:${uuid}`),
          last_step: 0,
          registered_at: at.getTime(),
        });
        userIds.push(userId);
      }
    });
  }
  await identity.close();
  await authentication.close();
  return { userIds, password: PASSWORD, phc, secret: secret.toString('base64') };
}
