import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createLogger, insert, isDuplicateKey, openDatabase, query } from '@countersign/platform';
import { approvalsMigrations } from '../index.ts';
import { changeRequests } from '../rows/change-requests.ts';

/** The tables as the first release made them. */
const FIRST_RELEASE = 5;

const oldRow = (id: string, state: string, openTarget: string | null) => ({
  id,
  kind: 'PROFILE_CHANGE',
  state,
  open_target: openTarget,
  target_uuid: '0190a000-0000-7000-8000-000000000006',
  target_user_id: 'HKABC101',
  participant: 'ABC',
  maker_uuid: '0190a000-0000-7000-8000-000000000001',
  maker_user_id: 'HKABC1X1',
  before_json: '{}',
  after_json: '{}',
  payload_json: '{}',
  target_version: 1,
  digest: 'x'.repeat(43),
  warnings_json: '[]',
  summary: 'Change',
  success_message: 'Changed',
  submitted_at: 1,
  expires_at: 2 ** 45,
});

/** What the first release stored is read, and keeps its target to itself, after an upgrade. */
export function upgradeSuite(mysqlUrl: () => string | undefined): void {
  describe('an upgrade', () => {
    it('keeps open requests open and their targets held, and can be begun again', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'countersign-upgrade-'));
      const url = mysqlUrl() ?? `sqlite:${directory}`;
      const logger = createLogger({ level: 'silent', part: 'test' });
      const open = (migrations: typeof approvalsMigrations) =>
        openDatabase({ url, name: 'approvals_upgraded', migrations, logger });
      const old = await open(approvalsMigrations.slice(0, FIRST_RELEASE));
      const target = '0190a000-0000-7000-8000-000000000006';
      await old.transaction(async (tx) => {
        await insert(tx, 'change_request', oldRow('0190c000-0000-7000-8000-000000000001', 'SUBMITTED', target));
        await insert(tx, 'change_request', oldRow('0190c000-0000-7000-8000-000000000002', 'EXECUTED', null));
      });
      await old.close();
      const upgraded = await open(approvalsMigrations);
      try {
        const read = await upgraded.read((tx) => query(tx, 'SELECT target_key, request_id, user_id FROM open_target'));
        expect(read).toEqual([
          { target_key: target, request_id: '0190c000-0000-7000-8000-000000000001', user_id: 'HKABC101' },
        ]);
        const request = await upgraded.read((tx) => changeRequests(tx, upgraded.engine).openOn(target));
        expect(request).toMatchObject({
          subject: 'HKABC101',
          target: { key: target, userId: 'HKABC101' },
          isSoleDa: false,
        });
        const again = upgraded.transaction((tx) =>
          insert(tx, 'open_target', { target_key: target, request_id: 'x', user_id: null }),
        );
        await expect(again.catch((error: unknown) => isDuplicateKey(error))).resolves.toBe(true);
      } finally {
        await upgraded.close();
        await rm(directory, { recursive: true });
      }
    });
  });
}
