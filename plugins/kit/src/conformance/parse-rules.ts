import assert from 'node:assert/strict';
import { Kind, parse, visit } from 'graphql';
import type { Manifest } from '../authenticator.ts';
import type { PortName } from '../ports.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import { suiteOf } from './suite-of.ts';
import { noTexts, oddTexts } from './odd-inputs.ts';

/** Parsing answers everything, throws for nothing, and never repeats what was typed. */
export function parseRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open, plugin } = suiteOf(conformance);
  const names = answerArguments(plugin.manifest);

  it('refuses whatever is no text, and a missing or empty text, without throwing', async () => {
    const { authenticator } = await open();
    assert.equal(authenticator.parse({}).ok, false);
    for (const odd of [...noTexts, '']) assert.equal(authenticator.parse(allSetTo(names, odd)).ok, false);
  });

  it('answers every odd text with an answer or a helpful refusal, without throwing or echoing it', async () => {
    const { authenticator } = await open();
    for (const odd of oddTexts) {
      const parsed = authenticator.parse(allSetTo(names, odd));
      if (parsed.ok) continue;
      assert.match(parsed.code, /^[A-Z][A-Z_]+$/);
      assert.ok(parsed.message.length > 10 && parsed.message.length < 300);
      if (odd.trim().length > 4) assert.ok(!parsed.message.includes(odd), 'a refusal may not repeat what was typed');
    }
  });

  it('rejects, and never throws for, an answer that reached verify unparsed', async () => {
    const bench = await open();
    for (const odd of oddTexts.slice(0, 12)) {
      const verdict = await bench.authenticator.verify(bench.flow(), bench.subject, allSetTo(names, odd) as Answer);
      assert.equal(verdict.outcome, 'rejected');
    }
  });
}

function allSetTo(names: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

/** The answer field's arguments apart from the flow. */
function answerArguments(manifest: Manifest): readonly string[] {
  const names: string[] = [];
  visit(parse(manifest.graphql.sdl), {
    [Kind.FIELD_DEFINITION](field) {
      if (field.name.value !== manifest.graphql.answerField) return;
      for (const argument of field.arguments ?? [])
        if (argument.name.value !== 'flowId') names.push(argument.name.value);
    },
  });
  return names;
}
