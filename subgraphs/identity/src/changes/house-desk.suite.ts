import type { Scene } from '../identity-scene.suite.ts';

const PROPOSE = `query($k: String!, $a: ID!, $i: JSON!) { proposeChange(kind: $k, actorUuid: $a, input: $i) {
  proposal { targetKey targetUuid targetUserId subject participant before after payload version warnings summary successMessage }
  refusal { code field nextOpening } } }`;
const CHECK = `query($k: String!, $m: ID!, $c: ID!, $t: ID!, $v: Int!, $p: JSON) {
  checkDecision(kind: $k, makerUuid: $m, checkerUuid: $c, targetUuid: $t, version: $v, payload: $p) { refusal { code } } }`;
const APPLY = 'mutation($i: ApplyChangeInput!) { applyChange(input: $i) { outcome version refusal { code } } }';

/** A good proposal as Approvals keeps it. */
export interface Proposed {
  readonly targetKey: string;
  readonly targetUuid: string;
  readonly targetUserId: string | null;
  readonly subject: string;
  readonly participant: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly warnings: readonly string[];
}

/** Maker and checker by user ID; the clearing house's when none are named. */
export interface Pair {
  readonly maker?: string;
  readonly checker?: string;
}

/** What Approvals does with a change of any kind. */
export function houseDesk(scene: () => Scene) {
  let serial = 0;
  const ask = async (kind: string, input: unknown, maker = 'HKEXOP01') => {
    const answer = await scene().service('approvals', PROPOSE, { k: kind, a: await scene().uuid(maker), i: input });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data['proposeChange'] as unknown as {
      readonly proposal: Proposed | null;
      readonly refusal: { readonly code: string; readonly field: string | null } | null;
    };
  };
  const refusal = async (kind: string, input: unknown, maker?: string) =>
    (await ask(kind, input, maker)).refusal?.code ?? null;
  const propose = async (kind: string, input: unknown, maker?: string): Promise<Proposed> => {
    const { proposal, refusal: no } = await ask(kind, input, maker);
    if (proposal === null) throw new Error(`refused: ${no?.code}`);
    return proposal;
  };
  const people = async ({ maker = 'HKEXOP01', checker = 'HKEXAP01' }: Pair) => ({
    makerUuid: await scene().uuid(maker),
    checkerUuid: await scene().uuid(checker),
  });
  const check = async (kind: string, proposal: Proposed, pair: Pair = {}) => {
    const { makerUuid: m, checkerUuid: c } = await people(pair);
    const { targetUuid: t, version: v, payload: p } = proposal;
    const answer = await scene().service('approvals', CHECK, { k: kind, m, c, t, v, p });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return (answer.data['checkDecision'] as unknown as { refusal: { code: string } | null }).refusal?.code ?? null;
  };
  const apply = async (kind: string, proposal: Proposed, pair: Pair = {}): Promise<string> => {
    serial += 1;
    const { targetUuid, version, payload } = proposal;
    const decidedAt = scene().clock.now().toISOString();
    const i = { requestId: `house-${kind}-${serial}`, kind, targetUuid, version, payload, decidedAt };
    const answer = await scene().service('approvals', APPLY, { i: { ...i, ...(await people(pair)) } });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    const done = answer.data['applyChange'] as unknown as { outcome: string; refusal: { code: string } | null };
    return done.refusal === null ? done.outcome : `${done.outcome} ${done.refusal.code}`;
  };
  /** Proposed, agreed to and in force. */
  const change = async (kind: string, input: unknown): Promise<Proposed> => {
    const proposal = await propose(kind, input);
    const outcome = await apply(kind, proposal);
    if (outcome !== 'APPLIED') throw new Error(outcome);
    return proposal;
  };
  return { ask, refusal, propose, check, apply, change };
}
