import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { scan } from '../support/authenticator-app.ts';
import { openEvents } from '../support/event-stream.ts';
import { eventually } from '../support/eventually.ts';
import { useStack } from '../support/every-shape.ts';
import { type GuideReader, NEWCOMER, openGuide } from '../support/guide-reader.ts';
import { freshCode, PASSWORD, type Person, person } from '../support/person.ts';

const NEW_USER = 'HKABC4Q1';

/** What a reader finds in an answer that is a list itself. */
const inList = (answer: unknown) => answer as readonly Record<string, unknown>[];

describe('the user guide: every operation it shows does what it says', () => {
  const stack = useStack(NEWCOMER);
  let guide: GuideReader;
  let maker: ApiClient;
  let checker: ApiClient;
  /** The user of the main job, with his app. */
  let user: Person;
  beforeAll(() => {
    guide = openGuide(stack, 'docs/user-guide.md');
  });

  /** The pair of a participant at work, the checker's session confirmed. */
  async function sitDown(makerId: string, checkerId: string): Promise<void> {
    maker = await guide.logIn(guide.demoUser(makerId));
    const second = guide.demoUser(checkerId);
    checker = await guide.logIn(second);
    await guide.stepUp(second, checker);
  }
  /** The newest code of the mailbox page, once there is another than the one read before. */
  async function readMailedCode(email: string): Promise<void> {
    const former = guide.values['code of the mail'];
    guide.values['code of the mail'] = await eventually(async () => {
      const { text } = await stack()
        .client()
        .raw({ path: `/dev/mailbox.json?to=${email}`, method: 'GET' });
      return [...text.matchAll(/One-time password: (\d{6})/g)].map(([, code]) => code).find((code) => code !== former);
    }, `a code for ${email}`);
  }
  const submitted = async (name: string): Promise<void> =>
    expect([name, await guide.perform(maker, name)]).toMatchObject([
      name,
      { __typename: 'ChangeRequest', state: 'SUBMITTED' },
    ]);
  const approved = async (name: string): Promise<void> => {
    await submitted(name);
    expect(await guide.perform(checker, 'Approve')).toMatchObject({ state: 'EXECUTED' });
  };

  it('the main job, from an email to a login with it', async () => {
    const { perform, values } = guide;
    const client = stack().client();
    maker = await guide.logIn(guide.demoUser('HKABC1X1'));
    const [target] = (await perform(maker, 'WithoutEmail')).nodes ?? [];
    const email = 'guided.reader@abc-futures.example';
    Object.assign(values, { 'user ID': target?.['userId'], version: target?.['version'], email });
    await submitted('Submit');

    const second = guide.demoUser('HKABC2X1');
    checker = await guide.logIn(second);
    await guide.stepUp(second, checker);
    const shown = await perform(checker, 'Reveal');
    expect(shown.__typename).toBe('AuthorisationCode');
    const renewed = await perform(checker, 'Renew');
    expect(renewed.code).not.toBe(shown.code);
    values['authorisation code'] = renewed.code;
    const executed = await perform(maker, 'Authorise');
    expect(executed).toMatchObject({ __typename: 'ChangeRequest', state: 'EXECUTED' });

    expect((await perform(client, 'BeginReset')).__typename).toBe('ProofsOffered');
    await readMailedCode(email);
    expect((await perform(client, 'MailedCode')).__typename).toBe('NewPasswordRequired');
    values['new password'] = PASSWORD;
    expect((await perform(client, 'ChoosePassword')).__typename).toBe('PasswordChanged');

    user = Object.assign(person(String(values['user ID']), email), { password: PASSWORD });
    values['password'] = PASSWORD;
    await perform(client, 'BeginLogin', { userId: user.userId, application: 'CCMS' });
    expect((await perform(client, 'Password')).__typename).toBe('DeviceRegistrationOffered');
    const device = await perform(client, 'RegisterDevice');
    expect(device.qrCode).toContain('<svg');
    user.app = scan(device.otpauthUri ?? '');
    values['code of the app'] = freshCode(stack(), user);
    const opened = await perform(client, 'AppCode');
    const own = client.bearing(opened.sessionToken ?? '');
    expect(await perform(own, 'WhoAmI')).toMatchObject({ userId: user.userId, application: 'CCMS' });
    expect(await perform(own, 'LogOut')).toBe(true);
  }, 60_000);

  it('one’s own password, device and codes', async () => {
    const { perform, values } = guide;
    values['password'] = PASSWORD;
    const atWork = () => guide.logIn(user, 'CCMS');
    const provenAgain = async (client: ApiClient, name: string) => {
      expect((await perform(client, name)).__typename).toBe('ProofsOffered');
      expect((await perform(client, 'Password')).__typename).toBe('ProofsOffered');
      values['code of the app'] = freshCode(stack(), user);
      return perform(client, 'AppCode');
    };
    const first = await atWork();
    const { codes } = await provenAgain(first, 'RenewCodes');
    expect(await perform(first, 'Settings')).toMatchObject({ channel: 'APP', recoveryCodesLeft: 10 });
    await perform(first, 'ReplaceDevice');
    await perform(first, 'Password');
    values['recovery code'] = codes?.[0];
    expect((await perform(first, 'RecoveryCode')).__typename).toBe('DeviceRegistrationOffered');
    user.app = scan((await perform(first, 'RegisterDevice')).otpauthUri ?? '');
    values['code of the app'] = freshCode(stack(), user);
    expect((await perform(first, 'AppCode')).__typename).toBe('DeviceReplaced');

    const second = await atWork();
    expect((await provenAgain(second, 'ChangePassword')).__typename).toBe('NewPasswordRequired');
    values['new password'] = user.password = 'copper-ferry-nine-lantern';
    expect((await perform(second, 'ChoosePassword')).__typename).toBe('PasswordChanged');

    values['password'] = user.password;
    const third = await atWork();
    const kinds = (await perform(third, 'Events')).nodes?.map((event) => event['kind']);
    expect(kinds?.slice(0, 2)).toEqual(['SIGNED_IN', 'PASSWORD_CHANGED']);
    expect((await provenAgain(third, 'ChangeChannel')).__typename).toBe('RiskWarning');
    expect((await perform(third, 'AcceptRisk')).__typename).toBe('ProofsOffered');
    await readMailedCode(user.email);
    expect((await perform(third, 'MailedCode')).__typename).toBe('ChannelChanged');
  }, 60_000);

  it('one’s own sessions, listed and ended', async () => {
    const { perform, values } = guide;
    const [former, latter] = [
      await guide.logIn(guide.demoUser('HKABC1X1')),
      await guide.logIn(guide.demoUser('HKABC1X1')),
    ];
    expect(await perform(former, 'WhoAmI')).toBeNull();
    const [only, ...more] = inList(await perform(latter, 'Sessions'));
    expect([only, more]).toMatchObject([{ application: 'DMS', methods: ['password', 'totp'], current: true }, []]);
    values['session id'] = only?.['id'];
    expect(await perform(latter, 'EndSession')).toBe(true);
    expect(await perform(latter, 'WhoAmI')).toBeNull();
  }, 60_000);

  describe('the tasks of administrators', () => {
    beforeEach(() => sitDown('HKABC1X1', 'HKABC2X1'), 60_000);

    it('a user from creation to deletion, approved, sent back, withdrawn, disabled at once', async () => {
      const { perform, values } = guide;
      await submitted('CreateUser');
      const waiting = (await perform(checker, 'Pending')).edges?.map(({ node }) => node['subject']);
      expect(waiting).toContain(NEW_USER);
      expect(await perform(checker, 'Approve')).toMatchObject({ state: 'EXECUTED' });
      await submitted('AssignGroups');
      values['user ID'] = NEW_USER;
      expect(await perform(maker, 'Enquire')).toMatchObject({
        version: 1,
        openChangeRequest: { kind: 'GROUP_ASSIGNMENT' },
      });
      expect(await perform(checker, 'Reject')).toMatchObject({ state: 'REJECTED' });
      await submitted('ChangeStatus');
      expect(await perform(maker, 'Withdraw')).toMatchObject({ state: 'CANCELLED' });
      expect(await perform(maker, 'DisableNow')).toMatchObject({ status: 'DISABLED', version: 2 });
      await approved('DeleteUser');
      expect(await perform(maker, 'Enquire')).toBeNull();
    });

    it('many users by one file', async () => {
      const { perform } = guide;
      expect(await perform(maker, 'TryFile')).toMatchObject({ valid: 2, invalid: 1, rows: [{ line: 4 }] });
      await submitted('SubmitFile');
      expect(await perform(checker, 'Strike')).toMatchObject({ state: 'SUBMITTED' });
      expect((await perform(checker, 'Approve')).__typename).toBe('ChangeRequest');
      const ended = async () => ((await perform(maker, 'Results')).state === 'EXECUTED' ? true : undefined);
      await eventually(ended, 'the bulk change to end');
      expect(await perform(maker, 'Results')).toMatchObject({
        bulk: { applied: 1, struck: 1, invalid: 1, pending: 0 },
        bulkRows: { nodes: [{ state: 'APPLIED' }, { state: 'STRUCK' }, { state: 'INVALID' }] },
      });
    });

    it('reports, files, users of agents, live updates', async () => {
      const { perform } = guide;
      const agents = (await perform(maker, 'AgentUsers')).nodes ?? [];
      expect(agents.length).toBeGreaterThan(0);
      expect(await perform(maker, 'Maintenance')).toHaveProperty('profileMaintenance.rows');
      const { url } = await perform(maker, 'Export');
      const file = await maker.raw({ path: url ?? '', method: 'GET' });
      expect([file.status, file.text.includes('HKABC1X1')]).toEqual([200, true]);

      const events = await openEvents(
        maker.url,
        { query: guide.take('Watch') },
        { authorization: `Bearer ${maker.token}` },
      );
      await submitted('CreateUser');
      await events.until('the request came', () => events.came.some(({ data }) => data.includes(NEW_USER)));
      events.hangUp();
      await perform(maker, 'Withdraw');
    });
  });

  it('the locked user of the demo, a lost phone, a card PIN, and one person with two IDs', async () => {
    await sitDown('HKDRG1X1', 'HKDRG2X1');
    for (const name of ['Unlock', 'ForgetPhone', 'NewPin']) await approved(name);
    expect(await guide.perform(maker, 'ShowPin')).toMatchObject({ __typename: 'InitialPin', userId: 'HKDRG103' });
    expect(await guide.perform(maker, 'Advice')).toMatchObject({ candidates: [{ profile: { userId: 'HKDRG121' } }] });
  });

  it('nothing else is shown', () => expect(guide.left()).toEqual([]));
});
