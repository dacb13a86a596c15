import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { request } from 'undici';
import { type AuthenticatorApp, scan } from '../support/authenticator-app.ts';
import { eventually } from '../support/eventually.ts';
import { accountOf, forgive, liveSessions, uuidOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { useStack } from '../support/every-shape.ts';
import { beginLogin, flowId, type FlowStep, sendStep, type StepField, step, stepOf } from '../support/flow-steps.ts';
import { codeIn } from '../support/mail-text.ts';
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
} from '../support/person.ts';
import { forgetLimits } from '../support/limits.ts';
import { viewerId } from '../support/profiles.ts';
import { race, tally } from '../support/same-instant.ts';

const RUNS = 300;

/** Whom the deeds are done for; what he has changes when he completes an enrolment. */
interface Persona {
  readonly who: Person;
  channel: 'APP' | 'EMAIL' | 'NONE';
}

/** What happened on one flow, as the test itself knows it. */
interface Known {
  readonly id: string;
  readonly purpose: 'LOGIN' | 'RESET';
  password: boolean;
  mailed: boolean;
  accepted: boolean;
  reference: string | null;
  warning: string;
  device: AuthenticatorApp | null;
}

const fresh = (id: string, purpose: Known['purpose']): Known => ({
  id,
  purpose,
  password: false,
  mailed: false,
  accepted: false,
  reference: null,
  warning: '1',
  device: null,
});

