import {
  appendAudit,
  type Database,
  Fault,
  query,
  type ReportArgs,
  type ReportDesk,
  type ReportSight,
  requireSessionOrAccount,
  type ServiceAccountPrincipal,
  type SessionPrincipal,
  type SubgraphContext,
  textArg,
  type Transaction,
} from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import type { Parts } from '../ports/parts.ts';
import type { ApprovalsReader, ApprovalsReport, ReportNeeds } from '../reports/approvals-report.ts';
import { approvalsReports } from '../reports/approvals-reports.ts';
import type { View } from './view.ts';

type Caller = SessionPrincipal | ServiceAccountPrincipal;
type Rights = Pick<ApprovalsReader, 'participant' | 'checkerUuid' | 'personal' | 'hiddenFields'>;
type Judgement = { readonly rights: Rights } | { readonly code: keyof typeof errorCodes };

/** A page of a file may take longer than a click. */
const PATIENCE = { statementMs: 20_000 } as const;

interface DeskParts {
  readonly parts: Pick<Parts, 'people' | 'clock'>;
  readonly database: Database;
  readonly viewOf: (context: SubgraphContext) => Promise<View | null>;
}

/** An administrator who names another participant reads nothing, as if there were none (M10). */
function within(own: string, asked: string | undefined): string {
  return asked === undefined || asked === own ? own : '';
}

function judgeHouse(view: View, needs: ReportNeeds, participant: string | undefined): Judgement {
  const rights = { participant, checkerUuid: null, personal: view.isFull, hiddenFields: view.hiddenFields };
  const mayMiss = needs.audience === 'HOUSE' || needs.acrossParticipants === true;
  return participant === undefined && !mayMiss ? { code: 'FILTER_NEEDS_PARTICIPANT' } : { rights };
}

/** Who may read which report, by what Identity says of him now (domain 6). */
export function approvalsReportDesk({
  parts,
  database,
  viewOf,
}: DeskParts): ReportDesk<ApprovalsReader, ApprovalsReport> {
  /** A service account reads as a report reader does, while it stands and has the scope. */
  const seenBy = async (context: SubgraphContext, caller: Caller): Promise<View | null> => {
    if (caller.kind === 'session') return viewOf(context);
    const account = await parts.people.serviceAccount(caller.accountId);
    if (account?.scopes.includes('REPORTS') !== true)
      throw new Fault('UNAUTHENTICATED', 'This service account may not read reports any more.');
    // No value is shown to a service account.
    return { participant: undefined, isFull: false, hiddenFields: [] };
  };
  const isChecker = async ({ profileUuid }: SessionPrincipal): Promise<boolean> => {
    const person = await parts.people.byUuid(profileUuid);
    return person?.usable === true && person.roles.includes('DA_CHECKER');
  };
  const judge = async (
    context: SubgraphContext,
    caller: Caller,
    { needs, args }: { readonly needs: ReportNeeds; readonly args: ReportArgs },
  ): Promise<Judgement> => {
    const asked = textArg(args, 'participant')?.trim().toUpperCase();
    const view = await seenBy(context, caller);
    if (view === null) return { code: 'NOT_PERMITTED' };
    if (view.participant === undefined) return judgeHouse(view, needs, asked);
    if (needs.audience === 'HOUSE' || caller.kind !== 'session') return { code: 'NOT_PERMITTED' };
    if (needs.ownCode === true && !(await isChecker(caller))) return { code: 'NOT_A_CHECKER' };
    const checkerUuid = needs.ownCode === true ? caller.profileUuid : null;
    const { isFull: personal, hiddenFields } = view;
    return { rights: { participant: within(view.participant, asked), checkerUuid, personal, hiddenFields } };
  };

  return {
    part: 'approvals',
    reports: approvalsReports,
    async open(context, { report, args, exported, first }, read) {
      const caller = requireSessionOrAccount(context, 'REPORTS');
      const at = parts.clock.now();
      const judged = await judge(context, caller, { needs: report.needs, args });
      const action = exported ? 'report.export' : 'report.read';
      const entry = { ...auditedAs(caller), at, action, target: report.name };
      if ('code' in judged) {
        const refusal = { ...entry, outcome: 'REFUSED', code: judged.code, after: { args } } as const;
        await database.transaction((tx) => appendAudit(tx, refusal));
        throw new Fault(judged.code, errorCodes[judged.code]);
      }
      const sight = (tx: Transaction): Promise<ReportSight> =>
        read({ ...judged.rights, at, select: (sql, values) => query(tx, sql, values) });
      // A page in the middle of a file writes nothing, so it needs no transaction.
      if (exported && !first) return database.read(sight, PATIENCE);
      return database.transaction(async (tx) => {
        const seen = await sight(tx);
        await appendAudit(tx, { ...entry, outcome: 'SUCCESS', after: { args, rows: seen.lines.length } });
        return seen;
      }, PATIENCE);
    },
    sight: ({ personal }, column) => (column.personal === true && !personal ? 'EMPTY' : 'SHOWN'),
  };
}

function auditedAs(caller: Caller) {
  const { address: sourceAddress } = caller.source;
  if (caller.kind === 'account')
    return { actor: `account:${caller.name}`, actorUuid: caller.accountId, participant: null, sourceAddress };
  const { userId: actor, profileUuid: actorUuid, participant, sessionId } = caller;
  return { actor, actorUuid, participant, sessionId, sourceAddress };
}
