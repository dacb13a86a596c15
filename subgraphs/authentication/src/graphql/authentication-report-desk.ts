import {
  appendAudit,
  type Clock,
  type Database,
  DependencyUnavailable,
  Fault,
  type Reading,
  type ReportDesk,
  requireSessionOrAccount,
  type ServiceAccountPrincipal,
  type SessionPrincipal,
  type SubgraphClient,
} from '@countersign/platform';
import type { AuthenticationPolicy } from '../policy.ts';
import { authenticationReports } from '../reports/authentication-reports.ts';
import { profilePagesFor } from '../reports/profile-pages.ts';
import type { AuthenticationReport, ReportReader } from '../reports/report-reader.ts';
import { reportedAccounts } from '../reports/reported-accounts.ts';

/** What the desk stands on. */
interface Ground {
  readonly database: Database;
  readonly clock: Clock;
  readonly identity: SubgraphClient;
  readonly policy: Pick<AuthenticationPolicy, 'strangerFailures'>;
}

type Caller = SessionPrincipal | ServiceAccountPrincipal;

/** Who reads Authentication's reports is judged by Identity with each page; what was read, or why not, is audited here (domain 6). */
export function authenticationReportDesk(ground: Ground): ReportDesk<ReportReader, AuthenticationReport> {
  return {
    part: 'authentication',
    reports: authenticationReports,
    async open(context, reading, read) {
      const principal = requireSessionOrAccount(context, 'REPORTS');
      const at = ground.clock.now();
      try {
        const seen = await read(readerFor(ground, principal, { report: reading.report.name, at }));
        // Pages of a file after its first are not audited again.
        if (!reading.exported || reading.first)
          await audit(ground, principal, { reading, at, seen: { rows: seen.lines.length } });
        return seen;
      } catch (cause) {
        if (cause instanceof Fault && !(cause instanceof DependencyUnavailable))
          await audit(ground, principal, { reading, at, seen: { code: cause.code } });
        throw cause;
      }
    },
    sight: (reader, column) => (column.personal === true && !reader.personal() ? 'EMPTY' : 'SHOWN'),
  };
}

function readerFor(
  { database, identity, policy }: Ground,
  principal: Caller,
  { report, at }: { readonly report: string; readonly at: Date },
): ReportReader {
  const pages = profilePagesFor(identity, principal);
  let personal = false;
  return {
    at,
    async page(question) {
      const page = await pages({ ...question, report });
      personal = page.personal;
      return page;
    },
    accounts: (profileUuids) =>
      database.read((tx) => reportedAccounts(tx, profileUuids, policy), { statementMs: 20_000 }),
    personal: () => personal,
  };
}

interface Audited {
  readonly reading: Reading<AuthenticationReport>;
  readonly at: Date;
  readonly seen: { readonly rows: number } | { readonly code: string };
}

async function audit({ database }: Ground, principal: Caller, { reading, at, seen }: Audited): Promise<void> {
  const { report, args, exported } = reading;
  const result =
    'code' in seen
      ? ({ outcome: 'REFUSED', code: seen.code, after: { args } } as const)
      : ({ outcome: 'SUCCESS', after: { args, rows: seen.rows } } as const);
  await database.transaction((tx) =>
    appendAudit(tx, {
      at,
      action: exported ? 'report.export' : 'report.read',
      target: report.name,
      sourceAddress: principal.source.address,
      ...(principal.kind === 'session'
        ? {
            actor: principal.userId,
            actorUuid: principal.profileUuid,
            participant: principal.participant,
            sessionId: principal.sessionId,
          }
        : { actor: `account:${principal.name}`, actorUuid: principal.accountId, participant: null }),
      ...result,
    }),
  );
}
