import { beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { apiFields, innerFields } from '../support/api-fields.ts';
import { assertionFor } from '../support/assertion.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { submitChange } from '../support/changes.ts';
import { useStack } from '../support/every-shape.ts';
import type { Person } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';
import type { PartName } from '../support/tables.ts';

const parts = ['identity', 'approvals', 'authentication'] as const satisfies readonly PartName[];
/** Who stands behind a call, as the door tells a part. */
interface Principal {
  readonly kind: string;
  readonly [more: string]: unknown;
}
const source = { address: '127.0.0.1', userAgent: 'test', requestId: 'test' };

/** What each part answers about an entity that others name. */
const selections: Readonly<Record<PartName, Readonly<Record<string, string>>>> = {
  identity: {
    UserProfile: 'userId surname otherNames email srn certificateExpiry status version groups { code }',
    ClearingParticipant: 'code name firm clearingHouse',
  },
  approvals: {
    UserProfile: 'openChangeRequest { id before after maker }',
    ClearingParticipant: 'openChangeRequestCount',
    ChangeRequest: 'id state maker before after digest',
  },
  authentication: { UserProfile: 'lockedAt lockReason otpChannel emailVerifiedAt lastLoginAt lastLoginMethod' },
};
const keys: Readonly<Record<string, string>> = {
  UserProfile: 'userId',
  ClearingParticipant: 'code',
  ChangeRequest: 'id',
};

describe('the parts, asked past the door with a live person’s own assertion (M10)', () => {
  const stack = useStack({ shape: 'four-process' });
  let cast: Cast;
  let theirs: Readonly<Record<string, string>>;
  const nobody: Readonly<Record<string, string>> = {
    UserProfile: 'HKXYZ4QQ',
    ClearingParticipant: 'QQQ',
    ChangeRequest: '018f0000-0000-7000-8000-00000000beef',
  };

  beforeAll(async () => {
    cast = await openCast(stack());
    const foreign = await present(stack(), cast.foreignMaker, 'DMS');
    const who = cast.foreignUser();
    // Somebody about whom every part knows something.
    await present(stack(), who, 'CCMS');
    const version = (await enquire(foreign, who.userId))?.version ?? -1;
    const maker = await present(stack(), cast.maker, 'DMS');
    const { userId } = cast.user();
    const own = (await enquire(maker, userId))?.version ?? -1;
    await submitChange(maker, { userId, version: own, set: { email: 'ours@abc.example' } });
    const open = await submitChange(foreign, { userId: who.userId, version, set: { email: 'theirs@xyz.example' } });
    theirs = { UserProfile: who.userId, ClearingParticipant: 'XYZ', ChangeRequest: open.id };
    await present(stack(), cast.checker, 'DMS');
  }, 90_000);

  const principalOf = async (who: Person): Promise<Principal> => {
    const authentication = await stack().tables('authentication');
    const [row] = await authentication.rows<{ id: string; profile_uuid: string; participant: string | null }>(
      'SELECT id, profile_uuid, participant FROM session WHERE user_id = ? AND ended_at IS NULL',
      [who.userId],
    );
    const { id: sessionId = '', profile_uuid: profileUuid = '', participant = null } = row ?? {};
    const more = { application: 'DMS', methods: ['password', 'totp'], steppedUpAt: null } as const;
    return { kind: 'session', source, sessionId, profileUuid, userId: who.userId, participant, ...more };
  };
  const ask = async (part: PartName, principal: object, query: string, variables: object) => {
    const privateKey = stack().settingsOf('gateway')['COUNTERSIGN_ASSERTION_PRIVATE_KEY'] ?? '';
    const body = JSON.stringify({ query, variables });
    const assertion = assertionFor({ privateKey, audience: part, principal, body });
    const answer = await request(`${stack().partUrl(part)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-countersign-assertion': assertion },
      body,
    });
    expect(answer.statusCode).toBe(200);
    return answer.body.text();
  };
  const entity = (part: PartName, type: string) =>
    `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selections[part][type]} } } }`;
  const cases = parts.flatMap((part) => Object.keys(selections[part]).map((type) => [part, type] as const));

  it.each(cases)('%s: a %s of another participant is like one that is not there', async (part, type) => {
    for (const who of [cast.maker, cast.checker]) {
      const principal = await principalOf(who);
      const told = [];
      for (const key of [theirs[type] ?? '', nobody[type] ?? '']) {
        const r = [{ __typename: type, [keys[type] ?? '']: key }];
        told.push((await ask(part, principal, entity(part, type), { r })).replaceAll(key, '<key>'));
      }
      expect(told[0]).toBe(told[1]);
    }
    const owner = await principalOf(cast.foreignMaker);
    const r = [{ __typename: type, [keys[type] ?? '']: theirs[type] ?? '' }];
    const own = (await ask(part, owner, entity(part, type), { r })).replaceAll(theirs[type] ?? '', '<key>');
    const empty = await ask(part, owner, entity(part, type), {
      r: [{ __typename: type, [keys[type] ?? '']: nobody[type] ?? '' }],
    });
    expect(own).not.toBe(empty.replaceAll(nobody[type] ?? '', '<key>'));
  });

  const inner = parts.flatMap((part) => innerFields(part).map((field) => [part, field.name, field] as const));
  const isPage = (name: string) => name.endsWith('ExportPage');

  it.each(inner.filter(([, name]) => !isPage(name)))(
    '%s: %s is for other parts only (M5)',
    async (part, _name, { document, placeholders }) => {
      const account = { accountId: 'x', name: 'READER', scopes: ['REPORTS', 'AUDIT', 'ESERVICES'] } as const;
      const principals: readonly Principal[] = [
        await principalOf(cast.maker),
        await principalOf(cast.foreignMaker),
        { kind: 'anonymous', source },
        { kind: 'account', source, ...account },
      ];
      for (const principal of principals) {
        const told = await ask(part, principal, document, placeholders);
        expect([principal.kind, told]).toEqual([principal.kind, expect.stringMatching(/FORBIDDEN|UNAUTHENTICATED/)]);
      }
    },
  );

  it.each(inner.filter(([, name]) => isPage(name)))(
    '%s: %s is asked as its owner, and reads what he may read',
    async (part, _name, { document, placeholders }) => {
      const names = apiFields.filter(({ name }) => name.startsWith('reports.')).map(({ name }) => name.slice(8));
      let known = 0;
      for (const report of names) {
        const page = async (who: Person, participant: string) => {
          const variables = { ...placeholders, report, args: { participant }, size: 100 };
          return (await ask(part, await principalOf(who), document, variables)).replaceAll(participant, '<code>');
        };
        expect([report, await page(cast.maker, 'XYZ')]).toEqual([report, await page(cast.maker, 'QQQ')]);
        if ((await page(cast.maker, 'ABC')).includes('"rows":[[')) known += 1;
        const stranger = { ...placeholders, report, args: { participant: 'XYZ' }, size: 100 };
        expect(await ask(part, { kind: 'anonymous', source }, document, stranger)).toContain('"UNAUTHENTICATED"');
      }
      expect(known).toBeGreaterThan(0);
    },
  );
});
