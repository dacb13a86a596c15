import { describe, expect, it } from '@jest/globals';
import { buildSchema, getVariableValues, parse, validate, type OperationDefinitionNode } from 'graphql';
import { withoutValues } from './without-values.ts';

const schema = buildSchema(`
  enum Colour { RED }
  input Inner { colour: Colour! text: String! }
  type Query { ask(text: String, id: ID, number: Int, inner: Inner): String }
`);

function complaintsAbout(type: string, value: unknown): readonly string[] {
  const document = parse(`query($v: ${type}) { ask }`);
  const { variableDefinitions = [] } = document.definitions[0] as OperationDefinitionNode;
  const { errors = [] } = getVariableValues(schema, variableDefinitions, { v: value });
  return errors.map((error) => withoutValues(error.message, error));
}

describe('a complaint about input (O19)', () => {
  it.each([
    ['String', 493_021, 'Variable "$v" got an invalid value; String cannot represent a non string value.'],
    ['ID', { code: '493021' }, 'Variable "$v" got an invalid value; ID cannot represent value.'],
    ['Int', '; String cannot 493021', 'Variable "$v" got an invalid value; Int cannot represent non-integer value.'],
    [
      'Inner',
      { colour: 'RED', text: ['x: 493021; Field'] },
      'Variable "$v" got an invalid value at "v.text"; String cannot represent a non string value.',
    ],
    ['Inner', { colour: 'RED', text: 'x', pin: 493_021 }, 'Field "pin" is not defined by type "Inner".'],
    ['Inner', '493021', 'Variable "$v" got an invalid value; Expected type "Inner" to be an object.'],
  ])('of type %s keeps the place and what was expected, not the value', (type, value, expected) => {
    const [complaint = ''] = complaintsAbout(type, value);
    expect(complaint).toContain(expected);
    expect(complaint).not.toContain('493021');
  });

  it.each(['{ ask(text: 493021) }', '{ ask(inner: 493021) }', '{ ask(number: "493021") }'])(
    'in the document %s loses the literal',
    (query) => {
      const errors = validate(schema, parse(query));
      expect(errors).not.toHaveLength(0);
      for (const error of errors) expect(withoutValues(error.message, error)).not.toContain('493021');
    },
  );

  it('whose cause is unknown loses everything behind the name', () => {
    expect(withoutValues('Variable "$v" got invalid value 493021; strange', new Error('x'))).toBe(
      'Variable "$v" got an invalid value.',
    );
  });

  it('without a value stays as it is', () => {
    const message = 'Cannot query field "a" on type "Query".';
    expect(withoutValues(message, new Error(message))).toBe(message);
  });
});
