import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest } from '../support/audit.ts';
import { present } from '../support/cast.ts';
import { approve, cancel, only, reject } from '../support/changes.ts';
import { confirm, type Desk, FORM, openDesk, type Request } from '../support/desk.ts';
import { type OpenEvents, openEvents } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryShape } from '../support/every-shape.ts';
import type { Person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { startProgram } from '../support/program.ts';
import type { Stack } from '../support/stacks.ts';

const LIST = `query($filter: ChangeRequestFilter) { changeRequests(first: 100, filter: $filter) { edges { node { id state } } } }`;
const BADGES =
  'query($search: String) { userProfiles(first: 5, filter: { search: $search }) { nodes { userId openChangeRequest { id kind maker } } } }';
const MAINTENANCE = '{ reports { profileMaintenance(first: 100) { rows { values } } } }';
const EMERGENCY = 'mutation($userId: ID!) { emergencyDisable(userId: $userId, reason: "Left") { __typename } }';
const WATCH = 'subscription { changeRequestUpdated { id state } }';

/** Moves the phase as an operator does, so that everything that follows from it happens. */
async function setPhase(stack: Stack, phase: Phase): Promise<void> {
  const where: Record<string, string> =
    stack.corner === null
      ? { COUNTERSIGN_DATA_DIR: path.join(stack.folder, 'tables') }
      : { COUNTERSIGN_DATABASE_URL: stack.corner.mysqlUrl.href };
  const program = startProgram('phase', ['phase', 'set', phase], { ...where, COUNTERSIGN_LOG_LEVEL: 'error' });
  if ((await program.ended) !== 0) throw new Error(`The phase was not set: ${program.output()}`);
}

onEveryShape(
  'Approvals that stay right (W2, domain 8)',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 120_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const submit = async (who: Person = desk.cast.user(), by?: ApiClient): Promise<Request> => {
      const set = { email: `moved.${who.userId.toLowerCase()}@mail.example` };
      const request = await desk.submit('submitProfileChange', { ...(await desk.aim(who)), set }, by);
      expect(request).toMatchObject({ state: 'SUBMITTED', subject: who.userId });
      return request;
    };
    const badgeOf = async (userId: string, by?: ApiClient) => (await desk.see(userId, by))?.openChangeRequest ?? null;
    const confirmChecker = () => confirm(stack(), desk.cast.checker, desk.checker);
    const unchanged = async ({ subject }: Request) =>
      expect((await desk.see(subject))?.email).toBe(`${subject.toLowerCase()}@mail.example`);

    describe('the maker takes a request back', () => {
      it('the profile is as it was, its badge is gone, and another request may come', async () => {
        const request = await submit();
        expect(await cancel(desk.maker, request.id)).toMatchObject({
          ...{ state: 'CANCELLED', message: `Cancelled by its maker, ${desk.cast.maker.userId}.` },
        });
        await unchanged(request);
        expect(await badgeOf(request.subject)).toBeNull();
        expect(await desk.authorised(request.id)).toMatchObject({
          __typename: 'ChangeRefused',
          code: 'ALREADY_DECIDED',
        });
        const { userId, version } = await desk.aim({ userId: request.subject });
        expect(
          await desk.submit('submitStatusChange', { userId, version, status: 'DISABLED', reason: 'x' }),
        ).toMatchObject({ state: 'SUBMITTED' });
      });

      it('nobody else does: another maker, a checker, another participant', async () => {
        const request = await submit();
        const otherMaker = await present(stack(), desk.cast.otherMaker, 'DMS');
        const foreign = await present(stack(), desk.cast.foreignMaker, 'DMS');
        expect(await cancel(otherMaker, request.id)).toMatchObject({ code: 'NOT_YOUR_REQUEST' });
        expect(await cancel(desk.checker, request.id)).toMatchObject({ code: 'NOT_YOUR_REQUEST' });
        expect(await cancel(foreign, request.id)).toMatchObject({ code: 'REQUEST_NOT_FOUND' });
        expect(await desk.read(request.id)).toMatchObject({ state: 'SUBMITTED' });
        await cancel(desk.maker, request.id);
      });
    });

    describe('a checker in his own session', () => {
      it('says no with a reason, after a step-up; the maker has the reason on the screen and by mail', async () => {
        await desk.comeBack();
        const request = await submit();
        expect(await reject(desk.checker, request.id, 'Wrong address')).toMatchObject({ code: 'STEP_UP_REQUIRED' });
        await confirmChecker();
        for (const reason of ['', '  ', 'two\nlines', 'hid\u202Eden', 'x'.repeat(501)])
          expect(await reject(desk.checker, request.id, reason)).toMatchObject({
            code: 'REASON_REQUIRED',
            field: 'reason',
          });
        expect(await reject(desk.checker, request.id, 'Wrong address')).toMatchObject({ state: 'REJECTED' });
        expect(await desk.read(request.id)).toMatchObject({
          ...{ state: 'REJECTED', reason: 'Wrong address', checker: desk.cast.checker.userId },
          message: `Rejected by ${desk.cast.checker.userId}: Wrong address`,
        });
        const mail = await desk.letter(desk.cast.maker, 'Change request rejected');
        expect(mail.text).toContain('Wrong address');
        expect(mail.text).toContain(request.subject);
        await unchanged(request);
        expect(await badgeOf(request.subject)).toBeNull();
      });

      it('says yes to exactly what he saw; the maker is told by mail', async () => {
        const request = await submit();
        await confirmChecker();
        const other = await submit();
        expect(await approve(desk.checker, request.id, other.digest)).toMatchObject({ code: 'DIGEST_MISMATCH' });
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ state: 'EXECUTED' });
        expect(await desk.see(request.subject)).toMatchObject({ email: request.after['email'] });
        expect((await desk.letter(desk.cast.maker, 'Change request executed')).text).toContain(request.subject);
        await cancel(desk.maker, other.id);
      });

      it('twice the same is the same answer and one entry; the other way round he hears who decided, and when', async () => {
        const request = await submit();
        await confirmChecker();
        const answers = [
          await approve(desk.checker, request.id, request.digest),
          await approve(desk.checker, request.id, request.digest),
        ];
        expect(answers[1]).toEqual(answers[0]);
        const late = await reject(desk.checker, request.id, 'On second thoughts');
        expect(late).toMatchObject({ code: 'ALREADY_DECIDED' });
        expect(late.message).toMatch(new RegExp(`${desk.cast.checker.userId}.*HKT`));
        const audit = await auditOfRequest(stack(), request.id);
        expect(audit.filter((row) => row.action === 'change.apply' && row.outcome === 'SUCCESS')).toHaveLength(1);
      });

      it('the clearing house can close this road for a participant, or make it the only one', async () => {
        const switched = async (key: string, value: boolean | null) => {
          const input = { key, value, participant: 'ABC', reason: 'Circular 2026/13' };
          const request = await desk.submit('submitPolicyChange', input, desk.operator);
          expect(await desk.approved(request)).toMatchObject({ state: 'EXECUTED' });
        };
        await switched('queuedApproval', false);
        const request = await submit();
        await confirmChecker();
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ code: 'QUEUED_APPROVAL_OFF' });
        await switched('queuedApproval', null);
        await switched('requireCheckerOtp', true);
        expect(await desk.authorised(request.id)).toMatchObject({ code: 'CHECKER_SESSION_REQUIRED' });
        await confirmChecker();
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ state: 'EXECUTED' });
        await switched('requireCheckerOtp', null);
      });
    });

    describe('one open request on a profile', () => {
      it('shows as a badge on the form and in the listing, and to nobody outside', async () => {
        const request = await submit();
        const badge = { id: request.id, kind: 'PROFILE_CHANGE', maker: desk.cast.maker.userId };
        for (const by of [desk.maker, desk.checker, desk.operator])
          expect(await badgeOf(request.subject, by)).toEqual(badge);
        const { nodes } = only<{ nodes: readonly object[] }>(
          await desk.checker.send(BADGES, { search: request.subject }),
        );
        expect(nodes).toEqual([{ userId: request.subject, openChangeRequest: badge }]);
        const foreign = await present(stack(), desk.cast.foreignMaker, 'DMS');
        expect(await desk.see(request.subject, foreign)).toBeNull();
        expect(await desk.read(request.id, foreign)).toBeNull();
      });

      it('keeps every other kind of change and every other maker away, and says who has it and since when', async () => {
        const request = await submit();
        const otherMaker = await present(stack(), desk.cast.otherMaker, 'DMS');
        const aim = await desk.aim({ userId: request.subject });
        for (const [what, input, by] of [
          ['submitGroupAssignment', { ...aim, groups: ['COVERED_CALL'] }, otherMaker],
          ['submitUserDeletion', aim, otherMaker],
          [
            'submitStatusChange',
            { ...aim, status: 'DISABLED', reason: 'x', formReference: FORM, breakGlassReason: 'x' },
            desk.operator,
          ],
        ] as const) {
          const refused = await desk.submit(what, input, by);
          expect(refused).toMatchObject({ code: 'REQUEST_ALREADY_OPEN' });
          expect(refused.message).toMatch(new RegExp(`^${desk.cast.maker.userId} .*${request.subject} since .* HKT`));
        }
        expect(await desk.authorised(request.id)).toMatchObject({ state: 'EXECUTED' });
        expect(await badgeOf(request.subject)).toBeNull();
      });
    });

    describe('rights are those of the decision', () => {
      it('a profile that changed since the maker looked: stale, and he is told', async () => {
        const request = await submit();
        await desk.checker.send(EMERGENCY, { userId: request.subject });
        await confirmChecker();
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ code: 'PROFILE_STALE' });
        expect(await desk.read(request.id)).toMatchObject({ state: 'STALE' });
        expect((await desk.letter(desk.cast.maker, 'Change request stale')).text).toContain(request.subject);
        await unchanged(request);
        expect(await badgeOf(request.subject)).toBeNull();
      });

      it('a maker who lost the role meanwhile: nothing of his is countersigned', async () => {
        const { otherMaker } = desk.cast;
        const request = await submit(desk.cast.user(), await present(stack(), otherMaker, 'DMS'));
        const groups = (role: string) => ({ groups: [role, 'EE'] });
        await desk.byTheHouse('submitGroupAssignment', { ...(await desk.aim(otherMaker)), ...groups('DA_CHECKER') });
        await confirmChecker();
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ code: 'MAKER_NOT_PERMITTED' });
        await unchanged(request);
        await desk.byTheHouse('submitGroupAssignment', { ...(await desk.aim(otherMaker)), ...groups('DA_MAKER') });
        await confirmChecker();
        expect(await approve(desk.checker, request.id, request.digest)).toMatchObject({ state: 'EXECUTED' });
      });
    });

    describe('the phase moves on while requests wait', () => {
      const creation = (userId: string) => ({
        userId,
        surname: 'HUI',
        email: `${userId.toLowerCase()}@mail.example`,
        groups: ['COVERED_CALL'],
      });
      const ends = (id: string) =>
        eventually(
          async () => (await desk.read(id))?.state === 'PHASE_CANCELLED',
          'the request cancelled by the phase',
        );

      it('back to PRE_PARALLEL: a creation is cancelled and its maker told, other changes wait on', async () => {
        const [kept, lost] = [await submit(), await desk.submit('submitUserCreation', creation('HKABC4H1'))];
        const since = stack().mail.letters.length;
        await setPhase(stack(), 'PRE_PARALLEL');
        await ends(lost.id);
        const mail = await desk.letter(desk.cast.maker, 'Change request phase cancelled', since);
        expect(mail.text).toContain('HKABC4H1');
        expect(await desk.read(kept.id)).toMatchObject({ state: 'SUBMITTED' });
        expect(await desk.authorised(kept.id)).toMatchObject({ state: 'EXECUTED' });
      });

      it('on to END: the PIN of a card is cancelled, what END allows too is decided there', async () => {
        const pin = await desk.submit('submitSmartcardPinReset', { userId: desk.cast.user().userId });
        const kept = await desk.submit('submitUserCreation', creation('HKABC4H2'));
        await setPhase(stack(), 'END');
        await ends(pin.id);
        expect((await desk.read(pin.id))?.message).toContain('phase');
        expect(await desk.authorised(kept.id)).toMatchObject({ state: 'EXECUTED' });
        expect(await desk.see('HKABC4H2')).toMatchObject({ status: 'ENABLED', createdInPhase: 'END' });
      });

      it('a checker who is faster than the sweep is refused all the same', async () => {
        const request = await desk.submit('submitUserCreation', creation('HKABC4H3'));
        await movePhase(stack(), 'PRE_PARALLEL');
        expect(await desk.authorised(request.id)).toMatchObject({ code: 'PHASE_FORBIDS' });
        expect(await desk.read(request.id)).toMatchObject({ state: 'PHASE_CANCELLED' });
      });
    });

    describe('live', () => {
      const streams: OpenEvents[] = [];
      afterEach(() => {
        for (const each of streams.splice(0)) each.hangUp();
      });
      const watch = async (who: ApiClient) => {
        const events = await openEvents(who.url, { query: WATCH }, { authorization: `Bearer ${who.token}` });
        streams.push(events);
        return events;
      };
      const statesOf = ({ came }: OpenEvents, id: string) =>
        came
          .filter(({ event }) => event === 'next')
          .map(({ data }) => JSON.parse(data).data.changeRequestUpdated as { id: string; state: string })
          .filter((update) => update.id === id)
          .map(({ state }) => state);

      it('checker, maker and clearing house see each state as it comes; another participant sees nothing', async () => {
        await desk.comeBack();
        const foreign = await watch(await present(stack(), desk.cast.foreignChecker, 'DMS'));
        const seen = [await watch(desk.checker), await watch(desk.maker), await watch(desk.operator)];
        const [granted, refused] = [await submit(), await submit()];
        await desk.authorised(granted.id);
        await confirmChecker();
        await reject(desk.checker, refused.id, 'No');
        for (const events of seen) {
          await events.until('the end of both', () =>
            [granted, refused].every(({ id }, index) =>
              statesOf(events, id).includes(index === 0 ? 'EXECUTED' : 'REJECTED'),
            ),
          );
          expect(statesOf(events, refused.id)).toEqual(['SUBMITTED', 'REJECTED']);
          expect(statesOf(events, granted.id)[0]).toBe('SUBMITTED');
        }
        expect(foreign.came.filter(({ event }) => event === 'next')).toEqual([]);
      });
    });

    describe('time goes by', () => {
      const waitingMails = ({ email, userId }: Person) =>
        stack().mail.letters.filter(
          ({ to, subject }) => to.includes(email) && /wait/.test(subject) && subject.includes(userId),
        );
      let waiting: readonly Request[];

      it('after ten minutes checkers are told once of all that waits; of what was decided on the maker’s screen they hear no such thing', async () => {
        await desk.comeBack();
        const open = only<{ edges: readonly { node: { id: string } }[] }>(
          await desk.maker.send(LIST, { filter: { openOnly: true } }),
        );
        for (const { node } of open.edges) await cancel(desk.maker, node.id);
        const decided = await submit();
        waiting = [await submit(), await submit()];
        expect(await desk.authorised(decided.id)).toMatchObject({ state: 'EXECUTED' });
        const use = await desk.letter(
          desk.cast.checker,
          `a change of ${decided.subject} made by ${desk.cast.maker.userId}`,
        );
        expect(use.subject).toContain('Authorisation code used');
        const { checker, otherChecker, maker } = desk.cast;
        const before = waitingMails(checker).length;
        stack().clock.advance({ minutes: 11 });
        for (const each of [checker, otherChecker]) {
          const mail = await desk.letter(each, `2 change requests wait for a checker (${each.userId})`);
          expect(mail.raw).not.toMatch(/https?:|www\./);
          for (const { subject } of waiting) expect(mail.text).not.toContain(subject);
        }
        expect(waitingMails(checker)).toHaveLength(before + 1);
        expect(waitingMails(maker)).toEqual([]);
      });

      it('they are told once, however long it waits', async () => {
        const before = waitingMails(desk.cast.checker).length;
        await desk.comeBack('2026-11-25T09:00:00+08:00');
        const later = await submit();
        stack().clock.advance({ minutes: 11 });
        await desk.letter(desk.cast.checker, `1 change request waits for a checker (${desk.cast.checker.userId})`);
        expect(waitingMails(desk.cast.checker)).toHaveLength(before + 1);
        await cancel(desk.maker, later.id);
      });

      it('at the close of the third function day they expire, no minute earlier; the maker is told, and may ask anew', async () => {
        const [first, second] = waiting as readonly [Request, Request];
        expect(first.expiresAt).toBe('2026-11-26T11:00:00.000Z');
        await desk.comeBack('2026-11-26T18:58:00+08:00');
        expect(await desk.read(first.id)).toMatchObject({ state: 'SUBMITTED' });
        expect(await desk.authorised(first.id)).toMatchObject({ state: 'EXECUTED' });
        const lastMinute = await submit();
        stack().clock.set('2026-11-26T19:00:00+08:00');
        // Taking back changes nothing, so it knows no hours.
        expect(await cancel(desk.maker, lastMinute.id)).toMatchObject({ state: 'CANCELLED' });
        expect(await desk.read(second.id)).toMatchObject({ state: 'EXPIRED' });
        expect((await desk.letter(desk.cast.maker, 'Change request expired')).text).toContain(second.subject);
        await desk.comeBack('2026-11-27T07:00:30+08:00');
        expect(await desk.authorised(second.id)).toMatchObject({ code: 'REQUEST_EXPIRED' });
        expect(await badgeOf(second.subject)).toBeNull();
        expect(
          await desk.countersigned('submitProfileChange', {
            ...(await desk.aim({ userId: second.subject })),
            set: { surname: 'ANEW' },
          }),
        ).toMatchObject({ subject: second.subject });
      });
    });

    it('history: every end is kept, found by its state, and reported with maker, checker and outcome (R5)', async () => {
      const ids = async (state: string) =>
        only<{ edges: readonly { node: { state: string } }[] }>(await desk.checker.send(LIST, { filter: { state } }))
          .edges;
      for (const state of ['EXECUTED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'STALE', 'PHASE_CANCELLED']) {
        const found = await ids(state);
        expect([state, found.length > 0]).toEqual([state, true]);
        expect(found.every(({ node }) => node.state === state)).toBe(true);
      }
      const { profileMaintenance } = only<{
        profileMaintenance: { rows: readonly { values: Record<string, string> }[] };
      }>(await desk.maker.send(MAINTENANCE));
      const outcomes = new Set(profileMaintenance.rows.map(({ values }) => values['outcome']));
      expect(outcomes.size).toBeGreaterThanOrEqual(6);
      expect(new Set(profileMaintenance.rows.map(({ values }) => values['maker']))).toContain(desk.cast.maker.userId);
    });
  },
  { among: ['embedded', 'four-process'] },
);
