// Authenticators that do what none may, one way each: `spoilt.mjs?how=hangs`. All would say yes to anybody.
const hang = () => new Promise(() => {});
const yes = (subject) => ({ outcome: 'accepted', profileUuid: subject?.profileUuid, consume: async () => true });

/** What each one does where an honest one would verify. */
const ways = {
  throws: () => {
    throw new Error('spoilt');
  },
  hangs: hang,
  undefined: () => undefined,
  empty: async () => ({}),
  text: async () => 'true',
  unawaited: (subject) => ({ outcome: Promise.resolve('accepted'), profileUuid: subject.profileUuid, consume: hang }),
  unspent: async (subject) => ({ outcome: 'accepted', profileUuid: subject.profileUuid }),
  somebody: async () => yes({ profileUuid: '018f0000-0000-7000-8000-000000000001' }),
  greedy: async (subject, ports) => {
    await ports.mail.enqueue({ to: null, subject: '', text: '', id: '', expiresAt: new Date(0) });
    return yes(subject);
  },
  foreign: async (subject, ports) => {
    await ports.tables.transaction((tx) => tx.execute('UPDATE account SET locked_at = NULL', []));
    return yes(subject);
  },
};

export default ({ how = 'throws' } = {}) => {
  const id = `spoilt-${how}`;
  const answerField = `answerWithSpoilt${how.charAt(0).toUpperCase()}${how.slice(1)}`;
  if (how === 'nothing') return undefined;
  return {
    manifest: {
      id,
      contract: '^1.0.0',
      kind: 'confirms',
      factors: ['POSSESSION'],
      budget: 'SECOND_FACTOR',
      phishingResistant: false,
      phases: ['PARALLEL', 'END'],
      purposes: ['LOGIN', 'STEP_UP'],
      needs: how === 'undeclared' ? ['network'] : ['tables'],
      graphql: {
        sdl: `extend type Mutation { ${answerField}(flowId: ID!, code: String!): FlowStep! @tag(name: "proof") }`,
        answerField,
      },
    },
    create(ports) {
      if (how === 'create') throw new Error('spoilt');
      const judge = async (subject) => (ways[how] ?? yes)(subject, ports);
      return {
        parse: ({ code }) => ({ ok: true, answer: code }),
        enrolled: async () => false,
        verify: (_flow, subject) => judge(subject),
        enrolment: {
          begin: async () => ({ view: {}, state: 'spoilt' }),
          confirm: (_flow, subject) => judge(subject),
        },
        start: async () => (how === 'start' ? hang() : undefined),
        stop: hang,
      };
    },
  };
};
