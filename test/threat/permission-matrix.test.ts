import { beforeAll, describe, expect, it } from '@jest/globals';
import { bothEngines } from '../support/both-engines.ts';
import { approve, type Change, only } from '../support/changes.ts';
import { type Deed, houseDeeds, profileDeeds, type Subject } from '../support/deeds.ts';
import { type Actor, actors, type Everybody, everybody } from '../support/everybody.ts';
import { useStack } from '../support/every-shape.ts';
import type { Phase } from '../support/phase.ts';

/** Table 1 as rebuilt in domain 2.1 and the rows of 2.2 beside it, typed in by hand: Y may, - must refuse. */
const table = `
                                    PRE_PARALLEL   PARALLEL    END
  on a DA profile                   HKEX   DA      HKEX  DA    HKEX  DA    a DA who never may hears
  create a DA                       Y      -       Y     -     Y     -     FIELD_NOT_EDITABLE
  maintain                          Y      -       Y     -     Y     -     FIELD_NOT_EDITABLE
  email                             Y      -       Y     -     Y     -     FIELD_NOT_EDITABLE
  disable                           Y      -       Y     -     Y     -     FIELD_NOT_EDITABLE
  add business groups to a DA       -      -       -     -     Y     Y     PHASE_FORBIDS
  unlock                            Y      -       Y     -     Y     -     DA_UNLOCK_BY_HKEX
  reset second factor               Y      -       Y     -     Y     -     DA_FACTOR_RESET_BY_HKEX
  reset smartcard PIN               Y      -       Y     -     -     -     DA_PIN_RESET_BY_HKEX
  delete                            Y      -       Y     -     Y     -     FIELD_NOT_EDITABLE

  on a user profile                 HKEX   DA      HKEX  DA    HKEX  DA
  create a user                     Y      -       -     Y     -     Y     PHASE_FORBIDS
  maintain                          -      Y       -     Y     -     Y     PHASE_FORBIDS
  email                             -      Y       -     Y     -     Y     PHASE_FORBIDS
  email, in a file                  -      Y       -     Y     -     Y     PHASE_FORBIDS
  disable                           -      Y       -     Y     -     Y     PHASE_FORBIDS
  add business groups to a user     -      Y       -     Y     -     Y     PHASE_FORBIDS
  add DA groups to a user           -      -       -     -     Y     -     GROUP_NOT_ASSIGNABLE
  unlock                            -      Y       -     Y     -     Y     PHASE_FORBIDS
  reset second factor               -      Y       -     Y     -     Y     PHASE_FORBIDS
  reset smartcard PIN               -      Y       -     Y     -     -     PHASE_FORBIDS
  delete                            -      Y       -     Y     -     Y     PHASE_FORBIDS

  on the house itself               HKEX   DA      HKEX  DA    HKEX  DA
  group catalogue                   Y      -       Y     -     Y     -     NOT_PERMITTED
  calendar                          Y      -       Y     -     Y     -     NOT_PERMITTED
  policy                            Y      -       Y     -     Y     -     NOT_PERMITTED
  sole-DA waiver                    Y      -       Y     -     Y     -     NOT_PERMITTED
  service account                   Y      -       Y     -     Y     -     NOT_PERMITTED`;

type Side = 'HKEX' | 'DA';
interface Row {
  readonly target: 'DA' | 'USER' | 'HOUSE';
  readonly name: string;
  readonly cells: readonly boolean[];
  /** What a DA hears whom no phase gives the right. */
  readonly never: string;
}
const phases = ['PRE_PARALLEL', 'PARALLEL', 'END'] as const satisfies readonly Phase[];
const pairs = { HKEX: ['operator', 'approver'], DA: ['maker', 'checker'] } as const satisfies Record<Side, unknown>;

function readRows(): readonly Row[] {
  let target: Row['target'] = 'DA';
  return table.split('\n').flatMap((line): readonly Row[] => {
    if (/^ +on a user/.test(line)) target = 'USER';
    if (/^ +on the house/.test(line)) target = 'HOUSE';
    const found = /^ {2}(\S.*?) {2,}([Y-](?: +[Y-]){5}) +(\w+)$/.exec(line);
    if (found === null) return [];
    const [, name = '', cells = '', never = ''] = found;
    return [{ target, name, cells: cells.split(/ +/).map((cell) => cell === 'Y'), never }];
  });
}

const rows = readRows();
const deeds: Readonly<Record<string, Deed>> = { ...profileDeeds, ...houseDeeds };
const OUTCOME = '__typename ... on ChangeRequest { id state digest } ... on ChangeRefused { code message }';

it('the table has every action of domain 2 that is made by a pair, once for each target', () => {
  expect(rows).toHaveLength(25);
  expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(Object.keys(deeds)));
});

