import { beforeAll, expect, it } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import { request } from 'undici';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { onEveryShape } from '../support/every-shape.ts';

interface Ticket {
  readonly ticket: string;
  readonly url: string;
}

const REQUEST = 'mutation($input: ExportInput!) { requestExport(input: $input) { ticket url expiresAt } }';

onEveryShape('exports by one-use ticket', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    maker = await present(stack(), cast.maker, 'DMS');
  }, 60_000);

  const order = async (who: ApiClient, input: object): Promise<Ticket> => {
    const answer = await who.send<{ requestExport: Ticket }>(REQUEST, { input });
    expect(answer.errors).toEqual([]);
    return answer.data.requestExport;
  };
  const listed = async (): Promise<readonly string[]> => {
    const identity = await stack().tables('identity');
    const rows = await identity.rows<{ user_id: string }>(
      "SELECT user_id FROM user_profile WHERE participant = 'ABC' AND deleted_at IS NULL ORDER BY user_id",
    );
    return rows.map((row) => row.user_id);
  };

  it('a DA Maker takes his participant’s listing away as CSV, everybody once and nobody else', async () => {
    const { url } = await order(maker, { report: 'USER_PROFILE_LISTING' });
    const file = await maker.raw({ path: url, method: 'GET' });
    expect(file.status).toBe(200);
    expect(file.headers['content-disposition']).toMatch(
      /^attachment; filename="user-profile-listing-\d{8}-\d{4}\.csv"$/,
    );
    const lines = file.text.replace(/^\uFEFF/, '').split('\r\n');
    expect(lines.at(-1)).toBe('');
    const ids = lines.slice(1, -1).map((line) => /HK[A-Z0-9]+/.exec(line)?.[0]);
    expect(ids.toSorted()).toEqual([...(await listed())].toSorted());
  }, 60_000);

  it('and as XLSX, which a spreadsheet reads', async () => {
    const { url } = await order(maker, { report: 'USER_PROFILE_LISTING', format: 'XLSX' });
    const answer = await request(`${maker.url}${url}`, { headers: { authorization: `Bearer ${maker.token}` } });
    const [sheet] = (await readXlsx(new Uint8Array(await answer.body.arrayBuffer()))).sheets;
    expect(sheet?.rows).toHaveLength((await listed()).length + 1);
  }, 60_000);

  it('every part’s report leaves by the same door', async () => {
    for (const report of ['OPEN_REQUESTS', 'MIGRATION_STATUS', 'USER_GROUP_LISTING']) {
      const { url } = await order(maker, { report });
      const file = await maker.raw({ path: url, method: 'GET' });
      expect([report, file.status, file.code]).toEqual([report, 200, undefined]);
    }
  }, 60_000);

  it('a ticket works once, for its owner, and not after five minutes', async () => {
    const invalid = async (who: ApiClient, url: string) => {
      const { status, code } = await who.raw({ path: url, method: 'GET' });
      return [status, code];
    };
    const foreign = await present(stack(), cast.foreignMaker, 'DMS');
    const { url } = await order(maker, { report: 'USER_PROFILE_LISTING' });
    expect(await invalid(stack().client(), url)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await invalid(foreign, url)).toEqual([404, 'EXPORT_TICKET_INVALID']);
    const both = await Promise.all([1, 2].map(() => maker.raw({ path: url, method: 'GET' })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    expect(await invalid(maker, url)).toEqual([404, 'EXPORT_TICKET_INVALID']);
    const late = await order(maker, { report: 'USER_PROFILE_LISTING' });
    stack().clock.advance({ minutes: 5 });
    expect(await invalid(maker, late.url)).toEqual([404, 'EXPORT_TICKET_INVALID']);
  }, 60_000);

  it('is in the audit: asked for, redeemed, ended with its rows', async () => {
    const identity = await stack().tables('identity');
    const rows = await identity.rows<{ action: string; outcome: string }>(
      "SELECT action, outcome FROM audit_entry WHERE action LIKE 'export.%'",
    );
    for (const action of ['export.request', 'export.redeem', 'export.end'])
      expect(rows).toContainEqual({ action, outcome: 'SUCCESS' });
  });
});
