import { beforeAll, describe, expect, it } from '@jest/globals';
import { aimless, aims, neutral, NOBODY, type Things } from '../support/aims.ts';
import type { ApiClient } from '../support/api-client.ts';
import { apiFields } from '../support/api-fields.ts';
import { bulkFile, submitBulk } from '../support/bulk.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { cancel, only, submitChange } from '../support/changes.ts';
import { dumpedTables, rowsNaming } from '../support/dumped-tables.ts';
import { openEvents } from '../support/event-stream.ts';
import { useStack } from '../support/every-shape.ts';
import { stepUp } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';
import { serviceAccount } from '../support/service-account.ts';

/** What is written down about any call, whoever is meant; and what expires by itself. */
const NOTED = /^audit_|outbox|_event|export_ticket|flow|sqlite_/;

describe('the cases', () => {
  it('every field of the API has a case, or a reason to have none: a new one must be thought of', () => {
    const known = [...Object.keys(aims), ...Object.keys(aimless)];
    expect(apiFields.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });

  const leavesOf = (prefix: string, value: unknown): readonly string[] => {
    if (Array.isArray(value)) return [prefix, ...value.flatMap((each) => leavesOf(prefix, each))];
    if (typeof value !== 'object' || value === null) return [prefix];
    const inner = Object.entries(value).flatMap(([key, each]) => leavesOf(`${prefix}.${key}`, each));
    return [prefix, ...inner];
  };
  it.each(apiFields.filter(({ name }) => aims[name] !== undefined).map((field) => [field.name, field] as const))(
    '%s: every argument is aimed, or known to name nobody',
    (name, field) => {
      const given = new Set(
        (aims[name]?.(NOBODY) ?? []).flatMap((each) =>
          Object.entries(each).flatMap(([key, value]) => leavesOf(key, value)),
        ),
      );
      expect(field.args.filter((each) => !given.has(each) && !neutral.has(each))).toEqual([]);
    },
  );
});

describe('M10, A1: everything of another participant, aimed at by administrators', () => {
  const stack = useStack({ shape: 'embedded' });
  let cast: Cast;
  let theirs: Things;
  /** Whose things they are: what can be named, what stands in their rows, and what nobody may read as nobody typed it. */
  interface Owner {
    readonly things: Things;
    readonly words: readonly string[];
    readonly untold: readonly string[];
  }
  const owners = new Map<string, Owner>();
  let foreign: ApiClient;
  const sessions = new Map<string, ApiClient>();

  beforeAll(async () => {
    cast = await openCast(stack());
    foreign = await present(stack(), cast.foreignMaker, 'DMS');
    const who = cast.foreignUser();
    const version = (await enquire(foreign, who.userId))?.version ?? -1;
    const request = await submitChange(foreign, { userId: who.userId, version, set: { email: 'theirs@xyz.example' } });
    const other = cast.foreignUser().userId;
    const bulk = await submitBulk(foreign, bulkFile([`DISABLE,${other},,,,,,,,Left`]));
    expect([request.state, bulk.state]).toEqual(['SUBMITTED', 'SUBMITTED']);
    const connect = await serviceAccount(stack(), { name: 'CLIENT-CONNECT', scopes: 'ESERVICES' });
    const filed = await connect.send(
      `mutation($d: JSON!) { fileEServiceForm(input: { participant: "XYZ", form: DA3, requestType: UNLOCK_DA,
        filedBy: "Chan Tai Man", details: $d }) { ... on EServiceForm { reference } } }`,
      { d: { userId: cast.foreignMaker.userId } },
    );
    const authentication = await stack().tables('authentication');
    const [session] = await authentication.rows<{ id: string }>('SELECT id FROM session WHERE user_id = ?', [
      cast.foreignMaker.userId,
    ]);
    const identity = await stack().tables('identity');
    await identity.change(`UPDATE user_profile SET surname = 'XQTHEIRS' WHERE user_id = ?`, [who.userId]);
    const profiles = await identity.rows<{ uuid: string; user_id: string }>(
      `SELECT uuid, user_id FROM user_profile WHERE participant = 'XYZ'`,
    );
    theirs = {
      participant: 'XYZ',
      userId: who.userId,
      administratorId: cast.foreignMaker.userId,
      surname: 'XQTHEIRS',
      email: who.email,
      version,
      requestId: request.id,
      digest: request.digest,
      bulkRequestId: bulk.id,
      bulkDigest: bulk.digest,
      reference: only<{ reference: string }>(filed).reference,
      accountName: 'CLIENT-CONNECT',
      sessionId: session?.id ?? '',
    };
    const uuids = profiles.map((row) => row.uuid);
    const typed: readonly unknown[] = Object.values(theirs);
    owners.set('another participant', {
      things: theirs,
      words: ['XYZ', ...uuids, request.id, bulk.id, theirs.reference, theirs.sessionId],
      untold: [...uuids, 'theirs@xyz', other, ...profiles.map((row) => row.user_id)].filter(
        (one) => !typed.includes(one),
      ),
    });
    owners.set('the clearing house', await theHouse());
    for (const [role, one] of [['maker', cast.maker] as const, ['checker', cast.checker] as const]) {
      const client = await present(stack(), one, 'DMS');
      await stepUp(stack(), one, client);
      sessions.set(role, client);
    }
  }, 90_000);

  const theHouse = async (): Promise<Owner> => {
    const operator = await present(stack(), cast.operator, 'CONSOLE');
    const asked = async (mutation: string, type: string, input: object) =>
      only<{ id: string; digest: string }>(
        await operator.send(
          `mutation($i: ${type}!) { ${mutation}(input: $i) { ... on ChangeRequest { id digest } } }`,
          {
            i: { reason: 'Circular 2026/11', ...input },
          },
        ),
      );
    const one = await asked('submitCalendarOverride', 'CalendarOverrideInput', { date: '2026-12-31' });
    const other = await asked('submitPolicyChange', 'PolicyChangeInput', { key: 'da3OpensOn', value: '2023-04-01' });
    const sql = 'SELECT id, profile_uuid FROM session WHERE user_id = ?';
    const [session] = await (
      await stack().tables('authentication')
    ).rows<{ id: string; profile_uuid: string }>(sql, [cast.operator.userId]);
    const identity = await stack().tables('identity');
    await identity.change(`UPDATE user_profile SET surname = 'XQHOUSE' WHERE user_id = 'HKEX0003'`);
    const staff = await identity.rows<{ uuid: string }>(`SELECT uuid FROM user_profile WHERE type = 'HKEX'`);
    const uuids = staff.map(({ uuid }) => uuid);
    const sessionId = session?.id ?? '';
    return {
      things: {
        ...{ participant: 'HKEX', userId: 'HKEX0003', administratorId: cast.operator.userId, surname: 'XQHOUSE' },
        ...{ email: cast.operator.email, version: 1, requestId: one.id, digest: one.digest, bulkRequestId: other.id },
        ...{ bulkDigest: other.digest, reference: theirs.reference, accountName: 'CLIENT-CONNECT', sessionId },
      },
      words: [...uuids, one.id, other.id, sessionId, '2026-12-31'],
      untold: [...uuids, cast.approver.userId],
    };
  };
  const as = (role: string) => sessions.get(role) ?? stack().client();
  /** An answer without what was typed and what is new each time: two answers that tell the same are the same. */
  const masked = (text: string, at: Things) =>
    Object.entries(at)
      .filter(([, value]) => typeof value === 'string')
      .toSorted(([, a], [, b]) => String(b).length - String(a).length)
      .reduce((rest, [name, value]) => rest.replaceAll(String(value), `<${name}>`), text)
      .replaceAll(/"(ticket|url|expiresAt)":"[^"]*"/g, '"$1":"<new>"');

  /** Everything that an operation tells: its answer, and the file that its ticket opens. */
  const heard = async (by: ApiClient, document: string, variables: Readonly<Record<string, unknown>>) => {
    const { status, text, data } = await by.send<{ requestExport?: { url?: string } } | null>(document, variables);
    const path = data?.requestExport?.url;
    const file = path === undefined ? '' : (await by.raw({ path, method: 'GET' })).text;
    return `${status} ${text} ${file}`;
  };
  /** Where two texts part, short enough to read. */
  const firstDifference = (one: string, other: string) => {
    const at = [...one].findIndex((letter, index) => letter !== other[index]);
    return one === other ? null : [one, other].map((text) => text.slice(Math.max(0, at - 80), at + 160));
  };
  const cases = apiFields.filter(({ name, root }) => aims[name] !== undefined && root !== 'subscription');
  describe.each([
    ['maker', 'another participant'],
    ['checker', 'another participant'],
    ['maker', 'the clearing house'],
    ['checker', 'the clearing house'],
  ])('by a %s at what belongs to %s', (role, owner) => {
    it.each(cases.map((field) => [field.name, field] as const))(
      '%s shows nothing, does nothing, and answers as if there were nothing',
      async (name, { document }) => {
        const { things, words, untold } = owners.get(owner) ?? { things: NOBODY, words: [], untold: [] };
        expect(things).not.toBe(NOBODY);
        const before = rowsNaming(await dumpedTables(stack(), NOTED), words);
        const ways = aims[name]?.(things) ?? [];
        const none = aims[name]?.(NOBODY) ?? [];
        for (const [index, variables] of ways.entries()) {
          const told = await heard(as(role), document, variables);
          const empty = await heard(as(role), document, none[index] ?? {});
          expect(firstDifference(masked(told, things), masked(empty, NOBODY))).toBe(null);
          expect(untold.filter((word) => told.includes(word))).toEqual([]);
        }
        expect(rowsNaming(await dumpedTables(stack(), NOTED), words)).toEqual(before);
      },
    );
  });

  it('error texts, counts and cursors of theirs open nothing: a page of theirs continues to a page of one’s own', async () => {
    const page = '{ userProfiles(first: 1) { pageInfo { endCursor } nodes { userId } } }';
    const { pageInfo } = only<{ pageInfo: { endCursor: string } }>(await foreign.send(page));
    const next = 'query($a: String!) { userProfiles(first: 100, after: $a) { nodes { userId } } }';
    const answer = await as('maker').send(next, { a: pageInfo.endCursor });
    expect(answer.text).not.toContain('HKXYZ');
  });

  it('a participant named through a profile or through oneself counts one’s own requests only', async () => {
    const document = `query($u: ID!, $c: ID!) { userProfile(userId: $u) { openChangeRequest { id } participant { openChangeRequestCount } }
      clearingParticipant(code: $c) { name openChangeRequestCount } viewer { participant { openChangeRequestCount } } }`;
    const answer = await as('checker').send(document, { u: theirs.userId, c: theirs.participant });
    expect(answer.data).toEqual({
      userProfile: null,
      clearingParticipant: null,
      viewer: { participant: { openChangeRequestCount: 0 } },
    });
  });

  it('takes as long for what is theirs as for what is nowhere', async () => {
    const spent = { theirs: [] as number[], nobody: [] as number[] };
    const document = 'query($u: ID!, $r: ID!) { userProfile(userId: $u) { surname } changeRequest(id: $r) { id } }';
    for (let round = 0; round < 300; round += 1) {
      for (const [name, at] of [['theirs', theirs] as const, ['nobody', NOBODY] as const]) {
        const start = performance.now();
        await as('maker').send(document, { u: at.userId, r: at.requestId });
        spent[name].push(performance.now() - start);
      }
    }
    const median = (of: readonly number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
    const [one, other] = [median(spent.theirs), median(spent.nobody)];
    expect(Math.abs(one - other)).toBeLessThan(0.5 + 0.2 * other);
  }, 60_000);

  it('live updates of theirs arrive at nobody else, asked for by number or not', async () => {
    const watch = 'subscription($id: ID) { changeRequestUpdated(id: $id) { id state } }';
    const open = (by: ApiClient, id: string | null) =>
      openEvents(by.url, { query: watch, variables: { id } }, { authorization: `Bearer ${by.token}` });
    const own = await Promise.all([theirs.requestId, NOBODY.requestId, null].map((id) => open(as('checker'), id)));
    const seen = await open(foreign, theirs.requestId);
    expect(await cancel(foreign, theirs.requestId)).toMatchObject({ state: 'CANCELLED' });
    await seen.until('they hear it', () => seen.came.some(({ data }) => data.includes('CANCELLED')));
    const heardOfIt = own.map(({ answer, came }) => [answer.statusCode, came.filter(({ event }) => event === 'next')]);
    expect(heardOfIt).toEqual(own.map(() => [200, []]));
    for (const stream of [...own, seen]) stream.hangUp();
  });
});
