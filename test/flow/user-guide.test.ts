import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.ts';
import { scan } from '../support/authenticator-app.ts';
import { eventually } from '../support/eventually.ts';
import { useStack } from '../support/every-shape.ts';
import { fillIn, guideOperations } from '../support/guide-operations.ts';
import { freshCode, PASSWORD, person, type Person } from '../support/person.ts';

/** What a root field of these operations answers with, of whichever kind. */
interface Outcome {
  readonly __typename: string;
  readonly flow?: { readonly id: string };
  readonly sessionToken?: string;
  readonly nodes?: readonly { readonly userId: string; readonly version: number }[];
  readonly id?: string;
  readonly state?: string;
  readonly code?: string;
  readonly otpauthUri?: string;
  readonly qrCode?: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const stack = useStack({
  shape: 'embedded',
  settings: { COUNTERSIGN_SMTP_URL: '', COUNTERSIGN_SMTP_PORT: '0', COUNTERSIGN_DEMO_USERS: 'on' },
});

/** A reader at work: types what the guide shows and remembers what the answers said. */
function reader() {
  const operations = guideOperations(path.join(root, 'docs/user-guide.md'));
  const done = new Set<string>();
  const values: Record<string, unknown> = {};
  const perform = async (client: ApiClient, name: string, change: Record<string, unknown> = {}): Promise<Outcome> => {
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`The guide has no ${name}.`);
    done.add(name);
    const variables = fillIn(operation.variables, values) as { input?: Record<string, unknown> };
    const given = variables.input === undefined ? variables : { input: { ...variables.input, ...change } };
    const answer = await client.send(operation.query, given);
    if (answer.errors.length > 0) throw new Error(`${name} answered ${answer.text}`);
    const outcome = Object.values(answer.data)[0] as Outcome;
    if (outcome?.flow !== undefined) values['flow id'] = outcome.flow.id;
    return outcome;
  };
  return { perform, values, left: () => [...operations.keys()].filter((name) => !done.has(name)) };
}

/** Somebody of the table that the demo prints. */
function demoUser(userId: string): Person {
  const table = readFileSync(path.join(stack().folder, 'tables/demo-users.json'), 'utf8');
  const users = JSON.parse(table) as { userId: string; password: string; otpauthUri: string; lastStep: number }[];
  const found = users.find((user) => user.userId === userId);
  if (found === undefined) throw new Error(`No demo user ${userId}.`);
  const { password, otpauthUri, lastStep } = found;
  return Object.assign(person(userId, ''), { password, app: scan(otpauthUri), lastStep });
}

it('the user guide: every operation it shows, in its order, does what it says', async () => {
  const { perform, values, left } = reader();
  const client = stack().client();
  const typeCode = (who: Person) => void (values['code of the app'] = freshCode(stack(), who));
  const logIn = async (who: Person) => {
    values['password'] = who.password;
    expect((await perform(client, 'BeginLogin', { userId: who.userId })).__typename).toBe('ProofsOffered');
    expect((await perform(client, 'Password')).__typename).toBe('ProofsOffered');
    typeCode(who);
    const opened = await perform(client, 'AppCode');
    expect(opened.__typename).toBe('SignedIn');
    return client.bearing(opened.sessionToken ?? '');
  };

  const [maker, checker] = [demoUser('HKABC1X1'), demoUser('HKABC2X1')];
  const makersScreen = await logIn(maker);
  const [target] = (await perform(makersScreen, 'WithoutEmail')).nodes ?? [];
  const email = 'guided.reader@abc-futures.example';
  Object.assign(values, { 'user ID': target?.userId, version: target?.version, email });
  const submitted = await perform(makersScreen, 'Submit');
  expect(submitted).toMatchObject({ __typename: 'ChangeRequest', state: 'SUBMITTED' });
  values['request id'] = submitted.id;

  const checkersScreen = await logIn(checker);
  await perform(checkersScreen, 'BeginStepUp');
  typeCode(checker);
  expect((await perform(checkersScreen, 'AppCode')).__typename).toBe('StepUpGranted');
  const shown = await perform(checkersScreen, 'Reveal');
  expect(shown.__typename).toBe('AuthorisationCode');
  values['authorisation code'] = shown.code;
  const executed = await perform(makersScreen, 'Authorise');
  expect(executed).toMatchObject({ __typename: 'ChangeRequest', state: 'EXECUTED' });

  expect((await perform(client, 'BeginReset')).__typename).toBe('ProofsOffered');
  values['code of the mail'] = await eventually(async () => {
    const { text } = await client.raw({ path: `/dev/mailbox.json?to=${email}`, method: 'GET' });
    return /One-time password: (\d{6})/.exec(text)?.[1];
  }, `a code for ${email}`);
  expect((await perform(client, 'MailedCode')).__typename).toBe('NewPasswordRequired');
  values['new password'] = PASSWORD;
  expect((await perform(client, 'ChoosePassword')).__typename).toBe('PasswordChanged');

  const user = Object.assign(person(target?.userId ?? '', email), { password: PASSWORD });
  values['password'] = PASSWORD;
  await perform(client, 'BeginLogin', { userId: user.userId, application: 'CCMS' });
  expect((await perform(client, 'Password')).__typename).toBe('DeviceRegistrationOffered');
  const device = await perform(client, 'RegisterDevice');
  expect(device.qrCode).toContain('<svg');
  user.app = scan(device.otpauthUri ?? '');
  typeCode(user);
  const opened = await perform(client, 'AppCode');
  const own = client.bearing(opened.sessionToken ?? '');
  expect(await perform(own, 'WhoAmI')).toMatchObject({ userId: user.userId, application: 'CCMS' });
  expect(await perform(own, 'LogOut')).toBe(true);

  expect(left()).toEqual([]);
}, 60_000);
