import { GraphQLError, parse } from 'graphql';
import { recentCache } from './recent-cache.ts';
import { documentLimits, judgeDocument } from './judge-document.ts';
import type { GuardedNames } from './guarded-names.ts';
import { type Refusal } from './refusal.ts';

/** Tells whether a document text may go on to Apollo; judges each text once and remembers the admitted ones. */
export type AdmitDocument = (text: string) => Refusal | undefined;

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

/** The gate in front of validation: tokens, depth, size, root fields, proofs and aliases (G1, G2, G3, G6, G7). */
export function documentGate(names: GuardedNames): AdmitDocument {
  const admitted = recentCache<true>(REMEMBERED);
  return (text) => {
    if (admitted.get(text)) return undefined;
    try {
      const refusal = judgeDocument(parse(text, { maxTokens: documentLimits.tokens }), names);
      if (!refusal) admitted.set(text, true, text.length);
      return refusal;
    } catch (error) {
      if (error instanceof GraphQLError) return parseRefusal(error);
      throw error;
    }
  };
}
