import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest } from '../support/audit.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { approve, authorise, cancel, readChange, reject, submitChange } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { type Person, stepUp } from '../support/person.ts';
import { enquire, type Profile } from '../support/profiles.ts';
import { TUESDAY_MORNING } from '../support/stacks.ts';

onEveryShape('W1 email registration', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  let checker: ApiClient;
  let code: string;
  beforeAll(async () => {
    cast = await openCast(stack());
    code = await authorisationCodeOf(stack(), cast.checker);
    checker = await present(stack(), cast.checker, 'DMS');
    maker = await present(stack(), cast.maker, 'DMS');
  }, 60_000);

  const profileOf = async (who: Person): Promise<Profile> => {
    const profile = await enquire(maker, who.userId);
    if (profile === null) throw new Error(`${who.userId} is not to be seen.`);
    return profile;
  };
  const submit = async (who: Person, email: string) =>
    submitChange(maker, { userId: who.userId, version: (await profileOf(who)).version, set: { email } });

  it('same screen: the maker proposes, the checker enters ID and code, and the address is changed at once, for everybody', async () => {
    const who = cast.user();
    const shown = await profileOf(who);
    const request = await submit(who, 'New.Address@Firm.Example');
    expect(request).toMatchObject({
      __typename: 'ChangeRequest',
      state: 'SUBMITTED',
      maker: cast.maker.userId,
      checker: null,
      target: { userId: who.userId },
      before: { email: who.email },
      after: { email: 'New.Address@firm.example' },
      version: shown.version,
    });
    expect((await profileOf(who)).email).toBe(who.email);

    const decided = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    expect(decided).toMatchObject({
      __typename: 'ChangeRequest',
      state: 'EXECUTED',
      checker: cast.checker.userId,
      message: 'The above user profile is changed successfully',
    });
    expect(await profileOf(who)).toMatchObject({
      email: 'New.Address@firm.example',
      emailVerifiedAt: null,
      version: shown.version + 1,
    });
    expect((await enquire(checker, who.userId))?.email).toBe('New.Address@firm.example');

    const again = await authorise(maker, {
      requestId: request.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    expect(again).toEqual(decided);
    const audit = await auditOfRequest(stack(), request.id);
    expect(audit.filter((row) => row.action === 'change.apply')).toHaveLength(1);
    expect(audit.find((row) => row.action === 'change.apply')).toMatchObject({
      outcome: 'SUCCESS',
      target: who.userId,
    });
    expect(JSON.stringify(audit)).not.toContain(code);

    for (const address of [who.email, 'New.Address@firm.example']) {
      const notice = await stack().mail.letterTo(address, (mail) => mail.text.includes(who.userId));
      expect(notice.text).not.toMatch(/https?:|www\./);
    }
    const use = await stack().mail.letterTo(cast.checker.email, (mail) => mail.text.includes(who.userId));
    expect(use.text).toContain(cast.maker.userId);
  });

  it('queued: the checker approves in his own session what he saw, after stepping up', async () => {
    const who = cast.user();
    const request = await submit(who, 'queued@firm.example');
    const seen = await readChange(checker, request.id);
    expect(seen).toMatchObject({ state: 'SUBMITTED', digest: request.digest, after: { email: 'queued@firm.example' } });
    checker = await present(stack(), cast.checker, 'DMS');
    const early = await approve(checker, request.id, request.digest);
    expect(early).toMatchObject({ __typename: 'ChangeRefused', code: 'STEP_UP_REQUIRED' });
    expect((await stepUp(stack(), cast.checker, checker)).__typename).toBe('StepUpGranted');
    const decided = await approve(checker, request.id, request.digest);
    expect(decided).toMatchObject({ state: 'EXECUTED', checker: cast.checker.userId });
    expect((await profileOf(who)).email).toBe('queued@firm.example');
    expect(await approve(checker, request.id, request.digest)).toEqual(decided);
    expect(await reject(checker, request.id, 'too late')).toMatchObject({
      __typename: 'ChangeRefused',
      code: 'ALREADY_DECIDED',
    });
  });

  it('a checker may reject with a reason, a maker may cancel, and either leaves the profile as it was', async () => {
    const who = cast.user();
    const first = await submit(who, 'rejected@firm.example');
    checker = await present(stack(), cast.checker, 'DMS');
    await stepUp(stack(), cast.checker, checker);
    expect(await reject(checker, first.id, '')).toMatchObject({ __typename: 'ChangeRefused', code: 'REASON_REQUIRED' });
    expect(await reject(checker, first.id, 'That is the old domain.')).toMatchObject({ state: 'REJECTED' });
    const second = await submit(who, 'cancelled@firm.example');
    expect(await cancel(maker, second.id)).toMatchObject({ state: 'CANCELLED' });
    expect((await profileOf(who)).email).toBe(who.email);
  });

  it('an undecided request expires with the third function day', async () => {
    const who = cast.user();
    const request = await submit(who, 'forgotten@firm.example');
    expect(request.expiresAt).toBe(new Date('2026-11-26T19:00:00+08:00').toISOString());
  });

  describe('refuses, with the field at fault, and changes nothing', () => {
    let who: Person;
    beforeEach(() => {
      who = cast.user();
    });

    it.each([
      ['no address', 'INVALID_EMAIL', 'not an address'],
      ['two addresses', 'INVALID_EMAIL', 'a@firm.example,b@firm.example'],
      ['a line break', 'INVALID_EMAIL', 'a@firm.example\r\nBcc: b@firm.example'],
      ['a look-alike letter', 'INVALID_EMAIL', 'chаn@firm.example'],
      ['300 characters', 'INVALID_EMAIL', `${'a'.repeat(288)}@firm.example`],
      ['nothing', 'EMAIL_REQUIRED', ''],
    ])('%s: %s', async (_what, refusal, email) => {
      const refused = await submit(who, email);
      expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: refusal, field: 'email' });
      expect(await profileOf(who)).toMatchObject({ email: who.email });
    });

    it('the address it has already: NO_CHANGE', async () => {
      expect(await submit(who, who.email)).toMatchObject({ __typename: 'ChangeRefused', code: 'NO_CHANGE' });
    });

    it('a version that is no longer current: PROFILE_STALE', async () => {
      const { version } = await profileOf(who);
      const refused = await submitChange(maker, {
        userId: who.userId,
        version: version + 1,
        set: { email: 'x@firm.example' },
      });
      expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'PROFILE_STALE' });
    });

    it('a profile with a request waiting: REQUEST_ALREADY_OPEN, saying whose', async () => {
      await submit(who, 'first@firm.example');
      const refused = await submit(who, 'second@firm.example');
      expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'REQUEST_ALREADY_OPEN' });
      expect(refused.message).toContain(cast.maker.userId);
    });

    it("another participant's user, a user that does not exist and a malformed ID alike: USER_NOT_FOUND", async () => {
      const ids = [cast.foreignUser().userId, 'HKABC4QQ', "HK'; DROP TABLE user_profile; --"];
      const answers = await Promise.all(
        ids.map((userId) => submitChange(maker, { userId, version: 1, set: { email: 'x@firm.example' } })),
      );
      expect(answers[0]).toMatchObject({ __typename: 'ChangeRefused', code: 'USER_NOT_FOUND', field: 'userId' });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    });

    it("a delegated administrator's profile: FIELD_NOT_EDITABLE", async () => {
      const refused = await submit(cast.otherChecker, 'x@firm.example');
      expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'FIELD_NOT_EDITABLE' });
    });

    it('a maker without the right: NOT_PERMITTED', async () => {
      const { version } = await profileOf(who);
      checker = await present(stack(), cast.checker, 'DMS');
      const refused = await submitChange(checker, { userId: who.userId, version, set: { email: 'x@firm.example' } });
      expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'NOT_PERMITTED' });
    });
  });

  it('outside function hours nothing can be submitted, and the answer says when it can', async () => {
    const who = cast.user();
    const { version } = await profileOf(who);
    stack().clock.set(TUESDAY_MORNING.replace('10:00', '19:00'));
    const late = await present(stack(), cast.maker, 'DMS');
    const refused = await submitChange(late, { userId: who.userId, version, set: { email: 'x@firm.example' } });
    expect(refused).toMatchObject({
      __typename: 'ChangeRefused',
      code: 'OUTSIDE_FUNCTION_HOURS',
      nextOpening: '2026-11-24T23:00:00.000Z',
    });
  });
});
