import { beforeAll, describe, expect, it } from '@jest/globals';
import { aims, type Things } from '../support/aims.ts';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { type ApiField, apiFields } from '../support/api-fields.ts';
import { openCast, present } from '../support/cast.ts';
import { only, submitChange } from '../support/changes.ts';
import { dumpedTables } from '../support/dumped-tables.ts';
import { openEvents } from '../support/event-stream.ts';
import { useStack } from '../support/every-shape.ts';
import { flowId } from '../support/flow-steps.ts';
import { enterPassword } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';
import { serviceAccount } from '../support/service-account.ts';

/** What anybody may ask: the pages before the login. */
const ANYBODY = ['loginOptions', 'migration', 'functionHours', 'calendarOverrides'];
/** The way in. A flow's id is the key to it, so each of these answers whoever has none with a refusal of its own. */
const WAY_IN = [
  ...['beginLogin', 'beginPasswordReset', 'answerWithPassword', 'answerWithTotp', 'answerWithEmailOtp'],
  ...['answerWithRecoveryCode', 'answerWithHotp', 'answerWithPasskey', 'requestPasskeyChallenge'],
  ...['answerWithSmartcard', 'requestSmartcardChallenge', 'redeemInitialPin'],
  ...['requestEmailOtp', 'setPassword', 'registerDevice', 'skipDeviceRegistration', 'acceptEmailOtpRisk'],
];
/** To whom it does not concern these say so in place of an error. */
const SILENT: Readonly<Record<string, unknown>> = {
  viewer: null,
  clearingParticipant: null,
  endSession: false,
  logOut: false,
};
const everyReport = apiFields.filter(({ name }) => name.startsWith('reports.')).map(({ name }) => name);
/** What a service account may, by scope; nothing else, and nothing of this to another scope. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  REPORTS: [...everyReport, 'requestExport'],
  AUDIT: ['identityAudit', 'approvalsAudit', 'authenticationAudit'],
  ESERVICES: ['eServiceForm', 'eServiceForms', 'fileEServiceForm', 'approveEServiceForm', 'withdrawEServiceForm'],
  INTROSPECTION: [],
};
/** Written by anybody who knocks: what was refused, and attempts to log in. */
const NOTED = /^audit_|outbox|sqlite_|migrations|spent_flow|notice|session$/;
const fields = apiFields.filter(({ name, root }) => root !== 'subscription' && !ANYBODY.includes(name));

