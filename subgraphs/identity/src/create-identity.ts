import 'reflect-metadata';
import {
  auditTrailModule,
  type Clock,
  createSubgraphRuntime,
  type Database,
  type EventBus,
  type Logger,
  type OutboxRelay,
  reportModule,
  startOutboxRelay,
  type Subgraph,
} from '@countersign/platform';
import type { NonEmptyArray } from 'type-graphql';
import { followApprovals } from './follow-approvals.ts';
import { startYearWatch, type YearWatch } from './function-hours/year-watch.ts';
import { AdministratorsResolver } from './graphql/administrators-resolver.ts';
import { AdministratorIdResolver } from './graphql/administrator-id-resolver.ts';
import { BulkResolver } from './graphql/bulk-resolver.ts';
import { identityAuditTrail } from './graphql/audit-trail.ts';
import { CalendarResolver } from './graphql/calendar-resolver.ts';
import { ChangeResolver } from './graphql/change-resolver.ts';
import { EmergencyDisableResolver } from './graphql/emergency-disable-resolver.ts';
import { EServiceResolver } from './graphql/eservice-resolver.ts';
import { ExportResolver } from './graphql/export-resolver.ts';
import { HouseResolver } from './graphql/house-resolver.ts';
import { identityReportDesk } from './graphql/identity-report-desk.ts';
import { MergeAdviceResolver } from './graphql/merge-advice-resolver.ts';
import type { Parts } from './graphql/parts.ts';
import { ProfilePageResolver } from './graphql/profile-page-resolver.ts';
import { references } from './graphql/references.ts';
import { ServiceAccountResolver } from './graphql/service-account-resolver.ts';
import { SessionKeepingResolver } from './graphql/session-keeping-resolver.ts';
import { StandingResolver } from './graphql/standing-resolver.ts';
import { StillPermittedResolver } from './graphql/still-permitted-resolver.ts';
import { UserProfileResolver } from './graphql/user-profile-resolver.ts';
import { ViewerResolver } from './graphql/viewer-resolver.ts';
import type { PermissionMatrix } from './permission-matrix/matrix.ts';
import { catalogueCache } from './rows/catalogue-cache.ts';
import { standardMatrix } from './permission-matrix/standard-matrix.ts';

/** What Identity needs from the house. */
export interface IdentityOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly logger: Logger;
  /** Who may do what; the product's own matrix when none is given (A1). */
  readonly matrix?: PermissionMatrix;
}

type ResolverClass = new (parts: Parts) => object;
const resolverClasses: NonEmptyArray<ResolverClass> = [
  UserProfileResolver,
  ViewerResolver,
  CalendarResolver,
  HouseResolver,
  StandingResolver,
  SessionKeepingResolver,
  AdministratorsResolver,
  ProfilePageResolver,
  StillPermittedResolver,
  ChangeResolver,
  AdministratorIdResolver,
  EmergencyDisableResolver,
  MergeAdviceResolver,
  BulkResolver,
  ExportResolver,
  ServiceAccountResolver,
  EServiceResolver,
];

/** The Identity subgraph: who is this, and what may they do now? */
export function createIdentity({ database, clock, bus, logger, matrix = standardMatrix() }: IdentityOptions): Subgraph {
  let relay: OutboxRelay | null = null;
  let watch: YearWatch | null = null;
  const parts: Parts = {
    database,
    clock,
    matrix,
    catalogues: catalogueCache(),
    logger,
    announce: () => relay?.poke(),
  };
  const instances = new Map<unknown, object>(resolverClasses.map((each) => [each, new each(parts)]));
  const runtime = createSubgraphRuntime({
    name: 'identity',
    resolvers: resolverClasses,
    references: references(parts),
    modules: [reportModule(identityReportDesk(parts)), auditTrailModule(identityAuditTrail(parts))],
    container: { get: (wanted: unknown) => instances.get(wanted) },
    logger,
  });
  bus.subscribe('identity', followApprovals(parts));
  return {
    name: 'identity',
    schema: runtime.schema,
    execute: (request, principal) => runtime.execute(request, principal),
    async start() {
      watch ??= startYearWatch(clock, (year) =>
        logger.error({ year }, 'the holiday table lacks a year that is near: function hours will stay closed'),
      );
      relay ??= startOutboxRelay({ database, bus, clock, logger });
    },
    async stop() {
      watch?.stop();
      watch = null;
      await relay?.stop();
      relay = null;
    },
    ready: () => database.ping(),
  };
}
