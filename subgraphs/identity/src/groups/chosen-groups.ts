import { accepted, type Judged, refused } from '../refusal.ts';
import type { Catalogue } from './catalogue.ts';

/** As many as the column of a profile holds. */
const LONGEST_LIST = 390;

function isRetired(catalogue: Catalogue, code: string): boolean {
  return catalogue.find(code) !== null && catalogue.findLive(code) === null;
}

/**
 * Reads the complete set of groups that a profile shall have, in the order of the catalogue. A retired group may be
 * kept by who holds it, and given to nobody else.
 */
export function chosenGroups(
  typed: unknown,
  catalogue: Catalogue,
  held: readonly string[] = [],
): Judged<readonly string[]> {
  if (!Array.isArray(typed) || typed.some((code) => typeof code !== 'string'))
    return refused('INVALID_INPUT', 'Name the groups by their codes.', { field: 'groups' });
  const wanted = new Set((typed as readonly string[]).map((code) => code.trim().toUpperCase()));
  const retired = [...wanted].find((code) => !held.includes(code) && isRetired(catalogue, code));
  if (retired !== undefined)
    return refused('GROUP_NOT_ASSIGNABLE', `Group ${retired} is retired and is given to nobody any more.`, {
      field: 'groups',
    });
  const unknown = [...wanted].find((code) => catalogue.findLive(code) === null && !held.includes(code));
  if (unknown !== undefined)
    return refused('GROUP_UNKNOWN', `There is no group ${unknown.slice(0, 40)}.`, { field: 'groups' });
  const known = catalogue.groups.map(({ code }) => code).filter((code) => wanted.has(code));
  const groups = [...known, ...held.filter((code) => wanted.has(code) && !known.includes(code))];
  return groups.join(' ').length > LONGEST_LIST
    ? refused('INVALID_INPUT', 'One profile cannot hold that many groups.', { field: 'groups' })
    : accepted(groups);
}
