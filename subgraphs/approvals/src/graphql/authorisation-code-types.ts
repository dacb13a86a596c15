import { InstantScalar } from '@countersign/platform';
import { Field, Int, ObjectType, createUnionType } from 'type-graphql';

/** A checker's code for the current month (W3). */
@ObjectType('AuthorisationCode')
export class AuthorisationCodeType {
  @Field(() => String, { description: 'XXXXX-XXXXX; case and hyphen do not matter when typed.' }) code!: string;
  @Field(() => InstantScalar) validFrom!: Date;
  @Field(() => InstantScalar, { description: 'The code is refused from this instant on.' }) validUntil!: Date;
  @Field(() => Int) version!: number;
}

/** Why no code is shown. */
@ObjectType('AuthorisationCodeRefused')
export class AuthorisationCodeRefusedType {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => InstantScalar, { nullable: true }) nextOpening!: Date | null;
}

/** What asking for a code answers. */
export const AuthorisationCodeReveal = createUnionType({
  name: 'AuthorisationCodeReveal',
  types: () => [AuthorisationCodeType, AuthorisationCodeRefusedType] as const,
});
