import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { query, sha256 } from '@countersign/platform';
import { MONDAY, type Scene } from '../identity-scene.suite.ts';

const REQUEST = `mutation($i: ExportInput!) { requestExport(input: $i) { ticket url expiresAt } }`;
const REDEEM = `mutation($d: String!, $o: ID!) { redeemExport(ticketDigest: $d, ownerUuid: $o) { report part args format fileName } }`;
const ENDED = `mutation($d: String!, $n: Int!, $c: Boolean!) { exportEnded(ticketDigest: $d, rows: $n, complete: $c) }`;

/** Export tickets on either engine (design 8). */
export function exportsSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
  });
  afterAll(() => scene.close());
  let day = MONDAY.getTime();
  // A day of its own for each test: nobody holds tickets of the one before.
  beforeEach(() => scene.clock.set(new Date((day += 7 * 86_400_000))));

  const request = async (who: string, input: Record<string, unknown>) => {
    const { data, codes } = await scene.as(who, REQUEST, { i: input });
    const ticket = (data as { requestExport?: { ticket: string; url: string; expiresAt: string } } | null)
      ?.requestExport;
    return { codes, ticket: ticket?.ticket ?? '', answer: ticket ?? null };
  };
  const redeem = async (ticket: string, owner: string) => {
    const { data, codes } = await scene.service('gateway', REDEEM, { d: sha256(ticket), o: owner });
    expect(codes).toEqual([]);
    return data['redeemExport'] as unknown as Record<string, unknown> | null;
  };

  describe('an export ticket', () => {
    it('is redeemed once, by its owner, and says what to fetch where', async () => {
      const { ticket, answer } = await request('HKABC1X1', {
        report: 'USER_PROFILE_LISTING',
        args: { type: 'USER' },
        format: 'XLSX',
      });
      expect(answer).toEqual({
        ticket: expect.stringMatching(/^[\w-]{43}$/),
        url: `/exports/${ticket}`,
        expiresAt: new Date(scene.clock.now().getTime() + 300_000).toISOString(),
      });
      const own = await scene.uuid('HKABC1X1');
      expect(await redeem(ticket, await scene.uuid('HKABC2X1'))).toBeNull();
      expect(await redeem(ticket, own)).toEqual({
        report: 'userProfileListing',
        part: 'identity',
        args: { type: 'USER' },
        format: 'XLSX',
        fileName: expect.stringMatching(/^user-profile-listing-\d{8}-1000\.xlsx$/),
      });
      expect(await redeem(ticket, own)).toBeNull();
      expect(await redeem('x'.repeat(43), own)).toBeNull();
    });

    it('of 16 redemptions at once goes to exactly one', async () => {
      const { ticket } = await request('HKABC1X1', { report: 'SRN_LISTING' });
      const own = await scene.uuid('HKABC1X1');
      const answers = await Promise.all(Array.from({ length: 16 }, () => redeem(ticket, own)));
      expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
    });

    it('is dead after five minutes', async () => {
      const { ticket } = await request('HKABC1X1', { report: 'SRN_LISTING' });
      const own = await scene.uuid('HKABC1X1');
      scene.clock.advance(300_000);
      expect(await redeem(ticket, own)).toBeNull();
      scene.clock.advance(1);
      expect(await redeem(ticket, own)).toBeNull();
      scene.clock.advance(-2);
      expect(await redeem(ticket, own)).not.toBeNull();
    });

    it('is stored as a digest alone', async () => {
      const { ticket } = await request('HKABC1X1', { report: 'SRN_LISTING' });
      const rows = await scene.database.read((tx) => query(tx, 'SELECT * FROM export_ticket'));
      const audited = await scene.audit();
      expect(JSON.stringify(rows)).toContain(sha256(ticket));
      expect(JSON.stringify([rows, audited])).not.toContain(ticket);
    });

    it('is not given beyond five unused ones, not even at once; one used or expired makes room', async () => {
      const given = await Promise.all(Array.from({ length: 12 }, () => request('HKABC2X1', { report: 'SRN_LISTING' })));
      const tickets = given.filter(({ ticket }) => ticket !== '');
      expect(tickets).toHaveLength(5);
      expect(new Set(given.flatMap(({ codes }) => codes))).toEqual(new Set(['EXPORT_TICKETS_OUTSTANDING']));
      expect((await request('HKABC1X1', { report: 'SRN_LISTING' })).codes).toEqual([]);
      await redeem(tickets[0]!.ticket, await scene.uuid('HKABC2X1'));
      expect((await request('HKABC2X1', { report: 'SRN_LISTING' })).codes).toEqual([]);
      expect((await request('HKABC2X1', { report: 'SRN_LISTING' })).codes).toEqual(['EXPORT_TICKETS_OUTSTANDING']);
      scene.clock.advance(300_000);
      expect((await request('HKABC2X1', { report: 'SRN_LISTING' })).codes).toEqual([]);
    });

    it('is refused to whoever may not read the report, whichever part keeps it', async () => {
      const codes = async (who: string, report: string, more = {}) => (await request(who, { report, ...more })).codes;
      for (const report of ['READINESS', 'ACCESS_REVIEW', 'HOUSE_ACTIONS'])
        expect(await codes('HKABC1X1', report)).toEqual(['NOT_PERMITTED']);
      for (const report of ['USER_PROFILE_LISTING', 'INACTIVE_USERS', 'OPEN_REQUESTS'])
        expect(await codes('HKABC101', report)).toEqual(['NOT_PERMITTED']);
      expect(await codes('HKABC1X1', 'AUTHORISATION_CODE_USES')).toEqual(['NOT_PERMITTED']);
      for (const report of ['SRN_LISTING', 'OPEN_REQUESTS', 'INACTIVE_USERS'])
        expect(await codes('HKEXRR01', report, { participant: 'NONE' })).toEqual(['PARTICIPANT_UNKNOWN']);
      expect(await codes('HKEXRR01', 'SRN_LISTING')).toEqual(['FILTER_NEEDS_PARTICIPANT']);
      expect(await codes('HKEXRR01', 'SRN_LISTING', { participant: 'ABC' })).toEqual([]);
      expect(await codes('HKABC1X1', 'SRN_LISTING', { args: { other: 1 } })).toEqual(['INVALID_INPUT']);
      scene.clock.set(new Date(scene.clock.now().getTime() + 12 * 3_600_000));
      expect(await codes('HKABC1X1', 'USER_PROFILE_LISTING')).toEqual(['OUTSIDE_FUNCTION_HOURS']);
      expect((await scene.anonymous(REQUEST, { i: { report: 'READINESS' } })).codes).toEqual(['UNAUTHENTICATED']);
    });

    it('is redeemed and ended by the door alone', async () => {
      const variables = { d: 'x', o: 'x', n: 1, c: true };
      for (const who of ['HKABC1X1', 'HKEXOP01'])
        for (const operation of [REDEEM, ENDED])
          expect((await scene.as(who, operation, variables)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.service('approvals', REDEEM, variables)).codes).toEqual(['FORBIDDEN']);
    });

    it('leaves its whole way in the audit: asked, refused to another, redeemed, ended once', async () => {
      const before = (await scene.audit()).length;
      const { ticket } = await request('HKABC1X1', { report: 'SRN_LISTING' });
      const end = async (rows: number) =>
        (await scene.service('gateway', ENDED, { d: sha256(ticket), n: rows, c: true })).data['exportEnded'];
      expect(await end(7)).toBe(false);
      await redeem(ticket, await scene.uuid('HKABC2X1'));
      await redeem(ticket, await scene.uuid('HKABC1X1'));
      expect([await end(7), await end(8)]).toEqual([true, false]);
      expect((await scene.audit()).slice(before)).toMatchObject([
        { action: 'export.request', outcome: 'SUCCESS', actor: 'HKABC1X1', target: 'srnListing' },
        { action: 'export.redeem', outcome: 'REFUSED', code: 'EXPORT_TICKET_INVALID' },
        { action: 'export.redeem', outcome: 'SUCCESS', actor: 'HKABC1X1' },
        { action: 'export.end', outcome: 'SUCCESS', actor: 'HKABC1X1', after_json: '{"rows":7,"complete":true}' },
      ]);
    });
  });
}
