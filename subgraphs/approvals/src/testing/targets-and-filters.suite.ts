import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChangeAnswer, World } from './world.suite.ts';

const MINUTE = 60_000;

/** What keeps a target to one request, which part each kind is asked of, and finding requests again. */
export function targetsAndFiltersSuite(open: () => Promise<World>): void {
  let w: World;
  beforeEach(async () => {
    w = await open();
  });
  afterEach(() => w.close());

  const held = () =>
    w.rows<{ target_key: string; user_id: string | null }>('SELECT target_key, user_id FROM open_target');
  const changed = async (person: { uuid: string; userId: string }) => {
    await w.bus.start();
    const body = { profileUuid: person.uuid, userId: person.userId };
    await w.bus.publish({ id: 'event', type: 'identity.profile-changed', at: w.clock.now().toISOString(), body });
  };

  describe('a target', () => {
    it('is held while a request is open on it and free when the request ends, however it ends', async () => {
      const ends: ((request: ChangeAnswer) => Promise<unknown>)[] = [
        ({ id }) => w.cancel(w.maker, id),
        ({ id }) => w.reject(w.checker, id),
        ({ id, digest }) => w.approve(w.checker, id, digest),
        async () => {
          w.clock.advance(3 * 1_440 * MINUTE);
          await w.approvals.runDueWork();
        },
        async ({ id, digest }) => {
          w.user.version += 1;
          await w.approve(w.checker, id, digest);
        },
      ];
      for (const end of ends) {
        const request = await w.submit(w.maker, w.user);
        expect(await held()).toEqual([{ target_key: w.user.uuid, user_id: 'HKABC101' }]);
        await end(request);
        expect(await held()).toEqual([]);
      }
    });

    it('left behind by a release that did not know of places is freed by the next request', async () => {
      const request = await w.submit(w.maker, w.user);
      await w.change(`UPDATE change_request SET state = 'CANCELLED', open_target = NULL WHERE id = ?`, [request.id]);
      expect((await w.submit(w.maker2, w.user)).state).toBe('SUBMITTED');
      expect(await held()).toHaveLength(1);
    });

    it('of a deleted profile takes its request with it; whoever gets the user ID again inherits nothing (domain 3.2)', async () => {
      const request = await w.submit(w.maker, w.user);
      const reborn = { ...w.user, uuid: '0190a000-0000-7000-8000-000000000999' };
      // The deletion is not heard of, only that somebody else now has the user ID.
      w.user.deleted = true;
      w.world.people.push(reborn);
      const answer = await w.approve(w.checker, request.id, request.digest);
      expect(answer.code).toBe('PROFILE_STALE');
      w.user.deleted = false;
      w.world.people.pop();
      const second = await w.submit(w.maker, w.user);
      w.user.deleted = true;
      w.world.people.push(reborn);
      await changed(reborn);
      expect(await w.state(second.id)).toBe('CANCELLED');
      expect((await w.submit(w.maker, reborn)).state).toBe('SUBMITTED');
      expect(await held()).toEqual([{ target_key: reborn.uuid, user_id: 'HKABC101' }]);
    });
  });

  describe('what a closed request shows', () => {
    const TARGET =
      'query($id: ID!) { r: changeRequest(id: $id) { target { __typename userId } only: target { userId } } }';
    const read = async (text: string, id: string) => {
      const { data } = await w.approvals.execute({ query: text, variables: { id } }, w.session(w.maker));
      return (data as { r: unknown } | undefined)?.r;
    };
    const shown = (id: string) => read(TARGET, id);

    it('is not the profile of whoever got the user ID of a deleted person again (domain 3.2)', async () => {
      const request = await w.submit(w.maker, w.user);
      await w.cancel(w.maker, request.id);
      const only = { userId: 'HKABC101' };
      expect(await shown(request.id)).toEqual({ target: { __typename: 'UserProfile', ...only }, only });
      w.user.deleted = true;
      w.world.people.push({ ...w.user, deleted: false, uuid: '0190a000-0000-7000-8000-000000000998' });
      expect(await shown(request.id)).toEqual({ target: null, only });
    });

    it('leaves out the fields that nobody is shown any more, also those stored before (W21)', async () => {
      const request = await w.submit(w.maker, w.user);
      const sides = ['{"srn":"SRN-1","email":null}', '{"srn":"SRN-2","email":"a@abc.example"}'];
      await w.change(`UPDATE change_request SET kind = 'USER_DELETION', before_json = ?, after_json = ? WHERE id = ?`, [
        ...sides,
        request.id,
      ]);
      const VALUES = 'query($id: ID!) { r: changeRequest(id: $id) { before after } }';
      const values = () => read(VALUES, request.id);
      expect(await values()).toMatchObject({ before: { srn: 'SRN-1' }, after: { srn: 'SRN-2' } });
      w.world.hiddenFields = ['srn', 'certificateExpiry'];
      expect(await values()).toEqual({ before: { email: null }, after: { email: 'a@abc.example' } });
      const CANCEL = `mutation($id: ID!) { r: cancelChange(requestId: $id) { ... on ChangeRequest { before after } } }`;
      expect(await read(CANCEL, request.id)).toEqual({ before: { email: null }, after: { email: 'a@abc.example' } });
    });
  });

  describe('a second decision', () => {
    it('hears who decided and when (W2)', async () => {
      const request = await w.submit(w.maker, w.user);
      await w.reject(w.checker, request.id);
      const late = await w.approve(w.checker2, request.id, request.digest);
      expect(late.code).toBe('ALREADY_DECIDED');
      expect(late.message).toBe('This request was already rejected by HKABC2X1 at 03-Apr-23 10:00 HKT.');
    });
  });

  describe('a reason', () => {
    it('is one visible line of 1 to 500 characters, shown as written', async () => {
      const request = await w.submit(w.maker, w.user);
      const bad = [
        '',
        '  ',
        'x'.repeat(501),
        'ok\u202Egnp',
        'a\u0000b',
        'two\nlines',
        'zero\u200Bwidth',
        '\uD800',
        'a\u2028b',
      ];
      for (const reason of bad) expect((await w.reject(w.checker, request.id, reason)).code).toBe('REASON_REQUIRED');
      expect(await w.state(request.id)).toBe('SUBMITTED');
      const rejected = await w.reject(w.checker, request.id, '  電郵地址不正確 – see form  ');
      expect(rejected).toMatchObject({
        reason: '電郵地址不正確 – see form',
        method: 'SESSION',
        checker: 'HKABC2X1',
        message: 'Rejected by HKABC2X1: 電郵地址不正確 – see form',
      });
    });
  });

  describe('each kind', () => {
    const user = { userId: 'HKABC101', version: 1 };
    const kinds: readonly [field: string, type: string, input: object, asked: string][] = [
      [
        'submitUserCreation',
        'UserCreationInput',
        { userId: 'HKABC105', surname: 'CHAN', groups: ['A'] },
        'proposeChange',
      ],
      ['submitUserDeletion', 'UserDeletionInput', user, 'proposeChange'],
      ['submitStatusChange', 'StatusChangeInput', { ...user, status: 'DISABLED' }, 'proposeChange'],
      ['submitGroupAssignment', 'GroupAssignmentInput', { ...user, groups: [] }, 'proposeChange'],
      ['submitUnlock', 'AccountChangeInput', user, 'proposeAccountChange'],
      ['submitSecondFactorReset', 'AccountChangeInput', { userId: 'HKABC101', reason: 'lost' }, 'proposeAccountChange'],
      ['submitSmartcardPinReset', 'AccountChangeInput', user, 'proposeAccountChange'],
      [
        'submitGroupDefinition',
        'GroupDefinitionInput',
        { code: 'CASH_INPUT', functions: ['x'], reason: 'r' },
        'proposeChange',
      ],
      [
        'submitPolicyChange',
        'PolicyChangeInput',
        { key: 'queuedApproval', value: false, reason: 'r' },
        'proposeChange',
      ],
      ['submitSoleDaWaiver', 'SoleDaWaiverInput', { participant: 'ABC', until: null, reason: 'r' }, 'proposeChange'],
      [
        'submitServiceAccountChange',
        'ServiceAccountChangeInput',
        { name: 'reports', action: 'CREATE', scopes: ['REPORTS'], reason: 'r' },
        'proposeChange',
      ],
    ];
    it.each(kinds)('%s asks the part that owns it, with exactly what was typed', async (field, type, input, asked) => {
      const typed = { ...input, formReference: 'DA3-2026-000123' };
      const answer = await w.mutate(w.session(w.house), field, `$input: ${type}!`, { input: typed });
      const kind = field
        .replace('submit', '')
        .replace(/(?!^)([A-Z])/g, '_$1')
        .toUpperCase();
      const given = field === 'submitUserCreation' ? { type: 'USER', ...typed } : typed;
      expect(w.world.asked).toEqual([{ field: asked, kind, input: given }]);
      // The small world knows none of these kinds; the refusal of the owner comes through.
      expect(answer.code).toBe('UNKNOWN_HERE');
    });

    it('of an eService form is submitted as what the form means, on the form’s own reference (W20)', async () => {
      w.world.forms.set('DA3-2026-000123', {
        kind: 'UNLOCK',
        input: { userId: 'HKABC1X1', formReference: 'DA3-1999-000001' },
      });
      const send = (reference: string) =>
        w.mutate(w.session(w.house), 'submitEServiceForm', '$input: EServiceFormInput!', { input: { reference } });
      await send('DA3-2026-000123');
      expect(w.world.asked).toEqual([
        {
          field: 'proposeAccountChange',
          kind: 'UNLOCK',
          input: { userId: 'HKABC1X1', formReference: 'DA3-2026-000123' },
        },
      ]);
      expect((await send('DA3-2026-000999')).code).toBe('ESERVICE_UNKNOWN');
    });
  });

  describe('requests are found', () => {
    const find = async (filter: object, by = w.checker) => {
      const text = `query Q($filter: ChangeRequestFilter) { changeRequests(filter: $filter) { edges { node { id } } } }`;
      type Page = { changeRequests: { edges: { node: { id: string } }[] } };
      return (await w.run<Page>(w.session(by), text, { filter })).changeRequests.edges.map(({ node }) => node.id);
    };

    it('by state, kind, maker, checker, subject and time, all of them together', async () => {
      const rejected = await w.submit(w.maker, w.user);
      await w.reject(w.checker2, rejected.id);
      w.clock.advance(MINUTE);
      const between = w.clock.now().toISOString();
      const open1 = await w.submit(w.maker2, w.user2);
      const foreign = await w.submit(w.foreignMaker, w.foreignChecker);
      const all = [open1.id, rejected.id];
      expect(await find({})).toEqual(all);
      expect(await find({ states: ['REJECTED', 'SUBMITTED'] })).toEqual(all);
      expect(await find({ states: ['REJECTED', 'EXECUTED'] })).toEqual([rejected.id]);
      expect(await find({ kinds: ['PROFILE_CHANGE', 'UNLOCK'] })).toEqual(all);
      expect(await find({ kinds: ['UNLOCK'] })).toEqual([]);
      expect(await find({ maker: 'hkabc1x2' })).toEqual([open1.id]);
      expect(await find({ checker: 'HKABC2X2' })).toEqual([rejected.id]);
      expect(await find({ subject: 'HKABC102' })).toEqual([open1.id]);
      expect(await find({ submittedFrom: between })).toEqual([open1.id]);
      expect(await find({ submittedTo: between })).toEqual([rejected.id]);
      expect(await find({ openOnly: true })).toEqual([open1.id]);
      expect(await find({ openOnly: true, maker: 'HKABC1X1' })).toEqual([]);
      expect(await find({ participant: 'abc' })).toEqual(all);
      expect(await find({ participant: 'XYZ' })).toEqual([]);
      expect(await find({ participant: 'XYZ' }, w.house)).toEqual([foreign.id]);
      expect(new Set(await find({}, w.house))).toEqual(new Set([...all, foreign.id]));
    });
  });
}
