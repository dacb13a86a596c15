import { beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfUser } from '../support/audit.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { arrive } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';

interface Listing {
  readonly userProfiles: {
    readonly nodes: readonly {
      readonly userId: string;
      readonly type: string;
      readonly email: string | null;
      readonly surname: string;
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const LIST = `query($filter: UserProfileFilter, $first: Int, $after: String) {
  userProfiles(filter: $filter, first: $first, after: $after) {
    nodes { userId type email surname } pageInfo { hasNextPage endCursor }
  }
}`;

onEveryShape('W4 Enquire and W5 User Profile Listing', (stack) => {
  let cast: Cast;
  let maker: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    maker = await present(stack(), cast.maker, 'DMS');
  }, 60_000);

  it('a maker or checker with EE lists everybody of the participant, administrators included, each once, in pages', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer: { readonly data: Listing; readonly errors: readonly unknown[] } = await maker.send<Listing>(LIST, {
        first: 50,
        after,
      });
      expect(answer.errors).toEqual([]);
      seen.push(...answer.data.userProfiles.nodes.map((node) => node.userId));
      after = answer.data.userProfiles.pageInfo.hasNextPage ? answer.data.userProfiles.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort());
    expect(seen).toEqual(expect.arrayContaining([cast.maker.userId, cast.checker.userId, cast.user().userId]));
    const identity = await stack().tables('identity');
    expect(
      await identity.rows(`SELECT user_id FROM user_profile WHERE participant = 'ABC' AND deleted_at IS NULL`),
    ).toHaveLength(seen.length);
  });

  it('narrows by search, type and missing address', async () => {
    const list = async (filter: Record<string, unknown>) =>
      (await maker.send<Listing>(LIST, { filter, first: 100 })).data.userProfiles.nodes;
    const one = (await list({ search: cast.maker.userId.toLowerCase() })).map((node) => node.userId);
    expect(one).toEqual([cast.maker.userId]);
    expect((await list({ type: 'DA' })).every((node) => node.type === 'DA')).toBe(true);
    const mailless = await list({ emailMissing: true });
    expect(mailless.length).toBeGreaterThan(0);
    expect(mailless.every((node) => node.email === null)).toBe(true);
    expect(await list({ search: `%' OR '1'='1` })).toEqual([]);
  });

  it('refuses a page that is too large or a cursor of nobody, with a code', async () => {
    expect((await maker.send(LIST, { first: 101 })).code).toBe('PAGE_TOO_LARGE');
    expect((await maker.send(LIST, { first: 0 })).code).toBe('PAGE_TOO_LARGE');
    expect((await maker.send(LIST, { first: 10, after: 'bm90IGEgY3Vyc29y' })).code).toBe('CURSOR_INVALID');
    expect((await maker.send(LIST, { first: 'ten' })).code).toBe('BAD_USER_INPUT');
  });

  it("shows a profile of one's own participant, typed as people type, and no other's; every look is audited", async () => {
    const who = cast.user();
    expect(await enquire(maker, ` ${who.userId.toLowerCase()} `)).toMatchObject({
      userId: who.userId,
      type: 'USER',
      email: who.email,
    });
    expect(await enquire(maker, cast.foreignUser().userId)).toBeNull();
    expect(await enquire(maker, 'HKABC4QQ')).toBeNull();
    expect(await enquire(maker, cast.operator.userId)).toBeNull();
    const audit = await auditOfUser(stack(), 'identity', who.userId);
    expect(audit.some((row) => row.action === 'profile.enquire' && row.actor === cast.maker.userId)).toBe(true);
  });

  it('a business user may not list, nor enquire about a colleague', async () => {
    const user = await arrive(stack(), cast.user(), 'CCMS');
    expect((await user.send(LIST, { first: 10 })).code).toBe('NOT_PERMITTED');
    expect((await user.send(`{ userProfile(userId: "${cast.maker.userId}") { userId } }`)).code).toBe('NOT_PERMITTED');
  });

  it('the clearing house sees every participant, at any hour', async () => {
    stack().clock.set('2026-11-28T20:00:00+08:00');
    const operator = await present(stack(), cast.operator, 'CONSOLE');
    expect(await enquire(operator, cast.maker.userId)).toMatchObject({ userId: cast.maker.userId });
    expect(await enquire(operator, cast.foreignMaker.userId)).toMatchObject({ userId: cast.foreignMaker.userId });
  });

  it('is closed outside function hours', async () => {
    const late = await present(stack(), cast.maker, 'DMS');
    for (const query of [
      '{ userProfiles(first: 1) { nodes { userId } } }',
      `{ userProfile(userId: "${cast.maker.userId}") { userId } }`,
    ]) {
      const answer = await late.send(query);
      expect(answer.code).toBe('OUTSIDE_FUNCTION_HOURS');
      expect(answer.errors[0]?.message).toContain('30-Nov-26 07:00 HKT');
    }
  });
});
