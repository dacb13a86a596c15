import {
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  Kind,
  visit,
} from 'graphql';
import { type DoorErrorCode, errorCodes } from '../error-codes.ts';
import { type DocumentMeasure, measureDocument } from './measure-document.ts';
import type { GuardedNames } from './guarded-names.ts';
import type { Refusal } from './refusal.ts';

/** What one document may ask for. */
export const documentLimits = { tokens: 1_000, depth: 12, nesting: 24, fields: 1_000, rootFields: 20 } as const;
/** Schema tools nest deeper than any screen does; they read only the schema, and nothing in production. */
const DEPTH_ABOUT_SCHEMA = 20;

const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function refuse(code: DoorErrorCode, message: string = errorCodes[code]): Refusal {
  return { status: 400, code, message };
}

/** A response key that could reach a prototype (G7), pose as a typename, or stand where a key field is read from. */
function refusedKey(field: FieldNode, names: GuardedNames): string | undefined {
  const name = field.name.value;
  const key = field.alias?.value ?? name;
  if (PROTOTYPE_NAMES.has(key)) return key;
  if (key === name) return undefined;
  return key.startsWith('_') || names.keys.has(key) ? key : undefined;
}

function aliasRefusal(document: DocumentNode, names: GuardedNames): Refusal | undefined {
  let refused: string | undefined;
  visit(document, { Field: (field) => void (refused ??= refusedKey(field, names)) });
  if (refused === undefined) return undefined;
  return refuse(
    'ALIAS_REFUSED',
    `No field may answer under the name "${refused}" here: it is reserved. Choose another alias.`,
  );
}

const asksAboutSchema = (field: FieldNode): boolean => field.name.value === '__schema' || field.name.value === '__type';
const isMeta = (field: FieldNode): boolean => field.name.value.startsWith('__');

function liveRefusal({ selections: [first, ...others] }: SelectionSetNode): Refusal | undefined {
  return first?.kind === Kind.FIELD && others.length === 0 ? undefined : refuse('ONE_LIVE_FIELD');
}

function rootRefusal(
  { rootFields }: DocumentMeasure,
  { operation, selectionSet }: OperationDefinitionNode,
  names: GuardedNames,
): Refusal | undefined {
  if (operation === 'subscription') return liveRefusal(selectionSet);
  const proof = operation === 'mutation' ? rootFields.find((field) => names.proofs.has(field.name.value)) : undefined;
  if (proof && rootFields.length > 1) {
    return refuse(
      'ONE_PROOF_PER_OPERATION',
      `"${proof.name.value}" must be the only root field of its operation. Send it alone.`,
    );
  }
  if (rootFields.length > documentLimits.rootFields) return refuse('TOO_MANY_ROOT_FIELDS');
  if (rootFields.some(asksAboutSchema) && !rootFields.every(isMeta)) return refuse('INTROSPECTION_ALONE');
  return undefined;
}

/** Judges a parsed document before it is validated, planned or run: undefined when it may go on. */
export function judgeDocument(document: DocumentNode, names: GuardedNames): Refusal | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (!operation || operations.length > 1) return refuse('ONE_OPERATION_PER_DOCUMENT');
  const measure = measureDocument(document, operation, documentLimits.rootFields);
  const depthLimit = measure.rootFields.every(isMeta) ? DEPTH_ABOUT_SCHEMA : documentLimits.depth;
  if (measure.depth > depthLimit) return refuse('DOCUMENT_TOO_DEEP');
  if (measure.fields > documentLimits.fields) return refuse('DOCUMENT_TOO_COMPLEX');
  if (measure.nesting > documentLimits.nesting) return refuse('DOCUMENT_TOO_DEEP');
  return aliasRefusal(document, names) ?? rootRefusal(measure, operation, names);
}
