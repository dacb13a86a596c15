import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { readXlsx } from 'hucre/xlsx';
import { DependencyUnavailable, Fault } from '@countersign/platform';
import { fakeDesk, rightsLost } from '../testing/fake-desk.ts';
import { accountTokenOf, openDoor, sessionOf, tokenOf } from '../testing/open-door.ts';

type Door = Awaited<ReturnType<typeof openDoor>>;
type Changes = Partial<NonNullable<Parameters<typeof openDoor>[0]>>;

let desk: ReturnType<typeof fakeDesk>;
let door: Door;
const bearer = (name = 'U7') => ({ authorization: `Bearer ${tokenOf(name)}` });

async function open(changes: Changes = {}): Promise<void> {
  desk = fakeDesk();
  door = await openDoor({ exports: desk.desk, ...changes });
}
const get = (ticket: string, headers: Record<string, string> = bearer(), method = 'GET') =>
  door.send('', headers, method, `/exports/${ticket}`);

/** A client of its own, so that nothing is read before the test reads it. */
async function begin(ticket: string, headers = bearer()): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(`${door.url}/exports/${ticket}`, { headers });
    sent.once('response', (answer) => resolve(answer.on('error', () => undefined))).once('error', reject);
    sent.end();
  });
}
async function until(what: string, holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > 5_000) throw new Error(`It never came true: ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** How many pages were asked for, once no more are for a second. */
async function settled(): Promise<number> {
  for (let before = -1; before !== desk.seen.pages.length;) {
    before = desk.seen.pages.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return desk.seen.pages.length;
}

describe('an export', () => {
  beforeEach(() => open());
  afterEach(() => door.close());

  it('leaves as CSV by RFC 4180: UTF-8 with BOM, header row, CRLF, quotes where needed, no formulas', async () => {
    const cells = ['=cmd|x', 'says "no", twice', '葉\r\nTai'];
    const answer = await begin(desk.issue({ rows: 2, row: (index) => (index === 0 ? cells : ['-5', '', 'a\rb']) }));
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="user-profile-listing-20260701-0900.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect((await buffer(answer)).toString('utf8')).toBe(
      `\uFEFFUser ID,Name,Email\r\n'=cmd|x,"says ""no"", twice","葉\r\nTai"\r\n-5,,"a\rb"\r\n`,
    );
    await until('its end was told', () => desk.seen.ended.length === 1);
    expect(desk.seen.ended).toEqual([{ rows: 2, complete: true }]);
  });

  it('leaves as XLSX that a spreadsheet reads: text stays text, empty stays empty', async () => {
    const cells = ['=1+1', '_x0041_ & <b>', ' two  spaces '];
    const row = (index: number) => (index === 0 ? cells : [`R${index}`, '', 'a\u0001\ud800b']);
    const answer = await begin(desk.issue({ rows: 1_500, format: 'XLSX', row }));
    expect(answer.headers['content-type']).toContain('spreadsheetml.sheet');
    expect(answer.headers['content-disposition']).toMatch(/\.xlsx"$/);
    const [sheet] = (await readXlsx(new Uint8Array(await buffer(answer)))).sheets;
    expect(sheet?.rows).toHaveLength(1_501);
    expect(sheet?.rows[0]).toEqual(['User ID', 'Name', 'Email']);
    expect(sheet?.rows[1]).toEqual(cells);
    expect(sheet?.rows[1_500]?.slice(0, 2)).toEqual(['R1499', null]);
    await until('its end was told', () => desk.seen.ended.length === 1);
    expect(desk.seen.ended).toEqual([{ rows: 1_500, complete: true }]);
  });

  it.each(['CSV', 'XLSX'] as const)('of nothing is a header row (%s)', async (format) => {
    const body = await buffer(await begin(desk.issue({ rows: 0, format })));
    const rows = format === 'CSV' ? body.toString() : (await readXlsx(new Uint8Array(body))).sheets[0]?.rows;
    expect(rows).toEqual(format === 'CSV' ? '\uFEFFUser ID,Name,Email\r\n' : [['User ID', 'Name', 'Email']]);
  });

  it('sends its header row before the second page is there', async () => {
    const second = Promise.withResolvers<void>();
    const before = (from: number) => (from === 0 ? undefined : second.promise);
    const answer = await begin(desk.issue({ rows: 2_000, before }));
    const [first] = (await answer.take(1).toArray()) as Buffer[];
    expect(first?.toString()).toMatch(/^\uFEFFUser ID,Name,Email\r\n/);
    second.resolve();
  });

  it.each(['CSV', 'XLSX'] as const)('is fetched no faster than its client takes it (%s)', async (format) => {
    // Nothing that could be compressed: what waits fills the buffers between the two.
    const row = (index: number) => [String(index), randomBytes(300).toString('base64'), 'x'];
    const answer = await begin(desk.issue({ rows: 400_000, format, row }));
    const before = await settled();
    expect(before).toBeLessThan(300);
    answer.destroy();
    await until('its end was told', () => desk.seen.ended.length === 1);
    expect(desk.seen.ended[0]?.complete).toBe(false);
    expect((await settled()) - before).toBeLessThan(3);
  });

  it.each(['CSV', 'XLSX'] as const)('that cannot go on is cut short for all to see (%s)', async (format) => {
    const before = (from: number) => (from >= 3_000 ? rightsLost() : undefined);
    const answer = await begin(desk.issue({ rows: 10_000, format, before }));
    expect(answer.statusCode).toBe(200);
    await expect(buffer(answer)).rejects.toThrow('aborted');
    expect(answer.complete).toBe(false);
    await until('its end was told', () => desk.seen.ended.length === 1);
    expect(desk.seen.ended).toEqual([{ rows: 3_000, complete: false }]);
  });

  it('ends with the session of its owner, at the next page (S3)', async () => {
    await door.close();
    let over = false;
    await open({ sessions: (token) => Promise.resolve(over ? null : sessionOf(token)) });
    const before = (from: number) => void (over = from === 1_000);
    const answer = await begin(desk.issue({ rows: 10_000, before }));
    await expect(buffer(answer)).rejects.toThrow('aborted');
    await until('its end was told', () => desk.seen.ended.length === 1);
    expect(desk.seen.ended).toEqual([{ rows: 2_000, complete: false }]);
  });

  it('asks for every page as its owner', async () => {
    await buffer(await begin(desk.issue({ rows: 3_000 })));
    expect(desk.seen.pages.map(({ owner }) => owner)).toMatchObject(Array(3).fill({ kind: 'session', userId: 'U7' }));
  });

  it.each([
    [403, 'NOT_PERMITTED', rightsLost],
    [
      400,
      'INVALID_OPTION',
      () => {
        throw new Fault('INVALID_OPTION', 'Choose one of ENABLED, DISABLED.');
      },
    ],
    [
      503,
      'DEPENDENCY_UNAVAILABLE',
      () => {
        throw new DependencyUnavailable('identity', new Error('10.0.0.9'));
      },
    ],
    [
      500,
      'INTERNAL_SERVER_ERROR',
      () => {
        throw new Error('SELECT secret FROM user_profile');
      },
    ],
  ])('refused at its first page is a refusal and no file (%d %s)', async (status, code, before) => {
    const answer = await get(desk.issue({ rows: 10, before }));
    expect([answer.status, answer.codes]).toEqual([status, [code]]);
    expect(answer.text).not.toMatch(/10\.0\.0\.9|SELECT|\bat /);
    expect(answer.headers.get('content-disposition')).toBeNull();
    await until('its end was told', () => desk.seen.ended.length === 1);
    expect(desk.seen.ended).toEqual([{ rows: 0, complete: false }]);
  });

  it('is saved under a plain name, whatever it is called', async () => {
    const fileName = "../../etc/passwd\"; filename*=UTF-8''x\r\nSet-Cookie: a=b.exe";
    const answer = await get(desk.issue({ rows: 1, fileName }));
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[A-Za-z0-9_-]+\.csv"$/);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('is broken off when the door closes and its client takes nothing, and that is told before the door is closed', async () => {
    await door.close();
    await open({ downloadLimits: { graceMs: 20 } });
    const row = () => ['x', 'y'.repeat(2_000), 'z'];
    const answer = await begin(desk.issue({ rows: 1_000_000, row }));
    await door.close();
    expect(desk.seen.ended).toMatchObject([{ complete: false }]);
    await expect(buffer(answer)).rejects.toThrow('aborted');
    await open();
  });

  it('is broken off when its client takes nothing for long', async () => {
    await door.close();
    await open({ downloadLimits: { stalledMs: 100 } });
    const row = () => ['x', 'y'.repeat(2_000), 'z'];
    const answer = await begin(desk.issue({ rows: 1_000_000, row }));
    await until('its end was told', () => desk.seen.ended.length === 1);
    expect(desk.seen.ended).toMatchObject([{ complete: false }]);
    answer.destroy();
  });
});

