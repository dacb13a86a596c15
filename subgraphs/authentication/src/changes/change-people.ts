import type { Standing } from '../people.ts';

/** The people of a change as they are now; null for whoever is gone. */
export interface ChangePeople {
  readonly maker: Standing | null;
  readonly checker: Standing | null;
  readonly target: Standing | null;
}
