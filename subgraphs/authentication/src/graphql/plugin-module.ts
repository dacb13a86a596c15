import type { Manifest } from '@countersign/authenticator-kit';
import type { SchemaModule, SubgraphContext } from '@countersign/platform';
import { parse } from 'graphql';
import { answer } from '../flow/answer.ts';
import { fewAtOnce } from '../flow/few-at-once.ts';
import { requestChallenge } from '../flow/request-challenge.ts';
import type { Parts } from '../parts.ts';
import { callerOf } from './caller.ts';

type Arguments = Readonly<Record<string, unknown>> & { readonly flowId: string };

/** A plugin's own fields, served by the host: the plugin sees values, never the request (design 5). */
export function pluginModule(parts: Parts, manifest: Manifest): SchemaModule {
  const { sdl, answerField, challengeField } = manifest.graphql;
  // Only passwords cost the hashing that a flood is after; the rest ends within its budget.
  const admit = manifest.budget === 'PASSWORD' ? fewAtOnce(parts.policy.passwordsAtOnce) : null;
  const fields: Record<string, unknown> = {
    [answerField]: (_root: unknown, { flowId, ...args }: Arguments, context: SubgraphContext) => {
      const judge = () => answer(parts, callerOf(context), { flowId, authenticator: manifest.id, args });
      return admit === null ? judge() : admit(judge);
    },
  };
  if (challengeField !== undefined) {
    fields[challengeField] = (_root: unknown, { flowId }: Arguments, context: SubgraphContext) =>
      requestChallenge(parts, callerOf(context), { flowId, authenticator: manifest.id });
  }
  return { typeDefs: parse(sdl), resolvers: { Mutation: fields } };
}
