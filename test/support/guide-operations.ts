import { readFileSync } from 'node:fs';
import { parse } from 'graphql';

/** One operation of a guide, with the variables that stand below it. */
export interface GuideOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const BLOCKS = /```graphql\n([\s\S]*?)```(?:\n\n```json\n([\s\S]*?)```)?/g;

interface Example extends GuideOperation {
  readonly name: string;
  readonly isFragment: boolean;
}

function examplesOf(file: string): readonly Example[] {
  return [...readFileSync(file, 'utf8').matchAll(BLOCKS)].map(([, query = '', variables = '{}']) => {
    const [definition] = parse(query).definitions;
    const name = definition !== undefined && 'name' in definition ? definition.name?.value : undefined;
    if (name === undefined) throw new Error(`No name:\n${query}`);
    const isFragment = definition?.kind === 'FragmentDefinition';
    return { name, isFragment, query, variables: JSON.parse(variables) as Record<string, unknown> };
  });
}

/**
 * Every GraphQL example of a Markdown file by the name of its operation, with the fragments that it uses; these may
 * stand in another guide. A name used twice fails the test.
 */
export function guideOperations(file: string, fragmentsFrom = file): ReadonlyMap<string, GuideOperation> {
  const fragments = examplesOf(fragmentsFrom).filter(({ isFragment }) => isFragment);
  const operations = new Map<string, GuideOperation>();
  for (const { name, isFragment, query, variables } of examplesOf(file)) {
    if (operations.has(name)) throw new Error(`${name} is shown twice.`);
    const used = fragments.filter((each) => query.includes(`...${each.name}`)).map((each) => each.query);
    if (!isFragment) operations.set(name, { query: [query, ...used].join('\n'), variables });
  }
  return operations;
}

/** The variables with every `<placeholder>` replaced by what the reader would paste; one without a value fails. */
export function fillIn(variables: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof variables === 'string') {
    const name = /^<(.+)>$/.exec(variables)?.[1];
    if (name === undefined) return variables;
    if (values[name] === undefined) throw new Error(`Where would a reader find <${name}>?`);
    return values[name];
  }
  if (Array.isArray(variables)) return variables.map((each) => fillIn(each, values));
  if (typeof variables !== 'object' || variables === null) return variables;
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, fillIn(value, values)]));
}
