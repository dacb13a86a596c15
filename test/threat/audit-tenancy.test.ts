import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { submitChange } from '../support/changes.ts';
import { enquire } from '../support/profiles.ts';
import { useStack } from '../support/every-shape.ts';

const FIELDS = ['identityAudit', 'approvalsAudit', 'authenticationAudit'] as const;
const search = (
  field: string,
) => `query($f: AuditFilter, $n: Int, $a: String) { ${field}(filter: $f, first: $n, after: $a) {
  nodes { id participant actor target action sourceAddress before after } pageInfo { hasNextPage endCursor } } }`;

interface Page {
  readonly nodes: readonly {
    readonly participant: string | null;
    readonly actor: string;
    readonly target: string | null;
    readonly sourceAddress: string | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('M10: the audit of every part, searched by people of one participant', () => {
  const stack = useStack({ shape: 'embedded' });
  let cast: Cast;
  let own: ApiClient;
  let operator: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    own = await present(stack(), cast.maker, 'DMS');
    operator = await present(stack(), cast.operator, 'CONSOLE');
    const foreign = await present(stack(), cast.foreignMaker, 'DMS');
    for (const [client, { userId }] of [
      [own, cast.user()],
      [foreign, cast.foreignUser()],
    ] as const) {
      const version = (await enquire(client, userId))?.version ?? 0;
      await submitChange(client, { userId, version, set: { email: 'changed@mail.example' } });
    }
  }, 90_000);

  const pageOf = async (
    client: ApiClient,
    field: string,
    filter: Record<string, unknown>,
    after: string | null = null,
  ) => {
    const answer = await client.send(search(field), { f: filter, n: 100, a: after });
    return { code: answer.code, page: (answer.data as Record<string, Page | null>)[field] ?? null };
  };
  const rowsOf = async (client: ApiClient, field: string, filter: Record<string, unknown>) => {
    const { code, page } = await pageOf(client, field, filter);
    if (page === null) throw new Error(`${field} answered ${code}`);
    return page.nodes;
  };

  it.each(FIELDS)('%s holds rows of both for the clearing house', async (field) => {
    const participants = new Set((await rowsOf(operator, field, {})).map(({ participant }) => participant));
    expect([...participants]).toEqual(expect.arrayContaining(['ABC', 'XYZ']));
  });

  it.each(FIELDS)('%s shows an administrator his own participant and not one row more', async (field) => {
    const foreign = cast.foreignMaker.userId;
    const filters = [{}, { actor: foreign }, { target: foreign }, { participant: 'XYZ' }, { action: 'login.' }];
    for (const filter of filters) {
      const rows = await rowsOf(own, field, filter);
      expect(rows.filter(({ participant }) => participant !== 'ABC')).toEqual([]);
      expect(rows.filter(({ sourceAddress }) => sourceAddress !== null)).toEqual([]);
    }
    expect((await rowsOf(own, field, {})).length).toBeGreaterThan(0);
    expect(await rowsOf(own, field, { participant: 'XYZ' })).toEqual([]);
    expect(await rowsOf(own, field, { actor: foreign })).toEqual([]);
    // Another's position opens no door.
    const { page } = await pageOf(operator, field, { participant: 'XYZ' });
    const behind = await pageOf(own, field, {}, page?.pageInfo.endCursor ?? null);
    expect((behind.page?.nodes ?? []).filter(({ participant }) => participant !== 'ABC')).toEqual([]);
  });

  it.each(FIELDS)('%s is closed to business users and to whoever is not logged in', async (field) => {
    const user = await present(stack(), cast.user(), 'CCMS');
    expect((await pageOf(user, field, {})).code).toBe('NOT_PERMITTED');
    expect((await pageOf(stack().client(), field, {})).code).toBe('UNAUTHENTICATED');
  });
});
