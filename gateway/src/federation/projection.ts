import {
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { ResultNode } from './execution.ts';
import { isResultNode } from './merge-result.ts';
import { type ChosenField, chosenFields } from './chosen-fields.ts';

/** A null that the schema forbids here: it moves up to the nearest place that may be null (GraphQL 6.4.4). */
const FORBIDDEN_NULL = Symbol('forbidden null');

type Complete = (value: unknown) => unknown;

/** The parts of one operation that shape its answer, with its @skip and @include already decided. */
export interface ProjectionSource {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An answer, and whether a null stood where the schema allows none. */
export interface Projected {
  readonly answer: ResultNode | null;
  readonly incomplete: boolean;
}

type Source = ProjectionSource & { incomplete: boolean };

/**
 * Prepares the walk that makes a client's answer from the tree: only fields the client chose, only names of the public
 * API, nulls where the schema allows them. Types are resolved when first met, then remembered.
 */
export function projection(
  root: GraphQLObjectType,
  selection: SelectionSetNode,
  parts: ProjectionSource,
): (tree: ResultNode) => Projected {
  const source: Source = { ...parts, incomplete: false };
  const complete = completeObject(root, [selection], source);
  return (tree) => {
    source.incomplete = false; // the walk is synchronous, so one flag serves all requests
    const answer = complete(tree);
    return { answer: answer === FORBIDDEN_NULL ? null : (answer as ResultNode), incomplete: source.incomplete };
  };
}

function completeObject(type: GraphQLObjectType, selections: readonly SelectionSetNode[], source: Source): Complete {
  let fields: readonly (ChosenField & { complete: Complete })[] | undefined;
  return (value) => {
    if (!isResultNode(value)) return null;
    fields ??= chosenFields(type, selections, source).map((field) => ({
      ...field,
      complete: completeField(field, source),
    }));
    const answer: ResultNode = {};
    for (const { key, isTypename, complete } of fields) {
      if (isTypename) answer[key] = type.name;
      else {
        const completed = complete(value[key]);
        if (completed === FORBIDDEN_NULL) return FORBIDDEN_NULL;
        answer[key] = completed;
      }
    }
    return answer;
  };
}

function completeField(field: ChosenField, source: Source): Complete {
  return field.type ? completeValue(field.type, field.selections, source) : (value) => value;
}

function completeValue(type: GraphQLOutputType, selections: readonly SelectionSetNode[], source: Source): Complete {
  if (isNonNullType(type)) {
    const inner = completeNullable(type.ofType, selections, source);
    return (value) => {
      const completed = inner(value);
      if (completed !== null && completed !== undefined) return completed;
      source.incomplete = true;
      return FORBIDDEN_NULL;
    };
  }
  const inner = completeNullable(type, selections, source);
  return (value) => {
    const completed = inner(value);
    return completed === FORBIDDEN_NULL || completed === undefined ? null : completed;
  };
}

function completeNullable(type: GraphQLOutputType, selections: readonly SelectionSetNode[], source: Source): Complete {
  if (isListType(type)) {
    const item = completeValue(type.ofType, selections, source);
    return (value) => {
      if (!Array.isArray(value)) return null;
      const answer: unknown[] = [];
      for (const entry of value) {
        const completed = item(entry);
        if (completed === FORBIDDEN_NULL) return FORBIDDEN_NULL;
        answer.push(completed);
      }
      return answer;
    };
  }
  if (isObjectType(type)) return completeObject(type, selections, source);
  if (isAbstractType(type)) return completeAbstract(selections, source);
  if (isEnumType(type)) return (value) => (typeof value === 'string' && type.getValue(value) ? value : null);
  return (value) => value;
}

function completeAbstract(selections: readonly SelectionSetNode[], source: Source): Complete {
  const byType = new Map<unknown, Complete>();
  return (value) => {
    if (!isResultNode(value)) return null;
    const typename = value['__typename'];
    let complete = byType.get(typename);
    if (!complete) {
      const type = typeof typename === 'string' ? source.schema.getType(typename) : undefined;
      // A type outside the public API does not exist for the client.
      complete = isObjectType(type) ? completeObject(type, selections, source) : () => null;
      byType.set(typename, complete);
    }
    return complete(value);
  };
}
