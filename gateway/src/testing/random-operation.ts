import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** Chooses with the numbers of one fast-check run, so that a failing document can be made again and made smaller. */
type Pick = (below: number) => number;

const ARGUMENTS: Readonly<Record<string, string>> = {
  'profile.userId': '"A"',
  'changeRequest.id': '"R1"',
  'profiles.first': '3',
  'echo.text': '"t"',
};
const MOODS = ['', '', '', '', ' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)', ' @skip(if: false)'];
/** Fields whose answer is not the same twice, or whose point is to fail. */
const LEFT_OUT: ReadonlySet<string> = new Set(['slow', 'source', 'fragile', 'leak', 'closed', 'hiddenThing']);

function writeField(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, depth: number, pick: Pick): string {
  const given = field.args.flatMap((argument) => {
    const value = ARGUMENTS[`${field.name}.${argument.name}`];
    return value === undefined ? [] : [`${argument.name}: ${value}`];
  });
  const type = getNamedType(field.type);
  const alias = pick(4) === 0 ? `x${pick(3)}${field.name}: ` : '';
  const call = `${alias}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${MOODS[pick(MOODS.length)]}`;
  return isLeafType(type) ? call : `${call} ${writeSelection(schema, type, depth - 1, pick)}`;
}

function writeFragment(schema: GraphQLSchema, type: GraphQLNamedType, depth: number, pick: Pick): string {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type as GraphQLObjectType];
  const chosen = possible[pick(possible.length)];
  return `... on ${chosen?.name}${MOODS[pick(MOODS.length)]} ${writeSelection(schema, chosen as GraphQLObjectType, depth, pick)}`;
}

function writeSelection(schema: GraphQLSchema, type: GraphQLNamedType, depth: number, pick: Pick): string {
  const parts = pick(3) === 0 ? ['__typename'] : [];
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => !LEFT_OUT.has(field.name) && (depth > 0 || isLeafType(getNamedType(field.type))),
    );
    for (let count = 1 + pick(4); count > 0 && fields.length > 0; count--) {
      parts.push(writeField(schema, fields[pick(fields.length)] as GraphQLField<unknown, unknown>, depth, pick));
    }
  }
  if (depth > 0 && (isAbstractType(type) || pick(4) === 0)) parts.push(writeFragment(schema, type, depth - 1, pick));
  return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
}

/** Query documents over a schema: aliases, fragments, repeated fields, unions and conditions, mostly valid. */
export function randomOperation(schema: GraphQLSchema): fc.Arbitrary<string> {
  return fc.array(fc.nat(997), { minLength: 80, maxLength: 80 }).map((numbers) => {
    let at = 0;
    const pick: Pick = (below) => (numbers[at++ % numbers.length] ?? 0) % below;
    const selection = writeSelection(schema, schema.getQueryType() as GraphQLObjectType, 4, pick);
    return `query Random($yes: Boolean!, $no: Boolean!) { yes: __typename @include(if: $yes) no: __typename @include(if: $no) ...Root } fragment Root on Query ${selection}`;
  });
}
