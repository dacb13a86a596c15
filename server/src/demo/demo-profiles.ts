import { type DemoParticipant, demoParticipants } from './demo-participants.ts';
import { englishNames, givenNames, surnames } from './names.ts';

/** A profile of the demo, as a form would hold it. */
export interface DemoProfile {
  readonly userId: string;
  readonly type: 'USER' | 'DA' | 'HKEX';
  readonly participant: string | null;
  readonly clearingHouse: 'HKCC' | 'SEOCH' | null;
  readonly clearingHouseOptions: 'CASH' | 'DERIVATIVES' | 'ALL';
  readonly status: 'ENABLED' | 'DISABLED';
  readonly surname: string;
  readonly otherNames: string;
  readonly email: string | null;
  readonly enableFrom: string | null;
  readonly disableAfter: string | null;
  readonly groups: readonly string[];
  readonly srn: string | null;
  readonly certificateExpiry: string | null;
  readonly settlementAgentName: string | null;
  readonly createdInPhase: 'PRE_PARALLEL' | 'PARALLEL';
}

const AGENT = { name: 'Harbour Custody Services', domain: 'harbour-custody.example' };
const businessGroups = [
  ['COLLATERAL_ENQUIRY', 'REPORT_DOWNLOAD'],
  ['CASH_COLLATERAL_INPUT'],
  ['CASH_COLLATERAL_AUTH', 'MONEY_SETTLEMENT'],
  ['STOCK_COLLATERAL_INPUT', 'COVERED_CALL'],
  ['STOCK_COLLATERAL_AUTH'],
  ['MONEY_SETTLEMENT', 'REPORT_DOWNLOAD'],
] as const;

/** Walks a list in strides that share no factor with its length, so that neighbours differ: the same data every time. */
function pick<T>(list: readonly T[], position: number, stride: number): T {
  return list[(position * stride) % list.length] as T;
}

function nameOf(position: number): { surname: string; otherNames: string; mailName: string } {
  const surname = pick(surnames, position, 7);
  const given = pick(givenNames, position, 11);
  const english = position % 3 === 0 ? pick(englishNames, position, 5) : null;
  const mailName = `${(english ?? given.replace(' ', '')).toLowerCase()}.${surname.toLowerCase()}${position}`;
  return { surname: surname.toUpperCase(), otherNames: english === null ? given : `${given} ${english}`, mailName };
}

function cardOf(position: number): Pick<DemoProfile, 'srn' | 'certificateExpiry'> {
  const month = String((position % 12) + 1).padStart(2, '0');
  return { srn: `SC${String(70_000_000 + position * 137)}`, certificateExpiry: `${2027 + (position % 3)}-${month}-28` };
}

function userIdOf(code: string, index: number): string {
  const number = String(index + 1).padStart(2, '0');
  if (code === 'B01234') return `${code}${number}`;
  return `HK${code}${1 + Math.floor(index / 99)}${String((index % 99) + 1).padStart(2, '0')}`;
}

/** Every twelfth has left or not begun, every seventeenth is disabled; the first ones are plain, for trying out. */
function statusOf(index: number): Pick<DemoProfile, 'status' | 'enableFrom' | 'disableAfter'> {
  if (index < 10) return { status: 'ENABLED', enableFrom: null, disableAfter: null };
  if (index % 17 === 0) return { status: 'DISABLED', enableFrom: '2003-01-01', disableAfter: null };
  if (index % 12 === 0) return { status: 'ENABLED', enableFrom: '2010-04-01', disableAfter: '2022-12-31' };
  return { status: 'ENABLED', enableFrom: index % 2 === 0 ? '2015-07-02' : null, disableAfter: null };
}