describe('the login machine', () => {
  const stack = useStack({ shape: 'one-process', doors: 2 });
  let cast: Cast;
  let client: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    client = stack().client();
  }, 60_000);

  const likely = ['password', 'app', 'mail', 'register', 'skip', 'accept', 'set password'] as const;
  const rare = [
    'begin',
    'reset',
    'wrong password',
    'wrong app',
    'used app',
    'wrong mail',
    'ask mail',
    'step up',
  ] as const;
  const deed = fc.record({
    flow: fc.constantFrom(0, 0, 0, 1, 2),
    what: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...likely) },
      { weight: 1, arbitrary: fc.constantFrom(...rare) },
    ),
  });
  /** The last code of each person that opened a session. */
  const used = new Map<string, string>();
  let arrivals = 0;
  type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

  /** Plays the deeds on the flows of one person and fails on any step that the rules do not allow. */
  async function play(persona: Persona, deeds: readonly Deed[]): Promise<void> {
    await forgive(stack(), persona.who);
    await forgetLimits(stack());
    const flows: Known[] = [];
    for (const { flow: chosen, what } of [{ flow: 0, what: 'begin' as const }, ...deeds]) {
      if (what === 'begin' || what === 'reset') {
        const begun = await begin(persona.who, what);
        if (begun.flow === undefined) continue;
        flows.unshift(fresh(begun.flow.id, what === 'begin' ? 'LOGIN' : 'RESET'));
        note(begun, flows[0] ?? fresh('none', 'LOGIN'));
        continue;
      }
      const known = flows[chosen % Math.max(1, flows.length)] ?? fresh('none', 'LOGIN');
      const [field, variables] = await answerFor(persona.who, what, known);
      const reply = await sendStep(client, field, variables);
      if (reply.errors.length > 0) continue;
      const done = stepOf(reply, field);
      judge(done, { known, what, channel: persona.channel });
      note(done, known);
      if (done.__typename === 'SignedIn') arrive(persona, { known, what, code: variables['code'] ?? '' });
    }
    expect(await viewerId(client)).toBeNull();
  }

  const begin = (who: Person, what: 'begin' | 'reset') =>
    what === 'begin'
      ? beginLogin(client, { userId: who.userId, application: 'CCMS' })
      : step(client, 'beginPasswordReset', { userId: who.userId });

  function note(done: FlowStep, known: Known): void {
    known.reference = done.offers?.[0]?.challenge?.reference ?? known.reference;
    known.warning = done.warningVersion ?? known.warning;
    known.device = done.otpauthUri === undefined ? known.device : scan(done.otpauthUri);
  }

  function arrive(
    persona: Persona,
    how: { readonly known: Known; readonly what: Deed['what']; readonly code: string },
  ): void {
    arrivals += 1;
    if (how.what === 'app') used.set(persona.who.userId, how.code);
    if (persona.channel !== 'NONE') return;
    persona.channel = how.what === 'app' ? 'APP' : 'EMAIL';
    persona.who.app = how.what === 'app' ? how.known.device : null;
  }

  async function answerFor(
    who: Person,
    what: Deed['what'],
    known: Known,
  ): Promise<[StepField, Record<string, string>]> {
    const at = { flowId: known.id };
    const mail = async () => {
      if (known.reference === null) return '123456';
      const reference = known.reference;
      const find = () => stack().mail.letters.find((letter) => letter.text.includes(reference));
      const letter = await eventually(find, 'the mail', { withinMs: 1_000, everyMs: 5 }).catch(() => null);
      return (letter === null ? null : codeIn(letter, who.userId)) ?? '123456';
    };
    const appCode = () => {
      if (who.app !== null) return freshCode(stack(), who);
      return known.device?.codeAt(stack().clock.now()) ?? '123456';
    };
    const answers: Readonly<Record<string, () => Promise<[StepField, Record<string, string>]>>> = {
      password: async () => ['answerWithPassword', { ...at, password: who.password }],
      'wrong password': async () => ['answerWithPassword', { ...at, password: 'not it at all' }],
      app: async () => ['answerWithTotp', { ...at, code: appCode() }],
      'wrong app': async () => ['answerWithTotp', { ...at, code: '000000' }],
      'used app': async () => ['answerWithTotp', { ...at, code: used.get(who.userId) ?? '000000' }],
      mail: async () => ['answerWithEmailOtp', { ...at, code: await mail() }],
      'wrong mail': async () => ['answerWithEmailOtp', { ...at, code: '000000' }],
      'ask mail': async () => ['requestEmailOtp', at],
      register: async () => ['registerDevice', at],
      skip: async () => ['skipDeviceRegistration', at],
      accept: async () => ['acceptEmailOtpRisk', { ...at, warningVersion: known.warning }],
      'set password': async () => ['setPassword', { ...at, newPassword: who.password, confirmation: who.password }],
      'step up': async () => ['beginStepUp', {}],
    };
    const answer = answers[what];
    if (answer === undefined) throw new Error(`Nobody knows how to ${what}.`);
    return answer();
  }

  function judge(done: FlowStep, seen: { known: Known; what: Deed['what']; channel: Persona['channel'] }): void {
    const { known, what, channel } = seen;
    const onward = done.__typename !== 'FlowRefused';
    if (what === 'password' && onward) known.password = true;
    if (what === 'accept' && onward) known.accepted = true;
    if (what === 'mail' && done.__typename === 'NewPasswordRequired') known.mailed = true;
    const facts = { ...known, what, channel };
    switch (done.__typename) {
      case 'SignedIn':
        expect(facts).toMatchObject({ purpose: 'LOGIN', password: true });
        if (channel === 'APP') expect(what).toBe('app');
        else if (channel === 'EMAIL') expect(what).toBe('mail');
        else expect(what === 'app' ? known.device !== null : what === 'mail' && known.accepted).toBe(true);
        return;
      case 'PasswordChanged':
        expect(facts).toMatchObject({ purpose: 'RESET', mailed: true, what: 'set password' });
        return;
      case 'NewPasswordRequired':
        expect(facts).toMatchObject({ purpose: 'RESET', mailed: true });
        return;
      case 'DeviceRegistrationOffered':
      case 'DeviceRegistration':
      case 'RiskWarning':
        expect(facts).toMatchObject({ purpose: 'LOGIN', password: true, channel: 'NONE' });
        return;
      case 'StepUpGranted':
        throw new Error('Nobody is signed in, and yet a step-up was granted.');
      default:
    }
  }

  const deeds = fc.array(deed, { minLength: 3, maxLength: 10 });
  /** Any deeds, or a legal way in with other deeds strewn in, so that walks also come near the end. */
  const walks = (...legal: Deed['what'][]) => {
    const strewn = fc.array(fc.record({ deed, before: fc.nat(legal.length) }), { maxLength: 4 });
    const nearly = strewn.map((others) =>
      [...legal, null].flatMap((what, index) => [
        ...others.filter(({ before }) => before === index).map((other) => other.deed),
        ...(what === null ? [] : [{ flow: 0, what } as Deed]),
      ]),
    );
    return fc.oneof(deeds, nearly);
  };

  it(`O10: in ${RUNS} random sequences of steps an app user is signed in only by password and then app, O11 never by mail`, async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    await registerDevice(stack(), who, 'CCMS');
    arrivals = 0;
    await fc.assert(
      fc.asyncProperty(walks('password', 'app'), (each) => play({ who, channel: 'APP' }, each)),
      { numRuns: RUNS },
    );
    expect(arrivals).toBeGreaterThan(RUNS / 20);
  }, 180_000);

  it(`O10: in ${RUNS} random sequences of steps a mail user is signed in only by password and then mail`, async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    await optForEmail(stack(), who, 'CCMS');
    arrivals = 0;
    await fc.assert(
      fc.asyncProperty(walks('password', 'mail'), (each) => play({ who, channel: 'EMAIL' }, each)),
      { numRuns: RUNS },
    );
    expect(arrivals).toBeGreaterThan(RUNS / 20);
  }, 180_000);

  it('O10: in random sequences of steps a newcomer is signed in only by a device he proved or a risk he accepted', async () => {
    arrivals = 0;
    const newcomers: Persona[] = [];
    for (let index = 0; index < 8; index += 1) {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      newcomers.push({ who, channel: 'NONE' });
    }
    let turn = 0;
    const next = () => newcomers[(turn += 1) % newcomers.length] ?? { who: cast.user(), channel: 'NONE' as const };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(walks('password', 'register', 'app'), walks('password', 'skip', 'accept', 'mail')),
        (each) => play(next(), each),
      ),
      { numRuns: RUNS / 2 },
    );
    expect(arrivals).toBeGreaterThan(3);
  }, 180_000);

  it('O10: a restarted, skipped or doubled enrolment is no shortcut: no session before a device is proven or the risk accepted', async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    const flow = flowId(await enterPassword(client, who, 'CCMS'));
    expect((await step(client, 'answerWithTotp', { flowId: flow, code: '000000' })).__typename).toBe('FlowRefused');
    expect((await step(client, 'acceptEmailOtpRisk', { flowId: flow, warningVersion: '1' })).__typename).toBe(
      'FlowRefused',
    );
    expect((await step(client, 'requestEmailOtp', { flowId: flow })).__typename).toBe('FlowRefused');
    expect((await step(client, 'skipDeviceRegistration', { flowId: flow })).__typename).toBe('RiskWarning');
    expect((await step(client, 'answerWithEmailOtp', { flowId: flow, code: '000000' })).__typename).toBe('FlowRefused');
    expect((await step(client, 'answerWithPassword', { flowId: flow, password: PASSWORD })).__typename).not.toBe(
      'SignedIn',
    );
    expect(await liveSessions(stack(), who)).toBe(0);
  });

  it('O10: no password is chosen before the mailed code is answered', async () => {
    for (const who of [cast.user(), cast.user()]) {
      const begun = await step(client, 'beginPasswordReset', { userId: who.userId });
      const early = { flowId: flowId(begun), newPassword: PASSWORD, confirmation: PASSWORD };
      expect(await step(client, 'setPassword', early)).toMatchObject({
        __typename: 'FlowRefused',
        code: 'FLOW_STEP_NOT_EXPECTED',
      });
      await step(client, 'answerWithEmailOtp', { flowId: flowId(begun), code: '000000' });
      expect((await step(client, 'setPassword', early)).__typename).toBe('FlowRefused');
      const login = await beginLogin(client, { userId: who.userId, application: 'CCMS' });
      const refused = await step(client, 'answerWithPassword', { flowId: flowId(login), password: PASSWORD });
      expect(refused).toMatchObject({ __typename: 'FlowRefused', code: 'AUTH_FAILED' });
    }
  });

  it('O14: empty and non-text credentials are turned away and cost nothing', async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    await registerDevice(stack(), who, 'CCMS');
    const flow = flowId(await enterPassword(client, who, 'CCMS'));
    const before = await accountOf(stack(), who);
    for (const value of ['""', 'null', '0', 'true', '[]', '["000000"]', '{}', '0x10']) {
      for (const [field, argument] of [
        ['answerWithTotp', 'code'],
        ['answerWithPassword', 'password'],
        ['answerWithEmailOtp', 'code'],
      ] as const) {
        const answer = await client.send(
          `mutation { ${field}(flowId: "${flow}", ${argument}: ${value}) { __typename ... on FlowRefused { code } } }`,
        );
        expect([field, value, answer.text]).toEqual([
          field,
          value,
          expect.not.stringMatching(/SignedIn|INTERNAL_SERVER_ERROR/),
        ]);
      }
    }
    expect(await accountOf(stack(), who)).toEqual(before);
  });

  it('O15: a user disabled between password and code gets no session', async () => {
    const identity = await stack().tables('identity');
    for (const change of [
      `status = 'DISABLED'`,
      `disable_after = '2026-11-01'`,
      `enable_from = '2027-01-01'`,
      'deleted_at = 1',
    ]) {
      const who = cast.user();
      await choosePassword(stack(), who, PASSWORD);
      await registerDevice(stack(), who, 'CCMS');
      const flow = flowId(await enterPassword(client, who, 'CCMS'));
      await identity.change(`UPDATE user_profile SET ${change} WHERE user_id = ?`, [who.userId]);
      const refused = await step(client, 'answerWithTotp', { flowId: flow, code: freshCode(stack(), who) });
      expect([change, refused]).toEqual([change, expect.objectContaining({ __typename: 'FlowRefused' })]);
    }
  });

  it('O16: a reset opens no session, ends all, kills the codes under way, keeps the app, tells the owner', async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    const session = signedIn(client, await registerDevice(stack(), who, 'CCMS'));
    const halfWay = flowId(await enterPassword(client, who, 'CCMS'));
    const since = stack().mail.letters.length;
    const begun = await step(client, 'beginPasswordReset', { userId: who.userId });
    await step(client, 'answerWithEmailOtp', { flowId: flowId(begun), code: await mailedCode(stack(), who, begun) });
    const next = 'violet-harbour-seven-lamp';
    const done = await client.send(
      'mutation($f: ID!, $p: String!) { setPassword(flowId: $f, newPassword: $p, confirmation: $p) { __typename ... on PasswordChanged { message } } }',
      { f: flowId(begun), p: next },
    );
    expect(done.data['setPassword']).toMatchObject({ __typename: 'PasswordChanged' });
    expect(done.headers['set-cookie']).toBeUndefined();
    who.password = next;
    expect(await viewerId(session)).toBeNull();
    expect(await liveSessions(stack(), who)).toBe(0);
    expect((await step(client, 'answerWithTotp', { flowId: halfWay, code: freshCode(stack(), who) })).__typename).toBe(
      'FlowRefused',
    );
    await stack().mail.letterTo(
      who.email,
      (mail) => codeIn(mail, who.userId) === null && /password/i.test(mail.subject + mail.text),
      since,
    );
    expect((await logIn(stack(), who, 'CCMS')).__typename).toBe('SignedIn');
  });

  it('O16: 200 parallel uses of one reset: the code counts once, the password changes once', async () => {
    const who = cast.user();
    const begun = await step(client, 'beginPasswordReset', { userId: who.userId });
    const code = await mailedCode(stack(), who, begun);
    const answers = await race<FlowStep>(
      200,
      (index) => step(stack().client(index % 2), 'answerWithEmailOtp', { flowId: flowId(begun), code }),
      { __typename: 'FlowRefused' },
    );
    expect(tally(answers.map((answer) => answer.__typename))).toEqual({ NewPasswordRequired: 1, FlowRefused: 199 });
    const choose = (index: number) => {
      const chosen = `parallel-quay-number-${index}`;
      const given = { flowId: flowId(begun), newPassword: chosen, confirmation: chosen };
      return step(stack().client(index % 2), 'setPassword', given);
    };
    const changes = await race<FlowStep>(20, choose, { __typename: 'FlowRefused' });
    expect(tally(changes.map((answer) => answer.__typename))).toEqual({ PasswordChanged: 1, FlowRefused: 19 });
    const winner = changes.findIndex((answer) => answer.__typename === 'PasswordChanged');
    who.password = `parallel-quay-number-${winner}`;
    expect((await enterPassword(client, who, 'CCMS')).__typename).toBe('DeviceRegistrationOffered');
  });

  it('O17: every way in counts on the one budget of the person', async () => {
    const who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    await registerDevice(stack(), who, 'CCMS');
    await forgive(stack(), who);
    const flow = flowId(await enterPassword(client, who, 'CCMS'));
    const query = `mutation { answerWithTotp(flowId: "${flow}", code: "000000") { __typename } }`;
    const counted = async (send: () => Promise<unknown>) => {
      const before = (await accountOf(stack(), who)).failures;
      await send();
      return (await accountOf(stack(), who)).failures - before;
    };
    expect(await counted(() => client.send(query))).toBe(1);
    expect(await counted(() => stack().client(1).send(query))).toBe(1);
    expect(
      await counted(() => client.raw({ method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}` })),
    ).toBe(0);
    expect(
      await counted(() =>
        client.raw({ method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) }),
      ),
    ).toBe(0);
    expect(
      await counted(async () =>
        (
          await request(`${client.url}/authentication/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query }),
          })
        ).body.dump(),
      ),
    ).toBe(0);
    const reset = await step(client, 'beginPasswordReset', { userId: who.userId });
    expect(await counted(() => step(client, 'answerWithEmailOtp', { flowId: flowId(reset), code: '000000' }))).toBe(1);
    expect(await uuidOf(stack(), who)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
