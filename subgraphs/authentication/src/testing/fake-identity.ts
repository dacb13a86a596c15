import type { Refusal } from '@countersign/change-owner';
import type { Phase } from '@countersign/authenticator-kit';
import type { SubgraphClient } from '@countersign/platform';
import type { Administrator, Card, Standing } from '../people.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A profile of a page as identity gives it to the reports. */
export type FakeProfile = Readonly<Record<string, unknown>> & { readonly userId: string; readonly participant: string };

/** Identity as authentication asks it: people in a map, a phase and a judge, all changed by the test at will. */
export function fakeIdentity() {
  const people = new Map<string, Standing>();
  const state = {
    phase: 'PARALLEL' as Phase,
    /** What the judge has against proposals, and against decisions. */
    proposalRefusal: null as Refusal | null,
    decisionRefusal: null as Refusal | null,
    payload: {} as Readonly<Record<string, unknown>>,
    checkers: [] as readonly Administrator[],
    administrators: [] as readonly Administrator[],
    profiles: [] as readonly FakeProfile[],
    /** What identity has against whoever reads a report, and whether he sees personal columns. */
    pageRefusal: null as Refusal | null,
    personal: true,
    emailOtpAllowed: true,
    passkeyAllowed: true,
    /** Profiles over whose sessions others have a say, by the keeper's UUID. */
    keeps: new Map<string, readonly string[]>(),
  };
  const cards = new Map<string, Card>();
  const asked: { readonly name: string; readonly variables: Variables }[] = [];
  const standing = (match: (one: Standing) => boolean) => {
    const found = [...people.values()].find(match);
    return found === undefined ? null : { ...found, phase: state.phase };
  };
  const byUuid = (uuid: unknown) => standing((one) => one.profileUuid === uuid);

  const answers: Readonly<Record<string, (variables: Variables) => unknown>> = {
    PersonByUserId: ({ userId }) => ({
      person: { standing: standing((one) => one.userId === userId), phase: state.phase },
    }),
    PersonByUuid: ({ profileUuid }) => ({ standing: byUuid(profileUuid) }),
    PhaseInForce: () => ({ phase: state.phase }),
    CardOf({ profileUuid }) {
      const card = cards.get(String(profileUuid)) ?? { allowed: true, held: true };
      return { standing: byUuid(profileUuid) && { smartcardAllowed: card.allowed, srn: card.held ? 'SRN1' : null } };
    },
    SessionOwner({ keeperUuid, userId }) {
      const kept = state.keeps.get(String(keeperUuid)) ?? [];
      const found = standing((one) => one.userId === userId);
      return { sessionOwner: found !== null && kept.includes(found.profileUuid) ? found : null };
    },
    PoliciesOf: () => ({ policies: { emailOtpAllowed: state.emailOtpAllowed, passkeyAllowed: state.passkeyAllowed } }),
    CheckersOf: () => ({ checkersOf: state.checkers }),
    AdministratorsOf: () => ({ administratorsOf: state.administrators }),
    ProfilePage({ participant, after, size }) {
      const rest = state.profiles
        .filter((one) => (participant === null || one.participant === participant) && one.userId > String(after ?? ''))
        .sort((one, other) => (one.userId < other.userId ? -1 : 1));
      const { phase, personal, pageRefusal: refusal } = state;
      const profiles = refusal === null ? rest.slice(0, Number(size)) : [];
      return { profilePage: { refusal, phase, personal, profiles } };
    },
    ProposeChange({ kind, input }) {
      if (state.proposalRefusal !== null) return { proposeChange: { proposal: null, refusal: state.proposalRefusal } };
      const { userId } = input as { readonly userId: string };
      const target = standing((one) => one.userId === userId);
      const proposal = {
        targetKey: target?.profileUuid ?? '',
        targetUuid: target?.profileUuid ?? '',
        targetUserId: userId,
        subject: userId,
        participant: target?.participant ?? null,
        before: {},
        after: {},
        payload: state.payload,
        version: 1,
        warnings: [],
        expiresAt: '2026-03-06T11:00:00.000Z',
        summary: String(kind),
        successMessage: 'Done',
        formReference: null,
        breakGlassReason: null,
      };
      return { proposeChange: { proposal, refusal: null } };
    },
    CheckDecision: () => ({ checkDecision: { refusal: state.decisionRefusal } }),
  };
  const client: SubgraphClient = {
    async request<T>(text: string, variables: Variables): Promise<T> {
      const name = /^(?:query|mutation) (\w+)/.exec(text)?.[1] ?? '';
      asked.push({ name, variables });
      const answer = answers[name];
      if (answer !== undefined) return answer(variables) as T;
      return Object.fromEntries(
        Object.entries(variables).map(([alias, userId]) => [
          alias.replace('u', 'p'),
          standing((one) => one.userId === userId),
        ]),
      ) as T;
    },
  };
  return { client, people, state, cards, asked, add: (one: Standing) => void people.set(one.profileUuid, one) };
}
