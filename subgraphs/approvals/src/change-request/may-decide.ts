import type { Standing } from '../ports/people.ts';

/** Holds for an enabled DA Checker with EE, and among the clearing house's own staff for an approver (domain 2.2). */
export function mayDecide(person: Standing): boolean {
  if (!person.usable) return false;
  if (person.participant === null) return person.roles.includes('HKEX_APPROVER');
  return person.roles.includes('DA_CHECKER') && person.accessLevels.includes('EE');
}

/** Two IDs with one registered email or one smartcard count as one person (M4). */
export function isSamePerson(a: Pick<Standing, 'email' | 'srn'>, b: Pick<Standing, 'email' | 'srn'>): boolean {
  const isShared = (left: string | null, right: string | null) =>
    left !== null && right !== null && left.trim() !== '' && left.trim().toLowerCase() === right.trim().toLowerCase();
  return isShared(a.email, b.email) || isShared(a.srn, b.srn);
}
