import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openCast, present } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { startProgram } from '../support/program.ts';
import type { Stack } from '../support/stacks.ts';
import type { Tables } from '../support/tables.ts';

const anchors = mkdtempSync(path.join(tmpdir(), 'countersign-anchors-'));
const anchor = path.join(anchors, 'anchor.jsonl');
afterAll(() => rmSync(anchors, { recursive: true, force: true }));

/** Runs the command as an operator would, against the same tables, while everything is serving. */
async function verify(
  stack: Stack,
  anchored: Record<string, string> = { COUNTERSIGN_AUDIT_ANCHOR_FILE: anchor },
): Promise<{ readonly code: number | string; readonly text: string }> {
  const where: Record<string, string> =
    stack.corner === null
      ? { COUNTERSIGN_DATA_DIR: path.join(stack.folder, 'tables') }
      : { COUNTERSIGN_DATABASE_URL: stack.corner.mysqlUrl.href };
  const settings = { ...where, COUNTERSIGN_LOG_LEVEL: 'error', ...anchored };
  const program = startProgram('verify', ['verify-audit', '--part', 'authentication'], settings);
  return { code: await program.ended, text: program.output() };
}

onEveryShape(
  'the audit is sealed while the product runs, and verify-audit says what somebody did to it',
  (stack, shape) => {
    let tables: Tables;
    const sealedUpTo = async () =>
      Number((await tables.rows<{ seq: number | null }>('SELECT MAX(last_seq) AS seq FROM audit_seal'))[0]?.seq ?? 0);
    const newest = async () =>
      Number((await tables.rows<{ seq: number }>('SELECT MAX(seq) AS seq FROM audit_entry'))[0]?.seq);
    const allSealed = () =>
      eventually(async () => (await sealedUpTo()) === (await newest()), 'every row sealed', { withinMs: 20_000 });

    beforeAll(async () => {
      rmSync(anchor, { force: true });
      tables = await stack().tables('authentication');
      const cast = await openCast(stack());
      await present(stack(), cast.maker, 'DMS');
      await allSealed();
      await present(stack(), cast.checker, 'DMS');
      await allSealed();
    }, 90_000);

    it('is sound as long as nobody touches it', async () => {
      const { code, text } = await verify(stack());
      expect(text).toMatch(/authentication: sound, \d+ rows in \d+ seals; the anchor file vouches up to seal \d+/);
      expect(code).toBe(0);
    });

    it('says with a database server and no anchor file that the end of the chain has no witness', async () => {
      if (shape === 'embedded') return;
      const { text } = await verify(stack(), {});
      expect(text).toContain('no anchor file, so nothing tells whether the last seals and their rows were deleted');
    });

    it('names the one row that was altered, and is content once it is as it was', async () => {
      const [row] = await tables.rows<{ seq: number; actor: string }>(
        'SELECT seq, actor FROM audit_entry ORDER BY seq LIMIT 1 OFFSET 2',
      );
      const { seq = 0, actor = '' } = row ?? {};
      await tables.change('UPDATE audit_entry SET actor = ? WHERE seq = ?', ['HKABC9X9', seq]);
      const { code, text } = await verify(stack());
      expect(text).toMatch(new RegExp(`authentication: ROW_ALTERED: row ${seq} \\(.*\\) was altered after seal \\d+`));
      expect(code).toBe(1);
      await tables.change('UPDATE audit_entry SET actor = ? WHERE seq = ?', [actor, seq]);
      expect((await verify(stack())).code).toBe(0);
    });

    it('names the one seal that was altered', async () => {
      const [{ root = '' } = {}] = await tables.rows<{ root: string }>('SELECT root FROM audit_seal WHERE number = 1');
      await tables.change('UPDATE audit_seal SET root = ? WHERE number = 1', ['0'.repeat(64)]);
      const { code, text } = await verify(stack());
      expect(text).toContain('authentication: SEAL_ALTERED: seal 1 was altered');
      expect(code).toBe(1);
      await tables.change('UPDATE audit_seal SET root = ? WHERE number = 1', [root]);
    });

    it('names the last rows that were deleted, and knows of their seals from the anchor', async () => {
      const [{ number = 0, last_seq: seq = 0 } = {}] = await tables.rows<{ number: number; last_seq: number }>(
        'SELECT number, last_seq FROM audit_seal ORDER BY number DESC LIMIT 1',
      );
      await tables.change('DELETE FROM audit_entry WHERE seq = ?', [seq]);
      expect((await verify(stack())).text).toContain(`ROW_DELETED: row ${seq} was deleted; seal ${number}`);
      await tables.change('DELETE FROM audit_entry WHERE seq >= ?', [seq - 2]);
      await tables.change('DELETE FROM audit_seal WHERE number = ?', [number]);
      const { code, text } = await verify(stack());
      expect(text).toMatch(new RegExp(`SEALS_MISSING: seal ${number} is gone|SEAL_REWRITTEN: seal ${number}`));
      expect([code, shape]).toEqual([1, shape]);
    });
  },
  { settings: { COUNTERSIGN_AUDIT_ANCHOR_FILE: anchor } },
);
