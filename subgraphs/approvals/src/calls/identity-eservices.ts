import { Fault, type SubgraphClient } from '@countersign/platform';
import { isChangeKind } from '../change-request/change-kinds.ts';
import type { EServices } from '../ports/eservices.ts';
import { REFUSAL_FIELDS, type RefusalAnswer, asRefusal } from './refusal-answer.ts';

const FORM = `query EServiceFormChange($reference: ID!, $actorUuid: ID!) {
  eServiceFormChange(reference: $reference, actorUuid: $actorUuid) { kind input ${REFUSAL_FIELDS} }
}`;

interface FormAnswer {
  readonly eServiceFormChange: {
    readonly kind: string | null;
    readonly input: Readonly<Record<string, unknown>> | null;
    readonly refusal: RefusalAnswer | null;
  };
}

/** Identity's forms, by its internal field. */
export function identityEServices(identity: SubgraphClient): EServices {
  return {
    async changeOf(reference, actorUuid) {
      const { eServiceFormChange } = await identity.request<FormAnswer>(FORM, { reference, actorUuid });
      const { kind, input, refusal } = eServiceFormChange;
      if (refusal !== null) return { refusal: asRefusal(refusal) };
      if (kind === null || !isChangeKind(kind))
        throw new Fault('UNKNOWN_CHANGE_KIND', 'This kind of change is not known here.', { detail: kind ?? 'none' });
      return { kind, input: input ?? {} };
    },
  };
}
