import { describe, expect, it } from '@jest/globals';
import { getVariableValues, parse, validate, type OperationDefinitionNode } from 'graphql';
import { publicApi } from './public-api.ts';

const schema = publicApi('scalar Date\nscalar DateTime\ntype Query { asked(on: Date, at: DateTime): Date }');
const document = parse('query ($on: Date, $at: DateTime) { asked(on: $on, at: $at) }');
const { variableDefinitions = [] } = document.definitions[0] as OperationDefinitionNode;

describe('a date at the door', () => {
  it.each([
    [{ on: '2026-02-30' }, 'Date must be a calendar date such as 2023-04-03.'],
    [{ on: 20_260_101 }, 'Date must be a calendar date such as 2023-04-03.'],
    [{ at: 'tomorrow' }, 'DateTime must be an instant such as 2023-04-03T09:30:00+08:00.'],
  ])('%j is refused in the words of its scalar, before any subgraph is asked', (variables, sentence) => {
    const { errors } = getVariableValues(schema, variableDefinitions, variables);
    expect(errors?.[0]?.message).toContain(sentence);
  });

  it('that is right goes on as it was written', () => {
    const variables = { on: '2028-02-29', at: '2023-04-03T09:30:00+08:00' };
    expect(getVariableValues(schema, variableDefinitions, variables).coerced).toEqual(variables);
  });

  it('is judged in the document too', () => {
    expect(validate(schema, parse('{ asked(on: "2026-02-30") }'))[0]?.message).toContain('calendar date');
    expect(validate(schema, parse('{ asked(on: "2026-02-28") }'))).toEqual([]);
  });
});
