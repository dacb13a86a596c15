import { describe, expect, it } from '@jest/globals';
import { CONTRACT_VERSION, defineAuthenticator, validateManifest, type Authenticator, type Manifest } from './index.ts';

const silent: Authenticator<string> = {
  parse: () => ({ ok: false, code: 'NOTHING', message: 'This plugin accepts nothing.' }),
  enrolled: async () => false,
  verify: async () => ({ outcome: 'rejected', reason: 'NOT_ENROLLED' }),
};

const manifest = {
  id: 'silent',
  contract: `^${CONTRACT_VERSION}`,
  kind: 'confirms',
  factors: ['KNOWLEDGE'],
  budget: 'SECOND_FACTOR',
  phishingResistant: false,
  phases: ['END'],
  purposes: ['LOGIN'],
  needs: ['clock'],
  graphql: {
    sdl: 'extend type Mutation { answerWithSilence(flowId: ID!): FlowStep! @tag(name: "proof") }',
    answerField: 'answerWithSilence',
  },
} as const satisfies Manifest<'clock'>;

describe('the ports of a plugin', () => {
  it('are those it declares: using another does not compile', () => {
    const plugin = defineAuthenticator({
      manifest,
      create(ports) {
        ports.clock.now();
        // @ts-expect-error `mail` is not among the declared needs
        const undeclared: unknown = ports.mail;
        expect(undeclared).toBeUndefined();
        return silent;
      },
    });
    plugin.create({ clock: { now: () => new Date(0) } });

    // @ts-expect-error a plugin that needs the clock does not start without it
    const starting = () => plugin.create({});
    expect(starting).toThrow(TypeError);
  });
});

describe('validateManifest', () => {
  const problemsOf = (changes: Partial<Manifest>) => validateManifest({ ...manifest, ...changes }).join('; ');
  const withSdl = (sdl: string) => problemsOf({ graphql: { sdl, answerField: 'answerWithSilence' } });

  it('has nothing to say about a sane manifest', () => {
    expect(validateManifest(manifest)).toEqual([]);
  });

  it('refuses a contract range that does not include this contract, and one that is no range', () => {
    expect(problemsOf({ contract: '^2.0.0' })).toContain('does not include 1.0.0');
    expect(problemsOf({ contract: 'newest' })).toContain('no version range');
  });

  it('refuses an id that cannot prefix a table, empty lists and repeated needs', () => {
    expect(problemsOf({ id: 'E_Mail' })).toContain('id must be');
    expect(problemsOf({ phases: [] })).toContain('phases must not be empty');
    expect(problemsOf({ needs: ['clock', 'clock'] })).toContain('needs names something twice');
  });

  it('refuses tables outside the plugin’s own prefix', () => {
    const up = { sqlite: ['CREATE TABLE account (id INT)'], mysql: ['CREATE TABLE authenticator_silent_x (id INT)'] };
    const problems = problemsOf({ needs: ['clock', 'tables'], tables: [{ name: 'x', up }] });
    expect(problems).toBe('x touches account, outside authenticator_silent_');
  });

  it('refuses fields without the proof tag, and fields it did not announce', () => {
    expect(withSdl('extend type Mutation { answerWithSilence(flowId: ID!): FlowStep! }')).toContain('lacks @tag');
    expect(withSdl('extend type Mutation { other(flowId: ID!): FlowStep! @tag(name: "proof") }')).toContain(
      'answer field answerWithSilence is missing',
    );
  });

  it('refuses SDL that touches queries, foreign types or directives, or does not parse', () => {
    const good = manifest.graphql.sdl;
    expect(withSdl(`${good} extend type Query { spy: String }`)).toContain('may not hold a ObjectTypeExtension');
    expect(withSdl(`${good} type UserProfile { userId: ID! }`)).toContain('does not implement Challenge');
    expect(withSdl(`${good} directive @tag(name: String) on OBJECT`)).toContain('may not hold a DirectiveDefinition');
    expect(withSdl('extend type Mutation {')).toBe('graphql.sdl does not parse');
  });
});
