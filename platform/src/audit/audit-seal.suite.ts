import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { query } from '../database/statement.ts';
import { type Openings, auditChain } from './audit-chain.suite.ts';

/** What sealing and proving must do on every engine. */
export function auditSealSuite(part: Openings): void {
  describe('the sealed audit', () => {
    const { clock, path, sql, append, write, sealer, threeSeals, seqOf, verify, findings } = auditChain(part);

    it('is sound when nobody touched it, and says how many rows wait for a seal', async () => {
      await threeSeals();
      await write('waiting');
      const verdict = await verify();
      expect(verdict).toMatchObject({ sound: true, seals: 3, rows: 6, unsealed: 1, anchored: 3, found: [] });
      expect(verdict.firstUnsealedAt).toBe(clock.now().toISOString());
    });

    it.each([
      ['at', 1],
      ['at', 8_640_000_000_000_001],
      ['action', 'x'],
      ['outcome', 'REFUSED'],
      ['actor', 'HKABC1X2'],
      ['actor_uuid', ''],
      ['participant', 'XYZ'],
      ['target', 'HKABC102'],
      ['target_uuid', 'u'],
      ['request_id', 'r'],
      ['flow_id', 'f'],
      ['session_id', 's'],
      ['source_address', '203.0.113.9'],
      ['code', 'NO_CHANGE'],
      ['before_json', '{}'],
      ['after_json', '{"email":"c@b.hk"}'],
    ])('names the row whose %s was altered', async (column, value) => {
      await threeSeals();
      const seq = await seqOf('step-3');
      await sql(`UPDATE audit_entry SET ${column} = ? WHERE seq = ?`, [value, seq]);
      const { found, sound } = await verify();
      expect(sound).toBe(false);
      expect(found).toMatchObject([{ kind: 'ROW_ALTERED', part: 'identity', seal: 2, seq }]);
      if (column !== 'action') expect(found[0]?.message).toContain('step-3');
    });

    it('names a deleted row, also the last ones', async () => {
      await threeSeals();
      const seqs = await Promise.all(['step-2', 'step-5', 'step-6'].map(seqOf));
      for (const seq of seqs) await sql('DELETE FROM audit_entry WHERE seq = ?', [seq]);
      expect(await findings()).toEqual([
        { kind: 'ROW_DELETED', seal: 1, seq: seqs[0] },
        { kind: 'ROW_DELETED', seal: 3, seq: seqs[1] },
        { kind: 'ROW_DELETED', seal: 3, seq: seqs[2] },
      ]);
    });

    it('names a row that was put into a sealed stretch', async () => {
      const pass = sealer();
      await write('step-1', 'rolled-back', 'step-2');
      const gap = await seqOf('rolled-back');
      await sql('DELETE FROM audit_entry WHERE seq = ?', [gap]);
      await pass();
      expect(await findings()).toEqual([]);
      await sql(`INSERT INTO audit_entry (seq, at, action, outcome, actor) VALUES (?, 1, 'forged', 'SUCCESS', 'x')`, [
        gap,
      ]);
      expect(await findings()).toEqual([{ kind: 'ROW_ADDED', seal: 1, seq: gap }]);
    });

    it('names a row that was put before the first of all', async () => {
      await threeSeals();
      await sql(`INSERT INTO audit_entry (seq, at, action, outcome, actor) VALUES (-7, 1, 'forged', 'SUCCESS', 'x')`);
      expect(await findings()).toEqual([{ kind: 'ROW_ADDED', seal: 1, seq: -7 }]);
    });

    it('names both rows that changed places', async () => {
      await threeSeals();
      const [one, other] = await Promise.all([seqOf('step-2'), seqOf('step-4')]);
      for (const [from, to] of [
        [one, 1_000_000],
        [other, one],
        [1_000_000, other],
      ] as const)
        await sql('UPDATE audit_entry SET seq = ? WHERE seq = ?', [to, from]);
      expect(await findings()).toEqual([
        { kind: 'ROW_ALTERED', seal: 1, seq: one },
        { kind: 'ROW_ALTERED', seal: 2, seq: other },
      ]);
    });

    it.each([
      ['root', 'a'.repeat(64)],
      ['previous', 'b'.repeat(64)],
      ['seqs', '1-999999999999'],
      ['leaves', 'AAAA'],
      ['row_count', 7],
      ['first_seq', 1],
      ['last_seq', 999_999],
      ['sealed_at', 1],
      ['form', 2],
    ])('names the seal whose %s was altered', async (column, value) => {
      await write('step-0');
      await threeSeals();
      await sql(`UPDATE audit_seal SET ${column} = ? WHERE number = 2`, [value]);
      expect((await verify()).found).toContainEqual(expect.objectContaining({ kind: 'SEAL_ALTERED', seal: 2 }));
    });

    it('names a seal that was removed from the middle, and where a rewritten one breaks the chain', async () => {
      await threeSeals();
      await sql('DELETE FROM audit_seal WHERE number = 2');
      expect((await verify()).found).toContainEqual(expect.objectContaining({ kind: 'SEALS_MISSING', seal: 2 }));
      await sql('DELETE FROM audit_seal WHERE number >= 2');
      await sql(`UPDATE audit_entry SET actor = 'HKABC1X9' WHERE seq = ?`, [await seqOf('step-3')]);
      await sealer()();
      expect(await findings()).toContainEqual({ kind: 'SEAL_REWRITTEN', seal: 2 });
    });

    it('names the link that no longer holds when a seal was replaced by a good one of other rows', async () => {
      await threeSeals();
      const [kept] = await part
        .database()
        .read((tx) => query<{ seal: string }>(tx, 'SELECT * FROM audit_seal WHERE number = 3'));
      await sql('DELETE FROM audit_seal WHERE number >= 2');
      await sql(`UPDATE audit_entry SET actor = 'HKABC1X9' WHERE seq = ?`, [await seqOf('step-3')]);
      await sql('UPDATE audit_entry SET seq = seq + 1000000 WHERE seq >= ?', [await seqOf('step-5')]);
      await sealer()();
      await sql('DELETE FROM audit_seal WHERE number > 2');
      await sql('UPDATE audit_entry SET seq = seq - 1000000 WHERE seq >= 1000000');
      const names = Object.keys(kept ?? {});
      await sql(
        `INSERT INTO audit_seal (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
        Object.values(kept ?? {}),
      );
      await writeFile(path(), '');
      expect(await findings()).toContainEqual({ kind: 'CHAIN_BROKEN', seal: 3 });
    });

    it('is written once however many sealers share it', async () => {
      const sealers = Array.from({ length: 6 }, (_, index) => sealer(index % 2 ? part.database : part.second));
      await Promise.all([
        ...sealers.map(async (pass) => {
          for (let turn = 0; turn < 5; turn++) await pass();
        }),
        ...Array.from({ length: 4 }, (_, index) => write(`a-${index}`, `b-${index}`, `c-${index}`)),
      ]);
      await sealer()();
      expect(await verify()).toMatchObject({ sound: true, rows: 12, unsealed: 0, found: [] });
    });

    it('works off a backlog in batches of bounded size', async () => {
      await part.database().transaction(async (tx) => {
        for (let row = 0; row < 2_300; row++) await append(tx, 'backlog');
      });
      await sealer()();
      const seals = await part.database().read((tx) => query(tx, 'SELECT row_count FROM audit_seal ORDER BY number'));
      expect(seals).toEqual([{ row_count: 1_000 }, { row_count: 1_000 }, { row_count: 300 }]);
      expect(await verify()).toMatchObject({ sound: true, rows: 2_300, unsealed: 0 });
    });
  });
}
