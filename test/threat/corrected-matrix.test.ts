import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { bothEngines } from '../support/both-engines.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, type Change, only } from '../support/changes.ts';
import { useStack } from '../support/every-shape.ts';
import { beginLogin } from '../support/flow-steps.ts';
import type { Phase } from '../support/phase.ts';
import { enquire } from '../support/profiles.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'countersign-matrix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Cell {
  readonly action: string;
  readonly target: string;
  readonly phase: Phase;
  readonly sides: readonly string[];
}

/** A copy of the file that comes with the product with this one cell changed, as an operator would correct it. */
function corrected({ action, target, phase, sides }: Cell): string {
  const product = path.resolve(import.meta.dirname, '../../subgraphs/identity/permission-matrix.json');
  const { rows } = JSON.parse(readFileSync(product, 'utf8')) as { rows: Record<string, unknown>[] };
  const cell = rows.find((row) => row['action'] === action && row['target'] === target);
  if (cell === undefined) throw new Error(`No cell ${action} on ${target}.`);
  if (JSON.stringify(cell[phase]) === JSON.stringify(sides)) throw new Error('This corrects nothing.');
  const file = path.join(folder, `${action}-${target}.json`);
  writeFileSync(file, JSON.stringify({ rows: rows.map((row) => (row === cell ? { ...row, [phase]: sides } : row)) }));
  return file;
}

const CREATE = `mutation($input: UserCreationInput!) { submitUserCreation(input: $input) { __typename
  ... on ChangeRequest { id state } ... on ChangeRefused { code } } }`;
const LISTED = `query($type: ProfileType!) { userProfiles(first: 100, filter: { type: $type }) { nodes { userId } } }`;

describe.each(bothEngines)('one cell of the matrix changed, and no code (%s)', (shape) => {
  describe('doing: A1 the other way round, administrators create administrators in the parallel run', () => {
    const cell = { action: 'CREATE', target: 'DA', phase: 'PARALLEL', sides: ['DA'] } as const;
    const stack = useStack({ shape, settings: { COUNTERSIGN_PERMISSION_MATRIX: corrected(cell) } });

    it('their pair makes one, and the clearing house is sent away', async () => {
      const cast = await openCast(stack());
      const code = await authorisationCodeOf(stack(), cast.checker);
      const maker = await present(stack(), cast.maker, 'DMS');
      const form = { surname: 'CHEUNG', email: 'a@b.example', type: 'DA', groups: ['DA_CHECKER', 'EE'] };
      const request = only<Change>(await maker.send(CREATE, { input: { ...form, userId: 'HKABC4Z1' } }));
      expect(request).toMatchObject({ state: 'SUBMITTED' });
      const checkerId = cast.checker.userId;
      const decided = await authorise(maker, { requestId: request.id, checkerId, authorisationCode: code });
      expect(decided).toMatchObject({ state: 'EXECUTED' });
      expect(await enquire(maker, 'HKABC4Z1')).toMatchObject({ type: 'DA', status: 'ENABLED' });

      const operator = await present(stack(), cast.operator, 'CONSOLE');
      const input = { ...form, userId: 'HKABC4Z2', participant: 'ABC', formReference: 'DA3-1' };
      expect(only(await operator.send(CREATE, { input }))).toMatchObject({ code: 'PHASE_FORBIDS' });
    }, 60_000);
  });

  describe('reading: users are listed by the clearing house only', () => {
    const cell = { action: 'LIST', target: 'USER', phase: 'PARALLEL', sides: ['HKEX'] } as const;
    const stack = useStack({ shape, settings: { COUNTERSIGN_PERMISSION_MATRIX: corrected(cell) } });
    let cast: Cast;
    let maker: ApiClient;
    beforeAll(async () => {
      cast = await openCast(stack());
      maker = await present(stack(), cast.maker, 'DMS');
    }, 60_000);
    const listed = async (type: string) =>
      only<{ nodes: { userId: string }[] }>(await maker.send(LISTED, { type })).nodes.length;

    it('an administrator lists administrators, and one user at a time', async () => {
      expect([await listed('DA'), await listed('USER')]).toEqual([4, 0]);
      expect(await enquire(maker, cast.user().userId)).not.toBeNull();
    });

    it('nor do they leave in a file or in a report', async () => {
      const order = 'mutation { requestExport(input: { report: USER_PROFILE_LISTING }) { url } }';
      const { url } = only<{ url: string }>(await maker.send(order));
      const file = await maker.raw({ path: url, method: 'GET' });
      expect([file.text.includes('HKABC1X1'), file.text.includes('HKABC102')]).toEqual([true, false]);
      const shown = await maker.send('{ reports { userProfileListing(first: 100) { rows { values } } } }');
      expect([shown.text.includes('HKABC1X1'), shown.text.includes('HKABC102')]).toEqual([true, false]);
    });
  });

  describe('login: in the parallel run users keep to their cards', () => {
    const cell = { action: 'LOG_IN_BY_TWO_FACTOR', target: 'USER', phase: 'PARALLEL', sides: [] } as const;
    const stack = useStack({ shape, settings: { COUNTERSIGN_PERMISSION_MATRIX: corrected(cell) } });

    it('a user is not let in by two factors, an administrator is', async () => {
      const cast = await openCast(stack());
      await present(stack(), cast.maker, 'DMS');
      const who = cast.user();
      await expect(present(stack(), who, 'CCMS')).rejects.toThrow();
      const begun = await beginLogin(stack().client(), { userId: who.userId, application: 'CCMS' });
      expect(begun.__typename).not.toBe('SignedIn');
      const sessions = await stack().tables('authentication');
      const open = await sessions.rows<{ user_id: string }>('SELECT user_id FROM session');
      expect(open.map((row) => row.user_id)).toEqual([cast.maker.userId]);
    }, 60_000);
  });
});
