import { type Shape, shapes } from './shapes.ts';

/** One shape for each database: SQLite in the embedded one, MariaDB in one process. */
export const bothEngines: readonly Shape[] = shapes.filter((shape) => shape !== 'four-process');
