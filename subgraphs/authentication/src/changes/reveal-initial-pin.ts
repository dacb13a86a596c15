import { refusing, type Judged } from '@countersign/change-owner';
import { type SessionPrincipal, type Transaction, appendAudit, execute, query } from '@countersign/platform';
import { type ErrorCode, errorCodes } from '../error-codes.ts';
import { nobody } from '../failure-budget/nobody.ts';
import type { Parts } from '../parts.ts';
import type { Card, Standing } from '../people.ts';
import { sessionStanding } from '../session/resolve-session.ts';
import { drawInitialPin, initialPinHash, initialPinLifeMs } from './initial-pin.ts';

/** An initial PIN as its maker sees it, once. */
export interface InitialPin {
  readonly pin: string;
  readonly userId: string;
  readonly validUntil: Date;
  readonly message: string;
}

interface ResetRow {
  readonly profile_uuid: string;
  readonly armed_at: number;
  readonly revealed_at: number | null;
}

const refusal = refusing<ErrorCode>();
const refuse = (code: ErrorCode) => refusal(code, errorCodes[code]);
const message =
  'Hand this PIN to the user in person. It is shown only now, is good until the time given and must be changed at the first sign-in.';
/** No request has a longer name, and an ASCII column is not compared with other letters. */
const REQUEST_ID = /^[A-Za-z0-9#_-]{1,80}$/;

/**
 * Draws the initial PIN at the moment its maker looks at it, in his own live session, and keeps nothing but its keyed hash:
 * the guarded write lets one look win (W19). To everybody else the request looks as if it armed nothing.
 */
export async function revealInitialPin(
  parts: Parts,
  caller: SessionPrincipal,
  requestId: string,
): Promise<Judged<InitialPin, ErrorCode>> {
  const now = parts.clock.now();
  const found = await findOwn(parts, caller, requestId);
  const target = found === null ? null : await parts.people.byUuid(found.profile_uuid);
  const card = target === null ? null : await parts.people.cardOf(target.profileUuid);
  const code = objection({ found, target, card, now });
  return parts.database.transaction(async (tx) => {
    const look = { tx, caller, requestId, target, now };
    const pin = code === null ? await draw(parts, look) : null;
    if (pin === null || found === null) {
      const lost = code ?? 'INITIAL_PIN_ALREADY_SHOWN';
      await auditLook(look, lost);
      return refuse(lost);
    }
    await auditLook(look, null);
    const validUntil = new Date(found.armed_at + initialPinLifeMs);
    return { ok: true, value: { pin, userId: target?.userId ?? '', validUntil, message } };
  });
}

/** The armed reset that this session's person made, while the session lives by the database. */
async function findOwn(parts: Parts, caller: SessionPrincipal, requestId: string): Promise<ResetRow | null> {
  const session = await sessionStanding(parts, caller.sessionId);
  if (session?.live !== true || session.profileUuid !== caller.profileUuid || !REQUEST_ID.test(requestId)) return null;
  const [row] = await parts.database.read((tx) =>
    query<ResetRow>(
      tx,
      'SELECT profile_uuid, armed_at, revealed_at FROM smartcard_pin_reset WHERE request_id = ? AND maker_uuid = ?',
      [requestId, caller.profileUuid],
    ),
  );
  return row ?? null;
}

function objection(seen: {
  readonly found: ResetRow | null;
  readonly target: Standing | null;
  readonly card: Card | null;
  readonly now: Date;
}): ErrorCode | null {
  const { found, target, card, now } = seen;
  if (found === null || target === null) return 'INITIAL_PIN_UNAVAILABLE';
  if (target.phase === 'END' || card?.allowed !== true || !card.held) return 'SMARTCARD_NOT_ALLOWED';
  if (found.revealed_at !== null) return 'INITIAL_PIN_ALREADY_SHOWN';
  return now.getTime() >= found.armed_at + initialPinLifeMs ? 'INITIAL_PIN_EXPIRED' : null;
}

interface Look {
  readonly tx: Transaction;
  readonly caller: SessionPrincipal;
  readonly requestId: string;
  readonly target: Standing | null;
  readonly now: Date;
}

/** Null when another look was first. */
async function draw(parts: Parts, { tx, caller, requestId, target, now }: Look): Promise<string | null> {
  const digits = drawInitialPin();
  const profileUuid = target?.profileUuid ?? nobody;
  const first = await execute(
    tx,
    `UPDATE smartcard_pin_reset SET revealed_at = ?, pin_hash = ?
      WHERE request_id = ? AND maker_uuid = ? AND profile_uuid = ? AND revealed_at IS NULL AND armed_at > ?`,
    [
      now.getTime(),
      initialPinHash(parts.secrets, { requestId, profileUuid, digits }),
      requestId,
      caller.profileUuid,
      profileUuid,
      now.getTime() - initialPinLifeMs,
    ],
  );
  return first === 1 ? digits : null;
}

async function auditLook({ tx, caller, requestId, target, now }: Look, code: ErrorCode | null): Promise<void> {
  await appendAudit(tx, {
    at: now,
    action: 'smartcard.initial-pin-shown',
    outcome: code === null ? 'SUCCESS' : 'REFUSED',
    actor: caller.userId,
    actorUuid: caller.profileUuid,
    participant: caller.participant,
    ...(target === null ? {} : { target: target.userId, targetUuid: target.profileUuid }),
    requestId,
    sessionId: caller.sessionId,
    sourceAddress: caller.source.address,
    ...(code === null ? {} : { code }),
  });
}
