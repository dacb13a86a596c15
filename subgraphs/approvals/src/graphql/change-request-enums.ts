import { registerEnumType } from 'type-graphql';
import { type ChangeKind, changeKinds } from '../change-request/change-kinds.ts';
import type { DecisionMethod } from '../change-request/change-request.ts';
import { type ChangeState, changeStates } from '../change-request/transitions.ts';

const named = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

/** The states of a request, as the API names them. */
export const ChangeRequestState = named<ChangeState>(changeStates);
registerEnumType(ChangeRequestState, { name: 'ChangeRequestState', description: 'Where a change request stands.' });

/** The kinds of change, as the API names them. */
export const ChangeRequestKind = named(Object.keys(changeKinds) as ChangeKind[]);
registerEnumType(ChangeRequestKind, { name: 'ChangeRequestKind', description: 'What a change request would change.' });

/** How a decision was made, as the API names it. */
export const DecisionMethodEnum = named<DecisionMethod>(['CODE', 'SESSION']);
registerEnumType(DecisionMethodEnum, {
  name: 'DecisionMethod',
  description: 'By code on the maker’s screen, or in a session of the checker’s own.',
});

/** The options of the form, spelt as identity spells them; only identity judges them. */
export const ClearingHouseOptions = named(['CASH', 'DERIVATIVES', 'ALL']);
registerEnumType(ClearingHouseOptions, { name: 'ClearingHouseOptions' });

/** The types of a profile, as identity spells them. */
export const ProfileTypeEnum = named(['USER', 'DA', 'HKEX']);
registerEnumType(ProfileTypeEnum, { name: 'ProfileType' });

/** What a profile can be set to, as identity spells it. */
export const ProfileStatusEnum = named(['ENABLED', 'DISABLED']);
registerEnumType(ProfileStatusEnum, { name: 'ProfileStatus' });
