import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { query as select } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';
import { createProfile, type NewProfile, setPhase } from '../index.ts';

const PROPOSE = `query($a: ID!, $i: JSON!) { proposeChange(kind: "BULK_CHANGE", actorUuid: $a, input: $i) {
  proposal { targetKey targetUserId subject participant before after payload version warnings summary formReference }
  refusal { code message field details } } }`;
const CHECK = `query($m: ID!, $c: ID!, $t: ID!, $p: JSON) { checkDecision(kind: "BULK_CHANGE", makerUuid: $m, checkerUuid: $c, targetUuid: $t, version: 0, payload: $p) { refusal { code } } }`;
const APPLY = `mutation($i: ApplyBulkRowsInput!) { applyBulkRows(input: $i) { line outcome refusal { code message } } }`;

interface RefusedLine {
  readonly line: number;
  readonly code: string;
}
interface Line {
  readonly line: number;
  readonly action: string;
  readonly kind: string;
  readonly userId: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly warnings: readonly string[];
  readonly targetKey: string;
  readonly targetUuid: string;
  readonly payload: unknown;
  readonly version: number;
}
interface Outcome {
  readonly line: number;
  readonly outcome: string;
  readonly refusal: { readonly code: string } | null;
}

const HEADER =
  'action,user_id,email,surname,other_names,groups,enable_from,disable_after,clearing_house_options,reason';
const csv = (...lines: readonly string[]): string => [HEADER, ...lines, ''].join('\r\n');