describe.each(bothEngines)('doing, cell by cell (%s)', (shape) => {
  const stack = useStack({ shape });
  let all: Everybody;
  beforeAll(async () => {
    all = await everybody(stack());
  }, 60_000);

  const submit = async (actor: Actor, deed: Deed, subject: Subject): Promise<Change> => {
    const house = actor === 'operator' || actor === 'approver' || actor === 'reportReader';
    const asked = deed.input(subject);
    const form = house && !(deed.mutation in houseMutations) ? { formReference: 'DA3-2026-000123' } : {};
    const participant = house && deed.mutation === 'submitUserCreation' ? { participant: 'ABC' } : {};
    const document = `mutation($input: ${deed.type}!) { ${deed.mutation}(input: $input) { ${OUTCOME} } }`;
    return only<Change>(await all.as(actor).send(document, { input: { ...asked, ...form, ...participant } }));
  };
  const houseMutations = Object.fromEntries(Object.values(houseDeeds).map(({ mutation }) => [mutation, true]));
  const openRequests = async () =>
    (await (await stack().tables('approvals')).rows('SELECT id FROM change_request')).length;
  const versionOf = async (userId: string) => {
    const identity = await stack().tables('identity');
    const found = await identity.rows<{ version: number }>(
      'SELECT version FROM user_profile WHERE user_id = ? AND deleted_at IS NULL',
      [userId],
    );
    return Number(found[0]?.version ?? 0);
  };
  const codeOfLine = async (actor: Actor, deed: Deed, subject: Subject) => {
    const preview = `query($csv: String!, $form: String) { bulkChangePreview(csv: $csv, formReference: $form) { rows { error { code } } } }`;
    const form = actor === 'operator' ? 'DA3-2026-000123' : null;
    const answer = await all.as(actor).send(preview, { csv: deed.input(subject)['csv'], form });
    return only<{ rows: { error: { code: string } | null }[] }>(answer).rows[0]?.error?.code;
  };
  const agreed = async (side: Side, deed: Deed, subject: Subject) => {
    const [maker, checker] = pairs[side];
    const request = await submit(maker, deed, subject);
    if (request.__typename === 'ChangeRefused')
      return request.code === 'BULK_HAS_ERRORS' ? codeOfLine(maker, deed, subject) : request.code;
    return (await approve(all.as(checker), request.id, request.digest)).state;
  };

  describe.each(phases)('%s', (phase) => {
    const index = phases.indexOf(phase);
    let administrator: string;
    beforeAll(async () => {
      await all.moveTo(phase);
      administrator = `HKABC3Z${index + 1}`;
      const deed = { ...profileDeeds['create a DA'] };
      const input = (subject: Subject) => ({ ...deed.input(subject), userId: administrator });
      const created = await agreed(
        'HKEX',
        { ...deed, input },
        { userId: administrator, version: 0, serial: index + 1 },
      );
      if (created !== 'EXECUTED') throw new Error(`No administrator to act on: ${created}`);
    }, 60_000);

    it.each(rows.map((row) => [`${row.name} (${row.target})`, row] as const))('%s', async (_name, row) => {
      const deed = deeds[row.name] as Deed;
      const userId = row.target === 'DA' ? administrator : row.target === 'USER' ? all.cast.user().userId : '';
      if (userId !== '') await deed.prepare?.((part) => stack().tables(part), userId);
      const subject = async (): Promise<Subject> => ({ userId, version: await versionOf(userId), serial: index + 1 });
      const before = [await openRequests(), await versionOf(userId)];

      const others = actors.filter((actor) => actor !== 'operator' && actor !== 'maker');
      const heard = [];
      for (const actor of others) heard.push([actor, (await submit(actor, deed, await subject())).code]);
      expect(heard).toEqual(others.map((actor) => [actor, 'NOT_PERMITTED']));

      const may = { HKEX: row.cells[index * 2] === true, DA: row.cells[index * 2 + 1] === true };
      const refusing = (['HKEX', 'DA'] as const).filter((side) => !may[side]);
      const ever = row.cells.some((cell, column) => cell && column % 2 === 1);
      // There are no cards at END, so nobody is sent to anybody else (W21).
      const isOver = row.name === 'reset smartcard PIN' && refusing.length === 2;
      for (const side of refusing) {
        const expected = side === 'DA' && !ever && !isOver ? row.never : 'PHASE_FORBIDS';
        expect([side, await agreed(side, deed, await subject())]).toEqual([side, expected]);
      }
      expect([await openRequests(), await versionOf(userId)]).toEqual(before);
      const permitted = (['HKEX', 'DA'] as const).filter((side) => may[side]);
      for (const side of permitted) {
        await deed.prepare?.((part) => stack().tables(part), userId);
        expect([side, await agreed(side, deed, await subject())]).toEqual([side, 'EXECUTED']);
      }
    });
  });
});
