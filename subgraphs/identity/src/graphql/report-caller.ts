import type { ServiceAccountPrincipal, SessionPrincipal, SubgraphContext, Transaction } from '@countersign/platform';
import type { Catalogue } from '../groups/catalogue.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ReportCaller } from '../reports/report-rights.ts';
import { readHouse } from '../rows/phase-row.ts';
import { findServiceAccount } from '../rows/service-account-row.ts';
import { accountUsable } from '../service-account/service-account.ts';
import type { Parts } from './parts.ts';
import { readerIn } from './reader.ts';

/** Whoever reads a report, with what is in force at this instant. */
export interface FoundCaller {
  readonly caller: ReportCaller;
  readonly phase: MigrationPhase;
  readonly catalogue: Catalogue;
}

/** Whoever reads a report, by what is stored at this instant; null when he may do nothing any more (SE3). */
export async function reportCallerIn(
  tx: Transaction,
  context: SubgraphContext,
  parts: Pick<Parts, 'matrix' | 'catalogues'>,
  now: Date,
): Promise<FoundCaller | null> {
  const { principal } = context;
  if (principal.kind !== 'account') {
    const onlooker = await readerIn(tx, context, parts, now);
    if (onlooker === null) return null;
    const { phase, catalogue } = onlooker;
    return { caller: { kind: 'PERSON', onlooker }, phase, catalogue };
  }
  const account = await findServiceAccount(tx, { accountId: principal.accountId });
  if (account === null || !accountUsable(account, now) || !account.scopes.includes('REPORTS')) return null;
  const { phase, catalogueStamp } = await readHouse(tx);
  const catalogue = await parts.catalogues.at(tx, catalogueStamp);
  return { caller: { kind: 'ACCOUNT', phase, matrix: parts.matrix }, phase, catalogue };
}

/** Who acts, as an audit row names him. */
export function auditedCaller(principal: SessionPrincipal | ServiceAccountPrincipal) {
  const { address } = principal.source;
  return principal.kind === 'session'
    ? {
        actor: principal.userId,
        actorUuid: principal.profileUuid,
        participant: principal.participant,
        sessionId: principal.sessionId,
        sourceAddress: address,
      }
    : {
        actor: `account:${principal.name}`,
        actorUuid: principal.accountId,
        participant: null,
        sourceAddress: address,
      };
}
