/** One profile of the small world that the tests run in. */
export interface Person {
  uuid: string;
  userId: string;
  participant: string | null;
  email: string | null;
  srn: string | null;
  usable: boolean;
  /** Gone: nobody finds this profile any more. */
  deleted: boolean;
  locked: boolean;
  roles: string[];
  accessLevels: string[];
  soleDaWaiver: boolean;
  version: number;
}

const uuid = (number: number): string => `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`;

function person(number: number, userId: string, more: Partial<Person>): Person {
  const usual = {
    participant: 'ABC',
    email: `${userId.toLowerCase()}@abc.example`,
    srn: null,
    usable: true,
    deleted: false,
    locked: false,
    soleDaWaiver: false,
    version: 1,
  };
  return { uuid: uuid(number), userId, roles: ['BUSINESS_USER'], accessLevels: [], ...usual, ...more };
}

const maker = { roles: ['DA_MAKER'], accessLevels: ['EE'] };
const checker = { roles: ['DA_CHECKER'], accessLevels: ['EE'] };

/** Two makers and two checkers of ABC, one pair of XYZ, users, and staff of the clearing house. */
export function peopleOfAbc(): Record<
  | 'maker'
  | 'maker2'
  | 'checker'
  | 'checker2'
  | 'both'
  | 'user'
  | 'user2'
  | 'foreignMaker'
  | 'foreignChecker'
  | 'house'
  | 'houseApprover',
  Person
> {
  return {
    maker: person(1, 'HKABC1X1', maker),
    checker: person(2, 'HKABC2X1', checker),
    maker2: person(3, 'HKABC1X2', maker),
    checker2: person(4, 'HKABC2X2', checker),
    both: person(5, 'HKABC3X1', { roles: ['DA_MAKER', 'DA_CHECKER'], accessLevels: ['EE'] }),
    user: person(6, 'HKABC101', { email: null }),
    user2: person(7, 'HKABC102', { email: null }),
    foreignMaker: person(8, 'HKXYZ1X1', { ...maker, participant: 'XYZ' }),
    foreignChecker: person(9, 'HKXYZ2X1', { ...checker, participant: 'XYZ' }),
    house: person(10, 'HKEX01', { participant: null, roles: ['HKEX_OPERATOR'] }),
    houseApprover: person(11, 'HKEX02', { participant: null, roles: ['HKEX_APPROVER'] }),
  };
}
