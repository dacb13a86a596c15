import type { GroupHolders } from '../changes/house-records.ts';
import { type HouseRule, houseChange, type HouseWish } from '../changes/house-change.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import type { Group } from './group.ts';

/** A business group to be defined, or what of it changes; null leaves as it is. */
interface GroupWish {
  readonly code: string;
  readonly name: string | null;
  readonly functions: readonly string[] | null;
  readonly retire: boolean | null;
}

const CODE = /^[A-Z][A-Z0-9_]{1,23}$/;
const LONGEST = 80;
const MOST_FUNCTIONS = 50;

function visible(typed: unknown): string | null {
  if (typeof typed !== 'string' || /[\p{C}\p{Zl}\p{Zp}]/u.test(typed)) return null;
  const text = typed.normalize('NFC').trim();
  return text === '' || [...text].length > LONGEST ? null : text;
}

function readFunctions(typed: unknown): readonly string[] | null {
  if (!Array.isArray(typed) || typed.length === 0 || typed.length > MOST_FUNCTIONS) return null;
  const functions = typed.map(visible).filter((each) => each !== null);
  return functions.length === typed.length ? [...new Set(functions)] : null;
}

const wrong = (message: string, field: string) => refused('INVALID_INPUT', message, { field });

/** A field that may be left out: null then, else its value, or what is wrong with it. */
function optional<T>(typed: unknown, value: (given: unknown) => T | null, otherwise: Judged<never>): Judged<T | null> {
  if (typed === undefined || typed === null) return accepted(null);
  const given = value(typed);
  return given === null ? otherwise : accepted(given);
}

function read(fields: Readonly<Record<string, unknown>>): Judged<GroupWish> {
  const typed = fields['code'];
  const code = typeof typed === 'string' ? typed.trim().toUpperCase() : '';
  if (!CODE.test(code))
    return wrong('A code has 2 to 24 letters, digits or underscores and begins with a letter.', 'code');
  const name = optional(fields['name'], visible, wrong(`A name has 1 to ${LONGEST} visible characters.`, 'name'));
  if (!name.ok) return name;
  const many = `Name 1 to ${MOST_FUNCTIONS} functions of at most ${LONGEST} visible characters.`;
  const functions = optional(fields['functions'], readFunctions, wrong(many, 'functions'));
  if (!functions.ok) return functions;
  const flag = (given: unknown): boolean | null => (typeof given === 'boolean' ? given : null);
  const retire = optional(fields['retire'], flag, wrong('Say true to retire, false to bring back.', 'retire'));
  if (!retire.ok) return retire;
  return accepted({ code, name: name.value, functions: functions.value, retire: retire.value });
}

/** When it was or is retired; null while it lives. */
function retirement(retire: boolean | null, stored: Date | null, now: Date): Date | null {
  if (retire === null) return stored;
  return retire ? (stored ?? now) : null;
}

function newGroup({ code, name, functions, retire }: GroupWish): Judged<Omit<Group, 'version'>> {
  if (retire !== null)
    return refused('GROUP_UNKNOWN', 'There is no such group to retire or to bring back.', { field: 'code' });
  if (name === null || functions === null)
    return wrong('A new group needs its name and its functions.', name === null ? 'name' : 'functions');
  return accepted({ code, kind: 'BUSINESS', name, functions, retiredAt: null });
}

/** What the group would be. */
function wanted(wish: GroupWish, stored: Group | null, now: Date): Judged<Omit<Group, 'version'>> {
  if (stored === null) return newGroup(wish);
  const { code, kind } = stored;
  if (kind !== 'BUSINESS')
    return refused('GROUP_NOT_EDITABLE', 'Only business groups are defined here; this one belongs to the product.', {
      field: 'code',
    });
  const { name, functions } = { name: wish.name ?? stored.name, functions: wish.functions ?? stored.functions };
  return accepted({ code, kind, name, functions, retiredAt: retirement(wish.retire, stored.retiredAt, now) });
}

const shown = (group: Omit<Group, 'version'> | null): Record<string, unknown> =>
  group === null
    ? { name: null, functions: null, retired: null }
    : { name: group.name, functions: group.functions, retired: group.retiredAt !== null };

function holdersWarning({ userIds, more }: GroupHolders): readonly string[] {
  if (userIds.length === 0) return [];
  return [`Profiles that hold it and are affected: ${userIds.join(', ')}${more ? ' and more' : ''}.`];
}

async function judge({ records, wish, state, now, proposing }: HouseWish<GroupWish, Group | null>) {
  const after = wanted(wish, state.stored, now);
  if (!after.ok) return after;
  const [old, next] = [shown(state.stored), shown(after.value)];
  const changed = Object.keys(next).filter((field) => JSON.stringify(old[field]) !== JSON.stringify(next[field]));
  if (changed.length === 0) return refused('NO_CHANGE', 'The group is defined like this already.');
  const affects = proposing && state.stored !== null && changed.some((field) => field !== 'name');
  const pick = (from: Record<string, unknown>) => Object.fromEntries(changed.map((field) => [field, from[field]]));
  return accepted({
    before: pick(old),
    after: pick(next),
    warnings: affects ? holdersWarning(await records.house.groupHolders(wish.code)) : [],
  });
}

const rule: HouseRule<GroupWish, Group | null> = {
  kind: 'GROUP_DEFINITION',
  action: 'CHANGE_GROUP_CATALOGUE',
  successMessage: 'The user group is changed successfully',
  fields: ['code', 'name', 'functions', 'retire'],
  read,
  key: ({ code }) => `group:${code}`,
  subject: ({ code }) => `Group ${code}`,
  async stored(records, { code }) {
    const { stored, version } = await records.house.group(code);
    return { stored, version };
  },
  judge,
  async write({ records, wish, state, now }) {
    const group = wanted(wish, state.stored, now);
    return group.ok && records.house.writeGroup(group.value, state.version);
  },
};

/** Define, rename, re-fill, retire or bring back a business group; administrators only assign it (2.2, domain 1). */
export const groupDefinition = houseChange(rule);
