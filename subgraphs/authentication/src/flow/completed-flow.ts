import type { Route } from '../route-book.ts';
import type { Application, Flow, FlowSubject } from './flow.ts';
import { owed } from './owed.ts';

declare const complete: unique symbol;

/** A login that owes nothing any more. Only `completedLogin` makes one, and only one of these opens a session. */
export interface CompletedLogin {
  readonly [complete]: true;
  readonly flow: Flow;
  readonly route: Route;
  readonly subject: FlowSubject;
  readonly application: Application;
}

/** The flow as a completed login, or null while anything is owed or nobody stands behind it. */
export function completedLogin(flow: Flow, routes: readonly Route[]): CompletedLogin | null {
  const rest = owed(flow, routes);
  if (flow.purpose !== 'LOGIN' || rest.kind !== 'NOTHING' || flow.subject === null || flow.application === null)
    return null;
  return { flow, route: rest.route, subject: flow.subject, application: flow.application } as CompletedLogin;
}
