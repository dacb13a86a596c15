import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  Kind,
  getArgumentValues,
  getVariableValues,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { errorCodes } from '../error-codes.ts';
import type { DoorRequest } from '../federation/apollo-door.ts';
import { withoutValues } from '../federation/without-values.ts';
import type { Refusal } from '../limits/refusal.ts';
import { type LiveField, liveFields } from './live-fields.ts';
import { liveQuestion } from './live-question.ts';

/** A subscription that may run. */
export interface Subscribed {
  readonly field: LiveField;
  /** The name under which the client awaits its answer. */
  readonly key: string;
  /** The one entity it is about, or null for all. */
  readonly onlyId: string | null;
  /** The query that answers it for one entity. */
  about(id: string): DoorRequest;
}

type Variables = Readonly<Record<string, unknown>>;

const UNKNOWN: Refusal = { status: 400, code: 'ONE_LIVE_FIELD', message: errorCodes.ONE_LIVE_FIELD };

function refuse(code: 'GRAPHQL_VALIDATION_FAILED' | 'BAD_USER_INPUT', error: GraphQLError): Refusal {
  const at = code === 'GRAPHQL_VALIDATION_FAILED' ? error.locations?.[0] : undefined;
  // One rule of the library suggests although it was told not to (G8).
  const message = withoutValues(error.message, error).replace(/ Did you mean .*$/s, '');
  return { status: 400, code, message: at ? `${message} (line ${at.line}, column ${at.column})` : message };
}

interface Root {
  readonly operation: OperationDefinitionNode;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly live: LiveField;
}

/** The one field of a subscription, if the door knows how to answer it. */
function rootOf(schema: GraphQLSchema, document: DocumentNode): Root | undefined {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const node = operation?.selectionSet.selections[0];
  if (!operation || node?.kind !== Kind.FIELD) return undefined;
  const name = node.name.value;
  const definition = schema.getSubscriptionType()?.getFields()[name];
  const live = Object.hasOwn(liveFields, name) ? liveFields[name] : undefined;
  return definition && live ? { operation, node, definition, live } : undefined;
}

function narrowed({ operation, node, definition, live }: Root, schema: GraphQLSchema, given: Variables) {
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
    maxErrors: 10,
    hideSuggestions: true,
  });
  if (variables.errors) return refuse('BAD_USER_INPUT', variables.errors[0] as GraphQLError);
  const { [live.argument]: onlyId } = getArgumentValues(definition, node, variables.coerced);
  return { onlyId: typeof onlyId === 'string' ? onlyId : null };
}

/**
 * Reads a subscription that the gate has admitted (G6). It is checked against the public API as any operation is; its
 * variables and arguments are read once, so that no event meets a fault of the client's.
 */
export function readSubscription(schema: GraphQLSchema, request: DoorRequest): Subscribed | Refusal {
  const document = parse(request.query);
  const [invalid] = validate(schema, document, specifiedRules, { maxErrors: 10, hideSuggestions: true });
  if (invalid) return refuse('GRAPHQL_VALIDATION_FAILED', invalid);
  const root = rootOf(schema, document);
  if (!root) return UNKNOWN;
  const given = request.variables ?? {};
  const judged = narrowed(root, schema, given);
  if ('code' in judged) return judged;
  const { query, idVariable, kept } = liveQuestion(document, root.operation, root.node, root.live);
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => kept.includes(name)));
  const operationName = root.operation.name?.value;
  return {
    field: root.live,
    key: root.node.alias?.value ?? root.node.name.value,
    onlyId: judged.onlyId,
    about: (id) => ({ query, variables: { ...own, [idVariable]: id }, ...(operationName && { operationName }) }),
  };
}
