import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { liveSessions } from '../support/account.ts';
import { openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { flowId, type FlowStep, STEP } from '../support/flow-steps.ts';
import { choosePassword, enterPassword, PASSWORD, type Person } from '../support/person.ts';
import { raceGrounds } from '../support/race-grounds.ts';
import { atOnce, tally } from '../support/same-instant.ts';

const CALLERS = 1_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const register = `mutation($flowId: ID!) { registerDevice(flowId: $flowId, authenticator: "hotp") { ${STEP} } }`;
const answerWithHotp = `mutation($flowId: ID!, $code: String!) { answerWithHotp(flowId: $flowId, code: $code) { ${STEP} } }`;

/** What a token with the key of this URI shows after so many presses (RFC 4226 5.3). */
function shown(otpauthUri: string, counter: number): string {
  const letters = [...(new URL(otpauthUri).searchParams.get('secret') ?? '')];
  const bits = letters.map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', key).update(message).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe.each(raceGrounds)('counter-based tokens ($shape, $doors doors)', (ground) => {
  const stack = useStack(ground);
  const door = (index: number) => stack().client(index % ground.doors);
  let who: Person;
  let uri = '';

  const waiting = async (): Promise<string> => flowId(await enterPassword(door(0), who, 'CCMS'));
  const answer = async (index: number, flow: string, code: string): Promise<FlowStep> => {
    const { data } = await door(index).send(answerWithHotp, { flowId: flow, code });
    return (data as { readonly answerWithHotp: FlowStep }).answerWithHotp;
  };
  beforeAll(async () => {
    who = (await openCast(stack())).user();
    await choosePassword(stack(), who, PASSWORD);
    const { data } = await door(0).send(register, { flowId: await waiting() });
    const device = (data as { readonly registerDevice: FlowStep }).registerDevice;
    uri = device.otpauthUri ?? '';
    expect(await answer(0, flowId(device), shown(uri, 0))).toMatchObject({ __typename: 'SignedIn' });
  }, 60_000);

  it(`O2: one code, ${CALLERS} parallel submissions over two flows: exactly one session; then neither it nor one before it`, async () => {
    const flows = [await waiting(), await waiting()];
    const steps = await atOnce(CALLERS, (index) => answer(index, flows[index % 2] ?? '', shown(uri, 3)));
    expect(tally(steps.map((step) => step.__typename))).toEqual({ SignedIn: 1, FlowRefused: CALLERS - 1 });
    expect(await liveSessions(stack(), who)).toBe(1);
    // The next code first: it ends the row of failures that the race left behind (L1).
    expect(await answer(1, await waiting(), shown(uri, 4))).toMatchObject({ __typename: 'SignedIn' });
    const later = await waiting();
    for (const counter of [4, 3, 2])
      expect(await answer(1, later, shown(uri, counter))).toMatchObject({ code: 'OTP_INVALID_OR_EXPIRED' });
    expect(await answer(1, later, shown(uri, 5))).toMatchObject({ __typename: 'SignedIn' });
  });

  it('O2: the same when what is short-lived is gone in the middle: one session at most, and the code is spent by it', async () => {
    const flow = await waiting();
    const redis = ground.shape === 'embedded' ? null : new Redis(stack().corner?.redisUrl.href ?? '');
    const racing = atOnce(CALLERS, (index) => answer(index, flow, shown(uri, 6)));
    await redis?.flushdb();
    const seen = tally((await racing).map((step) => step.__typename));
    redis?.disconnect();
    expect(seen['SignedIn'] ?? 0).toBeLessThanOrEqual(1);
    expect(await liveSessions(stack(), who)).toBe(1);
    if (seen['SignedIn'] === 1)
      expect((await answer(1, await waiting(), shown(uri, 6))).__typename).toBe('FlowRefused');
  });
});
