import type { PlanNode, QueryPlan } from '@graphql-hive/router-query-planner';
import type { Step } from './execution.ts';
import { fetchEntities, fetchEntityBatch } from './fetch-entities.ts';
import { fetchRoot } from './fetch-root.ts';
import type { SatisfiesType } from './type-condition.ts';

const NOTHING_TO_DO: Step = () => undefined;

function inSequence(steps: readonly Step[]): Step {
  return async (execution) => {
    for (const step of steps) {
      const pending = step(execution);
      if (pending) await pending;
    }
  };
}

function inParallel(steps: readonly Step[]): Step {
  return (execution) => {
    const pending: Promise<void>[] = [];
    for (const step of steps) {
      const one = step(execution);
      if (one) pending.push(one);
    }
    if (pending.length < 2) return pending[0];
    return Promise.all(pending).then(() => undefined);
  };
}

function compileNode(node: PlanNode | undefined, satisfies: SatisfiesType): Step {
  if (!node) return NOTHING_TO_DO;
  const compile = (inner: PlanNode | undefined): Step => compileNode(inner, satisfies);
  switch (node.kind) {
    case 'Sequence':
      return inSequence(node.nodes.map(compile));
    case 'Parallel':
      return inParallel(node.nodes.map(compile));
    case 'Fetch':
      return fetchRoot(node, satisfies);
    case 'BatchFetch':
      return fetchEntityBatch(node, satisfies);
    case 'Flatten':
      if (node.node.kind === 'Fetch') return fetchEntities(node.path, node.node, satisfies);
      break;
    case 'Condition': {
      const met = compile(node.ifClause);
      const unmet = compile(node.elseClause);
      return (execution) => (execution.variables[node.condition] === true ? met : unmet)(execution);
    }
  }
  throw new Error(`The query planner answered with a step this door does not run: ${node.kind}.`);
}

/** Turns a query plan into steps once, so that a request only walks them. */
export function compilePlan(plan: QueryPlan, satisfies: SatisfiesType): Step {
  return compileNode(plan.node, satisfies);
}
