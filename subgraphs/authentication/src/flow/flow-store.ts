import { type VolatileStore, randomToken, sha256 } from '@countersign/platform';
import { type Flow, flowKey } from './flow.ts';

/** A flow together with the client's token for it and the exact text it was read as, which a write must still find. */
export interface OpenFlow {
  readonly token: string;
  readonly flow: Flow;
  readonly stored: string;
}

/** Where flows live for their 15 minutes. Losing it loses attempts, never a decision: those are database writes (design 7). */
export interface FlowStore {
  create(flow: Omit<Flow, 'id' | 'version'>): Promise<OpenFlow>;
  /** Null when there is no such flow or its time is up. */
  load(token: string): Promise<OpenFlow | null>;
  /** Null when another request moved the flow on first: compare-and-set. */
  save(open: OpenFlow, next: Flow): Promise<OpenFlow | null>;
  end(open: OpenFlow): Promise<void>;
}

/** Keeps flows in the volatile store under the digest of their token. */
export function flowStore(volatile: VolatileStore, now: () => number): FlowStore {
  const lifetime = (flow: Flow) => ({ ttlMs: Math.max(1, flow.expiresAt - now()) });
  return {
    async create(fresh) {
      const { token, id } = newFlowToken();
      const flow: Flow = { ...fresh, id, version: 1 };
      const stored = JSON.stringify(flow);
      await volatile.set(flowKey(id), stored, lifetime(flow));
      return { token, flow, stored };
    },
    async load(token) {
      if (!/^[A-Za-z0-9_-]{32}$/.test(token)) return null;
      const stored = await volatile.get(flowKey(sha256(token)));
      if (stored === null) return null;
      const flow = JSON.parse(stored) as Flow;
      return now() < flow.expiresAt ? { token, flow, stored } : null;
    },
    async save(open, next) {
      const stored = JSON.stringify(next);
      const won = await volatile.replaceIfEqual(flowKey(next.id), open.stored, stored, lifetime(next));
      return won ? { token: open.token, flow: next, stored } : null;
    },
    end: (open) => volatile.delete(flowKey(open.flow.id)),
  };
}

function newFlowToken(): { readonly token: string; readonly id: string } {
  const token = randomToken(24);
  return { token, id: sha256(token) };
}
