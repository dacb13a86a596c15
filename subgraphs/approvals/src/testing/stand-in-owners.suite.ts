import { type Clock, DependencyUnavailable, type SubgraphClient, systemClock } from '@countersign/platform';
import { applyBulkRows, proposeBulk } from './bulk-stand-in.suite.ts';
import type { Person } from './people-of-abc.suite.ts';

interface Session {
  live: boolean;
  profileUuid: string;
  steppedUpAt: Date | null;
}

/** What the neighbours know and how they behave; tests change it as they go. */
export interface Neighbours {
  readonly people: Person[];
  readonly sessions: Map<string, Session>;
  /** Scopes of the one service account; null once it is disabled. */
  accountScopes: readonly string[] | null;
  open: boolean;
  nextOpening: Date | null;
  phaseForbids: boolean;
  /** The matrix lets checkers see their code. */
  mayReveal: boolean;
  mayList: boolean;
  /** Fields that nobody is shown in the phase in force (W21). */
  hiddenFields: readonly string[];
  policies: { requireCheckerOtp?: boolean; queuedApproval?: boolean };
  identityDown: boolean;
  authenticationDown: boolean;
  /** BEFORE: the change is not applied and no answer comes. AFTER: it is applied and the answer is lost. */
  applyFails: 'BEFORE' | 'AFTER' | null;
  readonly applied: Map<string, { outcome: string; refusal: unknown }>;
  /** Every proposal of a kind that the small world does not know, as it was asked. */
  readonly asked: { field: string; kind: unknown; input: unknown }[];
  readonly forms: Map<string, { kind: string; input: object }>;
  /** Every call of applyChange, by request id. */
  readonly applyCalls: string[];
  readonly effects: string[];
}

type Variables = Readonly<Record<string, unknown>>;

const refusal = (code: string, nextOpening: Date | null = null) => ({
  code,
  message: `Identity says ${code}.`,
  field: null,
  nextOpening: nextOpening?.toISOString() ?? null,
});

function standing(world: Neighbours, { userId, profileUuid }: Variables) {
  const found = world.people.find(
    (person) => (person.userId === userId || person.uuid === profileUuid) && !person.deleted,
  );
  const permitted = [...(world.mayList ? ['LIST'] : []), ...(world.mayReveal ? ['REVEAL_AUTHORISATION_CODE'] : [])];
  return found === undefined
    ? null
    : { ...found, profileUuid: found.uuid, permitted, hiddenFields: world.hiddenFields };
}

const LATER_MS = 3 * 86_400_000;

/** A change of the clearing house is about no profile. */
function proposeOverride(clock: Clock, { date, ...after }: Record<string, unknown> & { date: string }) {
  return {
    targetKey: `calendar:${date}`,
    targetUuid: `calendar:${date}`,
    targetUserId: null,
    subject: `Calendar ${date}`,
    formReference: null,
    breakGlassReason: null,
    participant: null,
    before: {},
    after,
    payload: { date },
    version: 0,
    warnings: [],
    expiresAt: new Date(clock.now().getTime() + LATER_MS).toISOString(),
    summary: `Calendar of ${date}`,
    successMessage: 'The calendar is changed.',
  };
}

function propose(world: Neighbours, clock: Clock, { kind, actorUuid, input }: Variables) {
  if (kind !== 'PROFILE_CHANGE' && kind !== 'CALENDAR_OVERRIDE')
    return { proposal: null, refusal: refusal('UNKNOWN_HERE') };
  if (kind === 'CALENDAR_OVERRIDE')
    return { proposal: proposeOverride(clock, input as { date: string }), refusal: null };
  const { userId, version, set } = input as { userId: string; version: number; set: Record<string, unknown> };
  const actor = world.people.find((person) => person.uuid === actorUuid);
  const target = world.people.find(
    (person) => person.userId === userId && person.participant === actor?.participant && !person.deleted,
  );
  if (!world.open) return { proposal: null, refusal: refusal('OUTSIDE_FUNCTION_HOURS', world.nextOpening) };
  if (target === undefined) return { proposal: null, refusal: { ...refusal('USER_NOT_FOUND'), field: 'userId' } };
  const before = Object.fromEntries(Object.keys(set).map((field) => [field, field === 'email' ? target.email : null]));
  const proposal = {
    targetKey: target.uuid,
    targetUuid: target.uuid,
    targetUserId: target.userId,
    subject: target.userId,
    formReference: null,
    breakGlassReason: null,
    participant: target.participant,
    before,
    after: set,
    payload: { set },
    version,
    warnings: [],
    expiresAt: new Date(clock.now().getTime() + LATER_MS).toISOString(),
    summary: `Change of ${target.userId}`,
    successMessage: 'The above user profile is changed successfully',
  };
  return { proposal, refusal: null };
}

/** What identity has against the change, but for the hours; asked at the decision and once more where it is applied. */
function objection(world: Neighbours, { makerUuid, checkerUuid, targetUuid, version }: Variables) {
  const by = (uuid: unknown) => world.people.find((person) => person.uuid === uuid && !person.deleted);
  if (by(makerUuid)?.usable !== true) return refusal('MAKER_NOT_PERMITTED');
  const roles = by(checkerUuid)?.roles ?? [];
  if (!roles.includes('DA_CHECKER') && !roles.includes('HKEX_APPROVER')) return refusal('AUTHORISATION_FAILED');
  if (world.phaseForbids) return refusal('PHASE_FORBIDS');
  // What has no profile of its own has no version either.
  return (by(targetUuid)?.version ?? 0) === version ? null : refusal('PROFILE_STALE');
}

