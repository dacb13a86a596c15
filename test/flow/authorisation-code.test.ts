import { beforeAll, expect, it } from '@jest/globals';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import { authorise, renewCode, revealCode, submitChange } from '../support/changes.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { stepUp } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';
import { auditOfRequest } from '../support/audit.ts';

onEveryShape(
  'W3 Get Authorisation Code',
  (stack) => {
    let cast: Cast;
    beforeAll(async () => {
      cast = await openCast(stack());
    }, 60_000);

    it('is shown to a checker in his own session, after he stepped up, and is the same each time', async () => {
      const checker = await present(stack(), cast.checker, 'DMS');
      expect(await revealCode(checker)).toMatchObject({
        __typename: 'AuthorisationCodeRefused',
        code: 'STEP_UP_REQUIRED',
      });
      await stepUp(stack(), cast.checker, checker);
      const first = await revealCode(checker);
      expect(first).toMatchObject({
        __typename: 'AuthorisationCode',
        version: 1,
        validUntil: '2026-11-30T16:00:00.000Z',
      });
      expect(first.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(await revealCode(checker)).toEqual(first);
      stack().clock.advance({ minutes: 6 });
      expect(await revealCode(checker)).toMatchObject({
        __typename: 'AuthorisationCodeRefused',
        code: 'STEP_UP_REQUIRED',
      });
    });

    it('differs from checker to checker, and a maker has none', async () => {
      const codes = [
        await authorisationCodeOf(stack(), cast.checker),
        await authorisationCodeOf(stack(), cast.otherChecker),
      ];
      expect(new Set(codes).size).toBe(2);
      const maker = await present(stack(), cast.maker, 'DMS');
      await stepUp(stack(), cast.maker, maker);
      expect(await revealCode(maker)).toMatchObject({ __typename: 'AuthorisationCodeRefused', code: 'NOT_A_CHECKER' });
    });

    it('"Renew now" kills the old code at once', async () => {
      const old = await authorisationCodeOf(stack(), cast.checker);
      const checker = await present(stack(), cast.checker, 'DMS');
      await stepUp(stack(), cast.checker, checker);
      const renewed = await renewCode(checker);
      expect(renewed).toMatchObject({ __typename: 'AuthorisationCode', version: 2 });
      expect(renewed.code).not.toBe(old);
      const who = cast.user();
      const maker = await present(stack(), cast.maker, 'DMS');
      const version = (await enquire(maker, who.userId))?.version ?? -1;
      const request = await submitChange(maker, {
        userId: who.userId,
        version,
        set: { email: 'renewed@firm.example' },
      });
      const attempt = (authorisationCode: string) =>
        authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode });
      expect(await attempt(old)).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
      expect(await attempt(renewed.code)).toMatchObject({ state: 'EXECUTED' });
    });

    it('is typed as people type: lower case, without the hyphen, with blanks', async () => {
      const code = await authorisationCodeOf(stack(), cast.otherChecker);
      const maker = await present(stack(), cast.maker, 'DMS');
      for (const spelling of [code.toLowerCase(), code.replace('-', ''), code.replace('-', ' ')]) {
        const who = cast.user();
        const version = (await enquire(maker, who.userId))?.version ?? -1;
        const request = await submitChange(maker, {
          userId: who.userId,
          version,
          set: { email: `spelt.${who.email}` },
        });
        const decided = await authorise(maker, {
          requestId: request.id,
          checkerId: cast.otherChecker.userId,
          authorisationCode: spelling,
        });
        expect(decided).toMatchObject({ state: 'EXECUTED' });
      }
    });

    it("rolls at midnight in Hong Kong on the 1st: last month's code is refused with a hint and not counted, this month's works", async () => {
      stack().clock.set('2026-11-30T18:50:00+08:00');
      const november = await authorisationCodeOf(stack(), cast.otherChecker);
      const who = cast.user();
      let maker = await present(stack(), cast.maker, 'DMS');
      const version = (await enquire(maker, who.userId))?.version ?? -1;
      const request = await submitChange(maker, {
        userId: who.userId,
        version,
        set: { email: 'december@firm.example' },
      });
      stack().clock.set('2026-12-01T07:00:30+08:00');
      maker = await present(stack(), cast.maker, 'DMS');
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const refused = await authorise(maker, {
          requestId: request.id,
          checkerId: cast.otherChecker.userId,
          authorisationCode: november,
        });
        expect(refused).toMatchObject({ __typename: 'ChangeRefused', code: 'AUTHORISATION_FAILED' });
        expect(refused.message).toMatch(/codes were renewed/i);
      }
      const december = await authorisationCodeOf(stack(), cast.otherChecker);
      expect(december).not.toBe(november);
      const decided = await authorise(maker, {
        requestId: request.id,
        checkerId: cast.otherChecker.userId,
        authorisationCode: december,
      });
      expect(decided).toMatchObject({ state: 'EXECUTED' });
      const audit = JSON.stringify(await auditOfRequest(stack(), request.id));
      expect(audit).not.toContain(november);
      expect(audit).not.toContain(december);
    });

    it('is closed outside function hours', async () => {
      stack().clock.set('2026-12-01T19:00:00+08:00');
      const checker = await present(stack(), cast.checker, 'DMS');
      await stepUp(stack(), cast.checker, checker);
      expect(await revealCode(checker)).toMatchObject({
        __typename: 'AuthorisationCodeRefused',
        code: 'OUTSIDE_FUNCTION_HOURS',
      });
    });
  },
  { at: '2026-11-30T10:00:00+08:00' },
);
