import type { Principal } from '@countersign/platform';
import { type PasskeyDevice, passkeyDevice } from '../../../../test/support/passkey-device.ts';
import { type House, type Step, flowIdOf, giveMailChannel, givePassword, person } from './house.ts';
import { totpCode } from './totp-code.ts';

/** The password of everybody here. */
export const secret = 'a correct horse at the battery';

/** What somebody has beside his password. */
export type Factor = 'totp' | 'hotp' | 'passkey' | 'email-otp';

/** A flow that waits for the second factor, with what it gave for it. */
export interface Waiting {
  readonly flow: string;
  readonly options: { readonly challenge: string } | null;
}

/** Somebody with one factor of his own, and how to use it; an app shows another code after half a minute. */
export interface Holder {
  readonly userId: string;
  readonly profileUuid: string;
  readonly factor: Factor;
  /** The proof that his factor gives for this flow now. */
  proof(waiting: Waiting): Promise<string>;
}

const fieldOf: Readonly<Record<Factor | 'recovery-code', readonly [string, string]>> = {
  totp: ['answerWithTotp', 'code'],
  hotp: ['answerWithHotp', 'code'],
  passkey: ['answerWithPasskey', 'response'],
  'email-otp': ['answerWithEmailOtp', 'code'],
  'recovery-code': ['answerWithRecoveryCode', 'code'],
};
const CHALLENGED = `__typename ... on FlowRefused { code } ... on SignedIn { session { id } sessionToken }
  ... on ProofsOffered { flow { id } offers { authenticator challenge { ... on PasskeyChallenge { options } } } }`;

/** Sends a proof through the field of its factor. */
export function answer(
  house: House,
  by: Factor | 'recovery-code',
  given: { readonly flow: string; readonly proof: string; readonly as?: Principal },
): Promise<Step> {
  const [field, argument] = fieldOf[by];
  return house.mutate(`${field}(flowId: "${given.flow}", ${argument}: ${JSON.stringify(given.proof)})`, given.as);
}

/** Any step that leads to a challenge. */
export async function challenged(house: House, call: string, as?: Principal): Promise<Waiting> {
  const { step } = await house.run(`mutation { ${call} { ${CHALLENGED} } }`, as);
  if (step.__typename !== 'ProofsOffered') throw new Error(JSON.stringify(step));
  const offers = step['offers'] as readonly { readonly challenge: { readonly options?: unknown } | null }[];
  const options = offers.map(({ challenge }) => challenge?.options).find((one) => one !== undefined);
  return { flow: flowIdOf(step), options: (options ?? null) as Waiting['options'] };
}

/** A login of his past the password. */
export async function pastPassword(house: House, userId: string): Promise<Waiting> {
  const flow = flowIdOf(await house.begin(userId));
  return challenged(house, `answerWithPassword(flowId: "${flow}", password: ${JSON.stringify(secret)})`);
}

/** Brings somebody new onto a factor by his first login; `number` tells him from the others. */
export async function holder(house: House, factor: Factor, number: number): Promise<Holder> {
  const profileUuid = `018f0000-0000-7000-8000-0000000003${String(number).padStart(2, '0')}`;
  const userId = `HKABC3${String(number).padStart(2, '0')}`;
  house.identity.add(person({ profileUuid, userId }));
  await givePassword(house, userId, secret);
  const proof = factor === 'email-otp' ? await byMail(house, userId) : await byDevice(house, userId, factor);
  house.clock.advance(3_700_000);
  return { userId, profileUuid, factor, proof };
}

async function byMail(house: House, userId: string): Promise<Holder['proof']> {
  await giveMailChannel(house, userId, secret);
  return () => house.mailedCode(userId);
}

async function byDevice(house: House, userId: string, factor: Exclude<Factor, 'email-otp'>): Promise<Holder['proof']> {
  const offered = flowIdOf(await house.password(flowIdOf(await house.begin(userId)), secret));
  const shown = await house.mutate(`registerDevice(flowId: "${offered}", authenticator: "${factor}")`);
  const key = passkeyDevice('https://dms.example', null);
  const give = giverOf(house, factor, { uri: String(shown['otpauthUri']), key });
  const first =
    factor === 'passkey'
      ? key.create(shown['options'] as { challenge: string })
      : await give({ flow: '', options: null });
  const done = await answer(house, factor, { flow: flowIdOf(shown), proof: first });
  if (done.__typename !== 'SignedIn') throw new Error(JSON.stringify(done));
  return give;
}

function giverOf(
  house: House,
  factor: Exclude<Factor, 'email-otp'>,
  { uri, key }: { readonly uri: string; readonly key: PasskeyDevice },
): Holder['proof'] {
  let presses = 0;
  if (factor === 'passkey') return async ({ options }) => key.get(options ?? { challenge: 'none' });
  if (factor === 'hotp') return async () => totpCode(uri, new Date(30_000 * presses++));
  return async () => totpCode(uri, house.clock.now());
}

/** Proves himself once more in a session of his own, and has ten recovery codes printed. */
export async function printedCodes(house: House, who: Holder): Promise<readonly string[]> {
  const waiting = await pastPassword(house, who.userId);
  const opened = await answer(house, who.factor, { flow: waiting.flow, proof: await who.proof(waiting) });
  const { id } = opened['session'] as { readonly id: string };
  const as = house.session({ id, ...who, methods: ['password', who.factor] });
  house.clock.advance(30_000);
  const begun = flowIdOf(await house.mutate('renewRecoveryCodes', as));
  const again = await challenged(house, `answerWithPassword(flowId: "${begun}", password: "${secret}")`, as);
  const issued = await answer(house, who.factor, { flow: again.flow, proof: await who.proof(again), as });
  return issued['codes'] as readonly string[];
}
