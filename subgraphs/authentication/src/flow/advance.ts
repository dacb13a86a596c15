import type { OtpChannel, Route } from '../route-book.ts';
import type { Flow } from './flow.ts';
import { hasProvenAgain, owed } from './owed.ts';

/** Something that happened to a flow and may carry it on. */
export type FlowEvent =
  | {
      readonly kind: 'PROVEN';
      readonly authenticator: string;
      readonly at: number;
      readonly channel: OtpChannel | null;
    }
  | { readonly kind: 'CHALLENGED'; readonly at: number }
  | { readonly kind: 'DEVICE_BEGUN'; readonly authenticator: string; readonly state: string }
  | { readonly kind: 'DEVICE_SKIPPED' }
  | { readonly kind: 'RISK_ACCEPTED'; readonly version: string };

type Kind = FlowEvent['kind'];
type EventOf<K extends Kind> = Extract<FlowEvent, { readonly kind: K }>;
type Change = Partial<Pick<Flow, 'evidence' | 'reached' | 'channel' | 'choice' | 'challengedAt'>>;
type Rule<K extends Kind> = (flow: Flow, event: EventOf<K>, routes: readonly Route[]) => Change | null;

/** What each event changes, or null where it does not follow. */
const rules: { readonly [K in Kind]: Rule<K> } = {
  PROVEN(flow, { authenticator, at, channel }, routes) {
    if (!isAsked(owed(flow, routes), authenticator)) return null;
    const proof = { authenticator, at };
    if (hasProvenAgain(flow, routes)) return { reached: proof };
    return { evidence: [...flow.evidence, proof], channel: flow.channel ?? channel };
  },
  CHALLENGED: (flow, event, routes) => (owed(flow, routes).kind === 'PROOFS' ? { challengedAt: event.at } : null),
  DEVICE_BEGUN: (flow, { authenticator, state }, routes) =>
    mayRegister(flow, routes, authenticator) ? { choice: { kind: 'REGISTER', authenticator, state } } : null,
  DEVICE_SKIPPED: (flow, _event, routes) => (maySkip(flow, routes) ? { choice: { kind: 'SKIPPED' } } : null),
  RISK_ACCEPTED: (flow, { version }, routes) =>
    owed(flow, routes).kind === 'RISK_ACCEPTANCE' ? { choice: { kind: 'RISK_ACCEPTED', version } } : null,
};

/**
 * The flow after an event, or null when that event does not follow from where it stands: there is no other way on, and none
 * at all from where everything is proven (O10).
 */
export function advance(flow: Flow, event: FlowEvent, routes: readonly Route[]): Flow | null {
  if (owed(flow, routes).kind === 'NOTHING') return null;
  const change = (rules[event.kind] as Rule<Kind>)(flow, event, routes);
  return change === null ? null : { ...flow, ...change, version: flow.version + 1 };
}

/** Whether an answer by this authenticator is what the flow is waiting for. */
export function isAsked(now: ReturnType<typeof owed>, authenticator: string): boolean {
  if (now.kind === 'PROOFS') return now.authenticators.includes(authenticator);
  return now.kind === 'CONFIRMATION' && now.authenticator === authenticator;
}

/** A person without a channel may choose a device until he has completed, also after skipping; so may whoever changes his (W12, W16). */
export function mayRegister(flow: Flow, routes: readonly Route[], authenticator: string): boolean {
  const undecided = owed({ ...flow, choice: null }, routes);
  return undecided.kind === 'DEVICE' && undecided.authenticators.includes(authenticator);
}

/** "Skip this step" exists only where a device was offered, and not where the routes leave no other way (O11). */
export function maySkip(flow: Flow, routes: readonly Route[]): boolean {
  const undecided = owed({ ...flow, choice: null }, routes);
  return undecided.kind === 'DEVICE' && undecided.canSkip && flow.choice?.kind !== 'RISK_ACCEPTED';
}
