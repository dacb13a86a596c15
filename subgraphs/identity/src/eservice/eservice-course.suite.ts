import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scene } from '../identity-scene.suite.ts';
import { eserviceScene } from './eservice-scene.suite.ts';

const unlock = { requestType: 'UNLOCK_DA', details: { userId: 'HKABC1X1', reason: 'Lost his phone' } };
const refusedWith = (code: string) => expect.objectContaining({ __typename: 'ChangeRefused', code });

/** How a form runs its course on every engine: with its change request, to its end, and who may know of it. */
export function eserviceCourseSuite(open: () => Promise<Scene>): void {
  let scene: Scene;
  let at: Awaited<ReturnType<typeof eserviceScene>>;
  beforeAll(async () => {
    scene = await open();
    at = await eserviceScene(scene);
  });
  afterAll(() => scene.close());
  let requests = 0;
  /** An approved form and a request of its own. */
  const underWay = async () => {
    requests += 1;
    return { formReference: await at.approved(unlock), requestId: `request-${requests}` };
  };

  describe('with its change request', () => {
    it('a form is in process while the request waits, and completed once it is executed', async () => {
      const body = await underWay();
      await at.tell('SUBMITTED', body);
      expect(await at.stateOf(body.formReference)).toBe('IN_PROCESS');
      await at.tell('AUTHORISED', body);
      expect(await at.stateOf(body.formReference)).toBe('IN_PROCESS');
      await at.tell('EXECUTED', body, 'approvals.request-ended');
      expect(await at.stateOf(body.formReference)).toBe('COMPLETED');
    });

    it.each(['REJECTED', 'CANCELLED', 'EXPIRED', 'STALE', 'PHASE_CANCELLED'])(
      'a request that ends %s hands the form back, and another one may follow',
      async (state) => {
        const body = await underWay();
        await at.tell('SUBMITTED', body);
        await at.tell(state, body);
        expect(await at.stateOf(body.formReference)).toBe('APPROVED_BY_CP');
        const second = { ...body, requestId: `${body.requestId}-again` };
        await at.tell('SUBMITTED', second);
        await at.tell('EXECUTED', second);
        expect(await at.stateOf(body.formReference)).toBe('COMPLETED');
      },
    );

    it('events that come twice, late or in the wrong order lead to the same end', async () => {
      for (const states of [
        ['EXECUTED', 'SUBMITTED', 'AUTHORISED'],
        ['SUBMITTED', 'SUBMITTED', 'EXECUTED', 'EXECUTED', 'SUBMITTED'],
      ]) {
        const body = await underWay();
        for (const state of states) await at.tell(state, body);
        expect(await at.stateOf(body.formReference)).toBe('COMPLETED');
      }
      const body = await underWay();
      for (const state of ['REJECTED', 'SUBMITTED']) await at.tell(state, body);
      expect(await at.stateOf(body.formReference)).toBe('APPROVED_BY_CP');
      const later = { ...body, requestId: `${body.requestId}-later` };
      await at.tell('SUBMITTED', later);
      await at.tell('REJECTED', body);
      expect(await at.stateOf(body.formReference)).toBe('IN_PROCESS');
    });

    it('a request of another participant, of another kind or about somebody else moves nothing', async () => {
      const body = await underWay();
      await at.tell('EXECUTED', { ...body, participant: 'XYZ' });
      await at.tell('EXECUTED', { ...body, kind: 'USER_DELETION' });
      await at.tell('EXECUTED', { ...body, subject: 'HKABC2X1' });
      await at.tell('EXECUTED', { ...body, formReference: null });
      await at.tell('EXECUTED', body, 'approvals.something-else');
      expect(await at.stateOf(body.formReference)).toBe('APPROVED_BY_CP');
      await at.tell('EXECUTED', { ...body, subject: 'HKABC1X1' });
      expect(await at.stateOf(body.formReference)).toBe('COMPLETED');
    });

    it('each step is in the audit once, with the request', async () => {
      const body = await underWay();
      await Promise.all(['SUBMITTED', 'SUBMITTED', 'SUBMITTED'].map((state) => at.tell(state, body)));
      await at.tell('EXECUTED', body);
      const rows = (await scene.audit()).filter(({ target }) => target === body.formReference);
      expect(rows.map(({ action, actor }) => [action, actor])).toEqual(
        expect.arrayContaining([
          ['eservice.file', 'account:CLIENT-CONNECT'],
          ['eservice.approve', 'account:CLIENT-CONNECT'],
          ['eservice.begin', 'service:identity'],
          ['eservice.complete', 'service:identity'],
        ]),
      );
      expect(rows).toHaveLength(4);
    });
  });

  describe('its ends', () => {
    it('a form is withdrawn or rejected until the clearing house has begun with it, and never after its end', async () => {
      expect(await at.withdraw((await at.file({ ...unlock, draft: true })).reference)).toMatchObject({
        state: 'WITHDRAWN',
        endedBy: 'CHAN Tai Man',
      });
      const rejected = await at.reject((await at.file(unlock)).reference);
      expect(rejected).toMatchObject({ state: 'REJECTED', reason: 'Not signed', endedBy: 'HKEXOP01' });
      expect(await at.withdraw(rejected.reference)).toEqual(refusedWith('ESERVICE_STATE_FORBIDS'));
      expect(await at.approve(rejected.reference)).toEqual(refusedWith('ESERVICE_STATE_FORBIDS'));
      const body = await underWay();
      await at.tell('SUBMITTED', body);
      expect(await at.withdraw(body.formReference)).toEqual(refusedWith('ESERVICE_STATE_FORBIDS'));
      expect(await at.reject(body.formReference)).toEqual(refusedWith('ESERVICE_STATE_FORBIDS'));
    });

    it('what is executed although the form was withdrawn meanwhile is in the audit', async () => {
      const body = await underWay();
      await at.withdraw(body.formReference);
      await at.tell('EXECUTED', body);
      expect(await at.stateOf(body.formReference)).toBe('WITHDRAWN');
      const rows = (await scene.audit()).filter(({ target }) => target === body.formReference);
      expect(rows.filter(({ outcome }) => outcome === 'REFUSED')).toMatchObject([{ code: 'ESERVICE_STATE_FORBIDS' }]);
    });

    it('what rests on a form that was withdrawn or rejected meanwhile can no longer be decided', async () => {
      const check = `query($m: ID!, $c: ID!, $t: ID!, $p: JSON) { checkDecision(kind: "PROFILE_CHANGE", makerUuid: $m,
        checkerUuid: $c, targetUuid: $t, version: 1, payload: $p) { refusal { code message } } }`;
      const change = { requestType: 'CHANGE_DA', details: { userId: 'HKABC1X1', otherNames: 'New Name' } };
      const [m, c, t] = await Promise.all(['HKEXOP01', 'HKEXAP01', 'HKABC1X1'].map((id) => scene.uuid(id)));
      const decided = async (formReference: string) => {
        const p = { set: { otherNames: 'New Name' }, grounds: { formReference, breakGlassReason: null } };
        const { data } = await scene.service('approvals', check, { m, c, t, p });
        return (data['checkDecision'] as unknown as { refusal: { code: string } | null }).refusal?.code ?? null;
      };
      for (const end of [at.withdraw, (reference: string) => at.reject(reference)]) {
        const reference = await at.approved(change);
        expect(await decided(reference)).toBeNull();
        await end(reference);
        expect(await decided(reference)).toBe('ESERVICE_STATE_FORBIDS');
      }
      expect(await decided('PAPER-2026-1')).toBeNull();
    });

    it('a rejection needs an operator and a reason', async () => {
      const { reference } = await at.file(unlock);
      expect(await at.reject(reference, ' ')).toEqual(refusedWith('INVALID_INPUT'));
      for (const other of ['HKEXAP01', 'HKEXRR01', 'HKABC1X1'])
        expect(await at.reject(reference, 'No', other)).toEqual(refusedWith('NOT_PERMITTED'));
    });
  });

  describe('who may know of it', () => {
    const one = 'query($r: ID!) { eServiceForm(reference: $r) { reference details } }';
    const all = `query($f: EServiceFormFilter, $n: Int, $a: String) { eServiceForms(filter: $f, first: $n, after: $a) {
      nodes { reference participant state } pageInfo { hasNextPage endCursor } } }`;

    it("staff of the clearing house and Client Connect, and no participant's administrator (M10)", async () => {
      const { reference } = await at.file(unlock);
      for (const userId of ['HKEXOP01', 'HKEXAP01'])
        expect((await scene.as(userId, one, { r: reference })).data['eServiceForm']).toMatchObject({
          details: { userId: 'HKABC1X1' },
        });
      expect((await scene.as('HKEXRR01', one, { r: reference })).data['eServiceForm']).toMatchObject({
        details: { userId: null, reason: null },
      });
      for (const userId of ['HKABC1X1', 'HKXYZ1X1', 'HKABC101'])
        for (const query of [one, all])
          expect((await scene.as(userId, query, { r: reference })).codes).toEqual(['NOT_PERMITTED']);
      expect((await at.ask(await at.account(), one, { r: reference })).data?.['eServiceForm']).toMatchObject({
        reference,
      });
    });

    it('only a live service account with the scope ESERVICES files forms', async () => {
      const mutation = `mutation { approveEServiceForm(reference: "DA3-2026-000001", approvedBy: "X") { __typename } }`;
      expect((await at.ask(await at.account('REPORTING'), mutation)).codes).toEqual(['FORBIDDEN']);
      for (const userId of ['HKEXOP01', 'HKABC1X1'])
        expect((await scene.as(userId, mutation)).codes).toEqual(['FORBIDDEN']);
      expect((await scene.anonymous(mutation)).codes).toEqual(['UNAUTHENTICATED']);
      const account = await at.account();
      await scene.write(async (tx) => {
        await tx.query(`UPDATE service_account SET enabled = 0 WHERE name = 'CLIENT-CONNECT'`);
      });
      expect((await at.ask(account, mutation)).codes).toEqual(['UNAUTHENTICATED']);
      await scene.write(async (tx) => {
        await tx.query(`UPDATE service_account SET enabled = 1 WHERE name = 'CLIENT-CONNECT'`);
      });
    });

    it('lists newest first, page by page, by participant, state and what is overdue', async () => {
      const listed = async (f: Record<string, unknown>) => {
        const found: { reference: string; state: string; participant: string }[] = [];
        let a: string | null = null;
        for (;;) {
          const { data, errors } = await scene.as('HKEXOP01', all, { f, n: 3, a });
          expect(errors).toEqual([]);
          const page = data['eServiceForms'] as unknown as {
            nodes: typeof found;
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
          found.push(...page.nodes);
          if (!page.pageInfo.hasNextPage) return found;
          a = page.pageInfo.endCursor;
        }
      };
      const everything = await listed({});
      expect(everything.length).toBeGreaterThan(8);
      expect(new Set(everything.map(({ reference }) => reference)).size).toBe(everything.length);
      const approved = await listed({ state: 'APPROVED_BY_CP', participant: 'ABC' });
      expect(approved).toEqual(everything.filter(({ state }) => state === 'APPROVED_BY_CP'));
      expect(await listed({ participant: 'XYZ' })).toEqual([]);
      expect(await listed({ dueBefore: '2026-11-01T00:00:00Z' })).toEqual([]);
      expect((await listed({ dueBefore: '2099-01-01T00:00:00Z' })).length).toBeGreaterThan(0);
      for (const [n, a, code] of [
        [101, null, 'PAGE_TOO_LARGE'],
        [1, 'x', 'CURSOR_INVALID'],
      ] as const)
        expect((await scene.as('HKEXOP01', all, { n, a })).codes).toEqual([code]);
    });
  });
}
