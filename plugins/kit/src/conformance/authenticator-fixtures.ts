import type { AuthenticatorPlugin, FlowView } from '../authenticator.ts';
import type { PortName } from '../ports.ts';
import type { Subject } from '../subject.ts';
import type { Bench } from './bench.ts';
import type { OpenTables } from './tables-under-test.ts';

/** Arguments of the answer field, without `flowId`. */
export type AnswerArguments = Readonly<Record<string, unknown>>;

/** What only the plugin's author knows: how a person comes to hold it, and what a right and a wrong answer look like. */
export interface AuthenticatorFixtures<Answer> {
  /** Makes this person able to answer, and adds the secrets made to `bench.secrets`. */
  enrol(bench: Bench<Answer>, subject: Subject): Promise<void>;
  /** The right answer now. A challenge, if the plugin has any, was issued in this flow before. */
  rightAnswer(bench: Bench<Answer>, flow: FlowView, subject: Subject): Promise<AnswerArguments>;
  /** Well-formed and wrong. */
  wrongAnswer(bench: Bench<Answer>, flow: FlowView, subject: Subject): Promise<AnswerArguments>;
  /** For plugins with enrolment: the answer that confirms what `begin` showed. */
  confirmingAnswer?(bench: Bench<Answer>, view: Readonly<Record<string, unknown>>): Promise<AnswerArguments>;
}

/** The two functions of the test runner in use: jest, vitest and node:test have both. */
export interface Runner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

export interface Conformance<Answer, Needs extends PortName> extends Runner {
  readonly plugin: AuthenticatorPlugin<Answer, Needs>;
  readonly fixtures: AuthenticatorFixtures<Answer>;
  /** Where the tables are; SQLite in memory unless given. */
  readonly openTables?: OpenTables;
}
