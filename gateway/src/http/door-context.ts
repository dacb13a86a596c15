import type { Principal } from '@countersign/platform';
import type { SubgraphReply } from '../federation/execution.ts';

/** What travels with one request through the door: who asks, and what the subgraphs want put into the cookie. */
export interface DoorContext {
  readonly principal: Principal;
  readonly reply: SubgraphReply;
}
