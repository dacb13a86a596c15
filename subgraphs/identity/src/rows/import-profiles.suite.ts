import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { query as select } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import {
  createProfile,
  deleteProfile,
  type ImportCommit,
  type ImportProgress,
  importProfiles,
  type ImportRow,
} from '../index.ts';

const good: ImportRow = {
  line: 2,
  userId: 'HKABC401',
  surname: 'CHEUNG',
  otherNames: 'Mei Ling',
  status: 'Enabled',
  enableFrom: '01-Jan-03',
  disableAfter: '',
  clearingHouseOptions: 'cash',
  groups: ['cash_collateral_input', ''],
  srn: 'srn-401',
  certificateExpiry: '31-Mar-27',
  email: 'mei@ABC.com.hk',
  participant: 'abc',
};

type Refused = Extract<ImportProgress, { kind: 'refused' }>;
type Done = Exclude<ImportProgress, { kind: 'refused' }>;

/** The rules of the import; they hold on either engine. */
export function importSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());

  const run = async (
    rows: Iterable<ImportRow>,
    commit: ImportCommit,
    onBatch: () => Promise<void> = async () => undefined,
  ): Promise<{ refused: readonly Refused[]; done: Done }> => {
    const refused: Refused[] = [];
    let last: ImportProgress | undefined;
    async function* lines(): AsyncGenerator<ImportRow> {
      yield* rows;
    }
    for await (const progress of importProfiles(scene.database, lines(), {
      commit,
      clock: scene.clock,
      actor: 'operator',
    })) {
      last = progress;
      if (progress.kind === 'refused') refused.push(progress);
      if (progress.kind === 'progress') await onBatch();
    }
    if (last?.kind !== 'done') throw new Error('The import did not end.');
    return { refused, done: last };
  };
  const exists = async (userId: string) => (await scene.uuid(userId)) !== 'nobody';
  const waiting = async () =>
    (await scene.database.read((tx) => select<{ n: number }>(tx, 'SELECT COUNT(*) AS n FROM import_row')))[0]?.n;

  it('keeps nothing in a dry run, and tells the same as a real one', async () => {
    const { refused, done } = await run([good, { ...good, line: 3 }], 'dry-run');
    expect(refused).toEqual([
      {
        kind: 'refused',
        line: 3,
        userId: 'HKABC401',
        code: 'USER_ID_TAKEN',
        message: 'The user ID HKABC401 appears on an earlier line.',
      },
    ]);
    expect(done).toEqual({ kind: 'done', read: 2, accepted: 1, refused: 1, committed: 0 });
    expect(await exists('HKABC401')).toBe(false);
    expect(await waiting()).toBe(0);
  });

  it('keeps nothing of all when one line is refused', async () => {
    const { refused, done } = await run([good, { ...good, line: 3, userId: 'HKABC402', email: 'none' }], 'all');
    expect(refused).toMatchObject([{ line: 3, code: 'INVALID_EMAIL' }]);
    expect(done).toMatchObject({ accepted: 1, refused: 1, committed: 0 });
    expect(await exists('HKABC401')).toBe(false);
    expect(await waiting()).toBe(0);
  });

  it('keeps the good lines row by row, each field in stored form', async () => {
    const { done } = await run([good, { ...good, line: 3, userId: 'HKABC402', status: 'gone' }], 'per-row');
    expect(done).toMatchObject({ read: 2, accepted: 1, refused: 1, committed: 1 });
    const answer = await scene.as(
      'HKABC1X1',
      'query { userProfile(userId: "HKABC401") { type status surname otherNames email enableFrom disableAfter clearingHouseOptions srn certificateExpiry smartcardAllowed groups { code } } }',
    );
    expect(answer.data['userProfile']).toEqual({
      type: 'USER',
      status: 'ENABLED',
      surname: 'CHEUNG',
      otherNames: 'Mei Ling',
      email: 'mei@abc.com.hk',
      enableFrom: '2003-01-01',
      disableAfter: null,
      clearingHouseOptions: 'CASH',
      srn: 'SRN-401',
      certificateExpiry: '2027-03-31',
      smartcardAllowed: true,
      groups: [{ code: 'CASH_COLLATERAL_INPUT' }],
    });
  });

  it('keeps all when every line is good, administrators and former IDs included', async () => {
    const rows: ImportRow[] = [
      { ...good, userId: 'HKABC3X1', groups: ['DA_CHECKER', 'EE'] },
      { ...good, line: 3, userId: 'HKXYZX11', participant: 'XYZ', groups: ['DA_MAKER', 'EE'] },
      { ...good, line: 4, userId: 'b0123401', srn: '', email: '', certificateExpiry: '' },
    ];
    expect((await run(rows, 'all')).done).toMatchObject({ accepted: 3, refused: 0, committed: 3 });
    const answer = await scene.service(
      'gateway',
      '{ a: standing(userId: "HKABC3X1") { type roles usable } b: standing(userId: "B0123401") { type participant smartcardAllowed } }',
    );
    expect(answer.data).toEqual({
      a: { type: 'DA', roles: ['DA_CHECKER'], usable: true },
      b: { type: 'USER', participant: 'ABC', smartcardAllowed: false },
    });
    expect((await scene.audit()).at(-1)).toMatchObject({ action: 'profile.import', actor: 'operator' });
  });

  it.each<[string, Partial<ImportRow>, string]>([
    ["another participant's ID", { userId: 'HKXYZ401' }, 'USER_ID_FORMAT'],
    ['a look-alike ID', { userId: 'HK\u0410BC401' }, 'USER_ID_FORMAT'],
    ["an administrator's ID without a DA group", { userId: 'HKABC4Y1' }, 'USER_ID_RESERVED_FOR_DA'],
    ['an unknown participant', { participant: 'NONE' }, 'PARTICIPANT_UNKNOWN'],
    ['an unknown group', { groups: ['NO_SUCH'] }, 'GROUP_UNKNOWN'],
    ["the house's group", { groups: ['HKEX_OPERATOR'] }, 'GROUP_NOT_ASSIGNABLE'],
    ['EE on a user', { groups: ['EE'] }, 'GROUP_NOT_ASSIGNABLE'],
    [
      'a business group on an administrator before END',
      { userId: 'HKABC4Y2', groups: ['DA_MAKER', 'COVERED_CALL'] },
      'GROUP_NOT_ASSIGNABLE',
    ],
    ['no surname', { surname: ' ' }, 'INVALID_NAME'],
    ['a line break in a name', { otherNames: 'A\nB' }, 'INVALID_NAME'],
    ['no real date', { enableFrom: '31-Feb-24' }, 'INVALID_DATE'],
    ['an end before the beginning', { enableFrom: '01-Jan-24', disableAfter: '31-Dec-23' }, 'INVALID_DATE'],
    ['an unknown option', { clearingHouseOptions: '' }, 'INVALID_OPTION'],
    ['two emails', { email: 'a@abc.com.hk;b@abc.com.hk' }, 'INVALID_EMAIL'],
    ['a formula for an SRN', { srn: '=1+1' }, 'INVALID_INPUT'],
    ['a taken ID', { userId: 'HKABC101' }, 'USER_ID_TAKEN'],
    ['a line that is none', { unreadable: 'The line is no row.' }, 'ROW_UNREADABLE'],
  ])('refuses %s with its line number', async (_, cell, code) => {
    const { refused, done } = await run([{ ...good, userId: 'HKABC450', line: 77, ...cell }], 'all');
    expect(refused).toMatchObject([{ line: 77, code, message: expect.stringMatching(/\.$/) }]);
    expect(done).toMatchObject({ accepted: 0, refused: 1, committed: 0 });
  });

  it("gives a tombstone's ID again within its participant only", async () => {
    await scene.write((tx, at) =>
      createProfile(tx, { userId: 'B9999901', type: 'USER', participant: 'ABC', surname: 'GONE' }, at),
    );
    await scene.write((tx, at) => deleteProfile(tx, { userId: 'B9999901' }, at));
    const row = { ...good, userId: 'B9999901' };
    expect((await run([{ ...row, participant: 'XYZ' }], 'all')).refused).toMatchObject([{ code: 'USER_ID_TAKEN' }]);
    expect((await run([row], 'all')).done).toMatchObject({ committed: 1 });
  });

  it('leaves no waiting rows when the file breaks off', async () => {
    const broken = function* (): Generator<ImportRow> {
      for (let n = 0; n < 600; n += 1) yield { ...good, line: n, userId: `C${String(1_000_000 + n)}` };
      throw new Error('The file broke off.');
    };
    await expect(run(broken(), 'all')).rejects.toThrow('broke off');
    expect(await waiting()).toBe(0);
    expect(await exists('C1000000')).toBe(false);
  });

  it('takes thousands of lines while others work, and all appear at once', async () => {
    const many = function* (): Generator<ImportRow> {
      for (let n = 0; n < 5_000; n += 1)
        yield { ...good, line: n + 2, userId: `D${String(1_000_000 + n)}`, email: `user${n}@abc.com.hk` };
    };
    const seen: boolean[] = [];
    const { done } = await run(many(), 'all', async () => {
      seen.push(await exists('D1000000'));
    });
    expect(seen).toEqual(Array.from({ length: 10 }, () => false));
    expect(done).toEqual({ kind: 'done', read: 5_000, accepted: 5_000, refused: 0, committed: 5_000 });
    expect(await exists('D1004999')).toBe(true);
    expect(scene.clock.now()).toEqual(MONDAY);
  });
}
