import { LocalDateScalar } from '@countersign/platform';
import { Field, InputType, registerEnumType } from 'type-graphql';
import { HouseGroundsFields } from './house-grounds-fields.ts';

const ServiceAccountAction = { CREATE: 'CREATE', CHANGE: 'CHANGE', ROTATE: 'ROTATE', DISABLE: 'DISABLE' } as const;
registerEnumType(ServiceAccountAction, { name: 'ServiceAccountAction' });

/** An account for a machine that reads reports, audit or forms. */
@InputType('ServiceAccountChangeInput')
export class ServiceAccountChangeInput extends HouseGroundsFields {
  @Field(() => String) name!: string;
  @Field(() => ServiceAccountAction) action!: string;
  @Field(() => [String], { nullable: true }) scopes?: readonly string[] | null;
  @Field(() => [String], { nullable: true, description: 'Networks it may call from, e.g. 203.0.113.0/24.' })
  addresses?: readonly string[] | null;
  @Field(() => LocalDateScalar, { nullable: true }) expiresOn?: string | null;
  @Field(() => String) reason!: string;
}
