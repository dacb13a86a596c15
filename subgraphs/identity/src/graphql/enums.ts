import { registerEnumType } from 'type-graphql';

const mirror = <Name extends string>(...names: readonly Name[]): Readonly<Record<Name, Name>> =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

export const ApplicationEnum = mirror('DMS', 'CCMS', 'CONSOLE');
export const MigrationPhaseEnum = mirror('PRE_PARALLEL', 'PARALLEL', 'END');
export const ProfileTypeEnum = mirror('USER', 'DA', 'HKEX');
export const ProfileStatusEnum = mirror('ENABLED', 'DISABLED');
export const ClearingHouseEnum = mirror('HKCC', 'SEOCH');
export const ClearingHouseOptionsEnum = mirror('CASH', 'DERIVATIVES', 'ALL');
export const RoleEnum = mirror(
  'DA_MAKER',
  'DA_CHECKER',
  'HKEX_OPERATOR',
  'HKEX_APPROVER',
  'HKEX_REPORT_READER',
  'BUSINESS_USER',
);
export const GroupKindEnum = mirror('DA', 'ACCESS_LEVEL', 'HKEX', 'BUSINESS');
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
