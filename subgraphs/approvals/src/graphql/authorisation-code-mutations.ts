import { Proof, type SubgraphContext, requireSession } from '@countersign/platform';
import { Ctx, Mutation, Resolver } from 'type-graphql';
import { type Reveal, renewCode, revealCode } from '../authorisation-code/get-code.ts';
import type { Parts } from '../ports/parts.ts';
import { AuthorisationCodeReveal } from './authorisation-code-types.ts';

function shape(reveal: Reveal) {
  if ('shown' in reveal) return { __typename: 'AuthorisationCode' as const, ...reveal.shown };
  return { __typename: 'AuthorisationCodeRefused' as const, ...reveal.refusal };
}

/** Get Authorisation Code and Renew now, for the checker alone (W3). */
@Resolver()
export class AuthorisationCodeMutations {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Proof()
  @Mutation(() => AuthorisationCodeReveal, {
    description: 'The checker’s own code of this month, the same each time; needs a step-up.',
  })
  async revealAuthorisationCode(@Ctx() context: SubgraphContext) {
    return shape(await revealCode(this.#parts, requireSession(context)));
  }

  @Proof()
  @Mutation(() => AuthorisationCodeReveal, { description: 'A new code; the old one is dead at once. Needs a step-up.' })
  async renewAuthorisationCode(@Ctx() context: SubgraphContext) {
    return shape(await renewCode(this.#parts, requireSession(context)));
  }
}
