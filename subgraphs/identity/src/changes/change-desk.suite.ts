import { query as select } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { createProfile, type NewProfile } from '../index.ts';

/** Approvals proposes. */
export const PROPOSE = `query($a: ID!, $i: JSON!) { proposeChange(kind: "PROFILE_CHANGE", actorUuid: $a, input: $i) {
  proposal { targetUuid targetUserId participant before after payload version warnings expiresAt summary successMessage }
  refusal { code message field nextOpening details } } }`;
const CHECK = `query($m: ID!, $c: ID!, $t: ID!, $v: Int!) { checkDecision(kind: "PROFILE_CHANGE", makerUuid: $m, checkerUuid: $c, targetUuid: $t, version: $v) { refusal { code nextOpening } } }`;
/** Approvals has a decided change applied. */
export const APPLY =
  'mutation($i: ApplyChangeInput!) { applyChange(input: $i) { outcome appliedAt version refusal { code nextOpening } } }';

interface Outcome {
  readonly proposal: {
    targetUuid: string;
    before: unknown;
    after: unknown;
    payload: unknown;
    version: number;
    warnings: string[];
    expiresAt: string;
  } | null;
  readonly refusal: { code: string; field: string | null; nextOpening: string | null; details: unknown } | null;
}

interface Applied {
  readonly outcome: string;
  readonly appliedAt: string | null;
  readonly version: number | null;
  readonly refusal: { code: string } | null;
}

/** What Approvals asks of Identity, and what came of it in the tables. */
export function changeDesk(scene: () => Scene) {
  let serial = 0;
  /** A user of ABC whom no other test touches. */
  const fresh = async (more: Partial<NewProfile> = {}): Promise<string> => {
    serial += 1;
    const userId = `HKABC3${String(serial).padStart(2, '0')}`;
    await scene().write((tx, at) =>
      createProfile(tx, { userId, type: 'USER', participant: 'ABC', surname: 'NG', ...more }, at),
    );
    return userId;
  };
  const propose = async (maker: string, input: unknown): Promise<Outcome> => {
    const answer = await scene().service('approvals', PROPOSE, { a: await scene().uuid(maker), i: input });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data['proposeChange'] as unknown as Outcome;
  };
  const refusal = async (maker: string, input: unknown) => (await propose(maker, input)).refusal?.code;
  const check = async (maker: string, checker: string, target: string, version = 1) => {
    const [m, c, t] = [await scene().uuid(maker), await scene().uuid(checker), await scene().uuid(target)];
    const answer = await scene().service('approvals', CHECK, { m, c, t, v: version });
    return (answer.data['checkDecision'] as unknown as { refusal: { code: string; nextOpening: string } | null })
      .refusal;
  };
  const input = async (maker: string, checker: string, target: string, more: Record<string, unknown> = {}) => {
    serial += 1;
    return {
      requestId: `request-${serial}`,
      kind: 'PROFILE_CHANGE',
      makerUuid: await scene().uuid(maker),
      checkerUuid: await scene().uuid(checker),
      targetUuid: await scene().uuid(target),
      payload: { set: { email: `new${serial}@abc.com.hk` } },
      version: 1,
      decidedAt: MONDAY.toISOString(),
      ...more,
    };
  };
  const apply = async (i: unknown): Promise<Applied> => {
    const answer = await scene().service('approvals', APPLY, { i });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data['applyChange'] as unknown as Applied;
  };
  const stored = async (userId: string) => {
    const [row] = await scene().database.read((tx) =>
      select<{ email: string | null; version: number; security_version: number }>(
        tx,
        'SELECT email, version, security_version FROM user_profile WHERE live_user_id = ?',
        [userId],
      ),
    );
    return row;
  };
  const events = (userId: string) =>
    scene().database.read((tx) =>
      select<{ type: string; body: string }>(tx, 'SELECT type, body FROM outbox WHERE body LIKE ? ORDER BY seq', [
        `%"${userId}"%`,
      ]),
    );
  return { fresh, propose, refusal, check, input, apply, stored, events };
}

/** A maker's input. */
export const wish = (userId: string, set: Record<string, unknown>, version = 1) => ({ userId, version, set });

/** The house changes an administrator's email on a form (W18). */
export const onForm = (userId: string) => ({
  ...wish(userId, { email: 'lee@abc.com.hk' }),
  formReference: 'DA3-2026-000001',
});
