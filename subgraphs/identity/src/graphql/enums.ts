import { registerEnumType } from 'type-graphql';

const mirror = <Name extends string>(...names: readonly Name[]): Readonly<Record<Name, Name>> =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

/** Application of the API; the same in every subgraph. */
export const ApplicationEnum = mirror('DMS', 'CCMS', 'CONSOLE');
/** MigrationPhase of the API; the same in every subgraph. */
export const MigrationPhaseEnum = mirror('PRE_PARALLEL', 'PARALLEL', 'END');
/** ProfileType of the API. */
export const ProfileTypeEnum = mirror('USER', 'DA', 'HKEX');
/** ProfileStatus of the API. */
export const ProfileStatusEnum = mirror('ENABLED', 'DISABLED');
/** ClearingHouse of the API. */
export const ClearingHouseEnum = mirror('HKCC', 'SEOCH');
/** ClearingHouseOptions of the API; the same in every subgraph. */
export const ClearingHouseOptionsEnum = mirror('CASH', 'DERIVATIVES', 'ALL');
/** Role of the API. */
export const RoleEnum = mirror(
  'DA_MAKER',
  'DA_CHECKER',
  'HKEX_OPERATOR',
  'HKEX_APPROVER',
  'HKEX_REPORT_READER',
  'BUSINESS_USER',
);
/** GroupKind of the API. */
export const GroupKindEnum = mirror('DA', 'ACCESS_LEVEL', 'HKEX', 'BUSINESS');
/** FunctionDayReason of the API. */
export const FunctionDayReasonEnum = mirror(
  'WEEKDAY',
  'SATURDAY',
  'SUNDAY',
  'PUBLIC_HOLIDAY',
  'OVERRIDE',
  'CALENDAR_YEAR_MISSING',
);

registerEnumType(ApplicationEnum, { name: 'Application' });
registerEnumType(MigrationPhaseEnum, { name: 'MigrationPhase' });
registerEnumType(ProfileTypeEnum, { name: 'ProfileType' });
registerEnumType(ProfileStatusEnum, { name: 'ProfileStatus' });
registerEnumType(ClearingHouseEnum, { name: 'ClearingHouse' });
registerEnumType(ClearingHouseOptionsEnum, { name: 'ClearingHouseOptions' });
registerEnumType(RoleEnum, { name: 'Role' });
registerEnumType(GroupKindEnum, { name: 'GroupKind' });
registerEnumType(FunctionDayReasonEnum, { name: 'FunctionDayReason' });
