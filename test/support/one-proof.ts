import { scan } from './authenticator-app.ts';
import { beginByCard, cardFor, challengeIn, signedBy } from './card.ts';
import type { Cast } from './cast.ts';
import { beginLogin, type FlowStep, flowId, step, STEP, stepOf } from './flow-steps.ts';
import { passkeyDevice } from './passkey-device.ts';
import { optionsOf, passkeyStep } from './passkey-steps.ts';
import {
  choosePassword,
  enterPassword,
  freshCode,
  logIn,
  mailedCode,
  optForEmail,
  PASSWORD,
  type Person,
  registerDevice,
  signedIn,
} from './person.ts';
import type { Stack } from './stacks.ts';

/** One valid proof of one person, and the flows that would take it. */
export interface OneProof {
  readonly who: Person;
  readonly query: string;
  /** What is sent beside the flow. */
  readonly answer: Readonly<Record<string, string>>;
  /** An answer of the right form that is wrong. */
  readonly wrong: Readonly<Record<string, string>>;
  readonly flows: readonly string[];
  /** Begins another flow that would take the same proof; null where a proof is for its own flow alone. */
  readonly another: (() => Promise<string>) | null;
}

/** Draws one valid proof after the other. */
export type Proofs = () => Promise<OneProof>;

/** Origin that cards and passkeys sign for. */
export const ORIGIN = 'https://dms.example';
const APPLICATION = 'CCMS';
const FLOWS = 4;

function answering(field: string, ...names: readonly string[]): string {
  const declared = names.map((name) => `, $${name}: String!`).join('');
  const given = names.map((name) => `, ${name}: $${name}`).join('');
  return `mutation($flowId: ID!${declared}) { step: ${field}(flowId: $flowId${given}) { __typename
    ... on FlowRefused { code } } }`;
}

type Scene = { readonly stack: Stack; readonly cast: Cast };
const door = ({ stack }: Scene, index = 0) => stack.client(index % stack.urls.length);

async function withPassword({ stack, cast }: Scene): Promise<Person> {
  const who = cast.user();
  await choosePassword(stack, who, PASSWORD);
  return who;
}

const flowFor = async (scene: Scene, who: Person, index = 0) =>
  flowId(await enterPassword(door(scene, index), who, APPLICATION));

/** A code that any flow of the person takes. */
async function codeOfAnyFlow(scene: Scene, who: Person, field: string, code: () => string): Promise<OneProof> {
  const flows: string[] = [];
  for (let index = 0; index < FLOWS; index += 1) flows.push(await flowFor(scene, who, index));
  const wrong = { code: field === 'answerWithRecoveryCode' ? '0000-0000-0000' : '000000' };
  const query = answering(field, 'code');
  return { who, query, answer: { code: code() }, wrong, flows, another: () => flowFor(scene, who) };
}

async function byMail(scene: Scene): Promise<Proofs> {
  const { stack } = scene;
  return async () => {
    // Nobody is sent more than five codes an hour, so everybody is sent one.
    const who = await withPassword(scene);
    signedIn(door(scene), await optForEmail(stack, who, APPLICATION));
    stack.clock.advance({ minutes: 2 });
    const asked = await enterPassword(door(scene), who, APPLICATION);
    const code = await mailedCode(stack, who, asked);
    const wrong = { code: code === '000000' ? '111111' : '000000' };
    const query = answering('answerWithEmailOtp', 'code');
    return { who, query, answer: { code }, wrong, flows: [flowId(asked)], another: null };
  };
}

async function byApp(scene: Scene): Promise<Proofs> {
  const who = await withPassword(scene);
  signedIn(door(scene), await registerDevice(scene.stack, who, APPLICATION));
  return () => codeOfAnyFlow(scene, who, 'answerWithTotp', () => freshCode(scene.stack, who));
}

async function byToken(scene: Scene): Promise<Proofs> {
  const who = await withPassword(scene);
  const offered = await flowFor(scene, who);
  const register = `mutation($flowId: ID!) { registerDevice(flowId: $flowId, authenticator: "hotp") { ${STEP} } }`;
  const shown = stepOf(await door(scene).send(register, { flowId: offered }), 'registerDevice');
  const token = scan(shown.otpauthUri ?? '');
  let presses = 0;
  const press = () => token.codeOf((presses += 1));
  const confirmed = await door(scene).send<{ step: FlowStep }>(answering('answerWithHotp', 'code'), {
    flowId: flowId(shown),
    code: press(),
  });
  if (confirmed.data.step.__typename !== 'SignedIn') throw new Error(confirmed.text);
  return () => codeOfAnyFlow(scene, who, 'answerWithHotp', press);
}

async function byRecoveryCode(scene: Scene): Promise<Proofs> {
  const { stack } = scene;
  const who = await withPassword(scene);
  await registerDevice(stack, who, APPLICATION);
  const session = signedIn(door(scene), await logIn(stack, who, APPLICATION));
  const begun = flowId(await step(session, 'renewRecoveryCodes'));
  await step(session, 'answerWithPassword', { flowId: begun, password: who.password });
  const issued = await step(session, 'answerWithTotp', { flowId: begun, code: freshCode(stack, who) });
  const codes = [...(issued.codes ?? [])];
  return () => codeOfAnyFlow(scene, who, 'answerWithRecoveryCode', () => codes.shift() ?? 'none is left');
}

async function byCard({ stack, cast }: Scene): Promise<Proofs> {
  const who = cast.user();
  const card = await cardFor(stack, who.userId);
  return async () => {
    const { flow, statement } = challengeIn(await beginByCard(stack.client(), who.userId, APPLICATION));
    const query = answering('answerWithSmartcard', 'certificate', 'signature');
    const wrong = signedBy(card, 'something else');
    return { who, query, answer: signedBy(card, statement), wrong, flows: [flow], another: null };
  };
}

async function byPasskey(scene: Scene): Promise<Proofs> {
  const who = await withPassword(scene);
  // It does not count its signatures, as a synced passkey does not: the challenge alone is what can be spent.
  const device = passkeyDevice(ORIGIN, null);
  const asked = async () => {
    const begun = await beginLogin(door(scene), { userId: who.userId, application: APPLICATION });
    return passkeyStep(door(scene), 'answerWithPassword', { flowId: flowId(begun), password: who.password });
  };
  const begun = { flowId: flowId(await asked()), authenticator: 'passkey' };
  const shown = await passkeyStep(door(scene), 'registerDevice', begun);
  const response = device.create(shown.options as { challenge: string });
  const done = await passkeyStep(door(scene), 'answerWithPasskey', { flowId: flowId(shown), response });
  if (done.__typename !== 'SignedIn') throw new Error(`No passkey: ${JSON.stringify(done)}`);
  return async () => {
    const offered = await asked();
    const options = optionsOf(offered) as { challenge: string };
    const query = answering('answerWithPasskey', 'response');
    const [right, wrong] = [device.get(options), device.get(options, { challenge: 'another' })];
    return {
      who,
      query,
      answer: { response: right },
      wrong: { response: wrong },
      flows: [flowId(offered)],
      another: null,
    };
  };
}

/** Every factor whose proof is good once (O1), by the name that people know. */
export const proofsOf: Readonly<Record<string, (scene: Scene) => Promise<Proofs>>> = {
  'a mailed code': byMail,
  'an app code': byApp,
  'a token code': byToken,
  'a recovery code': byRecoveryCode,
  'a card’s signature': byCard,
  'a passkey’s answer': byPasskey,
};
