import type { GroupDefinition, GroupKind } from './group.ts';

const group = (kind: GroupKind, code: string, name: string, functions: readonly string[]): GroupDefinition => ({
  kind,
  code,
  name,
  functions,
});

const COLLATERAL_ENQUIRY = [
  'Enquire Collateral Account',
  'Enquire Collateral Balance',
  'Enquire Transaction Status',
] as const;

/** The groups of a new installation, in the order in which forms list them; what becomes of them is in the tables (2.2). */
export const standardGroups: readonly GroupDefinition[] = [
  group('DA', 'DA_MAKER', 'Delegated Administrator (Maker)', [
    'Enquire User Profile',
    'Create User Profile',
    'Change User Profile',
    'Delete User Profile',
    'User Profile Listing',
  ]),
  group('DA', 'DA_CHECKER', 'Delegated Administrator (Checker)', [
    'Enquire User Profile',
    'Authorise User Profile Change',
    'Get Authorisation Code',
    'User Profile Listing',
  ]),
  group('ACCESS_LEVEL', 'EE', 'Access Level EE: Security Management Functions', []),
  group('HKEX', 'HKEX_OPERATOR', 'Clearing house operator', [
    'Maintain Delegated Administrator',
    'Maintain Calendar',
    'Propose Phase Change',
  ]),
  group('HKEX', 'HKEX_APPROVER', 'Clearing house approver', [
    'Approve Delegated Administrator Change',
    'Approve Calendar Change',
    'Approve Phase Change',
  ]),
  group('HKEX', 'HKEX_REPORT_READER', 'Clearing house report reader', ['Read Migration Reports']),
  group('BUSINESS', 'COLLATERAL_ENQUIRY', 'Collateral enquiry', COLLATERAL_ENQUIRY),
  group('BUSINESS', 'CASH_COLLATERAL_INPUT', 'Cash collateral input', [
    ...COLLATERAL_ENQUIRY,
    'Input Cash Deposit',
    'Input Cash Withdrawal',
    'Input Currency Substitution',
  ]),
  group('BUSINESS', 'CASH_COLLATERAL_AUTH', 'Cash collateral authorisation', [
    ...COLLATERAL_ENQUIRY,
    'Authorise Cash Deposit',
    'Authorise Cash Withdrawal',
  ]),
  group('BUSINESS', 'STOCK_COLLATERAL_INPUT', 'Non-cash collateral input', [
    ...COLLATERAL_ENQUIRY,
    'Input Stock Deposit',
    'Input Stock Withdrawal',
    'Input Bank Guarantee',
  ]),
  group('BUSINESS', 'STOCK_COLLATERAL_AUTH', 'Non-cash collateral authorisation', [
    ...COLLATERAL_ENQUIRY,
    'Authorise Stock Deposit',
    'Authorise Stock Withdrawal',
  ]),
  group('BUSINESS', 'COVERED_CALL', 'Covered call cover', [
    'Enquire Cover Balance',
    'Lodge Specific Cover',
    'Release Specific Cover',
  ]),
  group('BUSINESS', 'MONEY_SETTLEMENT', 'Money settlement', [
    'Enquire Money Settlement',
    'Enquire Intra-day Margin Call',
    'Confirm Settlement Instruction',
  ]),
  group('BUSINESS', 'REPORT_DOWNLOAD', 'Report download', [
    'Report Profile Maintenance',
    'Download Collateral Reports',
  ]),
];
