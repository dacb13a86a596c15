import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfUser } from '../support/audit.ts';
import { present } from '../support/cast.ts';
import { only } from '../support/changes.ts';
import { type Desk, FORM, openDesk } from '../support/desk.ts';
import { onEveryShape } from '../support/every-shape.ts';
import type { Person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

const REVEAL = `mutation($requestId: ID!) { revealInitialPin(requestId: $requestId) { __typename
  ... on InitialPin { pin userId validUntil message } ... on ChangeRefused { code message } } }`;

interface Revealed {
  readonly __typename: string;
  readonly pin: string;
  readonly validUntil: string;
  readonly code: string;
}

onEveryShape(
  'W19 Smartcard PIN reset',
  (stack) => {
    let desk: Desk;
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      desk = await openDesk(stack());
    }, 90_000);
    beforeEach(() => movePhase(stack(), 'PARALLEL'));

    const reset = (userId: string, by?: ApiClient, more: object = {}) =>
      desk.submit('submitSmartcardPinReset', { userId, reason: 'PIN forgotten', ...more }, by);
    const reveal = async (requestId: string, by = desk.maker) => only<Revealed>(await by.send(REVEAL, { requestId }));

    describe.each<Phase>(['PRE_PARALLEL', 'PARALLEL'])('%s: by the pair', (phase) => {
      let who: Person;
      let session: ApiClient;
      let requestId = '';
      let pin = '';
      beforeAll(async () => {
        await movePhase(stack(), 'PARALLEL');
        who = desk.cast.user();
        session = await present(stack(), who, 'CCMS');
      });
      beforeEach(() => movePhase(stack(), phase));

      it('1. the maker submits for a user who holds a card', async () => {
        expect((await desk.see(who.userId))?.srn).toMatch(/^SC\d+$/);
        const request = await reset(who.userId);
        expect(request).toMatchObject({ kind: 'SMARTCARD_PIN_RESET', state: 'SUBMITTED' });
        expect([request.before, request.after]).toMatchObject([{ initialPin: 'NONE' }, { initialPin: 'ARMED' }]);
        requestId = request.id;
      });

      it('2. before the checker agreed there is no PIN', async () => {
        expect(await reveal(requestId)).toMatchObject({ __typename: 'ChangeRefused', code: 'INITIAL_PIN_UNAVAILABLE' });
      });

      it('3. the checker agrees: the user’s sessions end, he is told, and the mail holds no PIN', async () => {
        expect(await desk.authorised(requestId)).toMatchObject({ state: 'EXECUTED' });
        expect(await viewerId(session)).toBeNull();
        const notice = await desk.letter(who, 'Smartcard PIN reset');
        expect(notice.text).not.toMatch(/\d{6,8}/);
        expect(notice.raw).not.toMatch(/https?:|www\./);
      });

      it('4. to the checker, another maker and the clearing house it looks as if there were none', async () => {
        const otherMaker = await movePhase(stack(), 'PARALLEL').then(() =>
          present(stack(), desk.cast.otherMaker, 'DMS'),
        );
        await movePhase(stack(), phase);
        for (const by of [desk.checker, otherMaker, desk.operator])
          expect(await reveal(requestId, by)).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
      });

      it('5. its maker sees it once, good for seven days', async () => {
        const shown = await reveal(requestId);
        expect(shown).toMatchObject({ __typename: 'InitialPin', userId: who.userId });
        expect(shown.pin).toMatch(/^\d{8}$/);
        const days = (Date.parse(shown.validUntil) - stack().clock.now().getTime()) / 86_400_000;
        expect(days).toBeGreaterThan(6.9);
        expect(days).toBeLessThanOrEqual(7);
        pin = shown.pin;
        expect(await reveal(requestId)).toMatchObject({ code: 'INITIAL_PIN_ALREADY_SHOWN' });
      });

      it('6. it stands nowhere: not in the request, the audit, the log or a mail', async () => {
        expect(JSON.stringify(await desk.read(requestId))).not.toContain(pin);
        for (const part of ['identity', 'authentication', 'approvals'] as const)
          expect(JSON.stringify(await auditOfUser(stack(), part, who.userId))).not.toContain(pin);
        expect(stack().output()).not.toContain(pin);
        expect(stack().mail.letters.some((letter) => letter.raw.includes(pin))).toBe(false);
      });

      it('7. if it was lost, another reset makes another one, and the first is void', async () => {
        const again = await desk.countersigned('submitSmartcardPinReset', { userId: who.userId });
        expect(again.before).toMatchObject({ initialPin: 'SHOWN' });
        expect(await reveal(requestId)).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
        expect((await reveal(again.id)).pin).not.toBe(pin);
      });
    });

    it('who was created for two factors only has no card and gets no PIN', async () => {
      const userId = 'HKABC4P1';
      await desk.countersigned('submitUserCreation', {
        ...{ userId, surname: 'HO', email: 'ho@mail.example', groups: ['COVERED_CALL'] },
      });
      expect(await reset(userId)).toMatchObject({ code: 'SMARTCARD_NOT_ALLOWED' });
    });

    describe('an administrator’s card', () => {
      it.each<Phase>(['PRE_PARALLEL', 'PARALLEL'])('in %s is the clearing house’s, on form SCard 1', async (phase) => {
        const { userId } = desk.cast.otherChecker;
        await movePhase(stack(), phase);
        const refused = await reset(userId);
        expect(refused).toMatchObject({ code: 'DA_PIN_RESET_BY_HKEX' });
        expect(refused.message).toContain('SCard 1');
        expect(await reset(userId, desk.operator)).toMatchObject({ code: 'FORM_REFERENCE_REQUIRED' });
        const formReference = 'SCARD1-2026-000007';
        const request = await desk.byTheHouse('submitSmartcardPinReset', { userId, formReference });
        expect((await reveal(request.id, desk.operator)).pin).toMatch(/^\d{8}$/);
        expect(await reveal(request.id, desk.approver)).toMatchObject({ code: 'INITIAL_PIN_UNAVAILABLE' });
      });
    });

    it('at END there are no cards: nobody resets a PIN, and one that was armed is not shown any more', async () => {
      const { userId } = desk.cast.user();
      const armed = await desk.countersigned('submitSmartcardPinReset', { userId });
      const waiting = await reset(desk.cast.user().userId);
      await movePhase(stack(), 'END');
      expect(await reset(userId)).toMatchObject({ __typename: 'ChangeRefused', code: 'PHASE_FORBIDS' });
      const { userId: administrator } = desk.cast.otherChecker;
      expect(await reset(administrator, desk.operator, { formReference: FORM })).toMatchObject({
        code: 'PHASE_FORBIDS',
      });
      expect(await reveal(armed.id)).toMatchObject({ code: 'SMARTCARD_NOT_ALLOWED' });
      expect(await desk.authorised(waiting.id)).toMatchObject({ code: 'PHASE_FORBIDS' });
      expect(await desk.read(waiting.id)).toMatchObject({ state: 'PHASE_CANCELLED' });
    });

    it('whom else not', async () => {
      expect(await reset(desk.cast.foreignUser().userId)).toMatchObject({ code: 'USER_NOT_FOUND' });
      expect(await reset(desk.cast.user().userId, desk.operator, { formReference: FORM })).toMatchObject({
        code: 'PHASE_FORBIDS',
      });
    });

    it('a PIN that nobody looked at within seven days is void', async () => {
      const { userId } = desk.cast.user();
      const { id } = await desk.countersigned('submitSmartcardPinReset', { userId });
      await desk.comeBack('2026-12-02T10:00:00+08:00');
      expect(await reveal(id)).toMatchObject({ code: 'INITIAL_PIN_EXPIRED' });
    });
  },
  { among: ['embedded', 'four-process'] },
);
