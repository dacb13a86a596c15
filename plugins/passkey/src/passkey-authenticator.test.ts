import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FlowView } from '@countersign/authenticator-kit';
import { type Bench, openBench } from '@countersign/authenticator-kit/conformance';
import { type PasskeyAnswer, passkeyAuthenticator } from './index.ts';
import { type Deviation, type PasskeyDevice, passkeyDevice } from '../../../test/support/passkey-device.ts';
import { optionsOf, register } from './testing/passkey-fixtures.ts';

const USER_PRESENT = 0x01;
const strangerKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('passkeys', () => {
  let bench: Bench<PasskeyAnswer>;
  let device: PasskeyDevice;
  let flow: FlowView;
  beforeEach(async () => {
    bench = await openBench(passkeyAuthenticator());
    device = await register(bench, bench.subject);
    flow = bench.flow();
  });
  afterEach(() => bench.close());

  const judged = async (response: string, { at = flow, subject = bench.subject } = {}) => {
    const parsed = bench.authenticator.parse({ response });
    if (!parsed.ok) throw new Error(`not parsed: ${parsed.code}`);
    return bench.authenticator.verify(at, subject, parsed.answer);
  };
  const answering = async (deviation: Deviation) =>
    judged(device.get(await optionsOf(bench, flow, bench.subject), deviation));

  it('offers what the browser needs: this person’s credential, the site’s host, and a verified person', async () => {
    expect(await optionsOf(bench, flow, bench.subject)).toMatchObject({
      rpId: 'dms.example',
      userVerification: 'required',
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      allowCredentials: [{ id: device.id, type: 'public-key', transports: ['internal'] }],
    });
  });

  it.each<[string, Deviation]>([
    ['another origin', { origin: 'https://dms.example.evil.example' }],
    ['an origin of ours that is not under the passkeys’ host', { origin: 'https://ccms.example' }],
    ['the right host without TLS', { origin: 'http://dms.example' }],
    ['another port', { origin: 'https://dms.example:8443' }],
    ['another host’s passkeys', { rpId: 'evil.example' }],
    ['a challenge of its own', { challenge: 'A'.repeat(43) }],
    ['no challenge', { challenge: '' }],
    ['the type of a registration', { type: 'webauthn.create' }],
    ['a frame of another site', { crossOrigin: true }],
    ['nobody present', { flags: 0 }],
    ['a person present and not verified', { flags: USER_PRESENT }],
    ['another key', { key: strangerKey }],
    ['another credential’s ID', { id: passkeyDevice().id }],
  ])('are refused when signed for %s', async (_what, deviation) => {
    expect((await answering(deviation)).outcome).toBe('rejected');
    expect((await answering({})).outcome).toBe('accepted');
  });

  it('are refused when one byte of the signature or of what is signed is another', async () => {
    const answer = JSON.parse(device.get(await optionsOf(bench, flow, bench.subject))) as {
      response: Record<string, string>;
    };
    for (const field of ['signature', 'authenticatorData', 'clientDataJSON']) {
      const bytes = Buffer.from(answer.response[field] ?? '', 'base64url');
      bytes[bytes.length - 2] = (bytes.at(-2) ?? 0) ^ 1;
      const spoilt = { ...answer, response: { ...answer.response, [field]: bytes.toString('base64url') } };
      expect((await judged(JSON.stringify(spoilt))).outcome).toBe('rejected');
    }
    expect((await judged(JSON.stringify(answer))).outcome).toBe('accepted');
  });

  it('are refused with a counter that stands still or goes back: that is a copy of the key', async () => {
    for (const counter of [5, 6]) expect(await bench.consume(await answering({ counter }))).toBe(true);
    for (const counter of [6, 5, 0]) {
      expect(await answering({ counter })).toMatchObject({ outcome: 'rejected', reason: 'REVOKED' });
    }
    expect(await bench.consume(await answering({ counter: 7 }))).toBe(true);
  });

  it('are good again and again where a device does not count', async () => {
    await bench.ports.tables.transaction((tx) => bench.authenticator.forget!(tx, bench.subject.profileUuid));
    device = await register(bench, bench.subject, passkeyDevice('https://dms.example', null));
    for (let times = 0; times < 3; times += 1) expect(await bench.consume(await answering({}))).toBe(true);
  });

  it('answer the newest challenge of a flow, until it runs out', async () => {
    const former = await optionsOf(bench, flow, bench.subject);
    const newest = await optionsOf(bench, flow, bench.subject);
    expect(await judged(device.get(former))).toMatchObject({ outcome: 'rejected' });
    bench.ports.clock.advance(299_999);
    expect((await judged(device.get(newest))).outcome).toBe('accepted');
    bench.ports.clock.advance(1);
    expect(await judged(device.get(newest))).toMatchObject({ outcome: 'rejected', reason: 'NOT_CHALLENGED' });
  });

  it('answer a challenge once, also when the volatile store was rewound to where it stood', async () => {
    device = passkeyDevice('https://dms.example', null);
    await bench.ports.tables.transaction((tx) => bench.authenticator.forget!(tx, bench.subject.profileUuid));
    await register(bench, bench.subject, device);
    const response = device.get(await optionsOf(bench, flow, bench.subject));
    const key = `challenge:${flow.purpose}:${flow.id}`;
    const kept = (await bench.ports.volatile.get(key)) ?? '';
    expect(await bench.consume(await judged(response))).toBe(true);
    const next = device.get(await optionsOf(bench, flow, bench.subject));
    expect(await bench.consume(await judged(next))).toBe(true);
    await bench.ports.volatile.set(key, kept, { ttlMs: 60_000 });
    expect(await bench.consume(await judged(response))).toBe(false);
  });

  it('are read as a browser writes them, and anything else is no answer', () => {
    const sound = JSON.parse(device.get({ challenge: 'A'.repeat(43) })) as Record<string, unknown> & {
      response: Record<string, unknown>;
    };
    const parse = (answer: unknown) => bench.authenticator.parse({ response: JSON.stringify(answer) });
    expect(parse({ ...sound, more: 'ignored' })).toMatchObject({ ok: true, answer: { kind: 'SIGNED' } });
    const malformed: unknown[] = [
      null,
      [],
      7,
      {},
      { ...sound, id: `${sound['id']}=` },
      { ...sound, id: undefined },
      { ...sound, rawId: 'AAAA' },
      { ...sound, type: 'password' },
      { ...sound, id: 'A'.repeat(1368), rawId: 'A'.repeat(1368) },
      { ...sound, response: null },
      { ...sound, response: { ...sound.response, clientDataJSON: { toString: 'x' } } },
      { ...sound, response: { ...sound.response, signature: 'not base64url!' } },
      { ...sound, response: { ...sound.response, authenticatorData: 5 } },
    ];
    for (const answer of malformed) expect(parse(answer)).toMatchObject({ ok: false, code: 'PASSKEY_MALFORMED' });
    expect(bench.authenticator.parse({ response: '{"id":' })).toMatchObject({ ok: false });
  });

  it('are refused without a fault when their binary parts are rubbish', async () => {
    const answer = JSON.parse(device.get(await optionsOf(bench, flow, bench.subject))) as {
      response: Record<string, string>;
    };
    for (const rubbish of ['AA', 'A'.repeat(48), Buffer.alloc(37, 0xff).toString('base64url'), 'e30']) {
      for (const field of Object.keys(answer.response)) {
        const spoilt = { ...answer, response: { ...answer.response, [field]: rubbish } };
        expect((await judged(JSON.stringify(spoilt))).outcome).toBe('rejected');
      }
    }
  });

  describe('being registered', () => {
    const begun = async (subject = bench.subject) => {
      const at = bench.flow();
      const { view, state } = await bench.authenticator.enrolment!.begin(at, subject);
      const confirm = (response: string) => {
        const parsed = bench.authenticator.parse({ response });
        if (!parsed.ok) throw new Error(parsed.code);
        return bench.authenticator.enrolment!.confirm(at, subject, state, parsed.answer);
      };
      return { options: view as unknown as { challenge: string }, confirm };
    };

    it('asks for no attestation, no trace on the device and a verified person, and names nobody to the device', async () => {
      const { options } = await begun();
      expect(options).toMatchObject({
        rp: { id: 'dms.example' },
        attestation: 'none',
        authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
        excludeCredentials: [{ id: device.id }],
      });
      expect(JSON.stringify(options)).not.toContain(bench.subject.profileUuid);
    });

    it.each<[string, Deviation]>([
      ['another origin', { origin: 'https://evil.example' }],
      ['another host’s passkeys', { rpId: 'evil.example' }],
      ['another challenge', { challenge: 'A'.repeat(43) }],
      ['the type of a login', { type: 'webauthn.get' }],
      ['a frame of another site', { crossOrigin: true }],
      ['a person not verified', { flags: USER_PRESENT }],
      ['an ID that is not the credential’s', { id: passkeyDevice().id }],
      ['certificates', { format: 'packed', statement: new Map([['x5c', [new Uint8Array(3)]]]) }],
      ['a statement of another kind', { format: 'fido-u2f' }],
    ])('is refused with %s', async (_what, deviation) => {
      const { options, confirm } = await begun(bench.stranger);
      expect((await confirm(passkeyDevice().create(options, deviation))).outcome).toBe('rejected');
      expect((await confirm(passkeyDevice().create(options))).outcome).toBe('accepted');
    });

    it('is refused with the answer of a login, and the other way round', async () => {
      const { options, confirm } = await begun();
      expect((await confirm(device.get(options))).outcome).toBe('rejected');
      expect((await judged(passkeyDevice().create(await optionsOf(bench, flow, bench.subject)))).outcome).toBe(
        'rejected',
      );
    });

    it('takes nobody else’s passkey, whether it is a first one or replaces one', async () => {
      const first = await begun(bench.stranger);
      expect(await bench.consume(await first.confirm(device.create(first.options)))).toBe(false);
      await register(bench, bench.stranger);
      const second = await begun(bench.stranger);
      expect(await bench.consume(await second.confirm(device.create(second.options)))).toBe(false);
    });

    it('is void when another passkey was registered since it began (O12, O13)', async () => {
      const [late, early] = [await begun(), await begun()];
      expect(await bench.consume(await early.confirm(passkeyDevice().create(early.options)))).toBe(true);
      expect(await bench.consume(await late.confirm(passkeyDevice().create(late.options)))).toBe(false);
    });

    it('leaves one passkey: a new one ends the one before (W16)', async () => {
      const { options, confirm } = await begun();
      const next = passkeyDevice();
      expect(await bench.consume(await confirm(next.create(options)))).toBe(true);
      expect((await answering({})).outcome).toBe('rejected');
      device = next;
      expect(await bench.consume(await answering({}))).toBe(true);
    });
  });
});
