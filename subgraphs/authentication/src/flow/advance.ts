import type { OtpChannel, Route } from '../route-book.ts';
import type { Flow } from './flow.ts';
import { owed } from './owed.ts';

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

/** The flow after an event, or null when that event does not follow from where it stands: there is no other way on (O10). */
export function advance(flow: Flow, event: FlowEvent, routes: readonly Route[]): Flow | null {
  const now = owed(flow, routes);
  const next = { ...flow, version: flow.version + 1 };
  switch (event.kind) {
    case 'PROVEN':
      if (!isAsked(now, event.authenticator)) return null;
      return {
        ...next,
        evidence: [...flow.evidence, { authenticator: event.authenticator, at: event.at }],
        channel: flow.channel ?? event.channel,
      };
    case 'CHALLENGED':
      return now.kind === 'PROOFS' ? { ...next, challengedAt: event.at } : null;
    case 'DEVICE_BEGUN':
      if (!mayRegister(flow, routes, event.authenticator)) return null;
      return { ...next, choice: { kind: 'REGISTER', authenticator: event.authenticator, state: event.state } };
    case 'DEVICE_SKIPPED':
      if (!maySkip(flow, routes)) return null;
      return { ...next, choice: { kind: 'SKIPPED' } };
    case 'RISK_ACCEPTED':
      return now.kind === 'RISK_ACCEPTANCE'
        ? { ...next, choice: { kind: 'RISK_ACCEPTED', version: event.version } }
        : null;
  }
}

/** Whether an answer by this authenticator is what the flow is waiting for. */
export function isAsked(now: ReturnType<typeof owed>, authenticator: string): boolean {
  if (now.kind === 'PROOFS') return now.authenticators.includes(authenticator);
  return now.kind === 'CONFIRMATION' && now.authenticator === authenticator;
}

/** A person without a channel may choose a device until he has completed, also after skipping (W12). */
export function mayRegister(flow: Flow, routes: readonly Route[], authenticator: string): boolean {
  const undecided = owed({ ...flow, choice: null }, routes);
  return undecided.kind === 'DEVICE' && undecided.authenticator === authenticator;
}

/** "Skip this step" exists only where a device was offered, and not where the routes leave no other way (O11). */
export function maySkip(flow: Flow, routes: readonly Route[]): boolean {
  const undecided = owed({ ...flow, choice: null }, routes);
  return undecided.kind === 'DEVICE' && undecided.canSkip && flow.choice?.kind !== 'RISK_ACCEPTED';
}
