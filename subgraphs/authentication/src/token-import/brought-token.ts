import type { AuthenticatorPlugin, PluginTransaction, Ports } from '@countersign/authenticator-kit';
import type { Clock, Database, SecretBox, SubgraphClient } from '@countersign/platform';

/**
 * Puts a token's key into its plugin's own tables, by the plugin's own ports. False: this person has a device of
 * it, or somebody has this key. The key
 * stays inside: whoever brings the token and the plugin that keeps it know it, nobody between.
 */
export type PlaceDevice = (
  ports: Pick<Ports, 'clock' | 'secrets'>,
  tx: PluginTransaction,
  profileUuid: string,
) => Promise<boolean>;

/** A token that a participant brings, and whose it is to be (RFC 6030). */
export interface BroughtToken {
  readonly serial: string;
  readonly userId: string;
  /** Id of the authenticator that knows its codes. */
  readonly authenticator: string;
  readonly place: PlaceDevice;
}

/** What became of one of them; in a trial, what would have. */
export type TokenOutcome = { readonly serial: string; readonly userId: string } & (
  | { readonly outcome: 'ACCEPTED'; readonly replaced: boolean }
  | { readonly outcome: 'REFUSED'; readonly code: string; readonly message: string }
);

/** What an import works on, and how. */
export interface TokenImportOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly secrets: SecretBox;
  readonly identity: SubgraphClient;
  readonly plugins: readonly AuthenticatorPlugin[];
  /** False tries every token out and keeps none. */
  readonly commit: boolean;
  /** Whether a second factor that a person has already is destroyed for the token. */
  readonly replace: boolean;
  /** Who imports, for the audit. */
  readonly actor: string;
}
