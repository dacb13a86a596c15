import { type ApiClient, WalkthroughFailed } from './api-client.ts';

/** What the walkthrough reads of a listed profile. */
export interface ListedProfile {
  readonly userId: string;
  readonly surname: string;
  readonly otherNames: string;
  readonly version: number;
  readonly usable: boolean;
}

const CANDIDATES = `query {
  userProfiles(filter: { emailMissing: true, type: USER, status: ENABLED }, first: 100) {
    nodes { userId surname otherNames version usable }
  }
}`;

/** The first usable users of the maker's participant whose email is missing. */
export async function withoutEmail(maker: ApiClient, count: 1): Promise<readonly [ListedProfile]>;
export async function withoutEmail(maker: ApiClient, count: number): Promise<readonly ListedProfile[]>;
export async function withoutEmail(maker: ApiClient, count: number): Promise<readonly ListedProfile[]> {
  const { nodes } = await maker.ask<{ nodes: readonly ListedProfile[] }>(CANDIDATES);
  const found = nodes.filter((profile) => profile.usable).slice(0, count);
  if (found.length < count) {
    throw new WalkthroughFailed(
      'Nearly every demo user has an email by now. Stop the demo, delete its data folder, and start again',
    );
  }
  return found;
}
