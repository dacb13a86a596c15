import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { closeConnections } from './api-client.ts';
import { type Shape, shapes } from './shapes.ts';
import { type Stack, type StackOptions, startStack } from './stacks.ts';

/** One stack for a suite: started before its first test, stopped after its last. `stack()` is it. */
export function useStack(options: StackOptions): () => Stack {
  let stack: Stack | undefined;
  beforeAll(async () => {
    stack = await startStack(options);
  }, 120_000);
  afterAll(async () => {
    await closeConnections();
    await stack?.stop();
  }, 60_000);
  return () => {
    if (stack === undefined) throw new Error('The stack did not start.');
    return stack;
  };
}

/** The same suite on every shape, or on those named, each on a stack of its own. */
export function onEveryShape(
  title: string,
  suite: (stack: () => Stack, shape: Shape) => void,
  { among, ...options }: Omit<StackOptions, 'shape'> & { readonly among?: readonly Shape[] } = {},
): void {
  const wanted = shapes.filter((shape) => among?.includes(shape) ?? true);
  // A run of other shapes alone has nothing to do here.
  if (wanted.length === 0) return describe.skip(title, () => void it.todo('runs on other shapes'));
  describe.each(wanted.map((shape) => ({ shape })))(`${title} ($shape)`, ({ shape }) => {
    suite(useStack({ ...options, shape }), shape);
  });
}
