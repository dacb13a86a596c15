import { Internal } from '@countersign/platform';
import { Field, ObjectType } from 'type-graphql';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { MigrationPhaseEnum } from './enums.ts';
import { StandingType } from './standing-type.ts';

/** The answer to a login that begins: who has the ID, and which phase decides what is offered. */
@Internal()
@ObjectType('Person', { description: 'Whoever has a user ID, or nobody, and the phase in force at the same instant.' })
export class PersonType {
  @Field(() => MigrationPhaseEnum) phase!: MigrationPhase;
  @Field(() => StandingType, { nullable: true }) standing!: StandingType | null;
}
