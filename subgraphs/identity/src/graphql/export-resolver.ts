import {
  appendAudit,
  Fault,
  Internal,
  randomToken,
  reportArgs,
  requireService,
  requireSessionOrAccount,
  type SubgraphContext,
  sha256,
  type Transaction,
} from '@countersign/platform';
import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type ExportOrder, fileNameOf, MOST_TICKETS, TICKET_LIFE_MS } from '../exports/export-ticket.ts';
import { reportBook } from '../exports/report-book.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { identityReports } from '../reports/identity-reports.ts';
import { endTicket, findTicket, spendTicket, type StoredTicket, storeTicket } from '../rows/export-tickets.ts';
import { ExportInput, ExportTicketType, RedeemedExportType } from './export-types.ts';
import { faultOf } from './fault-of.ts';
import { judgeReading } from './identity-report-desk.ts';
import type { Parts } from './parts.ts';
import { auditedCaller, reportCallerIn } from './report-caller.ts';

/** The order as it was asked; arguments of Identity's own reports are judged here, those of the others at the first page. */
function orderOf({ report, participant, args: given, format }: ExportInput): ExportOrder {
  const asked = { ...(given as object | null | undefined), ...(participant ? { participant } : {}) };
  const own = identityReports.find(({ name }) => name === report);
  const known = own?.args ?? Object.fromEntries(Object.keys(asked).map((name) => [name, kindOf(asked, name)]));
  return { report, args: reportArgs(known, asked), format };
}

function kindOf(asked: Readonly<Record<string, unknown>>, name: string) {
  const value = asked[name];
  if (typeof value === 'boolean') return 'Boolean';
  return typeof value === 'number' ? 'Int' : 'String';
}

/** Tickets by which reports leave as files (design 8): asked for here, redeemed by the door, once. */
@Resolver()
export class ExportResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => ExportTicketType, {
    description: 'A ticket to download a report as a file: for you alone, once, within five minutes.',
  })
  async requestExport(
    @Arg('input', () => ExportInput) input: ExportInput,
    @Ctx() context: SubgraphContext,
  ): Promise<ExportTicketType> {
    const principal = requireSessionOrAccount(context, 'REPORTS');
    const at = this.#parts.clock.now();
    const ticket = randomToken(32);
    const caller = auditedCaller(principal);
    const order = orderOf(input);
    const owner = { uuid: caller.actorUuid, name: caller.actor, participant: caller.participant };
    const outcome = await this.#parts.database.transaction(async (tx) => {
      const judged = await this.#judge(tx, context, { ...order, owner }, { digest: sha256(ticket), at });
      if (judged === null) return null;
      await appendAudit(tx, {
        ...caller,
        at,
        action: 'export.request',
        target: order.report,
        after: { args: order.args, format: order.format },
        ...(judged.ok ? { outcome: 'SUCCESS' } : { outcome: 'REFUSED', code: judged.refusal.code }),
      });
      return judged;
    });
    if (outcome === null) throw new Fault('UNAUTHENTICATED', 'Please log in again: your rights have ended.');
    if (!outcome.ok) throw faultOf(outcome.refusal);
    return { ticket, url: `/exports/${ticket}`, expiresAt: new Date(at.getTime() + TICKET_LIFE_MS) };
  }

  async #judge(
    tx: Transaction,
    context: SubgraphContext,
    ticket: StoredTicket,
    { digest, at }: { readonly digest: string; readonly at: Date },
  ): Promise<Judged<true> | null> {
    const found = await reportCallerIn(tx, context, this.#parts, at);
    if (found === null) return null;
    const rights = await judgeReading(tx, found, { needs: reportBook[ticket.report].needs, args: ticket.args, at });
    if (!rights.ok) return rights;
    if (await storeTicket(tx, digest, ticket, at)) return accepted(true);
    return refused(
      'EXPORT_TICKETS_OUTSTANDING',
      `You hold ${MOST_TICKETS} tickets that were not used. Use one of them, or wait until they expire after five minutes.`,
    );
  }

  @Internal()
  @Mutation(() => RedeemedExportType, {
    nullable: true,
    description: 'Null when the ticket is unknown, used, expired or not of this owner.',
  })
  async redeemExport(
    @Arg('ticketDigest', () => String) digest: string,
    @Arg('ownerUuid', () => ID) ownerUuid: string,
    @Ctx() context: SubgraphContext,
  ): Promise<RedeemedExportType | null> {
    requireService(context, 'gateway');
    const at = this.#parts.clock.now();
    return this.#parts.database.transaction(async (tx) => {
      const ticket = await findTicket(tx, digest);
      if (ticket === null) return null;
      const spent = await spendTicket(tx, digest, ownerUuid, at);
      await this.#audit(tx, ticket, {
        at,
        action: 'export.redeem',
        // Somebody else's attempt is told apart from the owner's own second one.
        ...(spent
          ? { outcome: 'SUCCESS' }
          : { outcome: 'REFUSED', code: 'EXPORT_TICKET_INVALID', after: { presentedBy: ownerUuid } }),
      });
      if (!spent) return null;
      const { report, args, format } = ticket;
      return { report, part: reportBook[report].part, args, format, fileName: fileNameOf(ticket, at) };
    });
  }

  @Internal()
  @Mutation(() => Boolean, { description: 'Says how a redeemed export went; true for the first word on it.' })
  async exportEnded(
    @Arg('ticketDigest', () => String) digest: string,
    @Arg('rows', () => Int) rows: number,
    @Arg('complete', () => Boolean) complete: boolean,
    @Ctx() context: SubgraphContext,
  ): Promise<boolean> {
    requireService(context, 'gateway');
    const at = this.#parts.clock.now();
    return this.#parts.database.transaction(async (tx) => {
      const ticket = await findTicket(tx, digest);
      if (ticket === null || !(await endTicket(tx, digest, at))) return false;
      await this.#audit(tx, ticket, {
        at,
        action: 'export.end',
        outcome: complete ? 'SUCCESS' : 'FAILURE',
        after: { rows, complete },
      });
      return true;
    });
  }

  #audit(
    tx: Transaction,
    { owner, report }: StoredTicket,
    fact: Pick<Parameters<typeof appendAudit>[1], 'at' | 'action' | 'outcome' | 'code' | 'after'>,
  ): Promise<void> {
    const { uuid: actorUuid, name: actor, participant } = owner;
    return appendAudit(tx, { ...fact, actor, actorUuid, participant, target: report });
  }
}