function check(world: Neighbours, question: Variables) {
  if (!world.open) return { refusal: refusal('OUTSIDE_FUNCTION_HOURS', world.nextOpening) };
  return { refusal: objection(world, question) };
}

function outcomeOf(world: Neighbours, input: Variables) {
  const against = objection(world, input);
  if (against === null) return { outcome: 'APPLIED', refusal: null };
  return { outcome: against.code === 'PROFILE_STALE' ? 'STALE' : 'REFUSED', refusal: against };
}

/** Applies once by request id, as identity promises to. */
function apply(world: Neighbours, { input }: Variables) {
  const { requestId, targetUuid, payload } = input as Record<string, unknown> & { requestId: string };
  world.applyCalls.push(requestId);
  if (world.applyFails === 'BEFORE') throw new DependencyUnavailable('identity');
  if (!world.applied.has(requestId)) {
    const came = outcomeOf(world, input as Variables);
    world.applied.set(requestId, came);
    if (came.outcome === 'APPLIED') {
      const target = world.people.find((person) => person.uuid === targetUuid);
      if (target !== undefined) {
        target.version += 1;
        target.email = (payload as { set: { email?: string } }).set.email ?? target.email;
      }
      world.effects.push(requestId);
    }
  }
  if (world.applyFails === 'AFTER') throw new DependencyUnavailable('identity');
  return world.applied.get(requestId);
}

/** Which field of which part was asked to propose what. */
function noteAsked(world: Neighbours, query: string, { kind, input }: Variables): void {
  if (!query.includes('ProposeChange') || kind === 'PROFILE_CHANGE') return;
  world.asked.push({ field: /answer: (\w+)\(/.exec(query)?.[1] ?? '', kind, input: structuredClone(input) });
}

function formChange(world: Neighbours, { reference }: Variables) {
  const form = world.forms.get(String(reference));
  return form === undefined
    ? { kind: null, input: null, refusal: refusal('ESERVICE_UNKNOWN') }
    : { ...form, refusal: null };
}

/** Identity as approvals sees it, over the small world. */
export function standInIdentity(world: Neighbours, clock: Clock): SubgraphClient {
  const answers: Record<string, (variables: Variables) => unknown> = {
    PairByUserId: ({ makerUuid, checker }) => ({
      maker: standing(world, { profileUuid: makerUuid }),
      checker: standing(world, { userId: checker }),
      policies: world.policies,
    }),
    PairByUuid: ({ makerUuid, checker }) => ({
      maker: standing(world, { profileUuid: makerUuid }),
      checker: standing(world, { profileUuid: checker }),
      policies: world.policies,
    }),
    EServiceFormChange: (variables) => ({ eServiceFormChange: formChange(world, variables) }),
    StillPermitted: () => ({ stillPermitted: { refusal: world.phaseForbids ? refusal('PHASE_FORBIDS') : null } }),
    StandingByUuid: (variables) => ({ standing: standing(world, variables) }),
    LivingProfiles: ({ profileUuids }) => ({
      livingProfiles: world.people
        .filter(({ uuid, deleted }) => !deleted && (profileUuids as string[]).includes(uuid))
        .map(({ uuid }) => uuid),
    }),
    StandingOfServiceAccount: () => ({
      serviceAccountStanding: world.accountScopes && { scopes: world.accountScopes },
    }),
    FunctionHoursNow: () => ({
      functionHours: { open: world.open, nextOpening: world.nextOpening?.toISOString() ?? null },
    }),
    ProposeChange: (variables) => ({
      answer: (variables['kind'] === 'BULK_CHANGE' ? proposeBulk : propose)(world, clock, variables),
    }),
    ApplyBulkRows: (variables) => ({ applyBulkRows: applyBulkRows(world, variables) }),
    CheckDecision: (variables) => ({ answer: check(world, variables) }),
    ApplyChange: (variables) => ({ answer: apply(world, variables) }),
  };
  return {
    async request<T>(query: string, variables: Variables): Promise<T> {
      if (world.identityDown) throw new DependencyUnavailable('identity');
      noteAsked(world, query, variables);
      const name = /^\s*(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
      return structuredClone(answers[name]?.(variables)) as T;
    },
  };
}

/** Authentication as approvals sees it. */
export function standInAuthentication(world: Neighbours): SubgraphClient {
  return {
    async request<T>(query: string, variables: Variables): Promise<T> {
      if (world.authenticationDown) throw new DependencyUnavailable('authentication');
      noteAsked(world, query, variables);
      if (query.includes('ProposeChange')) return { answer: propose(world, systemClock, variables) } as T;
      const locked = world.people.find((person) => person.uuid === variables['profileUuid'])?.locked ?? false;
      const session = world.sessions.get(String(variables['sessionId']));
      const steppedUpAt = session?.steppedUpAt?.toISOString() ?? null;
      const sessionStanding = session === undefined ? null : { ...session, steppedUpAt };
      return { accountStanding: { locked }, sessionStanding } as T;
    },
  };
}
