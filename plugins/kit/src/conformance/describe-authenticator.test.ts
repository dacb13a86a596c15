import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  defineAuthenticator,
  type Authenticator,
  type AuthenticatorPlugin,
  type NumericCode,
  type Ports,
  type Subject,
} from '../index.ts';
import { describeAuthenticator } from './index.ts';

type Needs = 'tables' | 'secrets';
const TABLE = 'authenticator_paper_code';
const codeOf = (subject: Subject) => (subject.userId === 'HKABC101' ? '482915' : '730164');

/** A minimal one-time code on paper, right or spoilt in one way. */
function paperPlugin(
  spoil: Partial<Authenticator<NumericCode>> & { readonly clear?: boolean } = {},
): AuthenticatorPlugin<NumericCode, Needs> {
  const { clear = false, ...changes } = spoil;
  return defineAuthenticator({
    manifest: {
      id: 'paper',
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'SECOND_FACTOR',
      phishingResistant: false,
      phases: ['END'],
      purposes: ['LOGIN'],
      needs: ['tables', 'secrets'],
      graphql: {
        sdl: 'extend type Mutation { answerWithPaper(flowId: ID!, code: String!): FlowStep! @tag(name: "proof") }',
        answerField: 'answerWithPaper',
      },
      tables: [
        {
          name: 'paper-code',
          up: {
            sqlite: [`CREATE TABLE ${TABLE} (profile_uuid CHAR(36) PRIMARY KEY, mac VARCHAR(64))`],
            mysql: [`CREATE TABLE ${TABLE} (profile_uuid CHAR(36) PRIMARY KEY, mac VARCHAR(64))`],
          },
        },
      ],
    },
    create: (ports) => ({ ...paper(ports, clear), ...changes }),
  });
}

function paper({ tables, secrets }: Pick<Ports, Needs>, clear: boolean): Authenticator<NumericCode> {
  const macOf = (uuid: string, code: string) => (clear ? code : secrets.keyedHash(`${uuid} ${code}`));
  const storedOf = (uuid: string) =>
    tables.read((tx) => tx.query<{ mac: string }>(`SELECT mac FROM ${TABLE} WHERE profile_uuid = ?`, [uuid]));
  return {
    parse: ({ code }) =>
      typeof code === 'string' && /^[0-9]{6}$/.test(code) && code.length === 6
        ? { ok: true, answer: { code } }
        : { ok: false, code: 'CODE_MALFORMED', message: 'Enter the six digits.' },
    enrolled: async (subject) => (await storedOf(subject.profileUuid)).length > 0,
    async verify(_flow, subject, { code }) {
      const uuid = subject?.profileUuid ?? 'nobody';
      const stored = (await storedOf(uuid))[0]?.mac ?? '';
      const agrees = secrets.equal(macOf(uuid, code), stored);
      if (!agrees || subject === null) return { outcome: 'rejected', reason: 'WRONG' };
      const sql = `DELETE FROM ${TABLE} WHERE profile_uuid = ? AND mac = ?`;
      return {
        outcome: 'accepted',
        profileUuid: uuid,
        consume: async (tx) => (await tx.execute(sql, [uuid, stored])) === 1,
      };
    },
    // Lets the fixture store its code through the contract alone.
    memorised: {
      rules: { minimumLength: 6, maximumLength: 64, message: 'Any text.' },
      choose: async (subject, _words, { secret, confirmation }) =>
        secret !== confirmation || secret.length < 6 || secret.length > 64
          ? { outcome: 'refused', code: 'REFUSED', message: 'Not accepted.' }
          : {
              outcome: 'accepted',
              consume: (tx) =>
                tx.insertIfAbsent(TABLE, {
                  profile_uuid: subject.profileUuid,
                  mac: macOf(subject.profileUuid, secret),
                }),
            },
    },
    forget: async (tx, uuid) => void (await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ?`, [uuid])),
  };
}

/** Runs the suite with a runner that only notes which rules fail. */
async function brokenRules(plugin: AuthenticatorPlugin<NumericCode, Needs>): Promise<readonly string[]> {
  const rules: [string, () => Promise<void>][] = [];
  describeAuthenticator({
    describe: (_name, body) => body(),
    it: (name, body) => rules.push([name, body]),
    plugin,
    fixtures: {
      async enrol(bench, subject) {
        const secret = codeOf(subject);
        bench.secrets.add(secret);
        const outcome = await bench.authenticator.memorised?.choose(subject, [], { secret, confirmation: secret });
        if (outcome?.outcome === 'accepted') await bench.ports.tables.transaction((tx) => outcome.consume(tx));
      },
      rightAnswer: async (_bench, _flow, subject) => ({ code: codeOf(subject) }),
      wrongAnswer: async () => ({ code: '000000' }),
    },
  });
  const broken: string[] = [];
  for (const [name, body] of rules) await body().catch(() => broken.push(name));
  return broken;
}

describe('the conformance suite', () => {
  let sound: readonly string[];
  beforeAll(async () => {
    sound = await brokenRules(paperPlugin());
  });

  it('passes a sound plugin', () => {
    expect(sound).toEqual([]);
  });

  it('catches a parse that throws', async () => {
    const parse = () => {
      throw new TypeError('no text');
    };
    expect((await brokenRules(paperPlugin({ parse }))).length).toBeGreaterThan(2);
  });

  it('catches a proof that can be consumed again', async () => {
    const verify: Authenticator<NumericCode>['verify'] = async (_flow, subject, { code }) =>
      subject !== null && code === codeOf(subject)
        ? { outcome: 'accepted', profileUuid: subject.profileUuid, consume: async () => true }
        : { outcome: 'rejected', reason: 'WRONG' };
    const broken = await brokenRules(paperPlugin({ verify }));
    expect(broken).toContain('gives 16 parallel right answers exactly one proof');
    expect(broken).toContain('consumes one verdict once, and refuses the same answer ever after');
  });

  it('catches a plugin that returns early for nobody', async () => {
    const early: Authenticator<NumericCode>['verify'] = async () => ({ outcome: 'rejected', reason: 'WRONG' });
    const plugin = paperPlugin();
    const quick = { ...plugin, create: (ports: Pick<Ports, Needs>) => withShortcut(plugin.create(ports), early) };
    expect(await brokenRules(quick)).toEqual([
      'rejects every answer when there is nobody, after the same operations as for somebody',
    ]);
  });

  it('catches a secret stored in clear, and a forget that forgets nothing', async () => {
    expect(await brokenRules(paperPlugin({ clear: true }))).toContain(
      'keeps no secret in clear in tables or volatile state, before or after use',
    );
    const forget = async () => undefined;
    expect((await brokenRules(paperPlugin({ forget })))[0]).toMatch(/^forgets a person/);
  });
});

function withShortcut(
  whole: Authenticator<NumericCode>,
  early: Authenticator<NumericCode>['verify'],
): Authenticator<NumericCode> {
  return {
    ...whole,
    verify: (flow, subject, answer) => (subject === null ? early : whole.verify)(flow, subject, answer),
  };
}
