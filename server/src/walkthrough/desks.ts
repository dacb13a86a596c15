import type { ApiClient } from './api-client.ts';

/** One of the pair at work. */
interface Desk {
  readonly userId: string;
  readonly session: ApiClient;
}

/** A maker, and a checker who has confirmed his session with a code. */
export interface Desks {
  readonly maker: Desk;
  readonly checker: Desk;
}
