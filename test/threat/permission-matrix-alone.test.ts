import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, ApiClient } from '../support/api-client.ts';
import { bothEngines } from '../support/both-engines.ts';
import { type Change, only } from '../support/changes.ts';
import { type Actor, actors, type Everybody, everybody } from '../support/everybody.ts';
import { useStack } from '../support/every-shape.ts';
import { beginLogin } from '../support/flow-steps.ts';
import type { Phase } from '../support/phase.ts';
import { liveSession } from '../support/live-session.ts';
import { serviceAccount } from '../support/service-account.ts';

/** The rows of domain 2.2 that one person does alone, typed in by hand: Y may, - must refuse or show nothing. */
const table = `
                                       PRE_PARALLEL                          PARALLEL                              END
                                       oper. appr. read. maker check. user   oper. appr. read. maker check. user   oper. appr. read. maker check. user
  enquire a user                       Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -
  enquire a DA                         Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -
  enquire the clearing house's own     Y     Y     Y     -     -      -      Y     Y     Y     -     -      -      Y     Y     Y     -     -      -
  list users                           Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -
  list DAs                             Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -
  list the clearing house's own        Y     Y     Y     -     -      -      Y     Y     Y     -     -      -      Y     Y     Y     -     -      -
  report of the listing                Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -
  download the listing                 Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -
  report for the clearing house        Y     Y     Y     -     -      -      Y     Y     Y     -     -      -      Y     Y     Y     -     -      -
  SRN listing                          Y     Y     Y     Y     Y      -      Y     Y     Y     Y     Y      -      -     -     -     -     -      -
  get authorisation code               -     -     -     -     Y      -      -     -     -     -     Y      -      -     -     -     -     Y      -
  emergency disable of a user          -     -     -     Y     Y      -      -     -     -     Y     Y      -      -     -     -     Y     Y      -
  emergency disable of a DA            -     -     -     -     -      -      -     -     -     -     -      -      -     -     -     -     -      -
  sessions of a user                   Y     Y     -     Y     Y      -      Y     Y     -     Y     Y      -      Y     Y     -     Y     Y      -
  sessions of a DA                     Y     Y     -     -     -      -      Y     Y     -     -     -      -      Y     Y     -     -     -      -
  sessions of the house's own          Y     Y     -     -     -      -      Y     Y     -     -     -      -      Y     Y     -     -     -      -
  authorise a change of a user         -     -     -     -     Y      -      -     -     -     -     Y      -      -     -     -     -     Y      -
  authorise a change of the house      -     Y     -     -     -      -      -     Y     -     -     -      -      -     Y     -     -     -      -`;

/** Purchases of cards and readers come from Client Connect; logins are each person's own. */
const orders = { PRE_PARALLEL: 'EServiceForm', PARALLEL: 'SCARD1_ONLY_PIN_RESET', END: 'ESERVICE_OBSOLETE' } as const;
const logins = { PRE_PARALLEL: 'METHOD_NOT_OFFERED', PARALLEL: 'ProofsOffered', END: 'ProofsOffered' } as const;
const cardLogins = {
  PRE_PARALLEL: 'ProofsOffered',
  PARALLEL: 'ProofsOffered',
  END: 'SMARTCARD_NOT_ALLOWED',
} as const;

const phases = ['PRE_PARALLEL', 'PARALLEL', 'END'] as const satisfies readonly Phase[];
const rows = table
  .split('\n')
  .map((line) => /^ {2}(\S.*?) {2,}([Y-](?: +[Y-]){17})$/.exec(line))
  .filter((found) => found !== null)
  .map(([, name = '', cells = '']) => ({ name, cells: cells.split(/ +/).map((cell) => cell === 'Y') }));

const PROFILE_LIST = `query($f: UserProfileFilter) { userProfiles(filter: $f, first: 5) { nodes { userId } } }`;
const OUTCOME = '__typename ... on ChangeRequest { id state digest } ... on ChangeRefused { code }';
const REPORT = '{ rows { values } }';