describe('a ticket', () => {
  beforeEach(() => open());
  afterEach(() => door.close());

  it('works once: of 16 at the same time one gets the file', async () => {
    const ticket = desk.issue({ rows: 10 });
    await door.close();
    const again = desk.desk;
    door = await openDoor({ exports: again, downloadLimits: { perOwner: 100, inAll: 100 } });
    const answers = await Promise.all(Array.from({ length: 16 }, () => get(ticket)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(15).fill(404)]);
    expect((await get(ticket)).codes).toEqual(['EXPORT_TICKET_INVALID']);
  });

  it('that is unknown, used or of somebody else has one answer, byte for byte', async () => {
    const used = desk.issue({ rows: 1 });
    await get(used);
    const foreign = desk.issue({ rows: 1 }, 'P-SOMEBODY');
    const texts = [];
    for (const ticket of [
      used,
      foreign,
      'u'.repeat(43),
      'short',
      'u'.repeat(44),
      '..%2f..%2fetc',
      '%00',
      "'OR'1'='1",
    ]) {
      const { status, text, codes } = await get(ticket);
      expect([status, codes]).toEqual([404, ['EXPORT_TICKET_INVALID']]);
      texts.push(text);
    }
    expect(new Set(texts).size).toBe(1);
    expect((await get(foreign, bearer('SOMEBODY'))).status).toBe(200);
  });

  it('is nothing to nobody, and stays whole', async () => {
    const ticket = desk.issue({ rows: 1 });
    const spoofs = {
      'x-user-id': 'U7',
      'x-forwarded-user': 'U7',
      'x-countersign-assertion': 'e30.e30.',
      'x-principal': 'U7',
    };
    const nobodies: Record<string, string>[] = [
      {},
      spoofs,
      { cookie: '__Host-countersign=unknown-token-unknown' },
      { authorization: `Bearer ${ticket}` },
      { authorization: `Bearer ${accountTokenOf('unknown')}` },
    ];
    for (const headers of nobodies) {
      const answer = await get(ticket, headers);
      expect([answer.status, answer.codes]).toEqual([401, ['UNAUTHENTICATED']]);
    }
    expect(desk.seen.redeemed).toBe(0);
    expect((await get(ticket)).status).toBe(200);
  });

  it('stays whole for every verb but GET, for fetching ahead, and for pages of other sites', async () => {
    const ticket = desk.issue({ rows: 1 });
    for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect((await get(ticket, bearer(), method)).status).toBe(405);
    expect((await get(ticket, { ...bearer(), 'sec-purpose': 'prefetch;prerender' })).status).toBe(400);
    expect((await get(ticket, { ...bearer(), purpose: 'prefetch' })).status).toBe(400);
    expect((await get(ticket, { ...bearer(), 'sec-fetch-site': 'cross-site' })).codes).toEqual(['CROSS_SITE_REQUEST']);
    const both = { ...bearer(), cookie: `__Host-countersign=${tokenOf('U8')}` };
    expect((await get(ticket, both)).codes).toEqual(['AMBIGUOUS_CREDENTIALS']);
    expect(desk.seen.redeemed).toBe(0);
    expect((await get(ticket)).status).toBe(200);
  });

  it('is redeemed by cookie, and by the service account that holds it', async () => {
    expect((await get(desk.issue({ rows: 1 }), { cookie: `__Host-countersign=${tokenOf('U7')}` })).status).toBe(200);
    const own = desk.issue({ rows: 1 }, 'A-REPORTING');
    expect((await get(own, { authorization: `Bearer ${accountTokenOf('OTHER')}` })).status).toBe(404);
    expect((await get(own, { authorization: `Bearer ${accountTokenOf('REPORTING')}` })).status).toBe(200);
  });

  it('is not spent when too many files are on their way', async () => {
    await door.close();
    await open({ downloadLimits: { perOwner: 1, inAll: 2 } });
    const gate = Promise.withResolvers<void>();
    const slow = { rows: 2_000, before: (from: number) => (from === 0 ? undefined : gate.promise) };
    const underWay = [await begin(desk.issue(slow)), await begin(desk.issue(slow, 'P-U8'), bearer('U8'))];
    const ticket = desk.issue({ rows: 1 });
    const third = desk.issue({ rows: 1 }, 'P-U9');
    expect(await get(ticket)).toMatchObject({ status: 429, codes: ['TOO_MANY_EXPORTS'] });
    expect((await get(third, bearer('U9'))).status).toBe(429);
    gate.resolve();
    await Promise.all(underWay.map((answer) => buffer(answer)));
    await until('both were told', () => desk.seen.ended.length === 2);
    expect((await get(ticket)).status).toBe(200);
    expect((await get(third, bearer('U9'))).status).toBe(200);
  });

  it('is in no line of the log', async () => {
    const ticket = desk.issue({ rows: 1, before: () => rightsLost() });
    await get(ticket);
    await get('u'.repeat(43));
    expect(door.lines.join('')).toContain('"path":"/exports/:ticket"');
    expect(door.lines.join('')).not.toMatch(new RegExp(`${ticket}|uuuuuuuuuu`));
  });
});
