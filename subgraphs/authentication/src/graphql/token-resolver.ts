import {
  Fault,
  InstantScalar,
  Internal,
  JsonScalar,
  requireService,
  requireSession,
  type SubgraphContext,
} from '@countersign/platform';
import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Parts } from '../parts.ts';
import { introspectToken, type TokenClaims } from '../session/introspect-token.ts';
import { issueLoginToken } from '../session/issue-login-token.ts';
import { callerOf } from './caller.ts';

@ObjectType('LoginToken', { description: 'Proof of a login for one back end, which verifies it without a call.' })
class LoginTokenType {
  @Field(() => String, { description: 'A signed JSON Web Token; its keys are at `/.well-known/jwks.json`.' })
  token!: string;
  @Field(() => InstantScalar) expiresAt!: Date;
}

@Internal()
@ObjectType('LoginTokenKeys')
class LoginTokenKeysType {
  @Field(() => String) issuer!: string;
  @Field(() => JsonScalar, { description: 'JSON Web Key Set, public halves alone.' }) jwks!: unknown;
}

/** Tokens for back ends: those that verify a login alone, and those that ask. */
@Resolver()
export class TokenResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => LoginTokenType, {
    description: 'Signs who you are for one back end of the clearing house, for at most five minutes.',
  })
  issueLoginToken(
    @Arg('audience', () => String) audience: string,
    @Ctx() context: SubgraphContext,
  ): Promise<LoginTokenType> {
    return issueLoginToken(this.#parts, callerOf(context), requireSession(context), audience);
  }

  @Internal()
  @Query(() => LoginTokenKeysType, { nullable: true, description: 'Null: no login tokens are issued here.' })
  loginTokenKeys(@Ctx() context: SubgraphContext): LoginTokenKeysType | null {
    requireService(context, 'gateway');
    const { tokens } = this.#parts;
    return tokens === null ? null : { issuer: tokens.signer.issuer, jwks: tokens.signer.jwks };
  }

  @Internal()
  @Query(() => JsonScalar, { nullable: true, description: 'Claims of a token that stands for a living session.' })
  introspectToken(
    @Arg('token', () => String) token: string,
    @Arg('userActive', () => Boolean) userActive: boolean,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<TokenClaims | null> {
    if (principal.kind !== 'account' || !principal.scopes.includes('INTROSPECTION'))
      throw new Fault('FORBIDDEN', 'This operation is not available.');
    return introspectToken(this.#parts, token, userActive);
  }
}
