import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { accountOf } from '../support/account.ts';
import type { ApiClient } from '../support/api-client.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, type Change, only } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { flowId, step } from '../support/flow-steps.ts';
import { choosePassword, enterPassword, type Person } from '../support/person.ts';
import { movePhase, type Phase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';
import { TUESDAY_MORNING } from '../support/stacks.ts';

type Kind = 'submitUnlock' | 'submitSecondFactorReset' | 'submitSmartcardPinReset';
const SHOWN =
  '__typename ... on ChangeRequest { id kind state subject before after warnings digest message } ... on ChangeRefused { code message field }';
const REVEAL = `mutation($r: ID!) { revealInitialPin(requestId: $r) { __typename
  ... on InitialPin { pin userId validUntil message } ... on ChangeRefused { code } } }`;

onEveryShape('What a person signs in with, put right by two administrators (W7, W17, W19)', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  let code: string;
  beforeAll(async () => {
    cast = await openCast(stack());
    code = await authorisationCodeOf(stack(), cast.checker);
    maker = await present(stack(), cast.maker, 'DMS');
  }, 60_000);
  beforeEach(async () => {
    await movePhase(stack(), 'PARALLEL');
    await stack().clock.set(TUESDAY_MORNING);
    maker = await present(stack(), cast.maker, 'DMS');
  });

  const submit = async (mutation: Kind, userId: string, by = maker): Promise<Change> => {
    const input = { userId, reason: 'Called in, identity checked' };
    return only<Change>(
      await by.send(`mutation($input: AccountChangeInput!) { ${mutation}(input: $input) { ${SHOWN} } }`, { input }),
    );
  };
  const countersigned = async (mutation: Kind, userId: string): Promise<Change> => {
    const request = await submit(mutation, userId);
    expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED', subject: userId });
    const decided = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    expect(decided).toMatchObject({ state: 'EXECUTED', checker: cast.checker.userId });
    return request;
  };
  const lockOut = async (who: Person) => {
    for (let wrong = 0; wrong < 10; wrong += 1) {
      const client = stack().client();
      const asked = await enterPassword(client, who, 'CCMS');
      await step(client, 'answerWithTotp', { flowId: flowId(asked), code: '000000' });
    }
    expect(await accountOf(stack(), who)).toMatchObject({ locked: true });
  };
  const told = (who: Person, subject: string) =>
    stack().mail.letterTo(who.email, (mail) => mail.subject === `${subject}: ${who.userId}`);

  it.each<Phase>(['PARALLEL', 'END'])('in %s a locked user is unlocked and signs in as before (W7)', async (phase) => {
    await movePhase(stack(), phase);
    const who = cast.user();
    await present(stack(), who, 'CCMS');
    expect(await submit('submitUnlock', who.userId)).toMatchObject({ code: 'NO_CHANGE' });
    await lockOut(who);
    const request = await countersigned('submitUnlock', who.userId);
    expect(request.before).toMatchObject({ lockReason: 'SECOND_FACTOR_FAILURES', lockedAt: expect.any(String) });
    expect(await accountOf(stack(), who)).toEqual({ failures: 0, locked: false });
    expect(await viewerId(await present(stack(), who, 'CCMS'))).toBe(who.userId);
    expect((await told(who, 'User unlocked')).text).not.toMatch(/https?:/);
  });

  it('an administrator is unlocked by the clearing house, not by his like (2.2)', async () => {
    expect(await submit('submitUnlock', cast.otherMaker.userId)).toMatchObject({ code: 'DA_UNLOCK_BY_HKEX' });
    expect(await submit('submitUnlock', cast.foreignUser().userId)).toMatchObject({ code: 'USER_NOT_FOUND' });
  });

  it.each<Phase>(['PARALLEL', 'END'])(
    'in %s a lost phone ends every session, and the user begins anew with a mailed code (W17)',
    async (phase) => {
      await movePhase(stack(), phase);
      const who = cast.user();
      const session = await present(stack(), who, 'CCMS');
      const request = await countersigned('submitSecondFactorReset', who.userId);
      expect([request.before, request.after]).toMatchObject([{ otpChannel: 'APP' }, { otpChannel: null }]);
      expect(await viewerId(session)).toBeNull();
      const client = stack().client();
      expect(await enterPassword(client, who, 'CCMS')).toMatchObject({ code: 'AUTH_FAILED' });
      await told(who, 'Second factor reset');

      who.app = null;
      await stack().clock.set(new Date(stack().clock.now().getTime() + 120_000));
      expect(await choosePassword(stack(), who, 'another-marigold-tram-quay')).toMatchObject({
        __typename: 'PasswordChanged',
      });
      expect(await viewerId(await present(stack(), who, 'CCMS'))).toBe(who.userId);
    },
  );

  it.each<Phase>(['PRE_PARALLEL', 'PARALLEL'])(
    'in %s the maker sees the new initial PIN of a card once (W19)',
    async (phase) => {
      const identity = await stack().tables('identity');
      const who = cast.user();
      await identity.change('UPDATE user_profile SET srn = ?, smartcard_allowed = 1 WHERE user_id = ?', [
        `SRN-${phase}`,
        who.userId,
      ]);
      await movePhase(stack(), phase);
      const { id } = await countersigned('submitSmartcardPinReset', who.userId);
      const shown = only<{ readonly pin: string }>(await maker.send(REVEAL, { r: id }));
      expect(shown).toMatchObject({ __typename: 'InitialPin', userId: who.userId });
      expect(shown.pin).toMatch(/^\d{8}$/);
      expect(only(await maker.send(REVEAL, { r: id }))).toMatchObject({ code: 'INITIAL_PIN_ALREADY_SHOWN' });
      expect(stack().output()).not.toContain(shown.pin);
    },
  );

  it('at END there are no cards, and a user without one gets no PIN (W19)', async () => {
    const who = cast.user();
    const identity = await stack().tables('identity');
    await identity.change('UPDATE user_profile SET smartcard_allowed = 0 WHERE user_id = ?', [who.userId]);
    expect(await submit('submitSmartcardPinReset', who.userId)).toMatchObject({ code: 'SMARTCARD_NOT_ALLOWED' });
    await movePhase(stack(), 'END');
    expect(await submit('submitSmartcardPinReset', who.userId)).toMatchObject({ code: 'PHASE_FORBIDS' });
  });

  it('the reports of accounts are read by the administrators of the participant (R3, R7)', async () => {
    const { data, errors } = await maker.send<{
      readonly reports: Record<
        string,
        { readonly rows: readonly { readonly values: { readonly participant: string } }[] }
      >;
    }>(
      '{ reports { migrationStatus(first: 100) { rows { values } } disabledAndLocked(first: 100) { rows { values } } } }',
    );
    expect(errors).toEqual([]);
    const rows = Object.values(data.reports).flatMap((page) => page.rows);
    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(rows.map(({ values }) => values.participant))).toEqual(new Set(['ABC']));
  });
});
