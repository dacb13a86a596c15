export { inBatches } from './batch/in-batches.ts';

export type * from './clock/clock.ts';
export { AdjustableClock } from './clock/adjustable-clock.ts';
export { fileClock } from './clock/file-clock.ts';
export { systemClock } from './clock/system-clock.ts';
export { type WakeablePause, wakeablePause } from './clock/wakeable-pause.ts';

export { type Environment, readSettings, SettingsRefused } from './config/read-settings.ts';
export { setting } from './config/settings.ts';

export type * from './database/database.ts';
export { insert, insertAll, insertIfAbsent, type NewRow } from './database/insert.ts';
export {
  AUTO_ID,
  bothEngines,
  createTable,
  dropTable,
  type MigrationClass,
  type TableIndex,
} from './database/migration.ts';
export { type Marks, marksFor } from './database/marks.ts';
export { openDatabase } from './database/open-database.ts';
export type { SqlValue } from './database/sql-value.ts';
export { execute, query } from './database/statement.ts';
export { isDuplicateKey, StatementFailed } from './database/statement-failed.ts';
export { tableMigration } from './database/table-migration.ts';

export { appendAudit, appendAuditAll, auditMigration } from './audit/append-audit.ts';
export { type AuditAnchor, anchorFile } from './audit/audit-anchor.ts';
export type * from './audit/audit-entry.ts';
export type * from './audit/audit-finding.ts';
export { auditCursor, auditPage } from './audit/audit-filter.ts';
export { auditSealMigration } from './audit/audit-seal-migration.ts';
export { type AuditSealer, startAuditSealer } from './audit/audit-sealer.ts';
export { type AuditTrail, auditTrailModule, type AuditView } from './audit/audit-trail-module.ts';
export { auditSearchMigration } from './audit/audit-search-migration.ts';
export { type AuditVerdict, verifyAudit } from './audit/verify-audit.ts';
export { errorCodes } from './error-codes.ts';
export { DependencyUnavailable, Fault } from './faults/fault.ts';

export type * from './mailer/mailbox.ts';
export type * from './mailer/mailer.ts';
export { isMailAddress, senderAddress } from './mailer/mail-address.ts';
export { smtpMailer } from './mailer/smtp-mailer.ts';
export { startMailbox } from './mailer/start-mailbox.ts';

export type * from './outbox/event-bus.ts';
export { forgetHandledEvents, handledEventMigration, handledOnce, handledTogether } from './outbox/handled-once.ts';
export { memoryEventBus } from './outbox/memory-event-bus.ts';
export { redisEventBus } from './outbox/redis-event-bus.ts';
export { outbox, outboxMigration, type OutgoingEvent } from './outbox/outbox.ts';
export { type OutboxRelay, startOutboxRelay } from './outbox/outbox-relay.ts';

export type * from './principal/principal.ts';
export type { AssertionSigner, AssertionVerifier } from './principal/assertion.ts';
export { type AssertionKeys, generateAssertionKeys } from './principal/assertion-keys.ts';
export { createAssertionSigner } from './principal/assertion-signer.ts';
export { createAssertionVerifier } from './principal/assertion-verifier.ts';

export type * from './report/report.ts';
export type { ColumnSight, Reading, ReportDesk, ReportSight } from './report/report-desk.ts';
export { reportArgs, textArg } from './report/report-args.ts';
export { filledPage, type Stretch } from './report/filled-page.ts';
export { pageOf } from './report/page-of.ts';
export { reportModule } from './report/report-module.ts';

export { equalText, sha256 } from './secrets/compare.ts';
export { newId } from './secrets/new-id.ts';
export { randomDigits, randomToken } from './secrets/random.ts';
export { createSecretBox, type SecretBox } from './secrets/secret-box.ts';

export { createSubgraphRuntime, type SubgraphRuntime } from './subgraph/create-subgraph-runtime.ts';
export { Internal, Key, Proof, Shareable } from './subgraph/directives.ts';
export type { ReferenceResolver, SchemaModule } from './subgraph/federated-schema.ts';
export { type HttpTransport, httpTransport } from './subgraph/http-transport.ts';
export { inMemoryTransport } from './subgraph/in-memory-transport.ts';
export { InstantScalar } from './subgraph/instant-scalar.ts';
export { JsonScalar } from './subgraph/json-scalar.ts';
export { isLocalDate, LocalDateScalar } from './subgraph/local-date-scalar.ts';
export { requireService, requireSession, requireSessionOrAccount } from './subgraph/require-principal.ts';
export { serveSubgraph } from './subgraph/serve-subgraph.ts';
export { serviceClient } from './subgraph/part-client.ts';
export type * from './subgraph/subgraph.ts';

export { readTokenKeys, type TokenKey } from './tokens/token-keys.ts';
export { createTokenSigner, type TokenSigner } from './tokens/token-signer.ts';

export { createLogger, type Logger, type LogLevel } from './telemetry/logger.ts';
export { redact } from './telemetry/redact.ts';

export { memoryVolatileStore } from './volatile-store/memory-volatile-store.ts';
export { redisVolatileStore } from './volatile-store/redis-volatile-store.ts';
export type * from './volatile-store/volatile-store.ts';
