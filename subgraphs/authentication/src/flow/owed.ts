import type { OtpChannel, Route } from '../route-book.ts';
import type { Flow, Goal } from './flow.ts';

/** What the flow still wants before it may end. */
export type Owed =
  | { readonly kind: 'PROOFS'; readonly authenticators: readonly string[] }
  /** The last proof is at the same time the confirmation of a new device. */
  | { readonly kind: 'CONFIRMATION'; readonly authenticator: string; readonly state: string }
  | { readonly kind: 'DEVICE'; readonly authenticators: readonly string[]; readonly canSkip: boolean }
  | { readonly kind: 'RISK_ACCEPTANCE'; readonly authenticator: string }
  /** Everything is proven; `route` says by which way. */
  | { readonly kind: 'NOTHING'; readonly route: Route }
  /** No route leads on from here. */
  | { readonly kind: 'NO_ROUTE' };

/** What is still owed follows from the evidence and the routes alone: pure, so that it can be tried exhaustively (O10). */
export function owed(flow: Flow, routes: readonly Route[]): Owed {
  if (flow.goal === null) return owedProofs(flow, routes);
  const again = owedProofs({ ...flow, choice: null }, routes);
  return again.kind === 'NOTHING' ? owedByGoal(flow, flow.goal, again.route) : again;
}

/** Whether password and present factor were proven once more; before that no goal has begun (O12). */
export function hasProvenAgain(flow: Flow, routes: readonly Route[]): boolean {
  return flow.goal !== null && owedProofs({ ...flow, choice: null }, routes).kind === 'NOTHING';
}

/** The goal's own steps, after the proofs: the new factor is proven before the old one stops (W16). */
function owedByGoal(flow: Flow, goal: Goal, route: Route): Owed {
  if (goal.kind === 'PASSWORD' || goal.kind === 'RECOVERY_CODES' || flow.reached !== null)
    return { kind: 'NOTHING', route };
  const risky = goal.kind === 'CHANNEL' && goal.joinBy === 'RISK_ACCEPTANCE';
  return risky ? owedByRisk(flow, goal.authenticator) : owedByDevice(flow, goal.authenticator);
}

function owedByRisk({ choice }: Flow, authenticator: string): Owed {
  return choice?.kind === 'RISK_ACCEPTED'
    ? { kind: 'PROOFS', authenticators: [authenticator] }
    : { kind: 'RISK_ACCEPTANCE', authenticator };
}

function owedByDevice({ choice }: Flow, authenticator: string): Owed {
  return choice?.kind === 'REGISTER' && choice.authenticator === authenticator
    ? { kind: 'CONFIRMATION', authenticator, state: choice.state }
    : { kind: 'DEVICE', authenticators: [authenticator], canSkip: false };
}

function owedProofs(flow: Flow, routes: readonly Route[]): Owed {
  const begun = routes.filter((route) => fits(flow, route));
  if (begun.length === 0) return { kind: 'NO_ROUTE' };
  const open = begun.filter((route) => admitted(flow, route));
  const done = open.find((route) => route.proofs.length === flow.evidence.length);
  if (done !== undefined) return { kind: 'NOTHING', route: done };
  if (open.length === 0) return withoutChannel(flow, begun);
  const next = [...new Set(open.map((route) => nextProof(flow, route)))];
  const registering = flow.choice?.kind === 'REGISTER' ? flow.choice : null;
  if (registering !== null && next.includes(registering.authenticator) && flow.evidence.length > 0) {
    return { kind: 'CONFIRMATION', authenticator: registering.authenticator, state: registering.state };
  }
  return { kind: 'PROOFS', authenticators: next };
}

function fits(flow: Flow, route: Route): boolean {
  if (flow.purpose === 'LOGIN' && route.method !== flow.method) return false;
  if (flow.purpose === 'STEP_UP' && !route.proofs.every((proof) => flow.sessionMethods.includes(proof))) return false;
  if (flow.evidence.length > route.proofs.length) return false;
  return flow.evidence.every((proof, position) => route.proofs[position] === proof.authenticator);
}

/** Before the last proof of a route every person looks alike; from there on only his own channel, or a joined one, is open (O11). */
function admitted(flow: Flow, route: Route): boolean {
  if (flow.evidence.length < route.proofs.length - 1) return true;
  if (flow.channel !== null) return isHis(route, flow.channel);
  if (route.standsInFor !== undefined) return false;
  if (route.channel === undefined) return true;
  if (route.joinBy === 'REGISTRATION') {
    return flow.choice?.kind === 'REGISTER' && flow.choice.authenticator === route.proofs.at(-1);
  }
  return route.joinBy === 'RISK_ACCEPTANCE' && flow.choice?.kind === 'RISK_ACCEPTED';
}

function isHis(route: Route, channel: OtpChannel): boolean {
  if (route.standsInFor !== undefined) return route.standsInFor.includes(channel);
  return route.channel === undefined || route.channel === channel;
}

function withoutChannel(flow: Flow, routes: readonly Route[]): Owed {
  if (flow.channel !== null) return { kind: 'NO_ROUTE' };
  const devices = routes.filter((route) => route.joinBy === 'REGISTRATION');
  const risky = routes.find((route) => route.joinBy === 'RISK_ACCEPTANCE');
  if (risky !== undefined && (flow.choice?.kind === 'SKIPPED' || devices.length === 0)) {
    return { kind: 'RISK_ACCEPTANCE', authenticator: last(risky) };
  }
  if (devices.length === 0) return { kind: 'NO_ROUTE' };
  return { kind: 'DEVICE', authenticators: devices.map(last), canSkip: risky !== undefined };
}

function nextProof(flow: Flow, route: Route): string {
  return route.proofs[flow.evidence.length] ?? last(route);
}

function last(route: Route): string {
  return route.proofs.at(-1) ?? '';
}
