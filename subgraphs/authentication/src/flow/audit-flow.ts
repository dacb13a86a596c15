import { type Transaction, appendAudit } from '@countersign/platform';
import type { Caller } from '../parts.ts';
import type { Flow } from './flow.ts';

/** The first word of what a flow's rows are called. */
export function flowName(flow: Pick<Flow, 'purpose'>): string {
  return flow.purpose.toLowerCase();
}

/** What happened in a flow, in one row; before full authentication the actor is anonymous and the typed ID only the target. */
export async function auditFlow(
  tx: Transaction,
  at: { readonly now: Date; readonly caller: Caller; readonly flow: Flow },
  event: {
    readonly action: string;
    readonly outcome: 'SUCCESS' | 'REFUSED';
    readonly code?: string;
    readonly sessionId?: string;
    readonly after?: unknown;
    /** True once the person is fully authenticated. */
    readonly proven?: boolean;
  },
): Promise<void> {
  const { flow, caller } = at;
  const { proven, ...entry } = event;
  await appendAudit(tx, {
    ...entry,
    at: at.now,
    actor: proven === true ? flow.claimedId : 'anonymous',
    ...(proven === true && flow.subject !== null ? { actorUuid: flow.subject.profileUuid } : {}),
    participant: flow.subject?.participant ?? null,
    target: flow.claimedId,
    ...(flow.subject === null ? {} : { targetUuid: flow.subject.profileUuid }),
    flowId: flow.id,
    requestId: caller.source.requestId,
    sourceAddress: caller.source.address,
  });
}
