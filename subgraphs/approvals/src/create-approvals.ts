import {
  type Clock,
  type Database,
  type DomainEvent,
  type EventBus,
  type Logger,
  type OutboxRelay,
  type SecretBox,
  type Subgraph,
  type SubgraphClient,
  newId,
  startOutboxRelay,
} from '@countersign/platform';
import { authenticationPeople } from './calls/authentication-people.ts';
import { bulkOwnerClient } from './calls/bulk-owner-client.ts';
import { changeOwnerClient } from './calls/change-owner-client.ts';
import { identityEServices } from './calls/identity-eservices.ts';
import { identityPeople } from './calls/identity-people.ts';
import { identityRights } from './calls/identity-rights.ts';
import { reconsider } from './change-request/reconsider.ts';
import { reviewLater } from './change-request/review-phase.ts';
import { approvalsRuntime } from './graphql/approvals-runtime.ts';
import type { Parts } from './ports/parts.ts';
import { approvalsStore } from './rows/approvals-store.ts';
import { runDueWork, startDueWork } from './start-due-work.ts';

export interface ApprovalsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly logger: Logger;
  readonly secrets: Pick<SecretBox, 'derive'>;
  readonly identity: SubgraphClient;
  readonly authentication: SubgraphClient;
}

/** The subgraph, and one pass of its timed work for whoever moves the clock by hand. */
export interface Approvals extends Subgraph {
  readonly sdl: string;
  runDueWork(): Promise<void>;
}

function partsOf(options: ApprovalsOptions, committed: () => void): Parts {
  const { database, clock, logger, secrets, identity, authentication } = options;
  return {
    store: approvalsStore(database, committed),
    clock,
    people: { ...identityPeople(identity), ...authenticationPeople(authentication) },
    owners: {
      identity: changeOwnerClient(identity, {
        propose: 'proposeChange',
        check: 'checkDecision',
        apply: 'applyChange',
      }),
      authentication: changeOwnerClient(authentication, {
        propose: 'proposeAccountChange',
        check: 'checkAccountDecision',
        apply: 'applyAccountChange',
      }),
    },
    bulkOwner: bulkOwnerClient(identity),
    eServices: identityEServices(identity),
    rights: identityRights(identity),
    codeKey: secrets.derive('authorisation-code'),
    newId,
    logger,
  };
}

async function onEvent(parts: Parts, event: DomainEvent): Promise<void> {
  if (event.type === 'identity.phase-changed') return reviewLater(parts, event.id);
  if (event.type !== 'identity.profile-changed') return;
  const { profileUuid, userId, sameRights } = event.body;
  // Neither a right to decide nor a request depends on what changed then.
  if (sameRights === true) return;
  if (typeof profileUuid === 'string' && typeof userId === 'string')
    await reconsider(parts, { uuid: profileUuid, userId });
}

/** Did a second person agree? Change requests, decisions and authorisation codes (design.md 1). */
export function createApprovals(options: ApprovalsOptions): Approvals {
  let relay: OutboxRelay | undefined;
  let dueWork: ReturnType<typeof startDueWork> | undefined;
  const parts = partsOf(options, () => relay?.poke());
  const runtime = approvalsRuntime(parts, options.database);
  options.bus.subscribe('approvals', (event) => onEvent(parts, event));
  return {
    name: 'approvals',
    schema: runtime.schema,
    sdl: runtime.sdl,
    execute: runtime.execute,
    async start() {
      relay ??= startOutboxRelay(options);
      dueWork ??= startDueWork(parts);
    },
    async stop() {
      await dueWork?.stop();
      await relay?.stop();
      dueWork = undefined;
      relay = undefined;
    },
    ready: () => options.database.ping(),
    runDueWork: () => runDueWork(parts),
  };
}
