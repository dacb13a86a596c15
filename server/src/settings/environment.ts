import type { Environment } from '@countersign/platform';

/** The process's own environment; nothing else in the product looks at it. */
export const environment: Environment = process.env;
