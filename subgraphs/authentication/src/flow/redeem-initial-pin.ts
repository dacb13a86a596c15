import { type Transaction, execute, query } from '@countersign/platform';
import { initialPinHash, initialPinLifeMs } from '../changes/initial-pin.ts';
import { releaseKey } from '../changes/unblocking-keys.ts';
import type { ErrorCode } from '../error-codes.ts';
import { nobody } from '../failure-budget/nobody.ts';
import { isStranger } from '../failure-budget/stranger-lane.ts';
import { takeAttempt } from '../failure-budget/take-attempt.ts';
import type { Caller, Parts } from '../parts.ts';
import type { Standing } from '../people.ts';
import { isAsked } from './advance.ts';
import { auditFlow } from './audit-flow.ts';
import { flowHandle } from './carry-on.ts';
import { findFlow } from './find-flow.ts';
import { type Flow, flowKey } from './flow.ts';
import { ProofLost, orLost } from './lost.ts';
import { mayLogIn } from './may-log-in.ts';
import { noLongerOffered } from './not-offered.ts';
import { refuse, refuseWith } from './refuse.ts';
import { rejectSecondFactor } from './reject-second-factor.ts';
import type { FlowStep } from './step.ts';

const message =
  'Set a new PIN at the card agent now, with this key. Then sign in with the card. The initial PIN is used up.';
const malformed = 'An initial PIN is 6 to 8 digits. Type it as it was given to you, without spaces.';

/**
 * Exchanges the initial PIN of a PIN reset, once, for the key that sets a new PIN on that person's card (W19). It signs nobody
 * in: the card must still be there and sign. A wrong one takes from the person's budget, as a wrong code does (L1).
 */
export async function redeemInitialPin(
  parts: Parts,
  caller: Caller,
  request: { readonly flowId: string; readonly initialPin: string },
): Promise<FlowStep> {
  const found = await findFlow(parts, caller, request.flowId);
  if (found === null) return refuse('FLOW_EXPIRED');
  const { flow } = found.open;
  if (found.owed.kind === 'NO_ROUTE') return noLongerOffered(parts, 'smartcard');
  if (flow.purpose !== 'LOGIN' || !isAsked(found.owed, 'smartcard')) return refuse('FLOW_STEP_NOT_EXPECTED');
  if (!/^[0-9]{6,8}$/.test(request.initialPin)) return refuseWith('CREDENTIAL_MALFORMED', malformed);
  if (!(await takeTry(parts, flow))) return refused(parts, caller, flow, 'OTP_ATTEMPTS_EXCEEDED');
  const stranger = await isStranger(parts, caller, flow);
  const person = await personFor(parts, flow, stranger);
  const key = await orLost(() =>
    parts.database.transaction((tx) => redeem(parts, { tx, caller, flow, person, digits: request.initialPin })),
  );
  if (key instanceof ProofLost) return refused(parts, caller, flow, 'UNBLOCKING_KEY_UNKNOWN');
  if (key === null) return refused(parts, caller, flow, 'AUTH_FAILED', person !== null && !stranger);
  return { __typename: 'CardUnblocking', flow: flowHandle(found.open), unblockingKey: key, message };
}

async function takeTry({ volatile, policy }: Parts, flow: Flow): Promise<boolean> {
  const window = { limit: policy.triesPerChallenge, windowMs: policy.flowLifetimeMs };
  return (await volatile.countUp(flowKey(flow.id, 'tries:initial-pin'), window)).allowed;
}

/** Nobody, where no attempt of the budget is left or the person may not sign in: the rest goes on as for a decoy (O8). */
async function personFor(parts: Parts, flow: Flow, stranger: boolean): Promise<Standing | null> {
  const profileUuid = flow.subject?.profileUuid ?? null;
  const attempt = { profileUuid, purpose: flow.purpose, stranger, now: parts.clock.now().getTime() };
  const [taken, standing] = await Promise.all([
    takeAttempt(parts.database, attempt, parts.policy),
    profileUuid === null ? null : parts.people.byUuid(profileUuid),
  ]);
  return taken && standing?.usable === true && mayLogIn(flow, standing) ? standing : null;
}

interface Redeeming {
  readonly tx: Transaction;
  readonly caller: Caller;
  readonly flow: Flow;
  readonly person: Standing | null;
  readonly digits: string;
}

/** The key for the one who redeems first; null for a wrong, used or expired PIN. Without a key in custody nothing is used up. */
async function redeem(parts: Parts, { tx, caller, flow, person, digits }: Redeeming): Promise<string | null> {
  const now = parts.clock.now();
  const profileUuid = person?.profileUuid ?? nobody;
  const rows = await query<{ request_id: string }>(
    tx,
    'SELECT request_id FROM smartcard_pin_reset WHERE profile_uuid = ?',
    [profileUuid],
  );
  const requestId = rows[0]?.request_id ?? 'none';
  const changed = await execute(
    tx,
    `UPDATE smartcard_pin_reset SET must_change = 0
      WHERE profile_uuid = ? AND request_id = ? AND pin_hash = ? AND must_change = 1 AND armed_at > ?`,
    [
      profileUuid,
      requestId,
      initialPinHash(parts.secrets, { requestId, profileUuid, digits }),
      now.getTime() - initialPinLifeMs,
    ],
  );
  if (changed !== 1 || person === null) return null;
  const key = await releaseKey(tx, parts.secrets, person.srn ?? '', now.getTime());
  if (key === null) throw new ProofLost('ACCOUNT');
  const redeemed = { action: 'smartcard.initial-pin-redeemed', outcome: 'SUCCESS' } as const;
  await auditFlow(tx, { now, caller, flow }, { ...redeemed, after: { requestId } });
  return key;
}

function refused(
  parts: Parts,
  caller: Caller,
  flow: Flow,
  ...[code, compared = false]: readonly [ErrorCode, boolean?]
): Promise<FlowStep> {
  return rejectSecondFactor(parts, caller, { flow, compared, reason: code, answer: code });
}
