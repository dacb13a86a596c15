/** How the product is laid out; every flow must hold in each of them. */
export type Shape = 'embedded' | 'one-process' | 'four-process';

const all: readonly Shape[] = ['embedded', 'one-process', 'four-process'];

/** The shapes to test: COUNTERSIGN_TEST_SHAPE between commas, or all three. An unknown name stops the run. */
export const shapes: readonly Shape[] = (() => {
  const wanted = (process.env['COUNTERSIGN_TEST_SHAPE'] ?? '').split(',').filter((name) => name !== '');
  const unknown = wanted.find((name) => !all.some((shape) => shape === name));
  if (unknown !== undefined) throw new Error(`COUNTERSIGN_TEST_SHAPE: ${unknown} is none of ${all.join(', ')}.`);
  return wanted.length === 0 ? all : all.filter((shape) => wanted.includes(shape));
})();
