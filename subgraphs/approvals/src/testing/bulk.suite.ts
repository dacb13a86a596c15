import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execute } from '@countersign/platform';
import { lineFaults } from './bulk-stand-in.suite.ts';
import type { Person } from './people-of-abc.suite.ts';
import type { World } from './world.suite.ts';

const FIELDS = `__typename ... on ChangeRequest { id kind state subject digest message code: reason checker after warnings
    target { userId } bulk { total pending struck applied refused invalid } }
  ... on ChangeRefused { refusal: code message field }`;
const ROWS = `query($id: ID!, $state: BulkRowState, $first: Int, $after: String) { changeRequest(id: $id) {
  bulk { total pending struck applied refused invalid }
  bulkRows(state: $state, first: $first, after: $after) {
    nodes { line action userId state before after code message struckBy appliedAt } edges { cursor } pageInfo { hasNextPage endCursor } } } }`;

interface Counts {
  readonly total: number;
  readonly pending: number;
  readonly struck: number;
  readonly applied: number;
  readonly refused: number;
  readonly invalid: number;
}
interface Change {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
  readonly subject: string;
  readonly digest: string;
  readonly message: string;
  readonly checker: string | null;
  readonly target: unknown;
  readonly after: Record<string, unknown>;
  readonly bulk: Counts;
  readonly refusal: string;
  readonly field: string | null;
}
interface Row {
  readonly line: number;
  readonly userId: string;
  readonly state: string;
  readonly after: unknown;
  readonly code: string | null;
  readonly message: string | null;
  readonly struckBy: string | null;
  readonly appliedAt: string | null;
}