function userOf(participant: DemoParticipant, index: number, position: number): DemoProfile {
  const { surname, otherNames, mailName } = nameOf(position);
  const agent = index % 15 === 14;
  const domain = agent ? AGENT.domain : pick(participant.emailDomains, index, 1);
  const recent = index >= participant.users - 4;
  const shared = index % 20 === 19 ? 'settlement' : mailName;
  return {
    userId: userIdOf(participant.code, index),
    type: 'USER',
    participant: participant.code,
    clearingHouse: participant.clearingHouse,
    clearingHouseOptions: participant.code === 'B01234' ? 'CASH' : 'DERIVATIVES',
    surname,
    otherNames,
    ...statusOf(index),
    email: index < participant.withoutEmail && participant.code !== 'B01234' ? null : `${shared}@${domain}`,
    groups: pick(businessGroups, index, 1),
    ...(recent ? { srn: null, certificateExpiry: null } : cardOf(position)),
    settlementAgentName: agent ? AGENT.name : null,
    createdInPhase: recent ? 'PARALLEL' : 'PRE_PARALLEL',
  };
}

const administrators = [
  ['1', '1', 'DA_MAKER'],
  ['2', '1', 'DA_CHECKER'],
  ['1', '2', 'DA_MAKER'],
  ['2', '2', 'DA_CHECKER'],
] as const;

/** Makers and checkers: HKABC1X1 and HKABC1X2 make, HKABC2X1 and HKABC2X2 check. */
function administratorsOf(participant: DemoParticipant, position: number): readonly DemoProfile[] {
  return administrators.map(([digit, last, role], index) => {
    const { surname, otherNames, mailName } = nameOf(position + index);
    return {
      userId: participant.code === 'B01234' ? `B012349${index + 6}` : `HK${participant.code}${digit}X${last}`,
      type: 'DA',
      participant: participant.code,
      clearingHouse: participant.clearingHouse,
      clearingHouseOptions: participant.code === 'B01234' ? 'CASH' : 'DERIVATIVES',
      status: 'ENABLED',
      surname,
      otherNames,
      email: `${mailName}@${participant.emailDomains[0]}`,
      enableFrom: null,
      disableAfter: null,
      groups: [role, 'EE'],
      ...cardOf(position + index),
      settlementAgentName: null,
      createdInPhase: 'PRE_PARALLEL',
    };
  });
}

const staff = [
  ['HKEX0001', 'HKEX_OPERATOR'],
  ['HKEX0002', 'HKEX_APPROVER'],
  ['HKEX0003', 'HKEX_REPORT_READER'],
] as const;

function staffProfiles(position: number): readonly DemoProfile[] {
  return staff.map(([userId, role], index) => {
    const { surname, otherNames, mailName } = nameOf(position + index);
    return {
      userId,
      type: 'HKEX',
      participant: null,
      clearingHouse: null,
      clearingHouseOptions: 'ALL',
      status: 'ENABLED',
      surname,
      otherNames,
      email: `${mailName}@clearing-house.example`,
      enableFrom: null,
      disableAfter: null,
      groups: [role],
      ...cardOf(position + index),
      settlementAgentName: null,
      createdInPhase: 'PRE_PARALLEL',
    };
  });
}

/** One person with two IDs: the user has the names and the email of the administrator (W22). */
const double = { user: 'HKDRG121', administrator: 'HKDRG1X2' };

function withDouble(profiles: readonly DemoProfile[]): readonly DemoProfile[] {
  const twin = profiles.find(({ userId }) => userId === double.administrator);
  if (twin === undefined) return profiles;
  const { surname, otherNames, email } = twin;
  return profiles.map((each) => (each.userId === double.user ? { ...each, surname, otherNames, email } : each));
}

/** Everybody of the demo, the same at every installation. */
export function demoProfiles(): readonly DemoProfile[] {
  const profiles: DemoProfile[] = [...staffProfiles(1)];
  for (const participant of demoParticipants) {
    profiles.push(...administratorsOf(participant, profiles.length + 1));
    for (let index = 0; index < participant.users; index += 1) {
      profiles.push(userOf(participant, index, profiles.length + 1));
    }
  }
  return withDouble(profiles);
}
