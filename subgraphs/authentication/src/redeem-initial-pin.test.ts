import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSecretBox, insert } from '@countersign/platform';
import { initialPinHash } from './changes/initial-pin.ts';
import { escrowKeys } from './changes/unblocking-keys.ts';
import { houseAuthenticators } from './testing/house-authenticators.ts';
import { type House, flowIdOf, openHouse, person } from './testing/house.ts';
import { stubCard } from './testing/stub-authenticator.ts';

const PIN = '40718293';
const holder = person({ srn: 'SRN-1', applications: ['CCMS'] });
const secrets = createSecretBox(new Uint8Array(32).fill(7));
const day = 86_400_000;

describe('the initial PIN of a smartcard (W19)', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({ plugins: [...houseAuthenticators(), stubCard()] });
    house.identity.add(holder);
  });
  afterEach(() => house.close());

  const armed = async (at = house.clock.now().getTime()) => {
    const { profileUuid } = holder;
    await house.database.autocommit((tx) =>
      insert(tx, 'smartcard_pin_reset', {
        request_id: 'r1',
        profile_uuid: profileUuid,
        maker_uuid: profileUuid,
        armed_at: at,
        revealed_at: at,
        pin_hash: initialPinHash(secrets, { requestId: 'r1', profileUuid, digits: PIN }),
        must_change: 1,
      }),
    );
  };
  const inCustody = () =>
    escrowKeys(house.database, secrets, { keys: [{ srn: 'SRN-1', unblockingKey: '87654321' }], now: 1 });
  const begun = async (userId = 'HKABC101') =>
    flowIdOf(
      await house.mutate(
        `beginLogin(input: { application: CCMS, method: SMARTCARD, userId: "${userId}", delivery: BEARER })`,
      ),
    );
  const card = (flowId: string) => house.mutate(`answerWithSmartcard(flowId: "${flowId}", code: "right")`);
  const redeemed = async (flowId: string, pin = PIN) =>
    (
      await house.run(`mutation { redeemInitialPin(flowId: "${flowId}", initialPin: "${pin}") { __typename
        ... on CardUnblocking { unblockingKey message flow { id } } ... on FlowRefused { code } } }`)
    ).step;

  it('is asked for before the card opens anything, gives the card’s key once, and then the card signs in', async () => {
    await armed();
    await inCustody();
    const flow = await begun();
    expect(await card(flow)).toMatchObject({ code: 'INITIAL_PIN_REQUIRED' });
    expect(await redeemed(flow)).toMatchObject({ __typename: 'CardUnblocking', unblockingKey: '87654321' });
    expect(await redeemed(flow)).toMatchObject({ code: 'AUTH_FAILED' });
    expect((await card(flow)).__typename).toBe('SignedIn');
    const rows = await house.rows('SELECT action FROM audit_entry WHERE action = ?', [
      'smartcard.initial-pin-redeemed',
    ]);
    expect(rows).toHaveLength(1);
    const stored = await house.rows('SELECT * FROM smartcard_unblocking_key');
    expect(JSON.stringify(stored)).not.toContain('87654321');
  });

  it('is redeemed by one of 16 at once', async () => {
    await armed();
    await inCustody();
    const flows = await Promise.all(Array.from({ length: 16 }, () => begun()));
    const steps = await Promise.all(flows.map((flow) => redeemed(flow)));
    expect(steps.filter((step) => step.__typename === 'CardUnblocking')).toHaveLength(1);
  });

  it('hears the same for a wrong PIN, an expired one, nobody, and who has no reset (O8)', async () => {
    await inCustody();
    const answers = [await redeemed(await begun()), await redeemed(await begun('HKABC404'))];
    await armed(house.clock.now().getTime() - 7 * day);
    answers.push(await redeemed(await begun()), await redeemed(await begun(), '00000000'));
    for (const answer of answers) expect(answer).toEqual({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
  });

  it('is tried five times in a flow, and the person’s budget pays for each that is compared (L1)', async () => {
    await armed();
    await inCustody();
    const flow = await begun();
    for (let tries = 0; tries < 5; tries += 1)
      expect(await redeemed(flow, '00000000')).toMatchObject({ code: 'AUTH_FAILED' });
    expect(await redeemed(flow)).toMatchObject({ code: 'OTP_ATTEMPTS_EXCEEDED' });
    const [account] = await house.rows<{ failures: number }>(
      'SELECT second_factor_failures AS failures FROM account WHERE profile_uuid = ?',
      [holder.profileUuid],
    );
    expect(account?.failures).toBeGreaterThan(0);
    expect(account?.failures).toBeLessThanOrEqual(5);
  });

  it('stays good while the card’s key is in nobody’s custody', async () => {
    await armed();
    expect(await redeemed(await begun())).toMatchObject({ code: 'UNBLOCKING_KEY_UNKNOWN' });
    await inCustody();
    expect(await redeemed(await begun())).toMatchObject({ __typename: 'CardUnblocking' });
  });

  it('belongs to a login by smartcard', async () => {
    const two = flowIdOf(await house.begin('HKABC101'));
    expect(await redeemed(two)).toMatchObject({ code: 'FLOW_STEP_NOT_EXPECTED' });
    expect(await redeemed(await begun(), '12ab')).toMatchObject({ code: 'CREDENTIAL_MALFORMED' });
  });
});
