import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import {
  approveBulk,
  bulkFile,
  bulkRows,
  previewBulk,
  type Progress,
  progressOf,
  strikeBulk,
  submitBulk,
} from '../support/bulk.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { useStack } from '../support/every-shape.ts';
import type { RoleName } from '../support/layout.ts';
import { type Person, stepUp } from '../support/person.ts';
import { movePhase } from '../support/phase.ts';
import { enquire } from '../support/profiles.ts';

const LINES = 500;
const STRUCK = 5;
const MAILED = 100;
const victims: readonly RoleName[] = ['approvals', 'identity', 'gateway'];

/** Twenty ways to get a line wrong, each with the reason that it must be given. */
const wrong: readonly (readonly [line: string, code: string])[] = [
  ['RENAME,HKABC4AA,,CHAN', 'INVALID_OPTION'],
  [',HKABC4AB,,CHAN', 'INVALID_OPTION'],
  ['EMAIL,HKABC4ZZ,nobody@firm.example', 'USER_NOT_FOUND'],
  ['DELETE,HKABC4ZY', 'USER_NOT_FOUND'],
  ['DISABLE,HKXYZ101', 'USER_NOT_FOUND'],
  ['EMAIL,HKEX0001,op@firm.example', 'USER_NOT_FOUND'],
  ['EMAIL,HKABC1X2,da@firm.example', 'FIELD_NOT_EDITABLE'],
  ['DELETE,HKABC2X2', 'FIELD_NOT_EDITABLE'],
  ['CREATE,HKABC4X1,x@firm.example,CHAN,,COLLATERAL_ENQUIRY', 'USER_ID_RESERVED_FOR_DA'],
  ['CREATE,HKXYZ1AA,x@firm.example,CHAN,,COLLATERAL_ENQUIRY', 'USER_ID_FORMAT'],
  ['CREATE,HKABC5AA,x@firm.example,CHAN,,COLLATERAL_ENQUIRY', 'USER_ID_FORMAT'],
  ['CREATE,HKABC4AC,,CHAN,,COLLATERAL_ENQUIRY', 'EMAIL_REQUIRED'],
  ['CREATE,HKABC4AD,no address,CHAN,,COLLATERAL_ENQUIRY', 'INVALID_EMAIL'],
  ['CREATE,HKABC4AE,x@firm.example,,,COLLATERAL_ENQUIRY', 'INVALID_NAME'],
  ['CREATE,HKABC4AF,x@firm.example,CHAN,,NO_SUCH_GROUP', 'GROUP_UNKNOWN'],
  ['CREATE,HKABC4AG,x@firm.example,CHAN,,DA_MAKER', 'GROUP_NOT_ASSIGNABLE'],
  ['CREATE,HKABC4AH,x@firm.example,CHAN,,COLLATERAL_ENQUIRY,31-Feb-27', 'INVALID_DATE'],
  ['CREATE,HKABC4AI,x@firm.example,CHAN,,COLLATERAL_ENQUIRY,2027-06-01,2027-05-31', 'INVALID_DATE'],
  ['CREATE,HKABC4AJ,x@firm.example,CHAN,,COLLATERAL_ENQUIRY,,,GOLD', 'INVALID_OPTION'],
  ['CREATE,HKABC4AK,x@firm.example,CHAN,TAI MAN,COLLATERAL_ENQUIRY,,,CASH,,one cell too many', 'ROW_UNREADABLE'],
];

/** User IDs `HK` ABC 1..3 and two letters: nobody of the demo data has one. */
const newId = (n: number): string => {
  const letters = 'BCDEFGHJKLMNOPQRSTUVW';
  const [house, rest] = [1 + Math.floor(n / 400), n % 400];
  return `HKABC${house}${letters[Math.floor(rest / 20)] ?? ''}${letters[rest % 20] ?? ''}`;
};

