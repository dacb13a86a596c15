import { apiClient } from '../walkthrough/api-client.ts';

/** Where a running demo stands, as its own API tells. */
export interface DemoState {
  readonly phase: string;
  readonly hours: { readonly open: boolean; readonly reason: string; readonly nextOpening: string | null };
}

/** Asks the running server itself, so that what is printed is what holds. */
export async function demoState(url: string): Promise<DemoState> {
  const api = apiClient(url);
  const { phase } = await api.ask<{ phase: string }>('{ migration { phase } }');
  return { phase, hours: await api.ask('{ functionHours { open reason nextOpening } }') };
}
