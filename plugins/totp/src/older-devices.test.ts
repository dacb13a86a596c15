import { expect, it } from '@jest/globals';
import { openBench } from '@countersign/authenticator-kit/conformance';
import { totpAuthenticator } from './index.ts';
import { codeFor } from './test-device.ts';

const key = new TextEncoder().encode('12345678901234567890');

it('accepts a device that was registered before devices had kinds: SHA-1, 6 digits, 30 s', async () => {
  const bench = await openBench(totpAuthenticator());
  const { ports, subject } = bench;
  await ports.tables.transaction((tx) =>
    tx.insertIfAbsent('authenticator_totp_device', {
      profile_uuid: subject.profileUuid,
      device_id: '0'.repeat(32),
      sealed_secret: ports.secrets.seal(key, `totp-device:${subject.profileUuid}`),
      last_step: 1,
      registered_at: 1,
    }),
  );
  for (const offset of [0, 30_000, 30_000]) {
    ports.clock.advance(60_000);
    const code = codeFor(key, new Date(ports.clock.now().getTime() + offset));
    expect(await bench.consume(await bench.authenticator.verify(bench.flow(), subject, { code }))).toBe(true);
  }
  await bench.close();
});

it('registers what it is told to register, and says so in the URI', async () => {
  const bench = await openBench(totpAuthenticator({ digits: 8, algorithm: 'sha256' }));
  const begun = await bench.authenticator.enrolment?.begin(bench.flow(), bench.subject);
  expect(String(begun?.view['otpauthUri'])).toMatch(/&period=30&digits=8&algorithm=SHA256$/);
  await bench.close();
});
