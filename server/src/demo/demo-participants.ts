/** A clearing participant of the demo and how large its staff is. */
export interface DemoParticipant {
  readonly code: string;
  readonly name: string;
  readonly clearingHouse: 'HKCC' | 'SEOCH';
  readonly firm: string;
  readonly emailDomains: readonly string[];
  readonly users: number;
  /** How many of its first users have no registered email yet, as before the migration (W1). */
  readonly withoutEmail: number;
}

/** One firm in both houses, a firm in one, and a cash participant with IDs of the former terminal. */
export const demoParticipants: readonly DemoParticipant[] = [
  {
    code: 'ABC',
    name: 'ABC Futures Limited',
    clearingHouse: 'HKCC',
    firm: 'ABC Financial Group',
    emailDomains: ['abc-futures.example'],
    users: 120,
    withoutEmail: 70,
  },
  {
    code: 'ABO',
    name: 'ABC Options Limited',
    clearingHouse: 'SEOCH',
    firm: 'ABC Financial Group',
    emailDomains: ['abc-futures.example'],
    users: 30,
    withoutEmail: 6,
  },
  {
    code: 'B01234',
    name: 'Blue Harbour Securities Limited',
    clearingHouse: 'SEOCH',
    firm: 'Blue Harbour Securities',
    emailDomains: ['blue-harbour.example'],
    users: 24,
    withoutEmail: 5,
  },
  {
    code: 'DRG',
    name: 'Dragon Gate Derivatives (HK) Limited',
    clearingHouse: 'HKCC',
    firm: 'Dragon Gate',
    emailDomains: ['dragongate.example', 'dragongate-hk.example'],
    users: 60,
    withoutEmail: 15,
  },
  {
    code: 'XYZ',
    name: 'XYZ Options (Asia) Limited',
    clearingHouse: 'SEOCH',
    firm: 'XYZ Asia',
    emailDomains: ['xyz-asia.example'],
    users: 80,
    withoutEmail: 20,
  },
];
