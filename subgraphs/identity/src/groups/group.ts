/** What a profile's groups make of its holder (domain 2). */
export type Role =
  'DA_MAKER' | 'DA_CHECKER' | 'HKEX_OPERATOR' | 'HKEX_APPROVER' | 'HKEX_REPORT_READER' | 'BUSINESS_USER';

/** Who may hold a group and who assigns it: DA groups and access levels make an administrator, business groups a user (W9). */
export type GroupKind = 'DA' | 'ACCESS_LEVEL' | 'HKEX' | 'BUSINESS';

/** Security Management Functions need this access level (domain 1, seed 3.1). */
export const SECURITY_MANAGEMENT = 'EE';

/** What a group is: a named set of functions; the clearing house defines groups, administrators only assign them (domain 1). */
export interface GroupDefinition {
  readonly code: string;
  readonly kind: GroupKind;
  readonly name: string;
  readonly functions: readonly string[];
}

/** A group as the catalogue holds it. */
export interface Group extends GroupDefinition {
  /** Set once it is retired: it gives nothing and is assigned no more; holders keep it in their list until it is taken away. */
  readonly retiredAt: Date | null;
  /** Goes up with every change of the definition. */
  readonly version: number;
}
