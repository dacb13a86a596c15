import {
  appendAudit,
  Fault,
  query,
  type ReportArgs,
  type ReportDesk,
  type ReportSight,
  requireSessionOrAccount,
  textArg,
  type Transaction,
} from '@countersign/platform';
import { outsideFunctionHours } from '../function-hours/outside-function-hours.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { identityReports } from '../reports/identity-reports.ts';
import {
  phaseReached,
  readsForHouse,
  type ReportNeeds,
  reportScope,
  type ReportScope,
  seesPersonalColumns,
} from '../reports/report-rights.ts';
import type { IdentityReport, ReportReader } from '../reports/report-reader.ts';
import { readCalendarOverrides } from '../rows/calendar-row.ts';
import { findParticipants } from '../rows/participant-row.ts';
import { participantCode } from '../user-id/participant-code.ts';
import { listingConditions } from '../rows/listing-conditions.ts';
import { faultOf } from './fault-of.ts';
import type { Parts } from './parts.ts';
import { auditedCaller, type FoundCaller, reportCallerIn } from './report-caller.ts';

/** A page of a report may take longer than a click: an aggregate reads all profiles of its participants. */
const PATIENCE = { statementMs: 20_000 } as const;

async function isParticipant(tx: Transaction, typed: string): Promise<boolean> {
  const code = participantCode(typed);
  return code !== null && (await findParticipants(tx, [code])).length === 1;
}

/** Judges one reading: rights, then phase, then function hours where the report has them (W5, domain 5.2, 6). */
export async function judgeReading(
  tx: Transaction,
  { caller, phase }: Pick<FoundCaller, 'caller' | 'phase'>,
  { needs, args, at }: { readonly needs: ReportNeeds; readonly args: ReportArgs; readonly at: Date },
): Promise<Judged<ReportScope>> {
  const participant = textArg(args, 'participant');
  const scope = reportScope(caller, needs, participant);
  if (!scope.ok) return scope;
  // To an administrator an unknown participant and another's look alike (M10).
  if (participant !== undefined && readsForHouse(caller) && !(await isParticipant(tx, participant)))
    return refused('PARTICIPANT_UNKNOWN', 'There is no such clearing participant.', { field: 'participant' });
  if (phaseReached(phase, needs.until))
    return refused('PHASE_FORBIDS', 'The migration has ended, so there is no such report any more.');
  const administrator = caller.kind === 'PERSON' && caller.onlooker.standing.profile.type !== 'HKEX';
  if (needs.functionHours !== true || !administrator) return accepted(scope.value);
  const closed = outsideFunctionHours(at, await readCalendarOverrides(tx, at));
  return closed === null ? accepted(scope.value) : { ok: false, refusal: closed };
}

function readerOn(
  tx: Transaction,
  { caller, phase, catalogue }: FoundCaller,
  scope: ReportScope,
  at: Date,
): ReportReader {
  return {
    scope,
    at,
    phase,
    catalogue,
    personal: seesPersonalColumns(caller),
    select: (sql, values) => query(tx, sql, values),
    profiles: (filter = {}) =>
      listingConditions({
        ...filter,
        ...(scope.profiles === 'EVERYBODY' ? {} : scope.profiles),
        ...(scope.types === null ? {} : { types: scope.types }),
        emailsHidden: !seesPersonalColumns(caller),
      }),
  };
}

/** Who may read Identity's reports, and the audit of every reading (domain 6). Pages of a file after its first are not audited again. */
export function identityReportDesk(parts: Parts): ReportDesk<ReportReader, IdentityReport> {
  const { database, clock } = parts;
  return {
    part: 'identity',
    reports: identityReports,
    async open(context, { report, args, exported, first }, read) {
      const principal = requireSessionOrAccount(context, 'REPORTS');
      const at = clock.now();
      const audit = (tx: Transaction, seen: { readonly code: string } | { readonly rows: number }) =>
        appendAudit(tx, {
          ...auditedCaller(principal),
          at,
          action: exported ? 'report.export' : 'report.read',
          target: report.name,
          ...('code' in seen
            ? { outcome: 'REFUSED', code: seen.code, after: { args } }
            : { outcome: 'SUCCESS', after: { args, rows: seen.rows } }),
        });
      const judgedIn = async (tx: Transaction): Promise<Judged<ReportSight> | null> => {
        const found = await reportCallerIn(tx, context, parts, at);
        if (found === null) return null;
        const scope = await judgeReading(tx, found, { needs: report.needs, args, at });
        return scope.ok ? accepted(await read(readerOn(tx, found, scope.value, at))) : scope;
      };
      const audited = async (tx: Transaction) => {
        const judged = await judgedIn(tx);
        if (judged !== null)
          await audit(tx, judged.ok ? { rows: judged.value.lines.length } : { code: judged.refusal.code });
        return judged;
      };
      // A page in the middle of a file writes nothing, so it needs no transaction; refused, it is judged once more with its audit.
      const middle = exported && !first ? await database.read(judgedIn, PATIENCE) : null;
      const judged = middle?.ok === true ? middle : await database.transaction(audited, PATIENCE);
      if (judged === null) throw new Fault('UNAUTHENTICATED', 'Please log in again: your rights have ended.');
      if (!judged.ok) throw faultOf(judged.refusal);
      return judged.value;
    },
    sight: ({ phase, personal }, column) => {
      if (phaseReached(phase, column.until)) return 'ABSENT';
      return column.personal === true && !personal ? 'EMPTY' : 'SHOWN';
    },
  };
}
