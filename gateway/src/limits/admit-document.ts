import { GraphQLError, Kind, parse } from 'graphql';
import { recentCache } from './recent-cache.ts';
import { documentLimits, judgeDocument } from './judge-document.ts';
import type { GuardedNames } from './guarded-names.ts';
import type { Refusal } from './refusal.ts';

/** A document that may go on to Apollo. */
interface Admitted {
  /** The name its one operation gives itself, or null. */
  readonly operationName: string | null;
  readonly isSubscription: boolean;
}

/** Tells whether a document text may go on; judges each text once and remembers the admitted ones. */
export type AdmitDocument = (text: string) => Admitted | Refusal;

const REMEMBERED = { entries: 1_000, weight: 4 * 1024 * 1024 };

function parseRefusal(error: GraphQLError): Refusal {
  // graphql's token limit has no code of its own, so its sentence is the only mark it leaves.
  if (error.message.includes(`${documentLimits.tokens} tokens`)) {
    return {
      status: 400,
      code: 'DOCUMENT_TOO_LARGE',
      message: `A document may have at most ${documentLimits.tokens} tokens. Split it into smaller operations.`,
    };
  }
  const at = error.locations?.[0];
  return {
    status: 400,
    code: 'GRAPHQL_PARSE_FAILED',
    message: at ? `${error.message} (line ${at.line}, column ${at.column})` : error.message,
  };
}

function judge(text: string, names: GuardedNames): Admitted | Refusal {
  try {
    const document = parse(text, { maxTokens: documentLimits.tokens });
    const refusal = judgeDocument(document, names);
    if (refusal) return refusal;
    const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return {
      operationName: operation?.name?.value ?? null,
      isSubscription: operation?.operation === 'subscription',
    };
  } catch (error) {
    if (error instanceof GraphQLError) return parseRefusal(error);
    throw error;
  }
}

/** The gate in front of validation: tokens, depth, size, root fields, proofs and aliases (G1, G2, G3, G6, G7). */
export function documentGate(names: GuardedNames): AdmitDocument {
  const admitted = recentCache<Admitted>(REMEMBERED);
  return (text) => {
    const known = admitted.get(text);
    if (known) return known;
    const judged = judge(text, names);
    if (!('code' in judged)) admitted.set(text, judged, text.length);
    return judged;
  };
}