/** Bulk requests: submitted, struck, decided, applied, resumed (W24, M3, M9). */
export function bulkSuite(open: () => Promise<World>): void {
  let w: World;
  let users: Person[];
  beforeEach(async () => {
    lineFaults.refuses.clear();
    lineFaults.forgets.clear();
    lineFaults.lost = null;
    w = await open();
    users = [];
  });
  afterEach(() => w.close());

  /** So many users of ABC whom nobody else touches. */
  const crowd = (count: number): readonly Person[] => {
    for (let n = 0; n < count; n += 1) {
      const number = 1_000 + users.length;
      const uuid = `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`;
      const one = { ...w.user, uuid, userId: `B${number}`, email: `b${number}@abc.example`, version: 1 };
      users.push(one);
      (w.world.people as Person[]).push(one);
    }
    return users;
  };
  const file = (who: readonly { readonly userId: string }[]): string =>
    ['action,user_id,email', ...who.map(({ userId }) => `EMAIL,${userId},new-${userId}@abc.example`)].join('\n');
  const nobody = { userId: 'NOBODY' };

  const call = async (by: Person, text: string, variables: Record<string, unknown>, steppedUp = false) => {
    const data = await w.run<Record<string, Change>>(w.session(by, { steppedUp }), text, variables);
    return Object.values(data)[0] as Change;
  };
  const submit = (by: Person, csv: string, onErrors?: string) =>
    call(by, `mutation($i: BulkChangeInput!) { submitBulkChange(input: $i) { ${FIELDS} } }`, {
      i: { csv, ...(onErrors === undefined ? {} : { onErrors }) },
    });
  const strike = (by: Person, r: string, lines: readonly number[], reason = 'Not ours', steppedUp = true) =>
    call(
      by,
      `mutation($r: ID!, $l: [Int!]!, $w: String!) { strikeBulkRows(requestId: $r, lines: $l, reason: $w) { ${FIELDS} } }`,
      { r, l: lines, w: reason },
      steppedUp,
    );
  const approve = (by: Person, r: string, d: string) =>
    call(
      by,
      `mutation($r: ID!, $d: String!) { approveChange(requestId: $r, digest: $d) { ${FIELDS} } }`,
      { r, d },
      true,
    );
  const authorise = (requestId: string, authorisationCode: string, more: Record<string, unknown> = {}) =>
    call(w.maker, `mutation($i: AuthoriseChangeInput!) { authoriseChange(input: $i) { ${FIELDS} } }`, {
      i: { requestId, checkerId: w.checker.userId, authorisationCode, ...more },
    });
  const read = async (id: string, more: Record<string, unknown> = {}, by: Person = w.maker) => {
    const { changeRequest } = await w.run<{
      changeRequest: {
        bulk: Counts;
        bulkRows: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
      } | null;
    }>(w.session(by), ROWS, { id, ...more });
    return changeRequest;
  };
  const rowsOf = async (id: string, more: Record<string, unknown> = { first: 100 }) =>
    (await read(id, more))?.bulkRows.nodes ?? [];
  const write = (sql: string, values: readonly (string | number)[]) =>
    w.database.transaction((tx) => execute(tx, sql, values));
  const held = async () => (await w.rows('SELECT target_key FROM open_target')).length;

  describe('submitting a file', () => {
    it('makes one request of all good lines and keeps the bad ones for the report', async () => {
      const [a, b] = crowd(2);
      const request = await submit(w.maker, file([a!, nobody, b!]), 'APPLY_VALID_ROWS');
      expect(request).toMatchObject({
        state: 'SUBMITTED',
        subject: '2 users',
        target: null,
        bulk: { total: 2, pending: 2, struck: 0, applied: 0, refused: 0, invalid: 1 },
        after: { lines: 2, struck: 0, actions: { EMAIL: 2 }, rowsDigest: expect.stringMatching(/^[\w-]{43}$/) },
      });
      expect(await rowsOf(request.id)).toMatchObject([
        { line: 2, userId: a!.userId, state: 'PENDING', after: { email: `new-${a!.userId}@abc.example` } },
        { line: 3, userId: 'NOBODY', state: 'INVALID', code: 'USER_NOT_FOUND', after: null },
        { line: 4, userId: b!.userId, state: 'PENDING' },
      ]);
      expect(await held()).toBe(3);
    });

    it('makes none when a line is bad and the maker wants all or none, which is what a maker wants who does not say', async () => {
      const [a] = crowd(1);
      expect((await submit(w.maker, file([a!, nobody]))).refusal).toBe('BULK_HAS_ERRORS');
      expect(await w.rows('SELECT id FROM change_request')).toEqual([]);
    });

    it('finds the users of another request in the way, line by line, and is in the way of later ones (A2)', async () => {
      const [a, b] = crowd(2);
      await w.submit(w.maker2, a!);
      const all = await submit(w.maker, file([a!, b!]));
      expect(all).toMatchObject({
        refusal: 'BULK_HAS_ERRORS',
        message: expect.stringContaining('line 2 B1000 REQUEST_ALREADY_OPEN'),
      });
      const request = await submit(w.maker, file([a!, b!]), 'APPLY_VALID_ROWS');
      expect(request).toMatchObject({
        state: 'SUBMITTED',
        subject: '1 user',
        bulk: { total: 1, invalid: 1 },
        warnings: ['1 line of the file left out because of errors.'],
      });
      expect(await rowsOf(request.id)).toMatchObject([
        { line: 2, state: 'INVALID', code: 'REQUEST_ALREADY_OPEN', message: expect.stringContaining('HKABC1X2') },
        { line: 3, state: 'PENDING' },
      ]);
      expect((await w.submit(w.maker2, b!)).code).toBe('REQUEST_ALREADY_OPEN');
      expect((await submit(w.maker2, file([a!, b!]), 'APPLY_VALID_ROWS')).refusal).toBe('BULK_HAS_ERRORS');
    });

    it('is not kept off by a request that has lapsed', async () => {
      const [a] = crowd(1);
      const lapsed = await w.submit(w.maker2, a!);
      w.clock.advance(3 * 86_400_000);
      expect(await submit(w.maker, file([a!]))).toMatchObject({ state: 'SUBMITTED' });
      expect(await w.state(lapsed.id)).toBe('EXPIRED');
    });

    it('lets one of 16 files with the same users in', async () => {
      const who = crowd(30);
      const answers = await Promise.all(Array.from({ length: 16 }, () => submit(w.maker, file(who.toReversed()))));
      expect(answers.filter(({ state }) => state === 'SUBMITTED')).toHaveLength(1);
      expect(await held()).toBe(31);
    });
  });

  describe('reading its lines', () => {
    it('goes by pages and by state, in the order of the file', async () => {
      const { id } = await submit(w.maker, file([...crowd(5), nobody]), 'APPLY_VALID_ROWS');
      const first = await read(id, { first: 2 });
      expect(first?.bulkRows.nodes.map(({ line }) => line)).toEqual([2, 3]);
      expect(first?.bulkRows.pageInfo).toEqual({ hasNextPage: true, endCursor: '3' });
      expect((await rowsOf(id, { first: 10, after: '3' })).map(({ line }) => line)).toEqual([4, 5, 6, 7]);
      expect((await rowsOf(id, { state: 'INVALID' })).map(({ line }) => line)).toEqual([7]);
      await expect(read(id, { first: 101 })).rejects.toMatchObject({ code: 'INVALID_PAGE' });
      await expect(read(id, { after: 'x' })).rejects.toMatchObject({ code: 'INVALID_PAGE' });
    });

    it('is for whoever may see the request (M10)', async () => {
      const { id } = await submit(w.maker, file(crowd(1)));
      expect(await read(id, {}, w.foreignChecker)).toBeNull();
      expect((await read(id, {}, w.checker))?.bulkRows.nodes).toHaveLength(1);
    });
  });

  describe('striking lines', () => {
    it('takes them out with a reason, frees their users, and changes the digest', async () => {
      const [a, b, c] = crowd(3);
      const request = await submit(w.maker, file([a!, b!, c!]));
      const struck = await strike(w.checker, request.id, [3, 3], ' Left the firm ');
      expect(struck).toMatchObject({
        state: 'SUBMITTED',
        after: { lines: 2, struck: 1 },
        bulk: { pending: 2, struck: 1 },
      });
      expect(struck.digest).not.toBe(request.digest);
      expect(await rowsOf(request.id, { state: 'STRUCK' })).toMatchObject([
        { line: 3, userId: b!.userId, code: 'STRUCK', message: 'Left the firm', struckBy: 'HKABC2X1' },
      ]);
      expect((await w.submit(w.maker2, b!)).state).toBe('SUBMITTED');
      expect((await approve(w.checker, request.id, request.digest)).refusal).toBe('DIGEST_MISMATCH');
      expect(await approve(w.checker, request.id, struck.digest)).toMatchObject({
        state: 'EXECUTED',
        bulk: { total: 3, applied: 2, struck: 1, pending: 0 },
        message: '2 user profiles are changed successfully, 1 struck by the checker.',
      });
      expect(w.world.effects).toEqual([`${request.id}#2`, `${request.id}#4`]);
      expect((await w.audits(request.id)).map(({ action, actor }) => [action, actor])).toContainEqual([
        'change.rows-struck',
        'HKABC2X1',
      ]);
    });

    it('again changes nothing: neither the digest that others look at, nor the reason, nor the audit', async () => {
      const { id } = await submit(w.maker, file(crowd(3)));
      const first = await strike(w.checker, id, [3]);
      const again = await strike(w.checker, id, [3], 'Another reason');
      expect(again).toEqual(first);
      expect(await rowsOf(id, { state: 'STRUCK' })).toMatchObject([{ line: 3, message: 'Not ours' }]);
      const more = await strike(w.checker, id, [3, 4], 'Another reason');
      expect(more.bulk).toMatchObject({ pending: 1, struck: 2 });
      const strikes = (await w.audits(id)).filter(({ action }) => action === 'change.rows-struck');
      expect(strikes.map(({ outcome }) => outcome)).toEqual(['SUCCESS', 'SUCCESS']);
    });

    it('is for a checker who may approve, after a step-up', async () => {
      const { id } = await submit(w.maker, file(crowd(3)));
      const code = async (by: Person, steppedUp = true) => (await strike(by, id, [2], 'No', steppedUp)).refusal;
      expect(await code(w.checker, false)).toBe('STEP_UP_REQUIRED');
      expect(await code(w.maker)).toBe('MAKER_IS_CHECKER');
      expect(await code(w.maker2)).toBe('NOT_A_CHECKER');
      expect(await code(w.foreignChecker)).toBe('REQUEST_NOT_FOUND');
      expect((await rowsOf(id)).every(({ state }) => state === 'PENDING')).toBe(true);
    });

    it('refuses lines that are none, no reason, and striking all of them', async () => {
      const { id, digest } = await submit(w.maker, file([...crowd(2), nobody]), 'APPLY_VALID_ROWS');
      expect((await strike(w.checker, id, [2, 9])).refusal).toBe('BULK_LINE_NOT_FOUND');
      expect((await strike(w.checker, id, [4])).refusal).toBe('BULK_LINE_NOT_FOUND');
      expect((await strike(w.checker, id, [])).refusal).toBe('BULK_LINE_NOT_FOUND');
      for (const reason of ['  ', 'two\nlines', 'hid\u0000den', 'turned\u202e', 'x'.repeat(501)])
        expect((await strike(w.checker, id, [2], reason)).refusal).toBe('REASON_REQUIRED');
      expect((await strike(w.checker, id, [2, 3])).refusal).toBe('BULK_NOTHING_LEFT');
      expect((await approve(w.checker, id, digest)).state).toBe('EXECUTED');
      expect((await strike(w.checker, id, [2])).refusal).toBe('ALREADY_DECIDED');
      const single = await w.submit(w.maker, w.user2);
      expect((await strike(w.checker, single.id, [2])).refusal).toBe('BULK_ONLY');
    });

    it('on the maker’s screen goes with the code, and a second Confirm hears the same', async () => {
      const { code } = await w.code(w.checker);
      const request = await submit(w.maker, file(crowd(3)));
      const input = { digest: request.digest, strike: [{ line: 3, reason: 'Wrong person' }] };
      expect((await authorise(request.id, 'AAAAA-AAAAA', input)).refusal).toBe('AUTHORISATION_FAILED');
      expect(await rowsOf(request.id, { state: 'STRUCK' })).toEqual([]);
      const bad = { ...input, strike: [{ line: 99, reason: 'x' }] };
      expect((await authorise(request.id, code, bad)).refusal).toBe('BULK_LINE_NOT_FOUND');
      const decided = await authorise(request.id, code, input);
      expect(decided).toMatchObject({ state: 'EXECUTED', checker: 'HKABC2X1', bulk: { applied: 2, struck: 1 } });
      expect(await authorise(request.id, code, input)).toEqual(decided);
      expect(w.world.effects).toHaveLength(2);
    });
  });

  describe('deciding', () => {
    it.each([
      [
        'a line altered',
        `UPDATE bulk_row SET payload_json = '{"set":{"email":"evil@x.example"}}' WHERE request_id = ? AND line = 3`,
      ],
      [
        'a target exchanged',
        `UPDATE bulk_row SET target_uuid = '0190a000-0000-7000-8000-000000000002' WHERE request_id = ? AND line = 3`,
      ],
      ['a line taken away', `DELETE FROM bulk_row WHERE request_id = ? AND line = 3`],
      ['a line struck behind the digest', `UPDATE bulk_row SET state = 'STRUCK' WHERE request_id = ? AND line = 3`],
      ['a line moved', `UPDATE bulk_row SET line = 77 WHERE request_id = ? AND line = 3`],
    ])('is refused after %s (M3)', async (_, sql) => {
      const request = await submit(w.maker, file(crowd(3)));
      await write(sql, [request.id]);
      expect((await approve(w.checker, request.id, request.digest)).refusal).toBe('DIGEST_MISMATCH');
      expect(w.world.effects).toEqual([]);
    });

    it('altering a line after the decision stops the rest of it (M3)', async () => {
      const request = await submit(w.maker, file(crowd(3)));
      lineFaults.lost = { after: 0, when: 'BEFORE' };
      expect((await approve(w.checker, request.id, request.digest)).state).toBe('AUTHORISED');
      await write(
        `UPDATE bulk_row SET version = 9, line = line WHERE request_id = ?`.replace('version', 'target_version'),
        [request.id],
      );
      lineFaults.lost = null;
      w.clock.advance(10_000);
      await w.approvals.runDueWork();
      expect(await w.state(request.id)).toBe('STALE');
      expect(w.world.effects).toEqual([]);
    });

    it('cancelling, rejecting and lapsing free every user of the file', async () => {
      const who = crowd(3);
      const first = await submit(w.maker, file(who));
      await w.cancel(w.maker, first.id);
      expect(await held()).toBe(0);
      const second = await submit(w.maker, file(who));
      expect((await w.reject(w.checker, second.id)).state).toBe('REJECTED');
      expect(await held()).toBe(0);
      const third = await submit(w.maker, file(who));
      w.clock.advance(3 * 86_400_000);
      await w.approvals.runDueWork();
      expect(await w.state(third.id)).toBe('EXPIRED');
      expect(await held()).toBe(0);
      expect(w.world.effects).toEqual([]);
    });

    it('16 checkers at once decide once and apply each line once (M1)', async () => {
      const request = await submit(w.maker, file(crowd(250)));
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, n) => approve(n % 2 === 0 ? w.checker : w.checker2, request.id, request.digest)),
      );
      expect(new Set(answers.map(({ refusal }) => refusal))).toEqual(new Set([undefined, 'ALREADY_DECIDED']));
      while ((await w.state(request.id)) === 'AUTHORISED') {
        w.clock.advance(10_000);
        await w.approvals.runDueWork();
      }
      expect(new Set(w.world.effects).size).toBe(250);
      expect(w.world.effects).toHaveLength(250);
    });
  });

  describe('applying', () => {
    it('refuses by itself a line that cannot be applied, and ends the request all the same', async () => {
      const [a, b, c] = crowd(3);
      const request = await submit(w.maker, file([a!, b!, c!]));
      a!.version += 1;
      lineFaults.refuses.add(c!.userId);
      const done = await approve(w.checker, request.id, request.digest);
      expect(done).toMatchObject({
        state: 'EXECUTED',
        message: '1 user profile is changed successfully, 2 refused.',
        bulk: { total: 3, applied: 1, refused: 2, pending: 0 },
      });
      expect((await rowsOf(request.id)).map(({ state, code }) => [state, code])).toEqual([
        ['REFUSED', 'PROFILE_STALE'],
        ['APPLIED', null],
        ['REFUSED', 'CHECKER_IS_TARGET'],
      ]);
      expect(await held()).toBe(0);
    });

    it.each(['BEFORE', 'AFTER'] as const)(
      'goes on where it was left when Identity is lost %s applying a chunk, each line once, progress to be seen (M9)',
      async (when) => {
        const request = await submit(w.maker, file(crowd(350)));
        lineFaults.lost = { after: 2, when };
        const left = await approve(w.checker, request.id, request.digest);
        expect(left).toMatchObject({ state: 'AUTHORISED', bulk: { total: 350, applied: 200, pending: 150 } });
        lineFaults.lost = null;
        await w.approvals.runDueWork();
        expect(await w.state(request.id)).toBe('AUTHORISED');
        w.clock.advance(10_000);
        await w.approvals.runDueWork();
        expect(await w.state(request.id)).toBe('EXECUTED');
        expect((await read(request.id))?.bulk).toEqual({
          total: 350,
          pending: 0,
          struck: 0,
          applied: 350,
          refused: 0,
          invalid: 0,
        });
        expect(w.world.effects).toHaveLength(350);
        expect((await w.audits(request.id)).filter(({ action }) => action === 'change.executed')).toHaveLength(1);
      },
    );

    it('sends a line again that was not answered for, and waits with it alone', async () => {
      const [a, b] = crowd(2);
      const request = await submit(w.maker, file([a!, b!]));
      lineFaults.forgets.add(a!.userId);
      const left = await approve(w.checker, request.id, request.digest);
      expect(left).toMatchObject({ state: 'AUTHORISED', bulk: { applied: 1, pending: 1 } });
      lineFaults.forgets.clear();
      w.clock.advance(5_000);
      await w.approvals.runDueWork();
      expect(await w.state(request.id)).toBe('EXECUTED');
      expect(w.world.effects).toEqual([`${request.id}#3`, `${request.id}#2`]);
    });

    it('tells whoever watches, once for each chunk', async () => {
      const request = await submit(w.maker, file(crowd(250)));
      const before = await w.rows(`SELECT seq FROM outbox WHERE type = 'approvals.request-changed'`);
      await approve(w.checker, request.id, request.digest);
      const after = await w.rows(`SELECT seq FROM outbox WHERE type = 'approvals.request-changed'`);
      // The decision, three chunks and the end.
      expect(after.length - before.length).toBe(5);
    });
  });
}
