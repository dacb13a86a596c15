import {
  AuthenticatorFault,
  type Authenticator,
  type ChallengeOutcome,
  type FlowView,
  type Manifest,
  type Parsed,
  type PluginTransaction,
  type RejectionReason,
  type Subject,
  type Verdict,
} from '@countersign/authenticator-kit';
import { Fault, type Logger } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import { ownTables } from './own-tables.ts';
import { within } from './within.ts';

/** A verdict that the host can trust to be one; anything else a plugin did has become a refusal (O14). */
export type SafeVerdict =
  | {
      readonly outcome: 'accepted';
      readonly profileUuid: string;
      readonly consume: (tx: PluginTransaction) => Promise<boolean>;
    }
  | {
      readonly outcome: 'rejected';
      readonly reason: RejectionReason | 'PLUGIN_FAULT';
      readonly tell?: { readonly code: string; readonly message: string };
    };

/** A running plugin behind the host's guard: time limit, closed answers, no fault that looks like a success. */
export interface GuardedAuthenticator {
  readonly manifest: Manifest;
  parse(args: Readonly<Record<string, unknown>>): Parsed<unknown>;
  enrolled(subject: Subject): Promise<boolean>;
  /** Null when this plugin has nothing to send. */
  challenge(flow: FlowView, subject: Subject | null, automatic: boolean): Promise<ChallengeOutcome | null>;
  verify(flow: FlowView, subject: Subject | null, answer: unknown): Promise<SafeVerdict>;
  confirm(flow: FlowView, subject: Subject, state: string, answer: unknown): Promise<SafeVerdict>;
  /** Destroys what a person holds; a plugin that cannot is a fault, so that nothing is thought destroyed that is not. */
  forget(tx: PluginTransaction, profileUuid: string): Promise<void>;
  /** Runs any other ability of the plugin under the same limit; a fault of its own stays a public fault. */
  run<T>(work: (raw: Authenticator<unknown>) => Promise<T>): Promise<T>;
  readonly raw: Authenticator<unknown>;
}

const longestCredential = 16_384;
const rejected: SafeVerdict = { outcome: 'rejected', reason: 'PLUGIN_FAULT' };

/** Puts the guard around one plugin. */
export function guard(
  manifest: Manifest,
  raw: Authenticator<unknown>,
  host: { readonly timeoutMs: number; readonly logger: Logger },
): GuardedAuthenticator {
  const unavailable = (cause: unknown) => {
    host.logger.error({ authenticator: manifest.id, err: cause }, 'authenticator failed');
    return new Fault('AUTHENTICATOR_UNAVAILABLE', errorCodes.AUTHENTICATOR_UNAVAILABLE, { detail: manifest.id });
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await within(host.timeoutMs, work);
    } catch (cause) {
      throw publicFault(cause) ?? unavailable(cause);
    }
  };
  const judge = async (
    subject: Subject | null,
    work: () => Promise<Verdict<PluginTransaction>>,
  ): Promise<SafeVerdict> => {
    try {
      return safeVerdict(await within(host.timeoutMs, work), subject, manifest, host.timeoutMs);
    } catch (cause) {
      const fault = publicFault(cause);
      if (fault !== null) throw fault;
      host.logger.error({ authenticator: manifest.id, err: cause }, 'authenticator failed: counted as a refusal');
      return rejected;
    }
  };
  return {
    manifest,
    raw,
    run: (work) => attempt(() => work(raw)),
    forget: (tx, profileUuid) => attempt(async () => raw.forget?.(ownTables(manifest, tx), profileUuid)),
    parse: (args) => guardedParse(raw, args, host.logger),
    enrolled: (subject) => attempt(async () => (await raw.enrolled(subject)) === true),
    challenge: (flow, subject, automatic) =>
      attempt(async () =>
        raw.challenge === undefined ? null : safeChallenge(await raw.challenge(flow, subject, { automatic })),
      ),
    verify: (flow, subject, answer) => judge(subject, () => raw.verify(flow, subject, answer)),
    confirm: (flow, subject, state, answer) =>
      judge(subject, async () => {
        if (raw.enrolment === undefined) return { outcome: 'rejected', reason: 'NOT_ENROLLED' };
        return raw.enrolment.confirm(flow, subject, state, answer);
      }),
  };
}

/** Faults that are nobody's answer: a busy hasher, a database out of reach. Nothing was compared, the person may try again. */
function publicFault(cause: unknown): Fault | null {
  if (cause instanceof Fault) return cause;
  return cause instanceof AuthenticatorFault ? new Fault(cause.code, cause.message) : null;
}

/** Empty, oversized and non-text credentials never reach a plugin (O14). */
function guardedParse(
  raw: Authenticator<unknown>,
  args: Readonly<Record<string, unknown>>,
  logger: Logger,
): Parsed<unknown> {
  const malformed = { ok: false, code: 'CREDENTIAL_MALFORMED', message: errorCodes.CREDENTIAL_MALFORMED } as const;
  const values = Object.values(args);
  if (
    values.length === 0 ||
    !values.every((value) => typeof value === 'string' && value.length > 0 && value.length <= longestCredential)
  ) {
    return malformed;
  }
  try {
    const parsed: unknown = raw.parse(args);
    if (!isRecord(parsed)) return malformed;
    if (parsed['ok'] === true && 'answer' in parsed) return { ok: true, answer: parsed['answer'] };
    if (typeof parsed['code'] !== 'string' || typeof parsed['message'] !== 'string') return malformed;
    return { ok: false, code: parsed['code'], message: parsed['message'] };
  } catch (cause) {
    logger.error({ err: cause }, 'authenticator failed to parse');
    return malformed;
  }
}

function safeVerdict(value: unknown, subject: Subject | null, manifest: Manifest, timeoutMs: number): SafeVerdict {
  if (!isRecord(value)) return rejected;
  if (value['outcome'] === 'rejected') return safeRejection(value);
  const { outcome, profileUuid, consume } = value;
  if (outcome !== 'accepted' || typeof profileUuid !== 'string' || typeof consume !== 'function') return rejected;
  if (manifest.kind === 'confirms' && profileUuid !== subject?.profileUuid)
    return { outcome: 'rejected', reason: 'SUBJECT_MISMATCH' };
  const spend = consume as (tx: PluginTransaction) => Promise<unknown>;
  return {
    outcome: 'accepted',
    profileUuid,
    consume: async (tx) => (await within(timeoutMs, () => spend(ownTables(manifest, tx)))) === true,
  };
}

/** A challenge with its times, or a refusal with its words; anything else is a fault of the plugin. */
function safeChallenge(outcome: ChallengeOutcome | undefined): ChallengeOutcome {
  if (outcome?.outcome === 'issued' && isTimed(outcome.challenge)) return outcome;
  if (outcome?.outcome === 'refused' && isTold(outcome)) return outcome;
  throw new Error('answered no challenge');
}

function isTimed(challenge: unknown): boolean {
  return isRecord(challenge) && challenge['issuedAt'] instanceof Date && challenge['expiresAt'] instanceof Date;
}

function safeRejection({ reason, tell }: Readonly<Record<string, unknown>>): SafeVerdict {
  if (typeof reason !== 'string') return rejected;
  const why = { outcome: 'rejected', reason: reason as RejectionReason } as const;
  return isTold(tell) ? { ...why, tell } : why;
}

function isTold(value: unknown): value is { readonly code: string; readonly message: string } {
  return isRecord(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
