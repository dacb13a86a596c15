import { beforeAll, describe, expect, it } from '@jest/globals';
import { auditOfRequest } from '../support/audit.ts';
import type { ApiClient } from '../support/api-client.ts';
import { bothEngines } from '../support/both-engines.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { type Change, only, readChange } from '../support/changes.ts';
import { type Deed, houseDeeds, profileDeeds, type Subject } from '../support/deeds.ts';
import { useStack } from '../support/every-shape.ts';
import { type Person, stepUp } from '../support/person.ts';
import { valuesOf } from '../support/api-fields.ts';

type Side = 'HKEX' | 'DA';
interface Kind {
  readonly kind: string;
  readonly side: Side;
  readonly deed: Deed;
  /** What else must have moved so that the request is of yesterday: SQL of identity, run with the subject's user ID. */
  readonly moved: string;
}
const PROFILE = 'UPDATE user_profile SET version = version + 1 WHERE user_id = ?';
const byPair = (kind: string, deed: Deed, side: Side = 'DA', moved = PROFILE): Kind => ({ kind, side, deed, moved });
const TAKEN = (userId: string) =>
  `UPDATE user_profile SET user_id = '${userId}' WHERE participant = 'ABC' AND user_id = (
    SELECT spare FROM (SELECT MAX(user_id) AS spare FROM user_profile WHERE participant = 'ABC' AND type = 'USER') AS one)`;
/** A change of the house that exists already is made again, after somebody else changed it. */
const again = (deed: Deed, fields: Readonly<Record<string, unknown>>): Deed => ({
  ...deed,
  input: (subject) => ({ ...deed.input({ ...subject, serial: 1 }), ...(subject.serial === 1 ? {} : fields) }),
});
const late = (table: string) => `UPDATE ${table} SET version = version + 1`;
const { calendar, policy } = houseDeeds;

const kinds: readonly Kind[] = [
  byPair('USER_CREATION', profileDeeds['create a user'], 'DA', TAKEN('HKABC3B0')),
  byPair('PROFILE_CHANGE', profileDeeds.maintain),
  byPair('BULK_CHANGE', profileDeeds['email, in a file']),
  byPair('USER_DELETION', profileDeeds.delete),
  byPair('STATUS_CHANGE', profileDeeds.disable),
  byPair('GROUP_ASSIGNMENT', profileDeeds['add business groups to a user']),
  byPair('UNLOCK', profileDeeds.unlock),
  byPair('SECOND_FACTOR_RESET', profileDeeds['reset second factor']),
  byPair('SMARTCARD_PIN_RESET', profileDeeds['reset smartcard PIN']),
  byPair('USER_CREATION', profileDeeds['create a DA'], 'HKEX', TAKEN('HKABC3Y2')),
  byPair('PROFILE_CHANGE', profileDeeds.email, 'HKEX'),
  byPair('CALENDAR_OVERRIDE', again(calendar, { remove: true }), 'HKEX', late('calendar_override')),
  byPair('POLICY_CHANGE', again(policy, { value: '2023-05-05' }), 'HKEX', late('policy')),
  byPair('GROUP_DEFINITION', again(houseDeeds['group catalogue'], { name: 'Newer' }), 'HKEX', late('user_group')),
  byPair('SOLE_DA_WAIVER', again(houseDeeds['sole-DA waiver'], { until: null }), 'HKEX', late('sole_da_waiver')),
  byPair(
    'SERVICE_ACCOUNT_CHANGE',
    {
      ...houseDeeds['service account'],
      input: (subject) =>
        subject.serial === 1
          ? houseDeeds['service account'].input(subject)
          : { name: 'READER-1', action: 'DISABLE', reason: 'Not needed' },
    },
    'HKEX',
    late('service_account'),
  ),
];

it('every kind of change is here: a new one must be thought of', () => {
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(valuesOf('ChangeRequestKind')));
});

const OUTCOME = '__typename ... on ChangeRequest { id state kind digest } ... on ChangeRefused { code }';
const APPROVE = `mutation($r: ID!, $d: String!) { approveChange(requestId: $r, digest: $d) { ${OUTCOME} } }`;
const AUTHORISE = `mutation($input: AuthoriseChangeInput!) { authoriseChange(input: $input) { ${OUTCOME} } }`;

