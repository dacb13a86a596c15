import type { AuditEntry } from '@countersign/platform';
import type { AuthorisationCode } from '../authorisation-code/authorisation-code.ts';
import type { ChangeRequest, Decision, Ending, Hold } from '../change-request/change-request.ts';
import type { BulkRows } from './bulk.ts';
import type { ChangeState } from '../change-request/transitions.ts';
import type { RequestQuery } from '../change-request/request-page.ts';

/** What one guarded move writes beside the state. */
export interface Move {
  readonly to: ChangeState;
  readonly decision?: Decision;
  readonly ending?: Ending;
  /** When an authorised change that is not applied yet is tried again. */
  readonly applyAgainAt?: Date;
}

/** A request that waits for a checker, and whose. */
export interface Waiting {
  readonly id: string;
  readonly participant: string | null;
}

/** The stored change requests, inside one unit of work. */
export interface ChangeRequests {
  find(id: string): Promise<ChangeRequest | null>;
  /** The request that keeps others off this target, if any. */
  openOn(targetKey: string): Promise<ChangeRequest | null>;
  /** Which of these targets are held, each with the request that holds it. */
  heldTargets(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Frees targets before the request ends: all of them, or those of rows struck from a bulk request. */
  releaseTargets(requestId: string, keys?: readonly string[]): Promise<void>;
  openMadeBy(makerUuid: string, limit: number): Promise<readonly ChangeRequest[]>;
  /** Open requests on an earlier profile of this user ID, now that another one lives. */
  openOnFormer(userId: string, livingUuid: string): Promise<readonly ChangeRequest[]>;
  /** Adds a request that keeps others off all these targets; false, and nothing added, when one is held: a unique key decides (A2). */
  add(request: ChangeRequest, holds: readonly Hold[]): Promise<boolean>;
  /** Takes those that are still SUBMITTED for this unit of work, so that whoever else decides waits. */
  takeUndecided(ids: readonly string[]): Promise<ReadonlyMap<string, ChangeRequest>>;
  findAll(ids: readonly string[]): Promise<ReadonlyMap<string, ChangeRequest>>;
  /** Makes these AUTHORISED requests EXECUTED and frees their targets; false, for the whole, when one had moved on. */
  finish(ids: readonly string[]): Promise<boolean>;
  /** The one write that changes a state: it holds only for a row still in `from`, so one caller wins (M1, M2). */
  move(id: string, from: ChangeState, move: Move): Promise<boolean>;
  /** Open requests after this one, in the order of their IDs. */
  undecidedAfter(id: string, limit: number): Promise<readonly ChangeRequest[]>;
  /** Whether a request that waits since then has not been told of yet. */
  isAnyUntold(since: Date): Promise<boolean>;
  /** Marks such requests as told of, each for one caller. */
  takeUntold(since: Date, at: Date, limit: number): Promise<readonly Waiting[]>;
  lapsed(at: Date, limit: number): Promise<readonly ChangeRequest[]>;
  isAnyDue(at: Date): Promise<boolean>;
  /** Takes authorised requests that are due to be applied; each goes to one caller until `again`. */
  claimDue(at: Date, again: Date, limit: number): Promise<readonly ChangeRequest[]>;
  list(query: RequestQuery): Promise<readonly ChangeRequest[]>;
  countOpen(participants: readonly string[], at: Date): Promise<ReadonlyMap<string, number>>;
  openOnUserIds(userIds: readonly string[], at: Date): Promise<ReadonlyMap<string, ChangeRequest>>;
}

/** What is stored of authorisation codes, inside one unit of work. */
export interface AuthorisationCodes {
  find(checkerUuid: string): Promise<AuthorisationCode | null>;
  /** Issues version 1 unless the checker already has a code. */
  issue(checkerUuid: string, at: Date): Promise<boolean>;
  /** Counts one failure before anything is compared; false when the code is revoked or has none left. Holds the row. */
  takeAttempt(checkerUuid: string): Promise<boolean>;
  giveBackAttempt(checkerUuid: string): Promise<void>;
  forgetFailures(checkerUuid: string): Promise<void>;
  /** True when this call revoked it. */
  revoke(checkerUuid: string, at: Date): Promise<boolean>;
  /** Raises the version once per version seen, so that a double click gives one code. */
  renew(code: Pick<AuthorisationCode, 'checkerUuid' | 'version'>, at: Date): Promise<boolean>;
}

/** Failures in a row that a maker's session presented, whoever the checker was. */
export interface MakerSessions {
  /** Counts one and answers the new count. Holds the row. */
  countFailure(sessionId: string, at: Date): Promise<number>;
  forgetFailures(sessionId: string): Promise<void>;
  dropOlderThan(at: Date): Promise<void>;
}

/** A review of all open requests after a phase began, and how far it came. */
export interface PhaseReview {
  readonly eventId: string;
  /** The last request that was judged. */
  readonly reviewedUpTo: string;
}

/** Reviews that are due, inside one unit of work. */
export interface PhaseReviews {
  /** Once per event. */
  open(eventId: string, at: Date): Promise<void>;
  next(): Promise<PhaseReview | null>;
  /** Holds only from where the review was read, so that two instances never skip a request. */
  advance(review: PhaseReview, to: string): Promise<void>;
  finish(review: PhaseReview): Promise<void>;
}

/** One transaction over everything approvals owns; audit and events commit or vanish with the rest. */
export interface UnitOfWork {
  readonly requests: ChangeRequests;
  readonly bulk: BulkRows;
  readonly codes: AuthorisationCodes;
  readonly makerSessions: MakerSessions;
  readonly phaseReviews: PhaseReviews;
  audit(entry: AuditEntry): Promise<void>;
  announce(event: Announcement): Promise<void>;
}

/** What other parts are told of once it is committed. */
export interface Announcement {
  readonly type: string;
  readonly at: Date;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A move from AUTHORISED that decides nothing any more. */
export interface PlainStep {
  readonly id: string;
  readonly entry: AuditEntry;
  readonly events: readonly Announcement[];
}

/** Runs units of work. Work may be repeated on a conflict, so it does nothing outside its unit. */
export interface Store {
  change<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T>;
  /** The request as stored now, or null; those asked for at one moment are read together. */
  find(id: string): Promise<ChangeRequest | null>;
  /**
   * Takes the request if it is still SUBMITTED, null if it is not, and works on it. Works on different requests that come
   * at one moment share a unit and its commit; when anything about it fails, each has a unit of its own.
   */
  decide<T>(id: string, work: (unit: UnitOfWork, request: ChangeRequest | null) => Promise<T>): Promise<T>;
  /** Takes a step that writes nothing but the state, its audit row and its events; false when the request had moved on. */
  step(step: PlainStep): Promise<boolean>;
  read<T>(work: (unit: Pick<UnitOfWork, 'requests' | 'bulk' | 'codes' | 'phaseReviews'>) => Promise<T>): Promise<T>;
}
