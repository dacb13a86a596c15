import { ChangeRefusedType, RefusalType } from '@countersign/change-owner';
import { InstantScalar, Internal, JsonScalar } from '@countersign/platform';
import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  type EServiceFormKind,
  eServiceFormKinds,
  type EServiceRequestType,
  eServiceRequestTypes,
} from '../eservice/eservice-form.ts';
import { type EServiceState, eServiceStates } from '../eservice/transitions.ts';
import { PageInfoType } from './listing-types.ts';

const mirror = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, name]));
const FormEnum = mirror(eServiceFormKinds);
const RequestTypeEnum = mirror(eServiceRequestTypes);
const StateEnum = mirror(eServiceStates);
registerEnumType(FormEnum, { name: 'EServiceFormKind' });
registerEnumType(RequestTypeEnum, { name: 'EServiceRequestType' });
registerEnumType(StateEnum, { name: 'EServiceState' });

/** A form as the API shows it. */
@ObjectType('EServiceForm', { description: 'Form DA 3 or SCard 1 of one participant, filed through Client Connect.' })
export class EServiceFormType {
  @Field(() => ID) reference!: string;
  @Field(() => FormEnum) form!: EServiceFormKind;
  @Field(() => RequestTypeEnum) requestType!: EServiceRequestType;
  @Field(() => StateEnum) state!: EServiceState;
  @Field(() => ID, { description: 'Code of the clearing participant.' }) participant!: string;
  @Field(() => String) filedBy!: string;
  @Field(() => String, { nullable: true }) approvedBy!: string | null;
  @Field(() => JsonScalar, { description: 'What the form says; names of fields only for report readers.' })
  details!: unknown;
  @Field(() => ID, { nullable: true }) clientReference!: string | null;
  @Field(() => InstantScalar) filedAt!: Date;
  @Field(() => InstantScalar, { nullable: true }) submittedAt!: Date | null;
  @Field(() => InstantScalar, { nullable: true }) approvedAt!: Date | null;
  @Field(() => InstantScalar, { nullable: true, description: 'The end of the next business day after its approval.' })
  dueBy!: Date | null;
  @Field(() => Boolean, { description: 'Not at its end although it was due.' }) overdue!: boolean;
  @Field(() => InstantScalar, { nullable: true }) endedAt!: Date | null;
  @Field(() => String, { nullable: true }) endedBy!: string | null;
  @Field(() => String, { nullable: true, description: 'Why it was rejected.' }) reason!: string | null;
  @Field(() => ID, { nullable: true, description: 'The newest change request that rests on it.' }) requestId!:
    string | null;
}

@ObjectType('EServiceFormEdge')
class EServiceFormEdgeType {
  @Field(() => String) cursor!: string;
  @Field(() => EServiceFormType) node!: EServiceFormType;
}

/** A page of forms. */
@ObjectType('EServiceFormConnection', { description: 'Forms, newest first. Totals are not counted.' })
export class EServiceFormConnectionType {
  @Field(() => [EServiceFormEdgeType]) edges!: readonly EServiceFormEdgeType[];
  @Field(() => [EServiceFormType]) nodes!: readonly EServiceFormType[];
  @Field(() => PageInfoType) pageInfo!: PageInfoType;
}

/** What narrows the list of forms. */
@InputType('EServiceFormFilter')
export class EServiceFormFilterInput {
  @Field(() => ID, { nullable: true }) participant?: string | null;
  @Field(() => StateEnum, { nullable: true }) state?: EServiceState | null;
  @Field(() => FormEnum, { nullable: true }) form?: EServiceFormKind | null;
  @Field(() => RequestTypeEnum, { nullable: true }) requestType?: EServiceRequestType | null;
  @Field(() => InstantScalar, { nullable: true, description: 'Due before this instant and not at their end.' })
  dueBefore?: Date | null;
}

/** A form as Client Connect passes it on. */
@InputType('FileEServiceFormInput')
export class FileEServiceFormInput {
  @Field(() => ID) participant!: string;
  @Field(() => FormEnum) form!: EServiceFormKind;
  @Field(() => RequestTypeEnum) requestType!: EServiceRequestType;
  @Field(() => String, { description: 'Name of the person at the participant.' }) filedBy!: string;
  @Field(() => JsonScalar, { description: 'The fields of the form, e.g. { "userId": "HKABC1X1" }.' }) details!: unknown;
  @Field(() => Boolean, { nullable: true, description: 'Kept, not submitted.' }) draft?: boolean | null;
  @Field(() => ID, { nullable: true, description: 'A draft that this one replaces.' }) reference?: string | null;
  @Field(() => ID, { nullable: true, description: 'Your own number: filing it again answers with the same form.' })
  clientReference?: string | null;
}

/** The form after the step, or why it was not taken. */
export const EServiceFormOutcome = createUnionType({
  name: 'EServiceFormOutcome',
  types: () => [EServiceFormType, ChangeRefusedType] as const,
  resolveType: (value) => ('code' in value ? 'ChangeRefused' : 'EServiceForm'),
});

/** What a form means as a change request; exactly one half is present. */
@Internal()
@ObjectType('EServiceFormChange')
export class EServiceFormChangeType {
  @Field(() => String, { nullable: true }) kind!: string | null;
  @Field(() => JsonScalar, { nullable: true }) input!: unknown;
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
}
