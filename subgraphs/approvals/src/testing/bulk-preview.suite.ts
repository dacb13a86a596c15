import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lineFaults } from './bulk-stand-in.suite.ts';
import type { Person } from './people-of-abc.suite.ts';
import type { World } from './world.suite.ts';

const PREVIEW = `query($csv: String!, $first: Int, $after: Int, $onlyErrors: Boolean) { bulkChangePreview(csv: $csv) {
  total valid invalid warned summary
  rows(first: $first, after: $after, onlyErrors: $onlyErrors) { line action userId before after warnings error { code message field } }
} }`;

interface Row {
  readonly line: number;
  readonly before: unknown;
  readonly after: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly field: string | null } | null;
}
interface Preview {
  readonly total: number;
  readonly valid: number;
  readonly invalid: number;
  readonly summary: string;
  readonly rows: readonly Row[];
}

/** The dry run of a file says of every line what submitting it now would (W24). */
export function bulkPreviewSuite(open: () => Promise<World>): void {
  let w: World;
  let users: readonly Person[];
  beforeEach(async () => {
    lineFaults.file = null;
    w = await open();
    users = Array.from({ length: 4 }, (_, n) => {
      const uuid = `0190a000-0000-7000-8000-${String(2_000 + n)}00000000`;
      return { ...w.user, uuid, userId: `P${n}`, email: `p${n}@abc.example`, version: 1 };
    });
    (w.world.people as Person[]).push(...users);
  });
  afterEach(async () => {
    lineFaults.file = null;
    await w.close();
  });

  const file = (...who: readonly string[]): string =>
    ['action,user_id,email', ...who.map((userId) => `EMAIL,${userId},new-${userId}@abc.example`)].join('\n');
  const preview = async (csv: string, more: Record<string, unknown> = {}, by = w.maker): Promise<Preview> =>
    (await w.run<{ bulkChangePreview: Preview }>(w.session(by), PREVIEW, { csv, ...more })).bulkChangePreview;
  const submitted = async (csv: string) => {
    const text = `mutation($i: BulkChangeInput!) { submitBulkChange(input: $i) { ... on ChangeRequest {
      subject bulk { total invalid } bulkRows(first: 100) { nodes { line code message field } } } } }`;
    const data = await w.run<{
      submitBulkChange: {
        subject: string;
        bulk: { total: number; invalid: number };
        bulkRows: { nodes: { line: number; code: string | null; message: string | null; field: string | null }[] };
      };
    }>(w.session(w.maker), text, { i: { csv, onErrors: 'APPLY_VALID_ROWS' } });
    return data.submitBulkChange;
  };
  const stored = async () => [
    await w.rows('SELECT id, state FROM change_request'),
    await w.rows('SELECT target_key, request_id FROM open_target'),
    await w.rows('SELECT line FROM bulk_row'),
    await w.rows('SELECT id FROM outbox'),
  ];
  const audits = () =>
    w.rows<{ action: string; outcome: string; actor: string; participant: string; after_json: string }>(
      'SELECT action, outcome, actor, participant, after_json FROM audit_entry ORDER BY seq',
    );

  it('shows before and after of good lines and why bad ones are, and stores the audit of it alone', async () => {
    const before = await stored();
    const shown = await preview(file('P0', 'NOBODY', 'P1'));
    expect(shown).toMatchObject({
      total: 3,
      valid: 2,
      invalid: 1,
      warned: 0,
      summary: 'Bulk change of 2 users: 2 EMAIL',
    });
    expect(shown.rows).toMatchObject([
      { line: 2, before: { email: 'p0@abc.example' }, after: { email: 'new-P0@abc.example' }, error: null },
      { line: 3, before: null, after: null, error: { code: 'USER_NOT_FOUND' } },
      { line: 4, error: null },
    ]);
    expect(await stored()).toEqual(before);
    const [entry, ...more] = await audits();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ action: 'bulk.preview', outcome: 'SUCCESS', actor: 'HKABC1X1', participant: 'ABC' });
    expect(JSON.parse(entry?.after_json ?? '')).toEqual({ total: 3, valid: 2, invalid: 1 });
  });

  it('finds the users of open requests in the way, by whom and since when, in the words of the submission (A2)', async () => {
    await w.submit(w.maker2, users[1]!);
    const csv = file('P0', 'P1', 'NOBODY');
    const shown = await preview(csv);
    expect(shown).toMatchObject({ total: 3, valid: 1, invalid: 2, summary: 'Bulk change of 1 user: 1 EMAIL' });
    expect(shown.rows[1]).toMatchObject({
      before: null,
      after: null,
      error: {
        code: 'REQUEST_ALREADY_OPEN',
        message: expect.stringMatching(/^HKABC1X2 has had a request open on P1 since .*10:00/),
        field: 'userId',
      },
    });
    const request = await submitted(csv);
    expect(request).toMatchObject({ subject: '1 user', bulk: { total: 1, invalid: 2 } });
    expect(request.bulkRows.nodes).toEqual(
      shown.rows.map(({ line, error }) => ({ line, code: null, message: null, field: null, ...error })),
    );
  });

  it('does not count a request that has lapsed, and leaves it to others to end it', async () => {
    const lapsed = await w.submit(w.maker2, users[0]!);
    w.clock.advance(3 * 86_400_000);
    expect((await preview(file('P0'))).rows[0]?.error).toBeNull();
    expect(await w.state(lapsed.id)).toBe('SUBMITTED');
  });

  it('gives its lines by pages and by errors alone', async () => {
    const csv = file('P0', 'X', 'P1', 'Y', 'P2');
    const lines = async (more: Record<string, unknown>) => (await preview(csv, more)).rows.map(({ line }) => line);
    expect(await lines({ first: 2 })).toEqual([2, 3]);
    expect(await lines({ first: 2, after: 3 })).toEqual([4, 5]);
    expect(await lines({ onlyErrors: true })).toEqual([3, 5]);
    for (const first of [0, 2_001]) await expect(lines({ first })).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });

  describe('refused as a whole', () => {
    it('says why with Identity’s own words and details, and leaves no audit row of a dry run', async () => {
      const refusal = { code: 'BULK_MALFORMED', message: 'Line 7: no.', field: 'csv', details: { line: 7 } };
      lineFaults.file = { ...refusal, nextOpening: '2023-04-04T07:00:00.000Z' };
      const { errors } = await w.approvals.execute({ query: PREVIEW, variables: { csv: 'x' } }, w.session(w.maker));
      expect(errors).toMatchObject([
        {
          message: 'Line 7: no.',
          extensions: { code: 'BULK_MALFORMED', field: 'csv', line: 7, nextOpening: '2023-04-04T07:00:00.000Z' },
        },
      ]);
      expect(await audits()).toEqual([]);
    });

    it('for whoever has no session', async () => {
      const { source } = w.session(w.maker);
      const nobody = { kind: 'anonymous', source } as const;
      const { errors } = await w.approvals.execute({ query: PREVIEW, variables: { csv: 'x' } }, nobody);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    });
  });
}