describe('kill -9 in the middle of a bulk change', () => {
  const stack = useStack({ shape: 'four-process' });
  let cast: Cast;
  let maker: ApiClient;
  let checker: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    await movePhase(stack(), 'PARALLEL');
    checker = await present(stack(), cast.checker, 'DMS');
    maker = await present(stack(), cast.maker, 'DMS');
  }, 90_000);

  it(`of a file of ${LINES} lines, ${wrong.length} bad and ${STRUCK} struck, ${LINES - wrong.length - STRUCK} are applied, each once, whoever dies`, async () => {
    const mailed: Person[] = Array.from({ length: MAILED }, () => cast.user());
    const created = Array.from({ length: LINES - wrong.length - MAILED }, (_, n) => newId(n));
    const good = [
      ...created.map((id) => `CREATE,${id},${id}@firm.example,CHAN,TAI MAN,COLLATERAL_ENQUIRY|MONEY_SETTLEMENT`),
      ...mailed.map(({ userId }) => `EMAIL,${userId},bulk.${userId}@firm.example`),
    ];
    // Every twenty-fourth line is a bad one.
    const lines = good.flatMap((line, at) =>
      at % 24 === 7 && at / 24 < wrong.length ? [wrong[(at - 7) / 24]![0], line] : [line],
    );
    expect(lines).toHaveLength(LINES);
    const csv = bulkFile(lines);
    const expected = new Map(wrong.map(([line, code]) => [lines.indexOf(line) + 2, code]));

    const dryRun = await previewBulk(maker, csv);
    expect(new Map(dryRun.rows.flatMap(({ line, error }) => (error ? [[line, error.code]] : [])))).toEqual(expected);
    const request = await submitBulk(maker, csv, 'APPLY_VALID_ROWS');
    expect(request.bulk).toEqual({
      total: LINES - wrong.length,
      pending: LINES - wrong.length,
      struck: 0,
      applied: 0,
      refused: 0,
      invalid: wrong.length,
    });

    expect((await stepUp(stack(), cast.checker, checker)).__typename).toBe('StepUpGranted');
    const valid = dryRun.rows.filter(({ error }) => error === null);
    const struck = valid.filter((_, at) => at % 96 === 50).slice(0, STRUCK);
    expect(struck).toHaveLength(STRUCK);
    const left = await strikeBulk(
      checker,
      request.id,
      struck.map(({ line }) => line),
      'Not known to us.',
    );
    expect(left.bulk).toMatchObject({ pending: LINES - wrong.length - STRUCK, struck: STRUCK });

    const approvals = await stack().tables('approvals');
    const appliedSoFar = async (): Promise<number> =>
      Number(
        (
          await approvals.rows<{ many: number }>(
            `SELECT COUNT(*) AS many FROM bulk_row WHERE request_id = ? AND state = 'APPLIED'`,
            [request.id],
          )
        )[0]?.many ?? 0,
      );
    const answer = approveBulk(checker, request.id, left.digest).catch(() => null);
    const seen: number[] = [];
    for (const [round, victim] of victims.entries()) {
      const before = await appliedSoFar();
      await eventually(async () => (await appliedSoFar()) > before || (await appliedSoFar()) >= 475, 'a chunk', {
        withinMs: 30_000,
        everyMs: 1,
      });
      await pause(round * 7);
      await stack().kill(victim);
      seen.push(await appliedSoFar());
      await stack().restart(victim);
    }
    await answer;
    // At least one of them died with lines still to be applied.
    expect(Math.min(...seen)).toBeLessThan(LINES - wrong.length - STRUCK);

    maker = await present(stack(), cast.maker, 'DMS');
    let progress: Progress & { readonly state: string } = { state: '', ...request.bulk };
    await eventually(
      async () => {
        progress = await progressOf(maker, request.id);
        return progress.state === 'EXECUTED';
      },
      'the bulk change to end',
      { withinMs: 60_000, everyMs: 200 },
    );
    expect(progress).toEqual({
      state: 'EXECUTED',
      total: 480,
      pending: 0,
      struck: STRUCK,
      applied: 475,
      refused: 0,
      invalid: wrong.length,
    });

    const rows = await bulkRows(maker, request.id);
    const inState = (state: string) => rows.filter((row) => row.state === state);
    expect(new Map(inState('INVALID').map(({ line, code }) => [line, code]))).toEqual(expected);
    expect(inState('STRUCK').map(({ line, message }) => [line, message])).toEqual(
      struck.map(({ line }) => [line, 'Not known to us.']),
    );

    const identity = await stack().tables('identity');
    const effects = await identity.rows<{ target: string; many: number }>(
      `SELECT target, COUNT(*) AS many FROM audit_entry WHERE request_id = ? AND action = 'change.apply' AND outcome = 'SUCCESS' GROUP BY target`,
      [request.id],
    );
    expect(effects.map(({ target }) => target).toSorted()).toEqual(
      inState('APPLIED')
        .map(({ userId }) => userId)
        .toSorted(),
    );
    expect(effects.filter(({ many }) => Number(many) !== 1)).toEqual([]);
    const living = await identity.rows<{ user_id: string; version: number; email: string }>(
      `SELECT user_id, version, email FROM user_profile WHERE live_user_id IN (${created.map(() => '?').join(', ')})`,
      created,
    );
    const struckIds = new Set(struck.map(({ userId }) => userId));
    expect(living.map((row) => row.user_id).toSorted()).toEqual(created.filter((id) => !struckIds.has(id)).toSorted());
    expect(living.filter((row) => Number(row.version) !== 1)).toEqual([]);
    for (const who of mailed.filter(({ userId }) => struckIds.has(userId) || userId === mailed[0]?.userId)) {
      const email = struckIds.has(who.userId) ? who.email : `bulk.${who.userId}@firm.example`;
      expect((await enquire(maker, who.userId))?.email).toBe(email);
    }
    expect(await approvals.rows('SELECT target_key FROM open_target WHERE request_id = ?', [request.id])).toEqual([]);
    const ends = await approvals.rows(
      `SELECT seq FROM audit_entry WHERE request_id = ? AND action = 'change.executed'`,
      [request.id],
    );
    expect(ends).toHaveLength(1);
  }, 240_000);
});
