import type { ResultNode } from './execution.ts';

const POISON: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** True for an object that a subgraph's answer is made of. */
export function isResultNode(value: unknown): value is ResultNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Merges a subgraph's answer into the tree; a key that could reach a prototype is left behind (G7). */
export function mergeResult(target: ResultNode, source: ResultNode): void {
  for (const key of Object.keys(source)) {
    if (POISON.has(key)) continue;
    const next = source[key];
    const present = target[key];
    if (present === undefined || present === null || present === next) target[key] = next;
    else if (Array.isArray(present) && Array.isArray(next)) mergeItems(present, next);
    else if (isResultNode(present) && isResultNode(next)) mergeResult(present, next);
    else target[key] = next;
  }
}

function mergeItems(target: unknown[], source: readonly unknown[]): void {
  for (let index = 0; index < source.length; index++) {
    const present = target[index];
    const next = source[index];
    if (isResultNode(present) && isResultNode(next)) mergeResult(present, next);
    else if (Array.isArray(present) && Array.isArray(next)) mergeItems(present, next);
    else if (present === undefined || present === null) target[index] = next;
  }
}
