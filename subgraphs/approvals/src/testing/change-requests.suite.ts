import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '@countersign/platform';
import type { World } from './world.suite.ts';

const DAY = 86_400_000;
/** Submitting, expiry, reading, tenants and what follows a changed profile. */
export function changeRequestsSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  const list = async (by = w.maker, variables: Record<string, unknown> = {}) => {
    const text = `query Q($filter: ChangeRequestFilter, $first: Int, $after: String) {
      changeRequests(filter: $filter, first: $first, after: $after) { edges { cursor node { id state target { userId } } } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      edges: { cursor: string; node: { id: string; state: string; target: { userId: string } } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
    return (await w.run<{ changeRequests: Page }>(w.session(by), text, variables)).changeRequests;
  };

  const entities = async (by: Parameters<World['session']>[0]) => {
    const text = `query E($r: [_Any!]!) { _entities(representations: $r) {
      ... on UserProfile { userId openChangeRequest { id } } ... on ClearingParticipant { code openChangeRequestCount } ... on ChangeRequest { id state } } }`;
    const [request] = await w.rows<{ id: string }>('SELECT id FROM change_request');
    const r = [
      { __typename: 'UserProfile', userId: 'HKABC101' },
      { __typename: 'UserProfile', userId: 'HKABC102' },
      { __typename: 'ClearingParticipant', code: 'ABC' },
      { __typename: 'ClearingParticipant', code: 'XYZ' },
      { __typename: 'ChangeRequest', id: request?.id },
    ];
    return (await w.run<{ _entities: Record<string, unknown>[] }>(w.session(by), text, { r }))._entities;
  };

  describe('submitting (W1)', () => {
    it('lets one request per target be open, and says whose and since when', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => w.submit(n % 2 ? w.maker : w.maker2, w.user)),
      );
      expect(answers.filter(({ __typename }) => __typename === 'ChangeRequest')).toHaveLength(1);
      const refused = answers.find(({ code }) => code === 'REQUEST_ALREADY_OPEN');
      expect(refused?.message).toMatch(/^HKABC1X[12] has had a request open on HKABC101 since 03-Apr-23 10:00 HKT\./);
      expect(answers.filter(({ code }) => code === 'REQUEST_ALREADY_OPEN')).toHaveLength(19);
    });

    it('passes on what the owner refuses, audited', async () => {
      const refused = await w.submit(w.maker, w.foreignChecker);
      expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'USER_NOT_FOUND', field: 'userId' });
      expect(await w.rows('SELECT action, outcome, code, target FROM audit_entry')).toEqual([
        { action: 'change.submitted', outcome: 'REFUSED', code: 'USER_NOT_FOUND', target: 'HKXYZ2X1' },
      ]);
    });

    it('tells an absent field from a cleared one', async () => {
      const text =
        'mutation M($input: ProfileChangeInput!) { submitProfileChange(input: $input) { ... on ChangeRequest { after } } }';
      const input = { userId: 'HKABC101', version: 1, set: { disableAfter: null, clearingHouseOptions: 'CASH' } };
      const { submitProfileChange } = await w.run<{ submitProfileChange: { after: unknown } }>(
        w.session(w.maker),
        text,
        {
          input,
        },
      );
      expect(submitProfileChange.after).toEqual({ disableAfter: null, clearingHouseOptions: 'CASH' });
    });

    it('makes room when the request in the way has lapsed, though no sweep has been by', async () => {
      const first = await w.submit(w.maker, w.user);
      w.clock.advance(3 * DAY);
      const second = await w.submit(w.maker2, w.user);
      expect(second.state).toBe('SUBMITTED');
      expect(await w.state(first.id)).toBe('EXPIRED');
    });

    it('keeps the target while a decided change is not applied yet', async () => {
      const request = await w.submit(w.maker, w.user);
      w.world.applyFails = 'BEFORE';
      await w.approve(w.checker, request.id, request.digest);
      expect((await w.submit(w.maker, w.user)).code).toBe('REQUEST_ALREADY_OPEN');
    });

    it('needs a session', async () => {
      const anonymous = { kind: 'anonymous', source: { address: '', userAgent: '', requestId: '' } } as const;
      const fields = [
        'cancelChange(requestId: "x")',
        'rejectChange(requestId: "x", reason: "y")',
        'approveChange(requestId: "x", digest: "y")',
      ];
      for (const field of fields) {
        const { errors } = await w.approvals.execute({ query: `mutation { ${field} { __typename } }` }, anonymous);
        expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
      }
    });
  });

  describe('expiry', () => {
    it('is judged at the instant itself, by readers and by deciders (W2)', async () => {
      const { code } = await w.code(w.checker);
      const request = await w.submit(w.maker, w.user);
      w.clock.advance(3 * DAY - 1);
      expect((await list()).edges[0]?.node.state).toBe('SUBMITTED');
      w.clock.advance(1);
      expect((await list()).edges[0]?.node.state).toBe('EXPIRED');
      expect((await list(w.maker, { filter: { state: 'EXPIRED' } })).edges).toHaveLength(1);
      expect((await list(w.maker, { filter: { state: 'SUBMITTED' } })).edges).toHaveLength(0);
      expect((await list(w.maker, { filter: { openOnly: true } })).edges).toHaveLength(0);
      expect((await w.approve(w.checker, request.id, request.digest)).code).toBe('REQUEST_EXPIRED');
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('REQUEST_EXPIRED');
      expect((await w.cancel(w.maker, request.id)).code).toBe('REQUEST_EXPIRED');
      await w.approvals.runDueWork();
      await w.approvals.runDueWork();
      expect(await w.state(request.id)).toBe('EXPIRED');
      const audits = await w.audits(request.id);
      expect(audits.filter(({ outcome }) => outcome === 'SUCCESS').map(({ action }) => action)).toEqual([
        'change.submitted',
        'change.expired',
      ]);
      expect(audits.filter(({ outcome }) => outcome === 'REFUSED').map(({ action, code }) => [action, code])).toEqual([
        ['change.authorised', 'REQUEST_EXPIRED'],
        ['change.authorised', 'REQUEST_EXPIRED'],
        ['change.cancelled', 'REQUEST_EXPIRED'],
      ]);
    });
  });

  describe('reading', () => {
    it('pages newest first by key, each request once', async () => {
      const targets = [w.user, w.user2, w.checker, w.checker2, w.maker2];
      const ids: string[] = [];
      for (const target of targets) ids.unshift((await w.submit(w.maker, target)).id);
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await list(w.checker, { first: 2, after });
        seen.push(...page.edges.map(({ node }) => node.id));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen).toEqual(ids);
      expect(
        (await list(w.checker, { filter: { targetUserId: 'hkabc101' } })).edges.map(({ node }) => node.target.userId),
      ).toEqual(['HKABC101']);
    });

    it('refuses a page that cannot be', async () => {
      for (const variables of [{ first: 0 }, { after: 'x' }, { after: '' }]) {
        await expect(list(w.maker, variables)).rejects.toMatchObject({ code: 'INVALID_PAGE' });
      }
      await expect(list(w.maker, { first: 101 })).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
    });

    it('shows a participant its own requests only, by every road (M10)', async () => {
      const { id } = await w.submit(w.maker, w.user);
      const one = (by: Parameters<World['session']>[0]) =>
        w.run<{ changeRequest: unknown }>(w.session(by), 'query Q($id: ID!) { changeRequest(id: $id) { id } }', { id });
      expect(await one(w.checker)).toEqual({ changeRequest: { id } });
      expect(await one(w.house)).toEqual({ changeRequest: { id } });
      expect(await one(w.foreignChecker)).toEqual({ changeRequest: null });
      expect(await one(w.user)).toEqual({ changeRequest: null });
      expect((await list(w.foreignMaker)).edges).toEqual([]);
      await expect(list(w.user)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
      expect(await entities(w.checker)).toEqual([
        { userId: 'HKABC101', openChangeRequest: { id } },
        { userId: 'HKABC102', openChangeRequest: null },
        { code: 'ABC', openChangeRequestCount: 1 },
        { code: 'XYZ', openChangeRequestCount: 0 },
        { id, state: 'SUBMITTED' },
      ]);
      for (const stranger of [w.foreignChecker, w.user]) {
        const [, , , , request] = await entities(stranger);
        expect(request).toBeNull();
        expect((await entities(stranger)).slice(0, 3)).toEqual([
          { userId: 'HKABC101', openChangeRequest: null },
          { userId: 'HKABC102', openChangeRequest: null },
          { code: 'ABC', openChangeRequestCount: 0 },
        ]);
      }
    });

    it('shows values only to whom the profile itself shows them, and nothing without EE (A1, domain 2.2)', async () => {
      const { id } = await w.submit(w.maker, w.user);
      const text = 'query Q($id: ID!) { changeRequest(id: $id) { before after } }';
      const seen = () => w.run<{ changeRequest: unknown }>(w.session(w.house), text, { id });
      expect(await seen()).toMatchObject({ changeRequest: { after: { email: expect.stringContaining('@') } } });
      w.house.roles = ['HKEX_REPORT_READER'];
      expect(await seen()).toEqual({ changeRequest: { before: { email: null }, after: { email: null } } });
      w.checker.accessLevels = [];
      expect(await w.run(w.session(w.checker), text, { id })).toEqual({ changeRequest: null });
      await expect(list(w.checker)).rejects.toMatchObject({ code: 'NOT_PERMITTED' });
      w.world.mayList = false;
      expect(await w.run(w.session(w.maker), text, { id })).toEqual({ changeRequest: null });
      w.world.mayList = true;
    });

    it('marks what proves or decides, and hides nothing of the names clients use', () => {
      const { sdl } = w.approvals;
      for (const field of [
        'authoriseChange',
        'approveChange',
        'rejectChange',
        'revealAuthorisationCode',
        'renewAuthorisationCode',
      ]) {
        expect(sdl).toMatch(new RegExp(`${field}[^\\n]*@tag\\(name: "proof"\\)`));
      }
      expect(sdl).toContain('union ChangeDecision = ChangeRequest | ChangeRefused');
      expect(sdl).toContain('union AuthorisationCodeReveal = AuthorisationCode | AuthorisationCodeRefused');
      expect(sdl).toMatch(/type ChangeRequest\s+@key\(fields: "id"\)/);
    });
  });

  describe('after a profile changed', () => {
    const changed = (person: { uuid: string; userId: string }): DomainEvent => ({
      id: `event-${person.userId}`,
      type: 'identity.profile-changed',
      at: w.clock.now().toISOString(),
      body: { profileUuid: person.uuid, userId: person.userId },
    });
    const deliver = async (person: { uuid: string; userId: string }, until: () => Promise<boolean>) => {
      await w.bus.start();
      await w.bus.publish(changed(person));
      await w.bus.publish(changed(person));
      for (let turn = 0; turn < 500 && !(await until()); turn += 1) await new Promise(setImmediate);
    };
    const isRevoked = async () =>
      (await w.rows('SELECT 1 FROM authorisation_code WHERE revoked_at IS NOT NULL')).length === 1;

    it('a checker who lost the role loses the code for good, until renewed (W3)', async () => {
      const { code } = await w.code(w.checker);
      w.checker.roles = [];
      await deliver(w.checker, isRevoked);
      w.checker.roles = ['DA_CHECKER'];
      const request = await w.submit(w.maker, w.user);
      expect((await w.authorise(w.maker, request.id, 'HKABC2X1', code)).code).toBe('AUTHORISATION_FAILED');
      expect(await w.rows(`SELECT code FROM audit_entry WHERE action = 'authorisation-code.revoked'`)).toEqual([
        { code: 'NOT_A_CHECKER' },
      ]);
    });

    it('the open requests of a maker who may no longer work are cancelled (section 8)', async () => {
      const request = await w.submit(w.maker, w.user);
      w.maker.usable = false;
      await deliver(w.maker, async () => (await w.state(request.id)) === 'CANCELLED');
      expect((await w.audits(request.id)).at(-1)).toMatchObject({
        action: 'change.cancelled',
        code: 'MAKER_NOT_USABLE',
      });
    });
  });
}
