import { type ExportDesk, type ExportPage, ownerUuidOf, type RedeemedExport } from '@countersign/gateway';
import { Fault, type SubgraphTransport } from '@countersign/platform';
import { clientOf } from './part-calls.ts';

const ROWS_A_PAGE = 1_000;

const REDEEM = `mutation RedeemExport($ticketDigest: String!, $ownerUuid: ID!) {
  redeemExport(ticketDigest: $ticketDigest, ownerUuid: $ownerUuid) { report part args format fileName }
}`;
const ENDED = `mutation ExportEnded($ticketDigest: String!, $rows: Int!, $complete: Boolean!) {
  exportEnded(ticketDigest: $ticketDigest, rows: $rows, complete: $complete)
}`;

const pageField = (part: string): string => `${part}ExportPage`;
const pageQuery = (part: string): string =>
  `query ExportPage($report: String!, $args: JSON!, $after: String, $size: Int!) {
  ${pageField(part)}(report: $report, args: $args, after: $after, size: $size)
}`;

/** Files of the three parts: identity keeps the tickets, and each part gives its own pages to the reader himself. */
export function exportDesk(
  transports: Readonly<Record<'identity' | 'approvals' | 'authentication', SubgraphTransport>>,
): ExportDesk {
  const identity = clientOf(transports.identity, 'gateway');
  return {
    async redeem(ticketDigest, owner) {
      const variables = { ticketDigest, ownerUuid: ownerUuidOf(owner) };
      return (await identity.request<{ redeemExport: RedeemedExport | null }>(REDEEM, variables)).redeemExport;
    },
    async page({ part, report, args }, after, owner) {
      if (!Object.hasOwn(transports, part)) throw new Error(`No part ${part} keeps reports.`);
      const transport = transports[part as keyof typeof transports];
      const variables = { report, args, after, size: ROWS_A_PAGE };
      // As the owner and not as the door: his rights are judged anew at each page.
      const { data, errors: [error] = [] } = await transport({ query: pageQuery(part), variables }, owner);
      if (error) throw new Fault(String(error.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR'), error.message);
      return (data as Readonly<Record<string, ExportPage>>)[pageField(part)] as ExportPage;
    },
    async ended(ticketDigest, { rows, complete }) {
      await identity.request(ENDED, { ticketDigest, rows, complete });
    },
  };
}
