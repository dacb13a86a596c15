import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { createProfile } from '../index.ts';

interface Profile {
  readonly userId: string;
  readonly email: string | null;
  readonly emailShared: boolean;
  readonly emailForeign: boolean;
  readonly cardHeld: boolean;
  readonly usable: boolean;
}
interface Page {
  readonly refusal: { readonly code: string } | null;
  readonly phase: string | null;
  readonly personal: boolean;
  readonly profiles: readonly Profile[];
}

const PAGE = `query($report: String!, $profileUuid: ID, $accountId: ID, $participant: ID, $after: String, $size: Int!) {
  profilePage(report: $report, profileUuid: $profileUuid, accountId: $accountId, participant: $participant, after: $after, size: $size) {
    refusal { code } phase personal profiles } }`;

/** What another part's reports get to see of profiles, and who is told of what, on every engine. */
export function profilePageSuite(open: () => Promise<Scene>): void {
  describe('pages of profiles for the reports of another part', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await open();
      const user = { type: 'USER', participant: 'ABC', surname: 'NG', groups: ['COLLATERAL_ENQUIRY'] } as const;
      await scene.write(async (tx, at) => {
        await createProfile(tx, { ...user, userId: 'HKABC104', email: 'desk@abc.com.hk' }, at);
        await createProfile(tx, { ...user, userId: 'HKABC105', email: 'Desk@abc.com.hk' }, at);
        await createProfile(tx, { ...user, userId: 'HKABC106', email: 'ng@gmail.com' }, at);
      });
    });
    afterAll(() => scene.close());

    const page = async (reader: string, variables: Record<string, unknown> = {}) => {
      const profileUuid = await scene.uuid(reader);
      const asked = { report: 'migrationStatus', profileUuid, size: 100, ...variables };
      return scene.service('authentication', PAGE, asked);
    };
    const read = async (reader: string, variables: Record<string, unknown> = {}) =>
      (await page(reader, variables)).data['profilePage'] as unknown as Page;
    const ids = ({ profiles }: Page) => profiles.map(({ userId }) => userId);

    it('go by user ID, page by page, and stay within the participant of the reader (A1, M10)', async () => {
      const whole = await read('HKABC1X1');
      expect(ids(whole)).toEqual(ids(whole).toSorted());
      expect(ids(whole).every((id) => id.startsWith('HKABC'))).toBe(true);
      const first = await read('HKABC1X1', { size: 3 });
      const second = await read('HKABC1X1', { size: 100, after: ids(first)[2] });
      expect([...ids(first), ...ids(second)]).toEqual(ids(whole));
      expect(ids(await read('HKABC1X1', { participant: 'XYZ' }))).toEqual([]);
    });

    it('tell what is known of each mailbox and card', async () => {
      const { profiles, personal, phase } = await read('HKABC1X1');
      const of = (userId: string) => profiles.find((one) => one.userId === userId);
      expect([personal, phase]).toEqual([true, 'PARALLEL']);
      expect(of('HKABC101')).toMatchObject({ email: null, cardHeld: true, usable: true });
      expect(of('HKABC104')).toMatchObject({ emailShared: true, emailForeign: false, cardHeld: false });
      expect(of('HKABC105')).toMatchObject({ emailShared: true });
      expect(of('HKABC106')).toMatchObject({ emailShared: false, emailForeign: true });
      // A settlement agent's own domain is expected (W23).
      expect(of('HKABC103')).toMatchObject({ emailForeign: false, usable: false });
    });

    it('are judged for the reader of this instant: the house names a participant, users and strangers get nothing', async () => {
      expect((await read('HKEXOP01')).refusal?.code).toBe('FILTER_NEEDS_PARTICIPANT');
      expect(ids(await read('HKEXOP01', { participant: 'XYZ' }))).toContain('HKXYZ101');
      expect((await read('HKEXRR01', { participant: 'ABC' })).personal).toBe(false);
      expect((await read('HKABC101')).refusal?.code).toBe('NOT_PERMITTED');
      expect((await read('NOBODY01')).refusal?.code).toBe('UNAUTHENTICATED');
      expect((await read('HKABC1X1', { profileUuid: null, accountId: 'x' })).refusal?.code).toBe('UNAUTHENTICATED');
    });

    it('are for Authentication alone, for its own reports, and of a bounded size', async () => {
      for (const service of ['gateway', 'approvals'] as const)
        expect((await scene.service(service, PAGE, { report: 'migrationStatus', size: 1 })).codes).toEqual([
          'FORBIDDEN',
        ]);
      expect((await page('HKABC1X1', { report: 'accessReview' })).codes).toEqual(['BAD_USER_INPUT']);
      expect((await page('HKABC1X1', { size: 5_002 })).codes).toEqual(['BAD_USER_INPUT']);
    });
  });

  describe('whom notices are for', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await open();
    });
    afterAll(() => scene.close());

    const told = async (field: string, participant: string | null) => {
      const query = `query($p: ID) { ${field}(participant: $p) { userId email } }`;
      const { data, codes } = await scene.service('authentication', query, { p: participant });
      expect(codes).toEqual([]);
      return (data[field] as unknown as { readonly userId: string }[]).map(({ userId }) => userId);
    };

    it('are the usable checkers, or makers and checkers, of the participant or of the house', async () => {
      expect(await told('checkersOf', 'ABC')).toEqual(['HKABC2X1']);
      // HKABC1X2 is a maker without access level EE: he administers nothing.
      expect(await told('administratorsOf', 'ABC')).toEqual(['HKABC1X1', 'HKABC2X1']);
      expect(await told('checkersOf', null)).toEqual(['HKEXAP01']);
      expect(await told('administratorsOf', null)).toEqual(['HKEXAP01', 'HKEXOP01']);
      expect(await told('checkersOf', 'NONE')).toEqual([]);
      expect(await told('checkersOf', '陳')).toEqual([]);
    });

    it('is told to Authentication alone', async () => {
      const query = '{ checkersOf(participant: "ABC") { userId } }';
      expect((await scene.service('gateway', query)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.as('HKABC1X1', query)).codes).toEqual(['FORBIDDEN']);
    });
  });
}
