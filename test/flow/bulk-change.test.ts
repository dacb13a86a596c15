import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest } from '../support/audit.ts';
import {
  approveBulk,
  authoriseBulk,
  bulkFile,
  bulkRows,
  previewBulk,
  progressOf,
  strikeBulk,
  submitBulk,
} from '../support/bulk.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { submitChange } from '../support/changes.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { stepUp } from '../support/person.ts';
import { movePhase } from '../support/phase.ts';
import { enquire } from '../support/profiles.ts';

onEveryShape('W24 bulk change', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  let checker: ApiClient;
  let code: string;
  let serial = 0;
  beforeAll(async () => {
    cast = await openCast(stack());
    await movePhase(stack(), 'PARALLEL');
    code = await authorisationCodeOf(stack(), cast.checker);
    checker = await present(stack(), cast.checker, 'DMS');
    maker = await present(stack(), cast.maker, 'DMS');
  }, 90_000);

  /** A user ID that nobody has. */
  const newId = (): string => {
    serial += 1;
    return `HKABC4Q${serial}`;
  };
  const ended = async (id: string) => {
    await eventually(async () => (await progressOf(maker, id)).state === 'EXECUTED', 'the bulk change to end', {
      withinMs: 20_000,
      everyMs: 100,
    });
    return progressOf(maker, id);
  };
  const stepUpAsChecker = async () => {
    checker = await present(stack(), cast.checker, 'DMS');
    expect((await stepUp(stack(), cast.checker, checker)).__typename).toBe('StepUpGranted');
  };

  it('dry run, one request, struck by the checker on the same screen, one code, a result for every line', async () => {
    const [mailed, disabled, deleted, struck] = [cast.user(), cast.user(), cast.user(), cast.user()];
    const created = newId();
    const csv = bulkFile([
      `EMAIL,${mailed.userId},new.${mailed.userId}@firm.example`,
      `DISABLE,${disabled.userId},,,,,,,,"Left, for good"`,
      `DELETE,${deleted.userId}`,
      `CREATE,${created},${created}@firm.example,CHAN,"Tai ""T"" Man",COLLATERAL_ENQUIRY;MONEY_SETTLEMENT,,31-Dec-27,CASH`,
      `EMAIL,${struck.userId},typo@firm.example`,
      `EMAIL,${mailed.userId},again@firm.example`,
      'EMAIL,HKABC4ZZ,nobody@firm.example',
      'EMAIL,HKXYZ101,theirs@firm.example',
      `EMAIL,${cast.otherChecker.userId},da@firm.example`,
    ]);

    const dryRun = await previewBulk(maker, csv);
    expect(dryRun).toMatchObject({ total: 9, valid: 5, invalid: 4 });
    expect(dryRun.rows.map(({ line, error }) => [line, error?.code ?? null])).toEqual([
      [2, null],
      [3, null],
      [4, null],
      [5, null],
      [6, null],
      [7, 'BULK_DUPLICATE_USER'],
      [8, 'USER_NOT_FOUND'],
      [9, 'USER_NOT_FOUND'],
      [10, 'FIELD_NOT_EDITABLE'],
    ]);
    expect(dryRun.rows[0]).toMatchObject({ before: { email: mailed.email } });
    expect(await enquire(maker, created)).toBeNull();

    expect((await submitBulk(maker, csv)).code).toBe('BULK_HAS_ERRORS');
    const request = await submitBulk(maker, csv, 'APPLY_VALID_ROWS');
    expect(request).toMatchObject({
      state: 'SUBMITTED',
      subject: '5 users',
      bulk: { total: 5, pending: 5, invalid: 4 },
    });
    const single = await enquire(maker, mailed.userId);
    const later = await submitChange(maker, {
      userId: mailed.userId,
      version: single?.version ?? 0,
      set: { email: 'other@firm.example' },
    });
    expect(later.code).toBe('REQUEST_ALREADY_OPEN');
    const [held, free] = (
      await previewBulk(maker, bulkFile([`EMAIL,${mailed.userId},x@firm.example`, 'CREATE,HKABC4Q0,q@firm.example,NG']))
    ).rows;
    expect(held).toMatchObject({ before: null, after: null, error: { code: 'REQUEST_ALREADY_OPEN' } });
    expect(held?.error?.message).toContain(`${cast.maker.userId} has had a request open on ${mailed.userId} since `);
    expect(free?.error).toBeNull();

    const confirm = {
      requestId: request.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
      digest: request.digest,
      strike: [{ line: 6, reason: 'That is a typing error.' }],
    };
    const decided = await authoriseBulk(maker, confirm);
    expect(decided).toMatchObject({ __typename: 'ChangeRequest', checker: cast.checker.userId });
    expect(await ended(request.id)).toEqual({
      state: 'EXECUTED',
      total: 5,
      pending: 0,
      struck: 1,
      applied: 4,
      refused: 0,
      invalid: 4,
    });
    expect((await authoriseBulk(maker, confirm)).message).toBe(
      '4 user profiles are changed successfully, 1 struck by the checker, 4 left out because of errors.',
    );
    expect((await bulkRows(checker, request.id)).map(({ line, state, code: why }) => [line, state, why])).toEqual([
      [2, 'APPLIED', null],
      [3, 'APPLIED', null],
      [4, 'APPLIED', null],
      [5, 'APPLIED', null],
      [6, 'STRUCK', 'STRUCK'],
      [7, 'INVALID', 'BULK_DUPLICATE_USER'],
      [8, 'INVALID', 'USER_NOT_FOUND'],
      [9, 'INVALID', 'USER_NOT_FOUND'],
      [10, 'INVALID', 'FIELD_NOT_EDITABLE'],
    ]);
    expect(await enquire(maker, mailed.userId)).toMatchObject({ email: `new.${mailed.userId}@firm.example` });
    expect(await enquire(maker, disabled.userId)).toMatchObject({ status: 'DISABLED' });
    expect(await enquire(maker, deleted.userId)).toBeNull();
    expect(await enquire(maker, created)).toMatchObject({ status: 'ENABLED', otherNames: 'Tai "T" Man' });
    expect(await enquire(maker, struck.userId)).toMatchObject({ email: struck.email });
    const audit = await auditOfRequest(stack(), request.id);
    expect(audit.filter((row) => row.action === 'change.apply' && row.outcome === 'SUCCESS')).toHaveLength(4);
    expect(JSON.stringify(audit)).not.toContain(code);
  });

  it('queued: the checker strikes and approves in his own session, and agrees to exactly what is left', async () => {
    const [kept, struck] = [cast.user(), cast.user()];
    const request = await submitBulk(
      maker,
      bulkFile([`EMAIL,${kept.userId},kept@firm.example`, `EMAIL,${struck.userId},struck@firm.example`]),
    );
    await stepUpAsChecker();
    const left = await strikeBulk(checker, request.id, [3], 'Ask her first.');
    expect(left).toMatchObject({ state: 'SUBMITTED', bulk: { pending: 1, struck: 1 } });
    expect((await approveBulk(checker, request.id, request.digest)).code).toBe('DIGEST_MISMATCH');
    expect((await approveBulk(checker, request.id, left.digest)).__typename).toBe('ChangeRequest');
    expect(await ended(request.id)).toMatchObject({ applied: 1, struck: 1 });
    expect((await enquire(maker, kept.userId))?.email).toBe('kept@firm.example');
    expect((await enquire(maker, struck.userId))?.email).toBe(struck.email);
    const [row] = await bulkRows(maker, request.id, 'STRUCK');
    expect(row).toMatchObject({ message: 'Ask her first.', struckBy: cast.checker.userId });
  });

  it('a line that can no longer be applied is refused by itself; another participant sees nothing of it', async () => {
    const [good, created] = [cast.user(), newId()];
    const request = await submitBulk(
      maker,
      bulkFile([`EMAIL,${good.userId},good@firm.example`, `CREATE,${created},c@firm.example,CHAN,,COLLATERAL_ENQUIRY`]),
    );
    const stranger = await present(stack(), cast.foreignMaker, 'DMS');
    const text = 'query($id: ID!) { changeRequest(id: $id) { id bulkRows { nodes { line } } } }';
    expect((await stranger.send(text, { id: request.id })).data).toEqual({ changeRequest: null });
    await movePhase(stack(), 'PRE_PARALLEL');
    await authoriseBulk(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code });
    expect(await ended(request.id)).toMatchObject({ applied: 1, refused: 1 });
    await movePhase(stack(), 'PARALLEL');
    expect((await bulkRows(maker, request.id)).map(({ state, code: why }) => [state, why])).toEqual([
      ['APPLIED', null],
      ['REFUSED', 'PHASE_FORBIDS'],
    ]);
    expect(await enquire(maker, created)).toBeNull();
  });

  describe('the largest file', () => {
    it('of 2,000 lines passes the door, is judged line by line in one answer, and a longer one is refused', async () => {
      const line = (n: number) =>
        `EMAIL,HKABC4${n % 10}${n % 7},someone.with.a.long.name.${n}@subsidiary.firm.example,,,,,,,`;
      const lines = Array.from({ length: 2_000 }, (_, n) => line(n));
      const { total, rows } = await previewBulk(maker, bulkFile(lines));
      expect([total, rows.length, rows.at(-1)?.line]).toEqual([2_000, 2_000, 2_001]);
      const text = 'query($csv: String!) { bulkChangePreview(csv: $csv) { total } }';
      expect((await maker.send(text, { csv: bulkFile([...lines, line(1)]) })).code).toBe('BULK_TOO_LARGE');
    });
  });
});