describe.each(bothEngines)('M1, M3, M4, M6, M10 on every kind of change (%s)', (shape) => {
  const stack = useStack({ shape });
  let cast: Cast;
  let foreign: ApiClient;
  beforeAll(async () => {
    cast = await openCast(stack());
    foreign = await present(stack(), cast.foreignChecker, 'DMS');
  }, 60_000);

  const identity = () => stack().tables('identity');
  const approvals = () => stack().tables('approvals');
  const confirmed = async (who: Person, application: string) => {
    const session = await present(stack(), who, application);
    await stepUp(stack(), who, session);
    return session;
  };
  const submit = async (by: ApiClient, { deed, side }: Kind, subject: Subject): Promise<Change> => {
    const form = side === 'HKEX' && subject.userId !== '' ? { formReference: 'DA3-2026-000123' } : {};
    const participant = side === 'HKEX' && deed.mutation === 'submitUserCreation' ? { participant: 'ABC' } : {};
    const input = { ...deed.input(subject), ...form, ...participant };
    const document = `mutation($input: ${deed.type}!) { ${deed.mutation}(input: $input) { ${OUTCOME} } }`;
    return only<Change>(await by.send(document, { input }));
  };
  /** State or code of the refusal, whether it is an answer or an error. */
  const approves = async (by: ApiClient, { id, digest }: Pick<Change, 'id' | 'digest'>): Promise<string> => {
    const answer = await by.send<{ approveChange?: Change } | null>(APPROVE, { r: id, d: digest });
    const decided = answer.data?.approveChange;
    return answer.code ?? (decided?.__typename === 'ChangeRequest' ? decided.state : decided?.code) ?? answer.text;
  };
  const authorises = async (by: ApiClient, requestId: string, checkerId: string) => {
    const input = { requestId, checkerId, authorisationCode: '00000-00000' };
    return only<Change>(await by.send(AUTHORISE, { input })).code;
  };
  /** What happens while a checker is spoilt, and that he is whole again afterwards. */
  const whileSpoilt = async <T>(who: Person, set: string, act: () => Promise<T>): Promise<T> => {
    const tables = await identity();
    const kept = 'status, disable_after, group_codes, srn';
    const [row] = await tables.rows<Record<string, string | null>>(
      `SELECT ${kept} FROM user_profile WHERE user_id = ?`,
      [who.userId],
    );
    await tables.change(`UPDATE user_profile SET ${set} WHERE user_id = ?`, [who.userId]);
    const told = await act();
    const back = kept.replaceAll(/(\w+)/g, '$1 = ?');
    const values = kept.split(', ').map((column) => row?.[column] ?? null);
    await tables.change(`UPDATE user_profile SET ${back} WHERE user_id = ?`, [...values, who.userId]);
    return told;
  };
  const subjectOf = async ({ deed, side }: Kind, serial: number): Promise<Subject> => {
    const house = side === 'HKEX' && !Object.values<Deed>(profileDeeds).includes(deed);
    const userId = house ? '' : side === 'HKEX' ? cast.otherMaker.userId : cast.user().userId;
    if (userId !== '') await deed.prepare?.((part) => stack().tables(part), userId);
    const tables = await identity();
    const sql = 'SELECT version FROM user_profile WHERE user_id = ? AND deleted_at IS NULL';
    const [row] = await tables.rows<{ version: number }>(sql, [userId]);
    return { userId, version: Number(row?.version ?? 0), serial };
  };

  it.each(kinds.map((kind) => [`${kind.kind} by the pair of ${kind.side}`, kind] as const))('%s', async (_n, kind) => {
    const house = kind.side === 'HKEX';
    const makers = house ? cast.operator : cast.maker;
    const checkers = house ? cast.approver : cast.checker;
    const application = house ? 'CONSOLE' : 'DMS';
    const maker = await confirmed(makers, application);
    let checker = await confirmed(checkers, application);
    const subject = await subjectOf(kind, 1);
    const request = await submit(maker, kind, subject);
    expect(request).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED', kind: kind.kind });

    // M4: nobody decides his own change, nor one about himself, nor one of his other ID.
    expect(await approves(maker, request)).toBe('MAKER_IS_CHECKER');
    if (!house) {
      expect(await authorises(maker, request.id, makers.userId)).toBe('MAKER_IS_CHECKER');
      const target = (await readChange(maker, request.id))?.target;
      if (target) expect(await authorises(maker, request.id, target.userId)).toBe('CHECKER_IS_TARGET');
    } else expect(await authorises(maker, request.id, checkers.userId)).toBe('CHECKER_SESSION_REQUIRED');
    await (await identity()).change(`UPDATE user_profile SET srn = 'SHARED' WHERE user_id = ?`, [makers.userId]);
    expect(await whileSpoilt(checkers, `srn = 'SHARED'`, () => approves(checker, request))).toBe('SAME_PERSON');
    await (await identity()).change(`UPDATE user_profile SET srn = NULL WHERE user_id = ?`, [makers.userId]);

    // M10: to the checker of another participant there is no such request.
    expect(await approves(foreign, request)).toBe('REQUEST_NOT_FOUND');

    // M6: rights are read anew, with no delay.
    for (const groups of house ? ['HKEX_OPERATOR', 'HKEX_REPORT_READER'] : ['DA_MAKER EE', 'DA_CHECKER']) {
      const set = `group_codes = ' ${groups} '`;
      expect(await whileSpoilt(checkers, set, () => approves(checker, request))).toBe('NOT_A_CHECKER');
    }
    for (const set of [`disable_after = '2026-11-23'`, `status = 'DISABLED'`]) {
      expect(await whileSpoilt(checkers, set, () => approves(checker, request))).toBe('UNAUTHENTICATED');
      checker = await confirmed(checkers, application);
    }

    // M3: what is stored is what was shown.
    const altered = async (table: string, column: string, evil: (good: string) => string) => {
      const tables = await approvals();
      const key = table === 'bulk_row' ? 'request_id' : 'id';
      const sql = `SELECT ${column} AS kept FROM ${table} WHERE ${key} = ?`;
      const [row] = await tables.rows<{ kept: string | number }>(sql, [request.id]);
      const write = (value: string | number) =>
        tables.change(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`, [value, request.id]);
      await write(evil(String(row?.kept)));
      expect([table, column, await approves(checker, request)]).toEqual([table, column, 'DIGEST_MISMATCH']);
      await write(row?.kept ?? '');
    };
    const evilSurname = (good: string) => JSON.stringify({ ...(JSON.parse(good) as object), surname: 'EVIL' });
    const contents = kind.kind === 'BULK_CHANGE' ? ['change_request', 'bulk_row'] : ['change_request'];
    for (const table of contents)
      for (const column of ['payload_json', 'after_json']) await altered(table, column, evilSurname);
    await altered('change_request', 'target_uuid', (good) => `${good.slice(0, -4)}beef`);
    await altered('change_request', 'target_version', (good) => String(Number(good) + 1));
    expect(await approves(checker, { ...request, digest: 'of-another-change' })).toBe('DIGEST_MISMATCH');
    expect(await readChange(maker, request.id)).toMatchObject({ state: 'SUBMITTED' });

    // M1: however often it is decided, it is decided once.
    const told = await Promise.all(Array.from({ length: 8 }, () => approves(checker, request)));
    expect(told).toContain('EXECUTED');
    expect(told.filter((one) => !['EXECUTED', 'AUTHORISED', 'ALREADY_DECIDED'].includes(one))).toEqual([]);
    const applied = (await auditOfRequest(stack(), request.id)).filter(({ action }) => action === 'change.apply');
    const account = await (
      await stack().tables('authentication')
    ).rows('SELECT * FROM applied_change WHERE request_id = ?', [request.id]);
    expect(applied.length + account.length).toBe(1);

    // M6: what moved on since it was shown is not overwritten.
    const next = await subjectOf(kind, 2);
    const waiting = await submit(maker, kind, next);
    expect(waiting).toMatchObject({ state: 'SUBMITTED' });
    await (await identity()).change(kind.moved, kind.moved === PROFILE ? [next.userId] : []);
    if (kind.kind === 'BULK_CHANGE') {
      await approves(checker, waiting);
      const rows = await (
        await approvals()
      ).rows('SELECT state, code FROM bulk_row WHERE request_id = ?', [waiting.id]);
      expect(rows).toMatchObject([{ state: 'REFUSED', code: 'PROFILE_STALE' }]);
    } else {
      expect(await approves(checker, waiting)).toBe('PROFILE_STALE');
      expect(await readChange(maker, waiting.id)).toMatchObject({ state: 'STALE' });
    }
  });
});
