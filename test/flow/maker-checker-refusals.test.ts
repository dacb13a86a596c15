import { beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest } from '../support/audit.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, type Change, readChange, renewCode, revealCode, submitChange } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { type Person, stepUp } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';

onEveryShape('W2 same screen: who may not authorise', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  let code: string;
  beforeAll(async () => {
    cast = await openCast(stack());
    code = await authorisationCodeOf(stack(), cast.checker);
    maker = await present(stack(), cast.maker, 'DMS');
  }, 60_000);

  const submit = async (who: Person, session = maker): Promise<Change> => {
    const profile = await enquire(session, who.userId);
    const request = await submitChange(session, {
      userId: who.userId,
      version: profile?.version ?? -1,
      set: { email: `changed.${who.email}` },
    });
    expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED' });
    return request;
  };

  /** Nothing happened to the profile, the request is in this state, and the refusal is on record. */
  const expectNothingButAudit = async (
    request: Change,
    who: Person,
    { state, refusal }: { state: string; refusal: string },
  ) => {
    const session = await present(stack(), cast.maker, 'DMS');
    maker = session;
    expect(await readChange(session, request.id)).toMatchObject({ state });
    expect((await enquire(session, who.userId))?.email).toBe(who.email);
    const audit = await auditOfRequest(stack(), request.id);
    expect(audit.some((row) => row.outcome !== 'SUCCESS' && row.code === refusal)).toBe(true);
    expect(audit.some((row) => row.action === 'change.apply' && row.outcome === 'SUCCESS')).toBe(false);
  };

  it('the maker himself: MAKER_IS_CHECKER', async () => {
    const who = cast.user();
    const request = await submit(who);
    const refused = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.maker.userId,
      authorisationCode: code,
    });
    expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'MAKER_IS_CHECKER' });
    await expectNothingButAudit(request, who, { state: 'SUBMITTED', refusal: 'MAKER_IS_CHECKER' });
  });

  it("a checker of another participant, with that checker's own right code: AUTHORISATION_FAILED", async () => {
    const who = cast.user();
    const request = await submit(who);
    const foreignCode = await authorisationCodeOf(stack(), cast.foreignChecker);
    const refused = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.foreignChecker.userId,
      authorisationCode: foreignCode,
    });
    expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
    await expectNothingButAudit(request, who, { state: 'SUBMITTED', refusal: 'AUTHORISATION_FAILED' });
    expect(
      await authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code }),
    ).toMatchObject({ state: 'EXECUTED' });
  });

  it('a checker who was disabled after the submission: AUTHORISATION_FAILED; his code is revoked until he renews it (W3)', async () => {
    const who = cast.user();
    const request = await submit(who);
    const identity = await stack().tables('identity');
    await identity.change(
      `UPDATE user_profile SET status = 'DISABLED', security_version = security_version + 1 WHERE user_id = ?`,
      [cast.checker.userId],
    );
    const attempt = () =>
      authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code });
    const refused = await attempt();
    await identity.change(`UPDATE user_profile SET status = 'ENABLED' WHERE user_id = ?`, [cast.checker.userId]);
    expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
    await expectNothingButAudit(request, who, { state: 'SUBMITTED', refusal: 'AUTHORISATION_FAILED' });

    expect(await attempt()).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
    const checker = await present(stack(), cast.checker, 'DMS');
    await stepUp(stack(), cast.checker, checker);
    const revoked = await revealCode(checker);
    expect(revoked).toMatchObject({ __typename: 'AuthorisationCodeRefused', code: 'AUTHORISATION_CODE_REVOKED' });
    code = (await renewCode(checker)).code;
    expect(await attempt()).toMatchObject({ state: 'EXECUTED' });
  });

  it('an unknown checker, one without the role, and a wrong code look alike', async () => {
    const who = cast.user();
    const request = await submit(who);
    const attempts = [
      { checkerId: 'HKABC4QQ', authorisationCode: code },
      { checkerId: cast.otherMaker.userId, authorisationCode: code },
    ];
    const answers: Change[] = [];
    for (const attempt of attempts) answers.push(await authorise(maker, { requestId: request.id, ...attempt }));
    expect(answers[0]).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
    expect(answers[1]).toEqual(answers[0]);
    await expectNothingButAudit(request, who, { state: 'SUBMITTED', refusal: 'AUTHORISATION_FAILED' });
    expect(
      await authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code }),
    ).toMatchObject({ state: 'EXECUTED' });
  });

  it('a checker who is the same person as the maker, by registered address: SAME_PERSON', async () => {
    const who = cast.user();
    const request = await submit(who);
    const identity = await stack().tables('identity');
    const setMailbox = (email: string) =>
      identity.change('UPDATE user_profile SET email = ?, mailbox_key = ? WHERE user_id = ?', [
        email,
        email,
        cast.checker.userId,
      ]);
    await setMailbox(cast.maker.email);
    const refused = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    await setMailbox(cast.checker.email);
    expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'SAME_PERSON' });
    await expectNothingButAudit(request, who, { state: 'SUBMITTED', refusal: 'SAME_PERSON' });
  });

  it('a target that changed since the submission: PROFILE_STALE, and the request is STALE', async () => {
    const who = cast.user();
    const request = await submit(who);
    const identity = await stack().tables('identity');
    await identity.change('UPDATE user_profile SET version = version + 1 WHERE user_id = ?', [who.userId]);
    const answer = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    expect(answer).toMatchObject({ __typename: 'ChangeRefused', code: 'PROFILE_STALE' });
    await expectNothingButAudit(request, who, { state: 'STALE', refusal: 'PROFILE_STALE' });
  });

  it('outside function hours: OUTSIDE_FUNCTION_HOURS with the next opening; the request waits and is authorised then', async () => {
    const who = cast.user();
    stack().clock.set('2026-11-24T18:57:00+08:00');
    maker = await present(stack(), cast.maker, 'DMS');
    const request = await submit(who);
    stack().clock.set('2026-11-24T19:00:00+08:00');
    const refused = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    expect(refused).toMatchObject({
      __typename: 'ChangeRefused',
      code: 'OUTSIDE_FUNCTION_HOURS',
      nextOpening: '2026-11-24T23:00:00.000Z',
    });
    stack().clock.set('2026-11-25T07:00:30+08:00');
    await expectNothingButAudit(request, who, { state: 'SUBMITTED', refusal: 'OUTSIDE_FUNCTION_HOURS' });
    expect(
      await authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code }),
    ).toMatchObject({ state: 'EXECUTED' });
  });

  it('three failures in a row: the code is revoked, the request cancelled, the checker told', async () => {
    const who = cast.user();
    stack().clock.set('2026-11-25T11:00:00+08:00');
    maker = await present(stack(), cast.maker, 'DMS');
    const request = await submit(who);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const refused = await authorise(maker, {
        requestId: request.id,
        checkerId: cast.checker.userId,
        authorisationCode: '00000-00000',
      });
      expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
    }
    await expectNothingButAudit(request, who, { state: 'CANCELLED', refusal: 'AUTHORISATION_FAILED' });
    await stack().mail.letterTo(cast.checker.email, (mail) => /revoked/i.test(`${mail.subject} ${mail.text}`));
    const next = await submit(who);
    const dead = await authorise(maker, {
      requestId: next.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    expect(dead).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
  });
});
