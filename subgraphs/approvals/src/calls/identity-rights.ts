import type { SubgraphClient } from '@countersign/platform';
import type { Rights } from '../ports/rights.ts';
import { REFUSAL_FIELDS, type RefusalAnswer, asRefusal } from './refusal-answer.ts';

const STILL = `query StillPermitted($kind: String!, $makerUuid: ID!, $targetUuid: ID!, $payload: JSON) {
  stillPermitted(kind: $kind, makerUuid: $makerUuid, targetUuid: $targetUuid, payload: $payload) { ${REFUSAL_FIELDS} }
}`;

/** Identity's rules without a checker, by its internal field. */
export function identityRights(identity: SubgraphClient): Rights {
  return {
    async stillPermitted({ kind, maker, target, payload }) {
      const asked = { kind, makerUuid: maker.uuid, targetUuid: target.uuid, payload };
      type Answer = { stillPermitted: { refusal: RefusalAnswer | null } };
      const { refusal } = (await identity.request<Answer>(STILL, asked)).stillPermitted;
      return refusal === null ? null : asRefusal(refusal);
    },
  };
}