it('the table has every row', () => {
  expect(rows).toHaveLength(18);
});

describe.each(bothEngines)('alone and reading, cell by cell (%s)', (shape) => {
  const stack = useStack({ shape });
  let all: Everybody;
  let connect: ApiClient;
  beforeAll(async () => {
    all = await everybody(stack());
    connect = await serviceAccount(stack(), { name: 'CLIENT-CONNECT', scopes: 'ESERVICES' });
  }, 60_000);

  const nonEmpty = (answer: Answer, where: (data: never) => readonly unknown[] | undefined) =>
    answer.errors.length === 0 && (where(answer.data as never)?.length ?? 0) > 0;
  const enquire = (userId: () => string) => async (by: ApiClient) => {
    const { data } = await by.send('query($u: ID!) { userProfile(userId: $u) { userId } }', { u: userId() });
    return (data as { userProfile?: { userId: string } | null } | null)?.userProfile?.userId === userId();
  };
  const list = (filter: object) => async (by: ApiClient) =>
    nonEmpty(
      await by.send(PROFILE_LIST, { f: filter }),
      ({ userProfiles }: { userProfiles: { nodes: [] } }) => userProfiles.nodes,
    );
  const report = (field: string, given: string) => async (by: ApiClient) =>
    nonEmpty(
      await by.send(`{ reports { ${field}${given} ${REPORT} } }`),
      ({ reports }: { reports: Record<string, { rows: [] } | null> }) => reports[field]?.rows,
    );
  const submitted = async (by: ApiClient, mutation: string, type: string, input: object) =>
    only<Change>(await by.send(`mutation($input: ${type}!) { ${mutation}(input: $input) { ${OUTCOME} } }`, { input }));
  const disable = (userId: () => string) => async (by: ApiClient) => {
    const text = `mutation($u: ID!) { emergencyDisable(userId: $u, reason: "Left") { __typename } }`;
    return only<{ __typename: string }>(await by.send(text, { u: userId() })).__typename === 'UserProfile';
  };
  const endsSession = (userId: () => string) => async (by: ApiClient) => {
    const target = userId();
    const id = await liveSession(stack(), target);
    const { data } = await by.send<{ sessions: { id: string }[] }>('query($u: ID!) { sessions(userId: $u) { id } }', {
      u: target,
    });
    const isSeen = data?.sessions.some((one) => one.id === id) === true;
    const ended = (await by.send('mutation($id: ID!) { endSession(id: $id) }', { id })).data?.['endSession'] === true;
    expect([target, isSeen]).toEqual([target, ended]);
    return ended;
  };
  const approves = (request: () => Promise<Change>) => async (by: ApiClient) => {
    const { id: r, digest: d } = await request();
    const text = `mutation($r: ID!, $d: String!) { approveChange(requestId: $r, digest: $d) { ${OUTCOME} } }`;
    return only<Change>(await by.send(text, { r, d })).state === 'EXECUTED';
  };
  let day = 0;
  const changeOfUser = async () => {
    const { userId } = all.cast.user();
    const identity = await stack().tables('identity');
    const sql = 'SELECT version FROM user_profile WHERE user_id = ?';
    const [row] = await identity.rows<{ version: number }>(sql, [userId]);
    const set = { email: `of.${userId}@b.example` };
    return submitted(all.as('maker'), 'submitProfileChange', 'ProfileChangeInput', {
      ...{ userId, version: Number(row?.version), set },
    });
  };
  const changeOfHouse = () => {
    day += 1;
    return submitted(all.as('operator'), 'submitCalendarOverride', 'CalendarOverrideInput', {
      ...{ date: new Date(Date.UTC(2026, 11, day)).toISOString().slice(0, 10), reason: 'Gazetted' },
    });
  };
  const deeds: Readonly<Record<string, (by: ApiClient) => Promise<boolean>>> = {
    'enquire a user': enquire(() => 'HKABC102'),
    'enquire a DA': enquire(() => 'HKABC1X2'),
    "enquire the clearing house's own": enquire(() => 'HKEX0001'),
    'list users': list({ participant: 'ABC', type: 'USER' }),
    'list DAs': list({ participant: 'ABC', type: 'DA' }),
    "list the clearing house's own": list({ search: 'HKEX000' }),
    'report of the listing': report('userProfileListing', '(participant: "ABC")'),
    'report for the clearing house': report('readiness', ''),
    'SRN listing': report('srnListing', '(participant: "ABC")'),
    async 'download the listing'(by) {
      const text = `mutation { requestExport(input: { report: USER_PROFILE_LISTING, participant: "ABC" }) { url } }`;
      const url = (await by.send<{ requestExport: { url: string } } | null>(text)).data?.requestExport?.url;
      return url !== undefined && (await by.raw({ path: url, method: 'GET' })).text.includes('HKABC1X1');
    },
    async 'get authorisation code'(by) {
      const answer = await by.send('mutation { revealAuthorisationCode { __typename } }');
      return answer.text.includes('"AuthorisationCode"');
    },
    'emergency disable of a user': disable(() => all.cast.user().userId),
    'emergency disable of a DA': disable(() => 'HKABC2X2'),
    'sessions of a user': endsSession(() => all.cast.user().userId),
    'sessions of a DA': endsSession(() => 'HKABC2X2'),
    "sessions of the house's own": endsSession(() => 'HKEX0001'),
    'authorise a change of a user': approves(changeOfUser),
    'authorise a change of the house': approves(changeOfHouse),
  };

  describe.each(phases)('%s', (phase) => {
    const index = phases.indexOf(phase);
    beforeAll(() => all.moveTo(phase), 60_000);

    it.each(rows.map((row) => [row.name, row] as const))('%s', async (name, { cells }) => {
      const expected = actors.map((actor, column) => [actor, cells[index * actors.length + column]]);
      const found: [Actor, boolean][] = [];
      for (const actor of actors) found.push([actor, (await deeds[name]?.(all.as(actor))) === true]);
      expect(found).toEqual(expected);
    });

    it('without access level EE an administrator reads nothing and does nothing (seed 3.1)', async () => {
      const identity = await stack().tables('identity');
      const give = (groups: string) =>
        identity.change('UPDATE user_profile SET group_codes = ? WHERE user_id = ?', [groups, all.who.checker.userId]);
      await give(' DA_CHECKER ');
      const found = [];
      for (const { name } of rows) found.push([name, await deeds[name]?.(all.as('checker'))]);
      await give(' DA_CHECKER EE ');
      expect(found).toEqual(rows.map(({ name }) => [name, false]));
    });

    it('cards and readers are bought before the parallel run only', async () => {
      const text = `mutation($input: FileEServiceFormInput!) { fileEServiceForm(input: $input) { __typename ... on ChangeRefused { code } } }`;
      const form = { participant: 'ABC', form: 'SCARD1', filedBy: 'Chan Tai Man' };
      for (const requestType of ['CARD_PURCHASE', 'READER_PURCHASE']) {
        const input = { ...form, requestType, details: { quantity: 1 } };
        const filed = only<{ __typename: string; code?: string }>(await connect.send(text, { input }));
        expect(filed.code ?? filed.__typename).toBe(orders[phase]);
      }
    });

    it.each([
      ['a DA', 'HKABC1X1', 'DMS'],
      ['a user', 'HKABC102', 'CCMS'],
      ['staff of the clearing house', 'HKEX0001', 'CONSOLE'],
    ])('two factors and smartcard: %s', async (_who, userId, application) => {
      const client = stack().client();
      const two = await beginLogin(client, { userId, application });
      expect(two.code ?? two.__typename).toBe(logins[phase]);
      const card = await beginLogin(client, { userId, application, method: 'SMARTCARD' });
      expect(card.code ?? card.__typename).toBe(cardLogins[phase]);
    });
  });
});
