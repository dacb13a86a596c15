import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { importHotpDevice } from '@countersign/authenticator-hotp';
import { importTotpDevice } from '@countersign/authenticator-totp';
import { createSecretBox } from '@countersign/platform';
import { importTokens } from '../index.ts';
import type { BroughtToken } from '../token-import/brought-token.ts';
import { houseAuthenticators } from './house-authenticators.ts';
import {
  type House,
  type Step,
  flowIdOf,
  giveDevice,
  giveMailChannel,
  givePassword,
  openHouse,
  person,
  untilSecondFactor,
} from './house.ts';
import { totpCode } from './totp-code.ts';

const secret = 'a correct horse at the battery';
const id = 'HKABC101';
const key = Buffer.from('12345678901234567890');
const profile = person();

/** The code of a token, computed apart from the plugins (RFC 4226 5.3). */
function codeOf(counter: number, digits = 6, hash = 'sha1'): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(hash, key).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

const hotp = (userId = id, counter = 7): BroughtToken => ({
  serial: 'HW-1',
  userId,
  authenticator: 'hotp',
  place: (ports, tx, profileUuid) =>
    importHotpDevice(ports, tx, {
      profileUuid,
      key: { secret: key, digits: 6, algorithm: 'sha1', counter, periodSeconds: 30, driftSteps: 0 },
    }),
});
const totp = (userId = id): BroughtToken => ({
  serial: 'TM-1',
  userId,
  authenticator: 'totp',
  place: (ports, tx, profileUuid) =>
    importTotpDevice(ports, tx, {
      profileUuid,
      key: { secret: key, digits: 8, algorithm: 'sha256', counter: 0, periodSeconds: 60, driftSteps: 0 },
    }),
});

