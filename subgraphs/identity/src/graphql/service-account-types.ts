import { ChangeRefusedType } from '@countersign/change-owner';
import { InstantScalar, Internal, LocalDateScalar } from '@countersign/platform';
import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ServiceAccountScope } from '../service-account/service-account.ts';

/** ServiceAccountScope of the API. */
export const ServiceAccountScopeEnum: Readonly<Record<ServiceAccountScope, ServiceAccountScope>> = {
  REPORTS: 'REPORTS',
  AUDIT: 'AUDIT',
  ESERVICES: 'ESERVICES',
  INTROSPECTION: 'INTROSPECTION',
};
registerEnumType(ServiceAccountScopeEnum, { name: 'ServiceAccountScope' });

/** A service account as the clearing house's staff see it; no digest of a token leaves the tables. */
@ObjectType('ServiceAccount', {
  description: 'A machine that reads by a token of its own. Its token is never shown here.',
})
export class ServiceAccountType {
  @Field(() => ID) name!: string;
  @Field(() => [ServiceAccountScopeEnum]) scopes!: readonly ServiceAccountScope[];
  @Field(() => [String], { description: 'Addresses and ranges it may come from.' }) addresses!: readonly string[];
  @Field(() => LocalDateScalar, { description: 'Last day of use.' }) expiresOn!: string;
  @Field(() => Boolean) enabled!: boolean;
  @Field(() => Boolean, { description: 'True when a token may be issued once.' }) issueArmed!: boolean;
  @Field(() => InstantScalar, { nullable: true }) tokenIssuedAt!: Date | null;
  @Field(() => InstantScalar, { nullable: true, description: 'Until when the token before the present one is good.' })
  formerTokenUntil!: Date | null;
  @Field(() => InstantScalar, { nullable: true, description: 'To within ten minutes.' }) lastUsedAt!: Date | null;
  @Field(() => Int) version!: number;
}

/** A token, shown this once. */
@ObjectType('ServiceAccountToken', { description: 'A token, shown this once: it is stored nowhere.' })
export class ServiceAccountTokenType {
  readonly __typename = 'ServiceAccountToken';
  @Field(() => ID) name!: string;
  @Field(() => String) token!: string;
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'Until when the former token is good; null when there was none.',
  })
  formerTokenUntil!: Date | null;
}

/** A token or the reason why there is none. */
export const ServiceAccountTokenIssue = createUnionType({
  name: 'ServiceAccountTokenIssue',
  types: () => [ServiceAccountTokenType, ChangeRefusedType] as const,
});

/** What the other parts learn of a live account. */
@Internal()
@ObjectType('ResolvedServiceAccount')
export class ResolvedServiceAccountType {
  @Field(() => ID) accountId!: string;
  @Field(() => String) name!: string;
  @Field(() => [ServiceAccountScopeEnum]) scopes!: readonly ServiceAccountScope[];
}
