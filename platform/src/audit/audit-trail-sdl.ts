import { type DocumentNode, parse } from 'graphql';

/** The SDL of one part's audit search; the types are the same in every part. */
export function auditTrailSdl(part: string): DocumentNode {
  return parse(`
    extend type Query {
      """
      What was done in ${part}, newest first. The clearing house's staff and service accounts with the scope AUDIT see
      everything, delegated administrators what concerns their own participant.
      """
      ${part}Audit(filter: AuditFilter, first: Int, after: String): AuditConnection!
    }
    "Everything that is named must hold."
    input AuditFilter {
      participant: ID
      "User ID or other name of what was acted on."
      target: ID
      "User ID, account:NAME of a service account, or service:NAME of a part."
      actor: ID
      requestId: ID
      "A name such as change.apply, or with a dot at its end all that begin so: change."
      action: String
      from: DateTime
      "Up to, and without, this instant."
      to: DateTime
    }
    "A page may be short, or empty, and still have a next one: go on while hasNextPage. Totals are not counted."
    type AuditConnection @shareable { edges: [AuditEdge!]! nodes: [AuditRecord!]! pageInfo: AuditPageInfo! }
    type AuditEdge @shareable { cursor: String! node: AuditRecord! }
    type AuditPageInfo @shareable { hasNextPage: Boolean! endCursor: String }
    enum AuditOutcome { SUCCESS REFUSED FAILURE }
    "One thing that was done, tried or refused."
    type AuditRecord @shareable {
      "Part and number, e.g. identity:42."
      id: ID!
      at: DateTime!
      action: String!
      outcome: AuditOutcome!
      actor: ID!
      participant: ID
      target: ID
      requestId: ID
      flowId: ID
      "Why it was refused, or what it came to."
      code: String
      "For the clearing house's operators and approvers."
      sourceAddress: String
      "Without values for readers who may not see personal fields."
      before: JSON
      after: JSON
    }
    "Any JSON value."
    scalar JSON
    "An instant, ISO 8601 in UTC, e.g. \`2023-04-03T01:30:00.000Z\`. Shown to people as Hong Kong time (HKT)."
    scalar DateTime
  `);
}
