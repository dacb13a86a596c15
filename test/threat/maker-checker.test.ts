import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest } from '../support/audit.ts';
import { authorisationCodeOf, type Cast, openCast, present } from '../support/cast.ts';
import {
  approve,
  authorise,
  cancel,
  type Change,
  readChange,
  reject,
  revealCode,
  submitChange,
} from '../support/changes.ts';
import { useStack } from '../support/every-shape.ts';
import { raceGrounds } from '../support/race-grounds.ts';
import { type Person, stepUp } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';
import { race, tally } from '../support/same-instant.ts';

describe.each(raceGrounds)('maker and checker ($shape, $doors doors)', (ground) => {
  const stack = useStack(ground);

  let cast: Cast;
  let maker: ApiClient;
  let checker: ApiClient;
  let otherChecker: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
  }, 60_000);
  beforeEach(async () => {
    maker = await present(stack(), cast.maker, 'DMS');
    checker = await present(stack(), cast.checker, 'DMS');
    otherChecker = await present(stack(), cast.otherChecker, 'DMS');
    await stepUp(stack(), cast.checker, checker);
    await stepUp(stack(), cast.otherChecker, otherChecker);
  }, 30_000);

  const submit = async (who: Person, session = maker): Promise<Change> => {
    const version = (await enquire(session, who.userId))?.version ?? -1;
    const request = await submitChange(session, { userId: who.userId, version, set: { email: `next.${who.email}` } });
    expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED' });
    return request;
  };
  const atDoor = (session: ApiClient, door: number) =>
    stack()
      .client(door % ground.doors)
      .bearing(session.token ?? '');
  const outcome = (change: Change) => (change.__typename === 'ChangeRefused' ? change.code : change.state);
  const applied = async (request: Change) =>
    (await auditOfRequest(stack(), request.id)).filter(
      (row) => row.action === 'change.apply' && row.outcome === 'SUCCESS',
    ).length;

  it('M1: a hundred parallel approvals by two checkers: one decision, one effect', async () => {
    const who = cast.user();
    const request = await submit(who);
    const answers = await race<Change | null>(
      100,
      (index) => approve(atDoor(index % 4 < 2 ? checker : otherChecker, index % 2), request.id, request.digest),
      null,
    );
    const heard = answers.filter((answer) => answer !== null);
    const winner = (await readChange(maker, request.id))?.checker;
    expect([cast.checker.userId, cast.otherChecker.userId]).toContain(winner);
    expect(Object.keys(tally(heard.map(outcome))).sort()).toEqual(['ALREADY_DECIDED', 'EXECUTED']);
    for (const answer of heard) {
      if (answer.state === 'EXECUTED') expect(answer.checker).toBe(winner);
    }
    expect(heard.length).toBeGreaterThan(50);
    expect(await applied(request)).toBe(1);
    expect(await enquire(maker, who.userId)).toMatchObject({ email: `next.${who.email}` });
  });

  it('M2: approve, reject and cancel racing: one terminal state each time, and the audit says the same', async () => {
    for (let round = 0; round < 15; round += 1) {
      const who = cast.user();
      const request = await submit(who);
      const [approved, rejected, cancelled] = await Promise.all([
        approve(atDoor(checker, 0), request.id, request.digest),
        reject(atDoor(otherChecker, 1), request.id, 'not this one'),
        cancel(atDoor(maker, round % 2), request.id),
      ]);
      const after = await readChange(maker, request.id);
      const claims = [approved, rejected, cancelled]
        .filter((answer) => answer.__typename === 'ChangeRequest')
        .map((answer) => answer.state);
      expect(claims).toEqual([after?.state]);
      expect(await applied(request)).toBe(after?.state === 'EXECUTED' ? 1 : 0);
      expect((await enquire(maker, who.userId))?.email).toBe(
        after?.state === 'EXECUTED' ? `next.${who.email}` : who.email,
      );
    }
  });

  it('M3: an approval carries the digest of what the checker saw; anything altered in between is refused', async () => {
    const who = cast.user();
    const request = await submit(who);
    for (const digest of [
      '',
      'x',
      request.digest.toLowerCase() === request.digest ? request.digest.toUpperCase() : request.digest.toLowerCase(),
      `${request.digest} `,
      request.digest.slice(1),
    ]) {
      expect(await approve(checker, request.id, digest)).toMatchObject({
        __typename: 'ChangeRefused',
        code: 'DIGEST_MISMATCH',
      });
    }
    const approvals = await stack().tables('approvals');
    const [stored] = await approvals.rows<{ payload_json: string; after_json: string }>(
      'SELECT payload_json, after_json FROM change_request WHERE id = ?',
      [request.id],
    );
    for (const column of ['payload_json', 'after_json'] as const) {
      const original = stored?.[column] ?? '';
      await approvals.change(`UPDATE change_request SET ${column} = ? WHERE id = ?`, [
        original.replace('next.', 'evil.'),
        request.id,
      ]);
      const refused = await approve(checker, request.id, request.digest);
      expect([column, refused.__typename]).toEqual([column, 'ChangeRefused']);
      await approvals.change(`UPDATE change_request SET ${column} = ? WHERE id = ?`, [original, request.id]);
    }
    expect((await enquire(maker, who.userId))?.email).toBe(who.email);
    expect(await applied(request)).toBe(0);
  });

  it('M4: nobody approves his own change: not by both roles, not by a second ID with the same mailbox or card', async () => {
    const identity = await stack().tables('identity');
    await identity.change(`UPDATE user_profile SET group_codes = ' DA_MAKER DA_CHECKER EE ' WHERE user_id = ?`, [
      cast.otherMaker.userId,
    ]);
    const both = await present(stack(), cast.otherMaker, 'DMS');
    await stepUp(stack(), cast.otherMaker, both);
    const ownCode = await revealCode(both);
    const own = await submit(cast.user(), both);
    expect(await approve(both, own.id, own.digest)).toMatchObject({
      __typename: 'ChangeRefused',
      code: 'MAKER_IS_CHECKER',
    });
    expect(
      await authorise(both, { requestId: own.id, checkerId: cast.otherMaker.userId, authorisationCode: ownCode.code }),
    ).toMatchObject({ code: 'MAKER_IS_CHECKER' });

    const { code } = await revealCode(checker);
    const fields = [
      ['email', 'SHARED@mail.example', 'shared@mail.example'],
      ['srn', 'SRN0000077', 'SRN0000077'],
    ] as const;
    for (const [field, ofMaker, ofChecker] of fields) {
      const before = await identity.rows<Record<string, string | null>>(
        `SELECT user_id, email, mailbox_key, srn FROM user_profile WHERE user_id IN ('${cast.maker.userId}', '${cast.checker.userId}')`,
      );
      const write = (who: Person, value: string) =>
        field === 'email'
          ? identity.change('UPDATE user_profile SET email = ?, mailbox_key = ? WHERE user_id = ?', [
              value,
              value.toLowerCase(),
              who.userId,
            ])
          : identity.change('UPDATE user_profile SET srn = ? WHERE user_id = ?', [value, who.userId]);
      const request = await submit(cast.user());
      await write(cast.maker, ofMaker);
      await write(cast.checker, ofChecker);
      const sameScreen = await authorise(maker, {
        requestId: request.id,
        checkerId: cast.checker.userId,
        authorisationCode: code,
      });
      const queued = await approve(checker, request.id, request.digest);
      for (const row of before) {
        await identity.change('UPDATE user_profile SET email = ?, mailbox_key = ?, srn = ? WHERE user_id = ?', [
          row['email'] ?? null,
          row['mailbox_key'] ?? null,
          row['srn'] ?? null,
          row['user_id'] ?? '',
        ]);
      }
      expect([field, outcome(sameScreen)]).toEqual([field, 'SAME_PERSON']);
      expect([field, queued.__typename]).toEqual([field, 'ChangeRefused']);
      expect(await applied(request)).toBe(0);
    }
  });

  it('M6: a checker who lost the right after the submission is refused at once, and so is a moved one', async () => {
    const identity = await stack().tables('identity');
    const set = (assignment: string) => () =>
      identity.change(
        `UPDATE user_profile SET ${assignment}, security_version = security_version + 1 WHERE user_id = ?`,
        [cast.otherChecker.userId],
      );
    const spoil: Readonly<Record<string, readonly [() => Promise<unknown>, () => Promise<unknown>]>> = {
      'without the group': [set(`group_codes = ' EE '`), set(`group_codes = ' DA_CHECKER EE '`)],
      'without the access level': [set(`group_codes = ' DA_CHECKER '`), set(`group_codes = ' DA_CHECKER EE '`)],
      'out of date': [set(`disable_after = '2026-11-23'`), set('disable_after = NULL')],
      'at another participant': [set(`participant = 'XYZ'`), set(`participant = 'ABC'`)],
    };
    const code = await authorisationCodeOf(stack(), cast.otherChecker);
    for (const [state, [does, undoes]] of Object.entries(spoil)) {
      const who = cast.user();
      const session = await present(stack(), cast.otherChecker, 'DMS');
      await stepUp(stack(), cast.otherChecker, session);
      maker = await present(stack(), cast.maker, 'DMS');
      const request = await submit(who);
      await does();
      const queued = await session.send(
        'mutation($r: ID!, $d: String!) { approveChange(requestId: $r, digest: $d) { __typename } }',
        { r: request.id, d: request.digest },
      );
      const sameScreen = await authorise(maker, {
        requestId: request.id,
        checkerId: cast.otherChecker.userId,
        authorisationCode: code,
      });
      await undoes();
      expect([state, queued.text]).toEqual([state, expect.not.stringContaining('"ChangeRequest"')]);
      expect([state, outcome(sameScreen)]).toEqual([state, 'AUTHORISATION_FAILED']);
      expect(await applied(request)).toBe(0);
      const approvals = await stack().tables('approvals');
      await approvals.change('UPDATE authorisation_code SET consecutive_failures = 0, revoked_at = NULL', []);
      expect(await cancel(maker, request.id)).toMatchObject({ state: 'CANCELLED' });
    }
  });

  it('M7: a code is 50 bits, kept nowhere, and locked after three wrong ones in a row, however fast they come', async () => {
    const code = await authorisationCodeOf(stack(), cast.checker);
    expect(code.replace('-', '')).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    const approvals = await stack().tables('approvals');
    const kept = JSON.stringify(await approvals.rows('SELECT * FROM authorisation_code'));
    expect(kept).not.toContain(code.replace('-', ''));
    maker = await present(stack(), cast.maker, 'DMS');
    const request = await submit(cast.user());
    const guess = (index: number) =>
      authorise(atDoor(maker, index % 2), {
        requestId: request.id,
        checkerId: cast.checker.userId,
        authorisationCode: `0000${index % 10}-00000`,
      });
    const answers = (await race<Change | null>(60, guess, null)).filter((answer) => answer !== null);
    expect(answers.filter((answer) => answer.__typename === 'ChangeRequest' && answer.state === 'EXECUTED')).toEqual(
      [],
    );
    expect(
      (await authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code }))
        .state,
    ).not.toBe('EXECUTED');
    expect(await readChange(maker, request.id)).toMatchObject({ state: 'CANCELLED' });
    expect(await applied(request)).toBe(0);
    const next = await submit(cast.user());
    const dead = await authorise(maker, {
      requestId: next.id,
      checkerId: cast.checker.userId,
      authorisationCode: code,
    });
    expect(outcome(dead)).toBe('AUTHORISATION_FAILED');
    await approvals.change('UPDATE authorisation_code SET consecutive_failures = 0, revoked_at = NULL', []);
  });

  it('M7: the code of a month is dead from 00:00:00.000 Hong Kong time on the 1st', async () => {
    stack().clock.set('2026-11-30T18:30:00+08:00');
    const november = await authorisationCodeOf(stack(), cast.checker);
    maker = await present(stack(), cast.maker, 'DMS');
    const request = await submit(cast.user());
    stack().clock.set('2026-12-01T08:00:00+08:00');
    maker = await present(stack(), cast.maker, 'DMS');
    expect(
      outcome(
        await authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: november }),
      ),
    ).toBe('AUTHORISATION_FAILED');
  });

  it('M8: each use of a code tells its owner which change and whose it was', async () => {
    const code = await authorisationCodeOf(stack(), cast.checker);
    maker = await present(stack(), cast.maker, 'DMS');
    for (const who of [cast.user(), cast.user()]) {
      const since = stack().mail.letters.length;
      const request = await submit(who);
      expect(
        outcome(
          await authorise(maker, { requestId: request.id, checkerId: cast.checker.userId, authorisationCode: code }),
        ),
      ).toBe('EXECUTED');
      const notice = await stack().mail.letterTo(cast.checker.email, (mail) => mail.text.includes(who.userId), since);
      expect(notice.text).toContain(cast.maker.userId);
      expect(notice.text).not.toContain(code);
    }
  });

  it('M10: an administrator of another participant sees none of these objects and changes none', async () => {
    const who = cast.user();
    const request = await submit(who);
    const foreign = await present(stack(), cast.foreignMaker, 'DMS');
    const foreignChecker = await present(stack(), cast.foreignChecker, 'DMS');
    await stepUp(stack(), cast.foreignChecker, foreignChecker);
    for (const session of [foreign, foreignChecker]) {
      expect(await enquire(session, who.userId)).toBeNull();
      expect(await readChange(session, request.id)).toBeNull();
      const listed = await session.send(
        '{ userProfiles(first: 100) { edges { node { userId } } } changeRequests(first: 100) { edges { node { id } } } }',
      );
      expect(listed.errors).toEqual([]);
      expect(listed.text).not.toContain('HKABC');
      expect(listed.text).not.toContain(request.id);
      const narrowed = await session.send(
        'query($s: String!) { userProfiles(first: 100, filter: { search: $s }) { edges { node { userId } } } }',
        { s: who.userId },
      );
      expect(narrowed.text).not.toContain('"HKABC');
      const participant = await session.send('{ clearingParticipant(code: "ABC") { code name } }');
      expect(participant.data['clearingParticipant'] ?? null).toBeNull();
      for (const deed of [
        () => submitChange(session, { userId: who.userId, version: 1, set: { email: 'x@firm.example' } }),
        () => approve(session, request.id, request.digest),
        () => reject(session, request.id, 'mine now'),
        () => cancel(session, request.id),
        () =>
          authorise(session, {
            requestId: request.id,
            checkerId: cast.foreignChecker.userId,
            authorisationCode: '00000-00000',
          }),
      ]) {
        expect((await deed()).__typename).toBe('ChangeRefused');
      }
      const entities = await session.send('query($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
        r: [{ __typename: 'UserProfile', userId: who.userId }],
      });
      expect(entities.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    expect(await readChange(maker, request.id)).toMatchObject({ state: 'SUBMITTED' });
  });
});
