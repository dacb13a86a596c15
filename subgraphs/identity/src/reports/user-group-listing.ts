import type { Group, GroupKind } from '../groups/group.ts';
import type { IdentityReport } from './report-reader.ts';

const KINDS: ReadonlySet<GroupKind> = new Set(['DA', 'ACCESS_LEVEL', 'BUSINESS']);

/** How many hold each group, from as many combinations of groups as there are and not from every profile. */
function holdersOf(combinations: readonly { readonly group_codes: string; readonly holders: number }[]) {
  const holders = new Map<string, number>();
  for (const { group_codes: codes, holders: count } of combinations)
    for (const code of codes.split(' ')) holders.set(code, (holders.get(code) ?? 0) + Number(count));
  return holders;
}

/** R2: the groups a participant's profiles can hold, with their functions and how many hold each (domain 6). */
export const userGroupListing: IdentityReport = {
  name: 'userGroupListing',
  title: 'User Group Listing',
  description: 'Every group with its accessible functions, and how many profiles of the participant hold it.',
  needs: { audience: 'PARTICIPANT' },
  args: { participant: 'ID' },
  columns: [
    { key: 'group', title: 'Group' },
    { key: 'kind', title: 'Kind' },
    { key: 'name', title: 'Name' },
    { key: 'functions', title: 'Accessible Functions' },
    { key: 'retired', title: 'Retired' },
    { key: 'holders', title: 'Holders' },
  ],
  async lines(reader, _args, { after, size }) {
    const { clauses, values } = reader.profiles();
    const combinations = await reader.select<{ group_codes: string; holders: number }>(
      `SELECT p.group_codes, COUNT(*) AS holders FROM user_profile p
        WHERE ${['p.live_user_id IS NOT NULL', ...clauses].join(' AND ')} GROUP BY p.group_codes`,
      values,
    );
    const holders = holdersOf(combinations);
    const groups = reader.catalogue.groups.filter(({ kind }) => KINDS.has(kind));
    const begin = groups.findIndex(({ code }) => code === after) + 1;
    const line = ({ code, kind, name, functions, retiredAt }: Group) => [
      code,
      kind,
      name,
      functions.join('; '),
      retiredAt !== null,
      holders.get(code) ?? 0,
    ];
    const page = groups.slice(begin, begin + size);
    return { lines: page.map(line), next: begin + size < groups.length ? (page.at(-1)?.code ?? null) : null };
  },
};