/** Bulk change where its data lives; the rules hold on either engine (W24). */
export function bulkSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  let serial = 0;
  let requests = 0;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    scene.clock.set(MONDAY);
    await scene.write((tx, at) => setPhase(tx, 'PARALLEL', at));
  });

  const fresh = async (more: Partial<NewProfile> = {}): Promise<string> => {
    serial += 1;
    const userId = `HKABC4${String(serial).padStart(2, '0')}`;
    const profile = { userId, type: 'USER', participant: 'ABC', surname: 'NG', ...more } as const;
    await scene.write((tx, at) => createProfile(tx, profile, at));
    return userId;
  };
  const propose = async (file: string, onErrors: string, by = 'HKABC1X1', more = {}) => {
    const answer = await scene.service('approvals', PROPOSE, {
      a: await scene.uuid(by),
      i: { csv: file, onErrors, ...more },
    });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data['proposeChange'] as unknown as {
      proposal: Record<string, never> & { payload: { rows: Line[]; refused: RefusedLine[] } };
      refusal: { code: string; message: string } | null;
    };
  };
  const show = async (file: string, more: Record<string, unknown> = {}, by?: string) => {
    const { proposal, refusal } = await propose(file, 'SHOW', by, more);
    if (refusal !== null) throw new Error(refusal.code);
    return { ...proposal.payload, summary: proposal['summary'] };
  };
  const codes = async (file: string, more = {}, by?: string) => {
    const { rows, refused } = await show(file, more, by);
    const lines = [...rows.map(({ line }) => ({ line, code: null })), ...refused];
    return lines.toSorted((one, other) => one.line - other.line).map(({ code }) => code);
  };
  const refusalOf = async (file: string, by = 'HKABC1X1', more = {}) =>
    (await propose(file, 'SHOW', by, more)).refusal?.code;
  const linesOf = async (file: string): Promise<readonly Line[]> =>
    (await propose(file, 'APPLY_VALID_ROWS')).proposal.payload.rows;
  const apply = async (rows: readonly Line[], more: Record<string, unknown> = {}): Promise<readonly Outcome[]> => {
    requests += 1;
    const answer = await scene.service('approvals', APPLY, {
      i: {
        requestId: `bulk-${requests}`,
        makerUuid: await scene.uuid('HKABC1X1'),
        checkerUuid: await scene.uuid('HKABC2X1'),
        decidedAt: MONDAY.toISOString(),
        rows: rows.map(({ line, kind, targetUuid, payload, version }) => ({
          line,
          kind,
          targetUuid,
          payload,
          version,
        })),
        ...more,
      },
    });
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
    return answer.data['applyBulkRows'] as unknown as readonly Outcome[];
  };
  const stored = async (userId: string) => {
    const sql = 'SELECT email, status, version FROM user_profile WHERE live_user_id = ?';
    const [row] = await scene.database.read((tx) =>
      select<{ email: string | null; status: string; version: number }>(tx, sql, [userId]),
    );
    return row ?? null;
  };
  const audits = (requestId: string) =>
    scene.database.read((tx) =>
      select<{ action: string; outcome: string; target: string; code: string | null; after_json: string }>(
        tx,
        'SELECT action, outcome, target, code, after_json FROM audit_entry WHERE request_id = ? ORDER BY seq',
        [requestId],
      ),
    );

  describe('a dry run', () => {
    it('shows each line before and after with its warnings, and changes nothing', async () => {
      const [a, b, c] = [await fresh({ email: 'old@abc.com.hk' }), await fresh(), await fresh()];
      const file = csv(
        `email,${a.toLowerCase()},New@ABC.com.hk`,
        `DISABLE,${b},,,,,,,,Left the firm`,
        `DELETE,${c}`,
        'CREATE,HKABC450,n@gmail.com,CHAN,Tai Man,COLLATERAL_ENQUIRY;money_settlement|COVERED_CALL,01-Dec-26,31-DEC-2026,cash',
      );
      const { rows, refused, summary } = await show(file);
      expect(refused).toEqual([]);
      expect(summary).toContain('4 users');
      expect(rows.map(({ line, action, userId }) => [line, action, userId])).toEqual([
        [2, 'EMAIL', a],
        [3, 'DISABLE', b],
        [4, 'DELETE', c],
        [5, 'CREATE', 'HKABC450'],
      ]);
      expect(rows[0]).toMatchObject({ before: { email: 'old@abc.com.hk' }, after: { email: 'New@abc.com.hk' } });
      expect(rows[1]).toMatchObject({ before: { status: 'ENABLED' }, after: { status: 'DISABLED' } });
      expect(rows[3]?.after).toMatchObject({
        surname: 'CHAN',
        email: 'n@gmail.com',
        groups: ['COLLATERAL_ENQUIRY', 'COVERED_CALL', 'MONEY_SETTLEMENT'],
        enableFrom: '2026-12-01',
        disableAfter: '2026-12-31',
        clearingHouseOptions: 'CASH',
      });
      expect(rows[3]?.warnings).toEqual([expect.stringContaining('public mail provider')]);
      expect(await stored(a)).toMatchObject({ email: 'old@abc.com.hk', version: 1 });
      expect(await stored('HKABC450')).toBeNull();
    });

    it('says of each bad line what is wrong, and judges the others', async () => {
      const [good, twice] = [await fresh(), await fresh({ email: 'same@abc.com.hk' })];
      const file = csv(
        `EMAIL,${good},a@abc.com.hk`,
        `RENAME,${twice},`,
        `EMAIL,${twice},no address`,
        `EMAIL,${twice},b@abc.com.hk`,
        'EMAIL,HKABC499,c@abc.com.hk',
        'EMAIL,HKXYZ101,d@abc.com.hk',
        'EMAIL,HKABC2X1,e@abc.com.hk',
        'EMAIL,HKABC1X1,e@abc.com.hk',
        'CREATE,HKABC451,,CHAN',
        'CREATE,HKABC4X1,x@abc.com.hk,CHAN,,COLLATERAL_ENQUIRY',
        'CREATE,HKABC452,x@abc.com.hk,CHAN,,DA_MAKER',
        'CREATE,HKABC101,x@abc.com.hk,CHAN,,COLLATERAL_ENQUIRY',
        'ENABLE,HKABC102',
        'DELETE,HKABC2X1,,,,,,,,',
        'EMAIL,HKABC103,f@abc.com.hk,,,,,,,,extra',
      );
      expect(await codes(file)).toEqual([
        null,
        'INVALID_OPTION',
        'BULK_DUPLICATE_USER',
        'BULK_DUPLICATE_USER',
        'USER_NOT_FOUND',
        'USER_NOT_FOUND',
        'FIELD_NOT_EDITABLE',
        'FIELD_NOT_EDITABLE',
        'EMAIL_REQUIRED',
        'USER_ID_RESERVED_FOR_DA',
        'GROUP_NOT_ASSIGNABLE',
        'USER_ID_TAKEN',
        'NO_CHANGE',
        'BULK_DUPLICATE_USER',
        'ROW_UNREADABLE',
      ]);
    });

    it('does not take lines without a user ID for one user named twice', async () => {
      const file = csv(
        'EMAIL,,a@abc.com.hk',
        'EMAIL,,b@abc.com.hk',
        'CREATE,,c@abc.com.hk,CHAN',
        'CREATE, ,d@abc.com.hk,NG',
      );
      expect(await codes(file)).toEqual(['USER_NOT_FOUND', 'USER_NOT_FOUND', 'USER_ID_FORMAT', 'USER_ID_FORMAT']);
    });

    it('warns of an address that stands on two lines, and of a cell that the action does not look at', async () => {
      const [a, b] = [await fresh(), await fresh()];
      const { rows } = await show(csv(`EMAIL,${a},one@abc.com.hk`, `EMAIL,${b},One@abc.com.hk,WONG`));
      expect(rows[0]?.warnings).toEqual([expect.stringContaining('Another line')]);
      expect(rows[1]?.warnings).toEqual([expect.stringContaining('Another line'), expect.stringContaining('surname')]);
    });

    it.each([
      ['whoever is no maker', 'HKABC2X1', 'NOT_PERMITTED'],
      ['a maker without EE', 'HKABC1X2', 'NOT_PERMITTED'],
      ['a user', 'HKABC101', 'NOT_PERMITTED'],
    ])('is not for %s', async (_, by, code) => {
      expect(await refusalOf(csv('DELETE,HKABC103'), by)).toBe(code);
    });

    it('is refused as a whole outside function hours, for a form by an administrator, and for a file that is none', async () => {
      const file = csv(`DELETE,${await fresh()}`);
      expect(await refusalOf(file, 'HKABC1X1', { formReference: 'DA3-1' })).toBe('INVALID_INPUT');
      expect((await propose('user_id\nX', 'SHOW')).refusal).toMatchObject({
        code: 'BULK_MALFORMED',
        details: { line: 1 },
      });
      scene.clock.set(new Date('2026-11-23T20:00:00+08:00'));
      expect(await refusalOf(file)).toBe('OUTSIDE_FUNCTION_HOURS');
      expect((await scene.audit()).at(-1)).toMatchObject({ outcome: 'REFUSED', code: 'OUTSIDE_FUNCTION_HOURS' });
    });

    it('needs a form from the clearing house, and its own reason to act against the matrix', async () => {
      const file = csv(`EMAIL,${await fresh()},a@abc.com.hk`, 'EMAIL,HKABC2X1,b@abc.com.hk');
      expect(await refusalOf(file, 'HKEXOP01')).toBe('FORM_REFERENCE_REQUIRED');
      expect(await codes(file, { formReference: 'DA3-2026-1' }, 'HKEXOP01')).toEqual(['PHASE_FORBIDS', null]);
      const grounds = { formReference: 'DA3-2026-1', breakGlassReason: 'Both makers are ill' };
      expect(await codes(file, grounds, 'HKEXOP01')).toEqual([null, null]);
    });
  });

  describe('a proposal', () => {
    it('is one request with every good line, or none with the first reasons: the maker’s choice', async () => {
      const [a, b] = [await fresh(), await fresh()];
      const file = csv(`EMAIL,${a},a@abc.com.hk`, 'EMAIL,HKABC499,x@abc.com.hk', `DELETE,${b}`);
      const all = await propose(file, 'REFUSE_ALL');
      expect(all.refusal).toMatchObject({
        code: 'BULK_HAS_ERRORS',
        message: expect.stringContaining('line 3 HKABC499 USER_NOT_FOUND'),
      });
      const valid = await propose(file, 'APPLY_VALID_ROWS');
      expect(valid.refusal).toBeNull();
      expect(valid.proposal).toMatchObject({
        targetKey: expect.stringMatching(/^bulk:/),
        targetUserId: null,
        subject: '2 users',
        participant: 'ABC',
        version: 0,
        warnings: [],
      });
      expect(valid.proposal.payload.rows.map(({ line, targetKey }) => [line, targetKey])).toEqual([
        [2, await scene.uuid(a)],
        [4, await scene.uuid(b)],
      ]);
      expect(valid.proposal.payload.refused.map(({ line }) => line)).toEqual([3]);
      expect((await propose(csv('DELETE,HKABC499'), 'APPLY_VALID_ROWS')).refusal?.code).toBe('BULK_HAS_ERRORS');
    });

    it('may be decided by a pair with the rights, in hours, until a phase forbids every one of its lines', async () => {
      const user = await fresh();
      const create = (await propose(csv('CREATE,HKABC460,a@abc.com.hk,CHAN,,COLLATERAL_ENQUIRY'), 'REFUSE_ALL'))
        .proposal;
      const both = (
        await propose(
          csv('CREATE,HKABC461,a@abc.com.hk,CHAN,,COLLATERAL_ENQUIRY', `EMAIL,${user},b@abc.com.hk`),
          'REFUSE_ALL',
        )
      ).proposal;
      const check = async ({ payload }: typeof create, checker = 'HKABC2X1') => {
        const { rows: _rows, refused: _refused, ...kept } = payload;
        const people = { m: await scene.uuid('HKABC1X1'), c: await scene.uuid(checker), t: await scene.uuid(user) };
        const answer = await scene.service('approvals', CHECK, { ...people, p: kept });
        if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
        return (answer.data['checkDecision'] as unknown as { refusal: { code: string } | null }).refusal?.code ?? null;
      };
      expect(await check(create)).toBeNull();
      expect(await check(create, 'HKABC1X1')).toBe('MAKER_IS_CHECKER');
      expect(await check(create, 'HKXYZ2X1')).toBe('AUTHORISATION_FAILED');
      await scene.write((tx, at) => setPhase(tx, 'PRE_PARALLEL', at));
      expect(await check(create)).toBe('PHASE_FORBIDS');
      expect(await check(both)).toBeNull();
      scene.clock.set(new Date('2026-11-23T20:00:00+08:00'));
      expect(await check(both)).toBe('OUTSIDE_FUNCTION_HOURS');
    });
  });

  describe('applying lines', () => {
    it('does each line once, however often it is delivered, and audits it under the request with its line', async () => {
      const [a, b] = [await fresh(), await fresh()];
      const lines = await linesOf(
        csv(`EMAIL,${a},a1@abc.com.hk`, `DISABLE,${b}`, 'CREATE,HKABC470,c@abc.com.hk,CHAN,,COLLATERAL_ENQUIRY'),
      );
      const requestId = 'bulk-once';
      const first = await apply(lines, { requestId });
      expect(first).toEqual([2, 3, 4].map((line) => ({ line, outcome: 'APPLIED', refusal: null })));
      expect(await apply(lines, { requestId })).toEqual(first);
      expect(await stored(a)).toEqual({ email: 'a1@abc.com.hk', status: 'ENABLED', version: 2 });
      expect(await stored(b)).toMatchObject({ status: 'DISABLED', version: 2 });
      expect(await stored('HKABC470')).toMatchObject({ email: 'c@abc.com.hk', status: 'ENABLED' });
      const rows = await audits(requestId);
      expect(
        rows.map(({ action, outcome, target, after_json }) => [action, outcome, target, JSON.parse(after_json).line]),
      ).toEqual([
        ['change.apply', 'SUCCESS', a, 2],
        ['change.apply', 'SUCCESS', b, 3],
        ['change.apply', 'SUCCESS', 'HKABC470', 4],
      ]);
    });

    it('eight deliveries at once do each line once, and hear the same', async () => {
      const users = [await fresh(), await fresh(), await fresh()];
      const file = csv(
        ...users.map((userId, n) => `EMAIL,${userId},r${n}@abc.com.hk`),
        'CREATE,HKABC480,e@abc.com.hk,CHAN,,COLLATERAL_ENQUIRY',
      );
      const lines = await linesOf(file);
      const requestId = 'bulk-race';
      const answers = await Promise.all(Array.from({ length: 8 }, () => apply(lines, { requestId })));
      expect(answers).toEqual(
        answers.map(() => [2, 3, 4, 5].map((line) => ({ line, outcome: 'APPLIED', refusal: null }))),
      );
      expect((await audits(requestId)).map(({ target }) => target)).toEqual([...users, 'HKABC480']);
      for (const userId of users) expect(await stored(userId)).toMatchObject({ version: 2 });
    });

    it('refuses by itself a line whose user moved on, whose target is the checker, or whose right was lost', async () => {
      const [a, moved, gone] = [await fresh(), await fresh(), await fresh()];
      const lines = await linesOf(csv(`EMAIL,${a},a2@abc.com.hk`, `EMAIL,${moved},m@abc.com.hk`, `DELETE,${gone}`));
      await apply(await linesOf(csv(`EMAIL,${moved},other@abc.com.hk`, `DELETE,${gone}`)));
      const onChecker = { ...lines[0]!, line: 9, targetUuid: await scene.uuid('HKABC2X1') };
      const onMaker = { ...lines[0]!, line: 10, targetUuid: await scene.uuid('HKABC1X1') };
      const outcomes = await apply([...lines, onChecker, onMaker]);
      expect(outcomes.map(({ line, outcome, refusal }) => [line, outcome, refusal?.code ?? null])).toEqual([
        [2, 'APPLIED', null],
        [3, 'STALE', 'PROFILE_STALE'],
        [4, 'STALE', 'PROFILE_STALE'],
        [9, 'REFUSED', 'CHECKER_IS_TARGET'],
        [10, 'REFUSED', 'MAKER_IS_TARGET'],
      ]);
      expect(await stored(moved)).toMatchObject({ email: 'other@abc.com.hk' });
    });

    it('judges hours at the decision and the phase now, each line by its own kind', async () => {
      const a = await fresh();
      const lines = await linesOf(
        csv(`EMAIL,${a},a3@abc.com.hk`, 'CREATE,HKABC471,d@abc.com.hk,CHAN,,COLLATERAL_ENQUIRY'),
      );
      await scene.write((tx, at) => setPhase(tx, 'PRE_PARALLEL', at));
      scene.clock.set(new Date('2026-11-23T23:00:00+08:00'));
      const outcomes = await apply(lines);
      expect(outcomes.map(({ outcome, refusal }) => [outcome, refusal?.code ?? null])).toEqual([
        ['APPLIED', null],
        ['REFUSED', 'PHASE_FORBIDS'],
      ]);
    });

    it('undoes no neighbour when one line fails while it is written', async () => {
      const [a, b] = [await fresh(), await fresh()];
      const lines = await linesOf(csv(`EMAIL,${a},a4@abc.com.hk`, `EMAIL,${b},b4@abc.com.hk`));
      const broken = {
        ...lines[0]!,
        line: 7,
        kind: 'BULK_CHANGE',
        payload: { participant: 'ABC', count: 1, examples: [] },
        version: 0,
      };
      const outcomes = await apply([lines[0]!, broken, lines[1]!]);
      expect(outcomes.map(({ line, outcome }) => [line, outcome])).toEqual([
        [2, 'APPLIED'],
        [7, 'REFUSED'],
        [3, 'APPLIED'],
      ]);
      expect(await stored(b)).toMatchObject({ email: 'b4@abc.com.hk' });
    });

    it('answers nobody but Approvals', async () => {
      const i = { requestId: 'x', makerUuid: 'x', checkerUuid: 'x', decidedAt: MONDAY.toISOString(), rows: [] };
      expect((await scene.service('gateway', APPLY, { i })).codes).toEqual(['FORBIDDEN']);
      expect((await scene.as('HKABC1X1', APPLY, { i })).codes).toEqual(['FORBIDDEN']);
    });
  });
}