describe('S2: every field of the API, to whoever is not wholly logged in', () => {
  const stack = useStack({ shape: 'embedded' });
  let own: Things;
  let ticket: string;
  let owner: ApiClient;
  let dump: () => Promise<unknown>;
  const strangers = new Map<string, ApiClient>();
  const accounts = new Map<string, ApiClient>();

  beforeAll(async () => {
    const cast = await openCast(stack());
    const maker = await present(stack(), cast.maker, 'DMS');
    owner = maker;
    const who = cast.user();
    const version = (await enquire(maker, who.userId))?.version ?? -1;
    const request = await submitChange(maker, { userId: who.userId, version, set: { email: 'next@mail.example' } });
    const ordered = await maker.send('mutation { requestExport(input: { report: USER_PROFILE_LISTING }) { url } }');
    ticket = only<{ url: string }>(ordered).url;
    for (const scope of Object.keys(scopes))
      accounts.set(scope, await serviceAccount(stack(), { name: scope, scopes: scope }));
    const client = stack().client();
    const half = flowId(await enterPassword(client, cast.maker, 'DMS'));
    const ended = await present(stack(), cast.checker, 'DMS');
    await ended.send('mutation { logOut }');
    strangers.set('nobody', client);
    strangers.set('a flow past the password, as a token', client.bearing(half));
    strangers.set('a flow past the password, as a cookie', client.withCookie(`__Host-countersign=${half}`));
    strangers.set('a session that ended', ended);
    strangers.set('a token of nobody', client.bearing('A'.repeat(43)));
    strangers.set('a service account’s token of nobody', client.bearing(`csa_${'A'.repeat(43)}`));
    own = {
      ...{ participant: 'ABC', userId: who.userId, administratorId: cast.maker.userId, surname: 'CHAN', version },
      ...{ email: who.email, requestId: request.id, digest: request.digest, bulkRequestId: request.id },
      ...{ bulkDigest: request.digest, reference: 'DA3-2026-000001', accountName: 'REPORTS', sessionId: half },
    };
    dump = () => dumpedTables(stack(), NOTED);
  }, 90_000);

  const waysOf = ({ name, placeholders }: ApiField) => [placeholders, ...(aims[name]?.(own) ?? [])];
  const valueOf = ({ name }: ApiField, { data }: Answer) =>
    (data as Record<string, unknown> | null)?.[name.split('.')[0] ?? ''];
  const closed = (field: ApiField, answer: Answer): boolean => {
    const found = valueOf(field, answer);
    if (answer.errors.length > 0)
      return (answer.code === 'UNAUTHENTICATED' || answer.code === 'FORBIDDEN') && (found ?? null) === null;
    if (WAY_IN.includes(field.name)) return ['FlowRefused', 'ProofsOffered'].includes(typeNameOf(found));
    return field.name in SILENT && found === SILENT[field.name];
  };
  const typeNameOf = (value: unknown) => String((value as { __typename?: string } | null)?.__typename);

  it.each(fields.map((field) => [field.name, field] as const))('%s', async (_name, field) => {
    const before = await dump();
    for (const [who, client] of strangers) {
      for (const variables of waysOf(field).slice(0, 3)) {
        const answer = await client.send(field.document, { ...variables });
        expect([who, closed(field, answer) ? 'closed' : answer.text.slice(0, 400)]).toEqual([who, 'closed']);
      }
    }
    expect(await dump()).toEqual(before);
  });

  describe('service accounts', () => {
    it.each(fields.map((field) => [field.name, field] as const))('%s', async (name, field) => {
      for (const [scope, client] of accounts) {
        const variables = waysOf(field)[1] ?? field.placeholders;
        const answer = await client.send(field.document, { ...variables });
        const may = scopes[scope]?.includes(name) === true;
        const shut = closed(field, answer);
        expect([scope, shut, answer.text.slice(0, 200)]).toEqual([scope, !may, answer.text.slice(0, 200)]);
      }
    });
  });

  describe('the doors beside GraphQL', () => {
    const posing = [
      'x-user-id',
      'x-participant',
      'x-session-id',
      'x-countersign-assertion',
      'x-principal',
      'remote-user',
    ];
    const spoofed = Object.fromEntries(posing.map((name) => [name, '{"kind":"session","userId":"HKABC1X1"}']));

    it('a file is for its owner: nobody else gets a byte, whatever headers say (G5)', async () => {
      for (const [who, client] of strangers) {
        const answer = await client.raw({ path: ticket, method: 'GET', headers: spoofed });
        expect([who, answer.status, answer.code]).toEqual([who, 401, 'UNAUTHENTICATED']);
      }
      for (const [scope, client] of accounts) {
        const answer = await client.raw({ path: ticket, method: 'GET', headers: spoofed });
        expect([scope, answer.status >= 400, answer.text.includes('HKABC')]).toEqual([scope, true, false]);
      }
      expect((await owner.raw({ path: ticket, method: 'GET' })).text).toContain('HKABC1X1');
    });

    it.each(apiFields.filter(({ root }) => root === 'subscription').map((field) => [field.name, field] as const))(
      'a stream of %s is opened to a live session only (G5)',
      async (_name, field) => {
        const everybody = [...strangers, ...accounts];
        for (const [who, client] of everybody) {
          const headers = { ...spoofed, ...(client.token === null ? {} : { authorization: `Bearer ${client.token}` }) };
          const stream = await openEvents(
            client.url,
            { query: field.document, variables: { id: own.requestId } },
            headers,
          );
          expect([who, [401, 403].includes(stream.answer.statusCode ?? 0)]).toEqual([who, true]);
          stream.hangUp();
        }
      },
    );
  });
});
