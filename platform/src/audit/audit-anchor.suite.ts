import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { anchorFile } from './audit-anchor.ts';
import { type Openings, auditChain } from './audit-chain.suite.ts';

/** What the anchor file proves beyond the database, on every engine. */
export function auditAnchorSuite(part: Openings): void {
  describe("the audit's anchor", () => {
    const { path, sql, write, sealer, threeSeals, seqOf, verify, findings } = auditChain(part);

    it('knows from the anchor that the last rows are gone together with their seals', async () => {
      await threeSeals();
      await sql('DELETE FROM audit_entry WHERE seq >= ?', [await seqOf('step-3')]);
      await sql('DELETE FROM audit_seal WHERE number >= 2');
      const { found } = await verify();
      expect(found).toMatchObject([{ kind: 'SEALS_MISSING', seal: 2 }]);
      expect(found[0]?.message).toContain('seals 2 to 3 are gone');
      // Sealing on from there does not heal it.
      await write('step-7', 'step-8');
      await sealer()();
      expect(await findings()).toEqual([
        { kind: 'SEAL_REWRITTEN', seal: 2 },
        { kind: 'SEALS_MISSING', seal: 3 },
      ]);
    });

    it('names an altered line of the anchor, and lines that were taken away', async () => {
      await threeSeals();
      const text = await readFile(path(), 'utf8');
      const lines = text.trimEnd().split('\n');
      expect(lines).toHaveLength(3);
      const altered = String(lines[1]).replace(/[0-9a-f]{10}/, 'aaaaaaaaaa');
      await writeFile(path(), [lines[0], altered, lines[2], ''].join('\n'));
      expect(await findings()).toEqual([{ kind: 'ANCHOR_ALTERED', seal: 2 }]);
      await writeFile(path(), `${lines[0]}\n`);
      expect(await findings()).toEqual([{ kind: 'ANCHOR_BEHIND', seal: 2 }]);
      await rm(path());
      expect(await findings()).toEqual([{ kind: 'ANCHOR_BEHIND', seal: 1 }]);
      await writeFile(path(), text);
      await appendFile(path(), '{"part":"ident');
      await write('step-7');
      await sealer()();
      expect((await verify()).found).toMatchObject([
        { kind: 'ANCHOR_ALTERED', message: expect.stringContaining('line 4') },
      ]);
      expect((await verify()).anchored).toBe(4);
    });

    it('names seals that have no line though later ones have: cut from the middle, or from the end and sealed on', async () => {
      await threeSeals();
      const lines = (await readFile(path(), 'utf8')).trimEnd().split('\n');
      await writeFile(path(), `${lines[0]}\n${lines[2]}\n`);
      expect(await verify()).toMatchObject({
        sound: false,
        anchored: 3,
        found: [
          { kind: 'ANCHOR_GAP', part: 'identity', seal: 2, message: expect.stringContaining('seal 2 has no line') },
        ],
      });
      await writeFile(path(), `${lines[0]}\n`);
      await write('step-7');
      await sealer()();
      const { found } = await verify();
      expect(found).toMatchObject([{ kind: 'ANCHOR_GAP', seal: 2 }]);
      expect(found[0]?.message).toContain('seals 2 to 3 have no lines');
      expect(found[0]?.message).toContain('or could not be written then');
      // A file that was begun later vouches from there on.
      await writeFile(path(), `${lines[1]}\n${lines[2]}\n`);
      await write('step-8');
      await sealer()();
      expect(await findings()).toMatchObject([{ kind: 'ANCHOR_GAP', seal: 4 }]);
    });

    it('does not take a line of another part for a gap, and names one of a part that there is not', async () => {
      await threeSeals();
      const text = await readFile(path(), 'utf8');
      const lines = text.trimEnd().split('\n');
      await appendFile(path(), `${String(lines[0]).replace('identity', 'authentication')}\n`);
      expect(await findings()).toEqual([]);
      await writeFile(path(), [lines[0], String(lines[1]).replace('identity', 'identiti'), lines[2], ''].join('\n'));
      const { found } = await verify();
      expect(found).toMatchObject([
        { kind: 'ANCHOR_ALTERED', message: expect.stringContaining('line 2') },
        { kind: 'ANCHOR_GAP', seal: 2 },
      ]);
      await writeFile(path(), `${text}${String(lines[2]).replace('"number":3', '"number":0')}\n`);
      expect((await verify()).found).toMatchObject([
        { kind: 'ANCHOR_ALTERED', message: expect.stringContaining('line 4') },
      ]);
    });

    it('leaves what a sealer could not make known to its next seal', async () => {
      let broken = true;
      const file = anchorFile(path());
      const anchor = {
        write: async (line: Parameters<typeof file.write>[0]) =>
          broken ? Promise.reject(new Error('full')) : file.write(line),
      };
      const pass = sealer(part.database, anchor);
      await write('step-1');
      await pass();
      await pass();
      broken = false;
      await pass();
      expect(await verify()).toMatchObject({ sound: true, anchored: 1 });
    });
  });
}
