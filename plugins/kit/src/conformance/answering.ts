import assert from 'node:assert/strict';
import type { FlowView } from '../authenticator.ts';
import type { PluginTransaction } from '../ports.ts';
import type { Subject } from '../subject.ts';
import type { Verdict } from '../verdict.ts';
import type { AnswerArguments } from './authenticator-fixtures.ts';
import type { Bench } from './bench.ts';

/** Parses and verifies, as the host does; arguments that do not parse are a fixture's mistake. */
export async function answering<Answer>(
  bench: Bench<Answer>,
  flow: FlowView,
  subject: Subject | null,
  fields: AnswerArguments,
): Promise<Verdict<PluginTransaction>> {
  const parsed = bench.authenticator.parse(fields);
  assert.ok(parsed.ok, 'the fixture gave an answer that does not parse');
  return bench.authenticator.verify(flow, subject, parsed.answer);
}

/** Issues the challenge that a flow would issue on reaching this plugin. */
export async function challenged<Answer>(bench: Bench<Answer>, flow: FlowView, subject: Subject | null): Promise<void> {
  const outcome = await bench.authenticator.challenge?.(flow, subject, { automatic: true });
  if (outcome !== undefined) assert.equal(outcome.outcome, 'issued');
}
