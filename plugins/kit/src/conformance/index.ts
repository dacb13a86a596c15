export { answering, challenged } from './answering.ts';
export type { AnswerArguments, AuthenticatorFixtures, Conformance, Runner } from './authenticator-fixtures.ts';
export { openBench, type Bench } from './bench.ts';
export { describeAuthenticator } from './describe-authenticator.ts';
export { mysqlTables } from './mysql-tables.ts';
export { noTexts, oddTexts } from './odd-inputs.ts';
export type { OpenTables, TablesUnderTest } from './tables-under-test.ts';
export { testPorts, type QueuedMail, type TestPorts } from './test-ports.ts';
