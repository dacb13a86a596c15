import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { ApiClient } from './api-client.ts';
import { scan } from './authenticator-app.ts';
import { fillIn, guideOperations } from './guide-operations.ts';
import { freshCode, person, type Person } from './person.ts';
import type { Stack } from './stacks.ts';

/** What a root field of a guide's operations answers with, of whichever kind. */
export interface Outcome {
  readonly __typename: string;
  readonly flow?: { readonly id: string };
  readonly sessionToken?: string;
  readonly nodes?: readonly Record<string, unknown>[];
  readonly edges?: readonly { readonly node: Record<string, unknown> }[];
  readonly id?: string;
  readonly digest?: string;
  readonly state?: string;
  readonly code?: string;
  readonly otpauthUri?: string;
  readonly qrCode?: string;
  readonly url?: string;
  readonly codes?: readonly string[];
}

/** A reader at work: types what the guide shows, and remembers what the answers said. */
export interface GuideReader {
  /** What stands for each `<placeholder>`. */
  readonly values: Record<string, unknown>;
  perform(client: ApiClient, name: string, change?: Record<string, unknown>): Promise<Outcome>;
  /** Somebody of the table that the demo prints, the same each time. */
  demoUser(userId: string): Person;
  /** Logs in as a demo user by the operations of the user guide. */
  logIn(who: Person, application?: string): Promise<ApiClient>;
  stepUp(who: Person, session: ApiClient): Promise<void>;
  /** The text of an operation that goes another way than `perform`. */
  take(name: string): string;
  /** Operations that the guide shows and nobody performed. */
  left(): readonly string[];
}

const root = path.resolve(import.meta.dirname, '../..');

/** Opens a guide, e.g. `docs/user-guide.md`; logging in is always as the user guide says. */
export function openGuide(stack: () => Stack, guide: string): GuideReader {
  const userGuide = path.join(root, 'docs/user-guide.md');
  const basics = guideOperations(userGuide);
  const own = guideOperations(path.join(root, guide), userGuide);
  const done = new Set<string>();
  const values: Record<string, unknown> = {};
  const people = new Map<string, Person>();
  const perform: GuideReader['perform'] = async (client, name, change = {}) => {
    const operation = own.get(name) ?? basics.get(name);
    if (operation === undefined) throw new Error(`The guide has no ${name}.`);
    done.add(name);
    const variables = fillIn(operation.variables, values) as { input?: Record<string, unknown> };
    const given = variables.input === undefined ? variables : { input: { ...variables.input, ...change } };
    const answer = await client.send(operation.query, given);
    if (answer.errors.length > 0) throw new Error(`${name} answered ${answer.text}`);
    const outcome = Object.values(answer.data)[0] as Outcome;
    if (outcome?.flow !== undefined) values['flow id'] = outcome.flow.id;
    if (outcome?.__typename === 'ChangeRequest') values['request id'] = outcome.id;
    if (outcome?.digest !== undefined) values['digest'] = outcome.digest;
    return outcome;
  };
  const typeCode = (who: Person) => void (values['code of the app'] = freshCode(stack(), who));
  return {
    values,
    perform,
    demoUser(userId) {
      const who = people.get(userId) ?? readDemoUser(stack(), userId);
      people.set(userId, who);
      return who;
    },
    async logIn(who, application = 'DMS') {
      const client = stack().client();
      values['password'] = who.password;
      const begun = await perform(client, 'BeginLogin', { userId: who.userId, application });
      expect(begun.__typename).toBe('ProofsOffered');
      expect((await perform(client, 'Password')).__typename).toBe('ProofsOffered');
      typeCode(who);
      const opened = await perform(client, 'AppCode');
      expect(opened.__typename).toBe('SignedIn');
      return client.bearing(opened.sessionToken ?? '');
    },
    async stepUp(who, session) {
      await perform(session, 'BeginStepUp');
      typeCode(who);
      expect((await perform(session, 'AppCode')).__typename).toBe('StepUpGranted');
    },
    take(name) {
      done.add(name);
      return own.get(name)?.query ?? '';
    },
    left: () => [...own.keys()].filter((name) => !done.has(name)),
  };
}

/** What the demo printed about somebody. */
function readDemoUser(stack: Stack, userId: string): Person {
  const table = readFileSync(path.join(stack.folder, 'tables/demo-users.json'), 'utf8');
  const users = JSON.parse(table) as { userId: string; password: string; otpauthUri: string; lastStep: number }[];
  const found = users.find((user) => user.userId === userId);
  if (found === undefined) throw new Error(`No demo user ${userId}.`);
  const { password, otpauthUri, lastStep } = found;
  return Object.assign(person(userId, ''), { password, app: scan(otpauthUri), lastStep });
}

/** A stack as `npm start` makes it: with the product's own mailbox and with demo users. */
export const NEWCOMER = {
  shape: 'embedded',
  settings: { COUNTERSIGN_SMTP_URL: '', COUNTERSIGN_SMTP_PORT: '0', COUNTERSIGN_DEMO_USERS: 'on' },
} as const;
