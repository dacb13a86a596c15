import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { PartName } from './tables.ts';

/** One field of the whole public API, with a document that asks for everything it can answer. */
export interface ApiField {
  readonly root: 'query' | 'mutation' | 'subscription';
  /** `userProfile`, or `reports.userProfileListing`. */
  readonly name: string;
  /** Every argument down to its leaves: `input.userId`. */
  readonly args: readonly string[];
  readonly document: string;
  /** The smallest variables that the schema accepts. */
  readonly placeholders: Readonly<Record<string, unknown>>;
}

/** A schema as it is kept; those of the parts hold directives of federation that GraphQL itself does not know. */
function schemaOf(name: string): GraphQLSchema {
  const file = path.resolve(import.meta.dirname, `../../schema/${name}.graphql`);
  return buildSchema(readFileSync(file, 'utf8'), { assumeValid: true, assumeValidSDL: true });
}

const schema = schemaOf('api');
const DEPTH = 3;
const INSTANT = '2026-11-24T02:00:00.000Z';

function selection(type: GraphQLNamedType, depth: number, above: readonly string[]): string {
  if (isLeafType(type)) return '';
  if (isUnionType(type)) {
    const members = type.getTypes().map((member) => `... on ${member.name} ${selection(member, depth, above)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const needs = field.args.some((argument) => isNonNullType(argument.type));
    if (needs || (!isLeafType(inner) && (depth === 0 || above.includes(inner.name)))) return [];
    return [`${field.name} ${selection(inner, depth - 1, [...above, type.name])}`.trim()];
  });
  return `{ ${['__typename', ...fields].join(' ')} }`;
}

function leaves(name: string, type: GraphQLInputType): readonly string[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [name];
  return Object.values(named.getFields()).flatMap((field) => leaves(`${name}.${field.name}`, field.type));
}

function placeholder(type: GraphQLInputType): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [placeholder(bare.ofType)];
  if (isEnumType(bare)) return bare.getValues()[0]?.name;
  if (isInputObjectType(bare)) {
    const required = Object.values(bare.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return Object.fromEntries(required.map((field) => [field.name, placeholder(field.type)]));
  }
  const known: Readonly<Record<string, unknown>> = {
    Int: 1,
    Boolean: true,
    Date: '2026-12-24',
    DateTime: INSTANT,
    JSON: {},
  };
  return known[(bare as GraphQLNamedType).name] ?? 'x';
}

type Field = GraphQLField<unknown, unknown>;

function apiField(root: ApiField['root'], field: Field, within: string | null): ApiField {
  const declared = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const given = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const head = field.args.length === 0 ? '' : `(${declared})`;
  const call = field.args.length === 0 ? field.name : `${field.name}(${given})`;
  const body = `${call} ${selection(getNamedType(field.type), DEPTH, [])}`;
  const required = field.args.filter((each) => isNonNullType(each.type) && each.defaultValue === undefined);
  return {
    root,
    name: within === null ? field.name : `${within}.${field.name}`,
    args: field.args.flatMap((argument) => leaves(argument.name, argument.type)),
    document: `${root}${head} { ${within === null ? body : `${within} { ${body} }`} }`,
    placeholders: Object.fromEntries(required.map((each) => [each.name, placeholder(each.type)])),
  };
}

const fieldsOf = (name: string, of = schema): readonly Field[] => {
  const type = of.getType(name);
  if (!isObjectType(type)) throw new Error(`The API has no type ${name}.`);
  return Object.values(type.getFields());
};

/** Everything that anybody may ask of the API, each report by itself; generated, so that no new field is forgotten (S2, M10). */
export const apiFields: readonly ApiField[] = [
  ...fieldsOf('Query').flatMap((field) =>
    field.name === 'reports'
      ? fieldsOf('Reports').map((report) => apiField('query', report, 'reports'))
      : [apiField('query', field, null)],
  ),
  ...fieldsOf('Mutation').map((field) => apiField('mutation', field, null)),
  ...fieldsOf('Subscription').map((field) => apiField('subscription', field, null)),
];

/** What a part offers to the other parts only, as its own schema says. */
export function innerFields(part: PartName): readonly ApiField[] {
  const inner = schemaOf(part);
  const hidden = ({ astNode }: Field) =>
    (astNode?.directives ?? []).some((directive) => directive.name.value === 'inaccessible');
  return [
    ...fieldsOf('Query', inner)
      .filter(hidden)
      .map((field) => apiField('query', field, null)),
    ...fieldsOf('Mutation', inner)
      .filter(hidden)
      .map((field) => apiField('mutation', field, null)),
  ];
}

/** The values of an enum of the API. */
export function valuesOf(name: string): readonly string[] {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`The API has no enum ${name}.`);
  return type.getValues().map((value) => value.name);
}
