import { canonicalUserId, type UserId } from './canonical-user-id.ts';
import type { ParticipantCode } from './participant-code.ts';
import {
  type ClearingHouse,
  hasDelegatedAdministratorShape,
  hasUserShape,
  isReservedForDelegatedAdministrator,
} from './user-id-shape.ts';

/** For whom a new ID is wanted. */
export interface NewUserIdRequest {
  readonly typed: string;
  readonly type: 'USER' | 'DA';
  readonly participant: ParticipantCode;
  readonly clearingHouse: ClearingHouse;
  /** Which order SEOCH issues now; either when left out (policy `seochDaIdOrder`). */
  readonly seochDaIdOrder?: 'DIGIT_LETTER' | 'LETTER_DIGIT' | 'BOTH';
}

/** A new ID, or why it cannot be issued. */
export type NewUserId =
  | { readonly ok: true; readonly userId: UserId }
  | { readonly ok: false; readonly code: 'USER_ID_FORMAT' | 'USER_ID_RESERVED_FOR_DA'; readonly message: string };

/** Accepts an ID only in the form that may still be issued: never a legacy one, never a reserved one to a user (domain 3.2.4 to 3.2.6). */
export function newUserId(request: NewUserIdRequest): NewUserId {
  const userId = canonicalUserId(request.typed);
  const stem = `HK${request.participant}`;
  if (request.type === 'DA') {
    if (userId !== null && isIssuedToAdministrators(userId, request)) return { ok: true, userId };
    const [middle, example] = letterFirst(request)
      ? ['X, Y or Z, a digit 1-4', `${stem}X11`]
      : ['a digit 1-4, X, Y or Z', `${stem}1X1`];
    return refused(
      'USER_ID_FORMAT',
      `A delegated administrator's user ID is ${stem}, ${middle}, and a digit 1-9, for example ${example}.`,
    );
  }
  if (userId === null || !hasUserShape(userId, request.participant)) {
    return refused(
      'USER_ID_FORMAT',
      `A user ID is ${stem}, a digit 1-4 and two letters or digits, for example ${stem}101.`,
    );
  }
  if (isReservedForDelegatedAdministrator(userId, request.participant)) {
    return refused(
      'USER_ID_RESERVED_FOR_DA',
      `${userId} is reserved for delegated administrators. Choose another ending, for example ${stem}101.`,
    );
  }
  return { ok: true, userId };
}

function letterFirst({ clearingHouse, seochDaIdOrder }: NewUserIdRequest): boolean {
  return clearingHouse === 'SEOCH' && seochDaIdOrder === 'LETTER_DIGIT';
}

/** HKCC knows one order; SEOCH issues either, or the one that the clearing house decided on (C1, domain 3.2.5). */
function isIssuedToAdministrators(userId: UserId, request: NewUserIdRequest): boolean {
  const { participant, clearingHouse, seochDaIdOrder = 'BOTH' } = request;
  if (!hasDelegatedAdministratorShape(userId, participant, clearingHouse)) return false;
  if (clearingHouse !== 'SEOCH' || seochDaIdOrder === 'BOTH') return true;
  const digitFirst = isReservedForDelegatedAdministrator(userId, participant);
  return digitFirst === (seochDaIdOrder === 'DIGIT_LETTER');
}

function refused(code: 'USER_ID_FORMAT' | 'USER_ID_RESERVED_FOR_DA', message: string): NewUserId {
  return { ok: false, code, message };
}
