import { type Shape, shapes } from './shapes.ts';

const all: readonly { readonly shape: Shape; readonly doors: 1 | 2 }[] = [
  { shape: 'embedded', doors: 1 },
  { shape: 'one-process', doors: 2 },
];

/** Where races are run: one process that queues on SQLite, and two that meet only in MariaDB and Redis. */
export const raceGrounds = all.filter(({ shape }) => shapes.includes(shape));