/** What holds of tokens that participants bring, on every database. */
export function tokenImportSuite(stores: () => { readonly url?: string }): void {
  describe('tokens that participants bring', () => {
    let house: House;
    beforeEach(async () => {
      house = await openHouse(stores());
      house.identity.add(profile);
    });
    afterEach(() => house.close());

    const bring = async (tokens: readonly BroughtToken[], how: { commit?: boolean; replace?: boolean } = {}) => {
      const { database, clock, identity } = house;
      const options = {
        database,
        clock,
        secrets: createSecretBox(new Uint8Array(32).fill(7)),
        identity: identity.client,
        plugins: houseAuthenticators(),
        commit: how.commit ?? true,
        replace: how.replace ?? false,
        actor: 'operator:kim',
      };
      const outcomes = [];
      for await (const outcome of importTokens(options, tokens)) outcomes.push(outcome);
      return outcomes;
    };
    const answer = (flow: string, code: string): Promise<Step> =>
      house.mutate(`answerWithHotp(flowId: "${flow}", code: "${code}")`);
    const channel = async () => (await house.rows<{ c: string | null }>('SELECT otp_channel AS c FROM account'))[0]?.c;
    const left = async () => {
      const tables = ['authenticator_hotp_device', 'authenticator_totp_device', 'account', 'audit_entry'];
      return Promise.all(tables.map(async (name) => JSON.stringify(await house.rows(`SELECT * FROM ${name}`))));
    };

    /** What the holder was told of his token, waiting to be mailed or mailed already. */
    const told = async () => {
      const waiting = await house.rows<{ subject: string; body: string }>('SELECT subject, body FROM notice');
      const mailed = house.mails.map(({ subject, text }) => ({ subject, body: text }));
      return [...waiting, ...mailed].filter(({ subject }) => subject.startsWith('Token assigned'));
    };

    it('are tried out without leaving anything', async () => {
      const before = await left();
      expect(await bring([hotp()], { commit: false })).toEqual([
        { serial: 'HW-1', userId: id, outcome: 'ACCEPTED', replaced: false },
      ]);
      expect(await left()).toEqual(before);
      expect(await told()).toEqual([]);
    });

    it('sign their holder in from the next login on, each code once, and vouch for a step-up', async () => {
      await givePassword(house, id, secret);
      expect(await bring([hotp('hkabc101')])).toEqual([
        { serial: 'HW-1', userId: id, outcome: 'ACCEPTED', replaced: false },
      ]);
      expect(await channel()).toBe('TOKEN');
      const asked = await house.password(flowIdOf(await house.begin(id)), secret);
      expect(asked).toMatchObject({ offers: [{ authenticator: 'hotp' }] });
      expect(await answer(flowIdOf(asked), codeOf(6))).toMatchObject({ code: 'OTP_INVALID_OR_EXPIRED' });
      const signedIn = await answer(flowIdOf(asked), codeOf(8));
      expect(signedIn.__typename).toBe('SignedIn');
      const again = await untilSecondFactor(house, id, secret);
      for (const used of [7, 8]) expect((await answer(again, codeOf(used))).__typename).toBe('FlowRefused');

      const { id: session } = signedIn['session'] as { readonly id: string };
      const mine = house.session({ ...profile, id: session, methods: ['password', 'hotp'] });
      const step = await house.mutate('beginStepUp', mine);
      expect(step).toMatchObject({ offers: [{ authenticator: 'hotp' }] });
      const granted = await house.mutate(`answerWithHotp(flowId: "${flowIdOf(step)}", code: "${codeOf(9)}")`, mine);
      expect(granted.__typename).toBe('StepUpGranted');
    });

    it('of 100 parallel answers with one code over two flows let exactly one in (O2)', async () => {
      await givePassword(house, id, secret);
      await bring([hotp()]);
      const flows = [await untilSecondFactor(house, id, secret), await untilSecondFactor(house, id, secret)];
      const steps = await Promise.all(
        Array.from({ length: 100 }, (_, turn) => answer(flows[turn % 2] ?? '', codeOf(12))),
      );
      expect(steps.filter((step) => step.__typename === 'SignedIn')).toHaveLength(1);
      expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(1);
    });

    it('that ran ahead are found again by two codes in a row, the first at the price of an attempt', async () => {
      await givePassword(house, id, secret);
      await bring([hotp()]);
      const flow = await untilSecondFactor(house, id, secret);
      expect(await answer(flow, codeOf(60))).toMatchObject({ code: 'OTP_INVALID_OR_EXPIRED' });
      expect(await house.rows('SELECT second_factor_failures AS n FROM account')).toMatchObject([{ n: 1 }]);
      expect((await answer(flow, codeOf(61))).__typename).toBe('SignedIn');
      expect(await house.rows('SELECT second_factor_failures AS n FROM account')).toMatchObject([{ n: 0 }]);
    });

    it('may count time: 8 digits, SHA-256, 60 seconds', async () => {
      await givePassword(house, id, secret);
      await bring([totp()]);
      expect(await channel()).toBe('APP');
      const flow = await untilSecondFactor(house, id, secret);
      const step = Math.floor(house.clock.now().getTime() / 60_000);
      expect((await house.totp(flow, codeOf(step, 8))).__typename).toBe('FlowRefused');
      expect((await house.totp(flow, codeOf(step, 8, 'sha256'))).__typename).toBe('SignedIn');
    });

    it('are refused for whom nobody knows, and for a token that nothing here can check', async () => {
      expect(await bring([hotp('HKABC999'), hotp('no such id'), { ...hotp(), authenticator: 'ocra' }])).toMatchObject([
        { outcome: 'REFUSED', code: 'TOKEN_HOLDER_UNKNOWN' },
        { outcome: 'REFUSED', code: 'TOKEN_HOLDER_UNKNOWN' },
        { outcome: 'REFUSED', code: 'TOKEN_NOT_SERVED' },
      ]);
      expect(await house.rows('SELECT * FROM account')).toEqual([]);
    });

    it.each(['APP', 'EMAIL'] as const)('do not push aside a second factor by %s that there is', async (which) => {
      await givePassword(house, id, secret);
      await (which === 'APP' ? giveDevice(house, id, secret) : giveMailChannel(house, id, secret));
      const before = await left();
      for (const token of [hotp(), totp()])
        expect(await bring([token])).toMatchObject([{ outcome: 'REFUSED', code: 'SECOND_FACTOR_STANDS' }]);
      expect(await left()).toEqual(before);
      expect(await told()).toEqual([]);
    });

    it('replace a second factor when told to: the old one dies with every session, and its holder is told (SE3, N1)', async () => {
      await givePassword(house, id, secret);
      const uri = await giveDevice(house, id, secret);
      const waiting = await untilSecondFactor(house, id, secret);
      expect(await bring([hotp()], { replace: true })).toMatchObject([{ outcome: 'ACCEPTED', replaced: true }]);
      expect(await house.rows('SELECT id FROM session WHERE ended_at IS NULL')).toHaveLength(0);
      expect(await house.rows('SELECT * FROM authenticator_totp_device')).toEqual([]);
      expect((await house.totp(waiting, totpCode(uri, house.clock.now()))).__typename).toBe('FlowRefused');
      const notices = await house.rows<{ body: string }>(
        "SELECT body FROM notice WHERE subject LIKE 'Token assigned%'",
      );
      expect(notices.map(({ body }) => body).join()).toContain('HW-1');
      const flow = await untilSecondFactor(house, id, secret);
      expect((await answer(flow, codeOf(7))).__typename).toBe('SignedIn');
    });

    it('win over a registration that is under way (O13)', async () => {
      await givePassword(house, id, secret);
      const offered = await house.password(flowIdOf(await house.begin(id)), secret);
      const device = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}")`);
      await bring([hotp()]);
      const uri = String(device['otpauthUri']);
      const confirmed = await house.totp(flowIdOf(device), totpCode(uri, house.clock.now()));
      expect(confirmed.__typename).toBe('FlowRefused');
      expect(await house.rows('SELECT * FROM authenticator_totp_device')).toEqual([]);
      expect(await channel()).toBe('TOKEN');
    });

    it.each([hotp, totp])(
      'are refused when another user has one with the same key, also in place of his own (M4)',
      async (make) => {
        const other = person({ profileUuid: '018f0000-0000-7000-8000-000000000102', userId: 'HKABC102' });
        house.identity.add(other);
        await bring([make()]);
        const before = await left();
        for (const replace of [false, true])
          expect(await bring([make(other.userId)], { replace })).toMatchObject([
            { outcome: 'REFUSED', code: 'TOKEN_KEY_TAKEN' },
          ]);
        expect(await left()).toEqual(before);
        expect(await bring([make()], { replace: true })).toMatchObject([{ outcome: 'ACCEPTED' }]);
      },
    );

    it('brought for one person 16 times at once are assigned once', async () => {
      const all = await Promise.all(Array.from({ length: 16 }, () => bring([hotp()])));
      expect(all.flat().filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(1);
    });

    it('are in the audit by serial number, and their keys nowhere in clear (D1, O19)', async () => {
      await bring([hotp()]);
      const [row] = await house.rows<{ actor: string; target: string; after_json: string }>(
        "SELECT actor, target, after_json FROM audit_entry WHERE action = 'token.imported'",
      );
      expect(row).toMatchObject({ actor: 'operator:kim', target: id });
      expect(JSON.parse(row?.after_json ?? '')).toEqual({ authenticator: 'hotp', serial: 'HW-1', replaced: false });
      const everything = JSON.stringify([await left(), await told()]);
      for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const)
        expect(everything).not.toContain(key.toString(form));
    });
  });

  describe('a token that its holder registers', () => {
    let house: House;
    beforeEach(async () => {
      house = await openHouse(stores());
      house.identity.add(profile);
      await givePassword(house, id, secret);
    });
    afterEach(() => house.close());

    it.each([0, 1])('comes onto the channel TOKEN with a first code of counter %i', async (first) => {
      const offered = await house.password(flowIdOf(await house.begin(id)), secret);
      const device = await house.mutate(`registerDevice(flowId: "${flowIdOf(offered)}", authenticator: "hotp")`);
      const uri = String(device['otpauthUri']);
      expect(uri).toMatch(/^otpauth:\/\/hotp\/CCMS:HKABC101\?.*&counter=0&digits=6/);
      const answer = (flow: string, counter: number) =>
        house.mutate(`answerWithHotp(flowId: "${flow}", code: "${totpCode(uri, new Date(counter * 30_000))}")`);
      expect(device['message']).toContain(
        'If the app already shows an entry named CCMS:HKABC101, remove that one first',
      );
      expect((await answer(flowIdOf(device), first)).__typename).toBe('SignedIn');
      expect(await house.rows('SELECT otp_channel AS c FROM account')).toMatchObject([{ c: 'TOKEN' }]);
      const flow = await untilSecondFactor(house, id, secret);
      expect((await answer(flow, first)).__typename).toBe('FlowRefused');
      expect((await answer(flow, first + 1)).__typename).toBe('SignedIn');
    });
  });
}
