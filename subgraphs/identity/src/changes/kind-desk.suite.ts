import { query as select } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { createProfile, type MigrationPhase, type NewProfile, setPhase } from '../index.ts';

const PROPOSE = `query($k: String!, $a: ID!, $i: JSON!) { proposeChange(kind: $k, actorUuid: $a, input: $i) {
  proposal { targetKey targetUuid targetUserId subject participant before after payload version warnings summary successMessage
    formReference breakGlassReason }
  refusal { code message field details } } }`;
const CHECK = `query($k: String!, $m: ID!, $c: ID!, $t: ID!, $v: Int!, $p: JSON) {
  checkDecision(kind: $k, makerUuid: $m, checkerUuid: $c, targetUuid: $t, version: $v, payload: $p) { refusal { code message } } }`;
const APPLY =
  'mutation($i: ApplyChangeInput!) { applyChange(input: $i) { outcome version refusal { code message field } } }';

/** A change as Approvals would keep it. */
export interface KeptProposal {
  readonly targetKey: string;
  readonly targetUuid: string;
  readonly targetUserId: string | null;
  readonly subject: string;
  readonly participant: string | null;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly version: number;
  readonly warnings: readonly string[];
  readonly summary: string;
  readonly successMessage: string;
  readonly formReference: string | null;
  readonly breakGlassReason: string | null;
}

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

interface Outcome {
  readonly proposal: KeptProposal | null;
  readonly refusal: Refused | null;
}

interface Applied {
  readonly outcome: string;
  readonly version: number | null;
  readonly refusal: Refused | null;
}

/** A row as it is stored, tombstones included. */
export interface StoredProfile {
  readonly uuid: string;
  readonly status: string;
  readonly email: string | null;
  readonly group_codes: string;
  readonly version: number;
  readonly security_version: number;
  readonly smartcard_allowed: number;
  readonly created_in_phase: string;
  readonly deleted_at: number | null;
  readonly live_user_id: string | null;
}

/** A maker and a checker of ABC, and of the clearing house. */
export const PAIR = ['HKABC1X1', 'HKABC2X1'] as const;
/** The clearing house's pair. */
export const HOUSE = ['HKEXOP01', 'HKEXAP01'] as const;
/** The form behind what the clearing house does (W18). */
export const FORM = { formReference: 'DA3-2026-000001' };
/** All three, in their order. */
export const PHASES = ['PRE_PARALLEL', 'PARALLEL', 'END'] as const;

let serial = 0;

/** One kind of change from the proposal to the tables, in any phase; how Approvals uses its owner. */
export function kindDesk(scene: () => Scene, kind: string) {
  const ask = async <T>(field: string, query: string, variables: Record<string, unknown>): Promise<T> => {
    const answer = await scene().service('approvals', query, variables);
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data[field] as unknown as T;
  };
  const propose = async (maker: string, input: unknown): Promise<Outcome> =>
    ask('proposeChange', PROPOSE, { k: kind, a: await scene().uuid(maker), i: input });
  const refusal = async (maker: string, input: unknown) => (await propose(maker, input)).refusal?.code;
  const proposed = async (maker: string, input: unknown): Promise<KeptProposal> => {
    const { proposal, refusal: why } = await propose(maker, input);
    if (proposal === null) throw new Error(`refused: ${JSON.stringify(why)}`);
    return proposal;
  };
  const people = async ([maker, checker]: readonly [string, string]) => ({
    makerUuid: await scene().uuid(maker),
    checkerUuid: await scene().uuid(checker),
  });
  const check = async (pair: readonly [string, string], { targetUuid, version, payload }: KeptProposal) => {
    const { makerUuid: m, checkerUuid: c } = await people(pair);
    const found = await ask<{ refusal: Refused | null }>('checkDecision', CHECK, {
      ...{ k: kind, m, c, t: targetUuid, v: version, p: payload },
    });
    return found.refusal?.code;
  };
  const apply = async (
    pair: readonly [string, string],
    { targetUuid, version, payload }: Pick<KeptProposal, 'targetUuid' | 'version' | 'payload'>,
    requestId = `kind-${(serial += 1)}`,
  ): Promise<Applied> => {
    const decidedAt = scene().clock.now().toISOString();
    const i = { requestId, kind, ...(await people(pair)), targetUuid, version, payload, decidedAt };
    return ask('applyChange', APPLY, { i });
  };
  /** The whole road: proposed by the maker, decided by the checker, applied. */
  const done = async (pair: readonly [string, string], input: unknown): Promise<Applied> =>
    apply(pair, await proposed(pair[0], input));
  /** A user or administrator of ABC whom no other test touches. */
  const fresh = async (more: Partial<NewProfile> = {}): Promise<string> => {
    serial += 1;
    const letters = serial.toString(36).toUpperCase().padStart(2, '0');
    const userId = more.userId ?? (more.type === 'DA' ? `HKABC4Z${(serial % 9) + 1}` : `HKABC4${letters}`);
    await scene().write((tx, at) =>
      createProfile(tx, { type: 'USER', participant: 'ABC', surname: 'NG', ...more, userId }, at),
    );
    return userId;
  };
  const stored = async (userId: string): Promise<readonly StoredProfile[]> =>
    scene().database.read((tx) =>
      select<StoredProfile>(tx, 'SELECT * FROM user_profile WHERE user_id = ? ORDER BY created_at, uuid', [userId]),
    );
  const live = async (userId: string) => (await stored(userId)).find((row) => row.live_user_id !== null);
  const events = async (userId: string) =>
    (
      await scene().database.read((tx) =>
        select<{ type: string; body: string }>(tx, 'SELECT type, body FROM outbox WHERE body LIKE ? ORDER BY seq', [
          `%"${userId}"%`,
        ]),
      )
    ).map(({ type, body }) => ({ type, body: JSON.parse(body) as Record<string, unknown> }));
  const phase = (to: MigrationPhase) => scene().write((tx, at) => setPhase(tx, to, at));
  const audited = async (target: string) => (await scene().audit()).filter((row) => row.target === target);
  return { propose, refusal, proposed, check, apply, done, fresh, stored, live, events, phase, audited };
}

/** Back to a Monday morning in the parallel run. */
export async function asUsual(scene: Scene): Promise<void> {
  scene.clock.set(MONDAY);
  await scene.write((tx, at) => setPhase(tx, 'PARALLEL', at));
}
