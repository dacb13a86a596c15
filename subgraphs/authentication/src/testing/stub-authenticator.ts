import type { Authenticator, AuthenticatorPlugin, Manifest } from '@countersign/authenticator-kit';

/** What a stub is, beside its id. */
export interface StubWays {
  readonly manifest?: Partial<Manifest>;
  readonly running?: Partial<Authenticator<unknown>>;
  readonly create?: (ports: Readonly<Record<string, unknown>>) => Partial<Authenticator<unknown>>;
}

/** `paper-list` -> `answerWithPaperList`. */
export function answerFieldOf(id: string): string {
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `answerWith${words.join('')}`;
}

/** An authenticator of somebody else's making that takes `right` from whomever the flow is about, and holds nothing. */
export function stubAuthenticator(id: string, ways: StubWays = {}): AuthenticatorPlugin {
  const answerField = answerFieldOf(id);
  const manifest: Manifest = {
    id,
    contract: '^1.0.0',
    kind: 'confirms',
    factors: ['POSSESSION'],
    budget: 'SECOND_FACTOR',
    phishingResistant: false,
    phases: ['PARALLEL', 'END'],
    purposes: ['LOGIN', 'STEP_UP'],
    needs: [],
    graphql: {
      sdl: `extend type Mutation { ${answerField}(flowId: ID!, code: String!): FlowStep! @tag(name: "proof") }`,
      answerField,
    },
    ...ways.manifest,
  };
  const running: Authenticator<unknown> = {
    parse: ({ code }) => ({ ok: true, answer: code }),
    enrolled: async () => true,
    async verify(_flow, subject, answer) {
      if (subject === null || answer !== 'right') return { outcome: 'rejected', reason: 'WRONG' };
      return { outcome: 'accepted', profileUuid: subject.profileUuid, consume: async () => true };
    },
  };
  return {
    manifest,
    create: (ports) => ({ ...running, ...ways.running, ...ways.create?.(ports as unknown as Record<string, unknown>) }),
  };
}

/** A card that signs in by itself, as the route book has it. */
export function stubCard(ways: StubWays = {}): AuthenticatorPlugin {
  return stubAuthenticator('smartcard', {
    ...ways,
    manifest: {
      kind: 'identifies',
      budget: 'UNGUESSABLE',
      phishingResistant: true,
      phases: ['PRE_PARALLEL', 'PARALLEL'],
      ...ways.manifest,
    },
  });
}
