import { QueryPlanner } from '@graphql-hive/router-query-planner';
import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  Kind,
  buildASTSchema,
  parse,
  print,
  visit,
} from 'graphql';
import { fragmentsByName } from '../limits/fragments-by-name.ts';
import { compilePlan } from './compile-plan.ts';
import { asksSubgraphs, documentToPlan } from './document-to-plan.ts';
import type { ResultNode, Step } from './execution.ts';
import { type Projected, projection } from './projection.ts';
import { typeConditions } from './type-condition.ts';

/** Everything about a document that does not change between requests. */
interface OperationPlan {
  readonly run: Step;
  /** The walk from tree to answer; depends on variables only where @skip and @include read them. */
  project(tree: ResultNode, variables: Readonly<Record<string, unknown>>): Projected;
}

export type PlanOperation = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => OperationPlan | Promise<OperationPlan>;

const SHAPES_KEPT = 64;

function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function projections(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlan['project'] {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The public API has no ${operation.operation} type.`);
  const fragments = fragmentsByName(document);
  const names = conditionVariables(document);
  const shapes = new Map<string, (tree: ResultNode) => Projected>();
  return (tree, variables) => {
    const shape = names.length === 0 ? '' : names.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let project = shapes.get(shape);
    if (!project) {
      project = projection(root, operation.selectionSet, { schema, fragments, variables });
      if (shapes.size < SHAPES_KEPT) shapes.set(shape, project);
    }
    return project(tree);
  };
}

/** Plans each document once: the planner's answer is compiled and kept for as long as the document lives. */
export function operationPlanner(supergraphSdl: string, publicSchema: GraphQLSchema): PlanOperation {
  const planner = new QueryPlanner(supergraphSdl);
  const satisfies = typeConditions(buildASTSchema(parse(supergraphSdl), { assumeValidSDL: true }));
  const plans = new WeakMap<DocumentNode, OperationPlan | Promise<OperationPlan>>();
  const noLabels = new Set<string>();

  async function plan(document: DocumentNode, operation: OperationDefinitionNode): Promise<OperationPlan> {
    const ready = { run: await steps(document, operation), project: projections(publicSchema, document, operation) };
    plans.set(document, ready);
    return ready;
  }

  async function steps(document: DocumentNode, operation: OperationDefinitionNode): Promise<Step> {
    const planned = documentToPlan(document);
    const own = planned.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (!own || !asksSubgraphs(planned, own)) return () => undefined;
    // Printed from what was checked, so that two parsers cannot read one text in two ways.
    return compilePlan(await planner.planAsync(print(planned), operation.name?.value, noLabels, 0), satisfies);
  }

  return (document, operation) => {
    const known = plans.get(document);
    if (known) return known;
    const planning = plan(document, operation);
    plans.set(document, planning);
    planning.catch(() => plans.delete(document));
    return planning;
  };
}
