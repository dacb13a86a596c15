import { memoryVolatileStore } from '@countersign/platform';
import { migrateTables } from '../install/migrate-tables.ts';
import { pluginPorts } from '../install/plugin-ports.ts';
import { cardOfStanding, peopleOf, type Standing } from '../people.ts';
import { canonicalUserId } from '../flow/user-id.ts';
import { type Assignment, assignToken, type Keeper, TokenRefused } from './assign-token.ts';
import type { BroughtToken, TokenImportOptions, TokenOutcome } from './brought-token.ts';

/** Rolls a trial back with what it found out. */
class TriedOut extends Error {
  readonly replaced: boolean;

  constructor(replaced: boolean) {
    super('tried out');
    this.replaced = replaced;
  }
}

/**
 * Assigns tokens to their holders, each in a transaction of its own: it is there with channel, audit and notice, or nothing
 * of it is. A trial does the same work and rolls it back. It needs no serving process, and may run beside some.
 */
export async function* importTokens(
  options: TokenImportOptions,
  tokens: Iterable<BroughtToken>,
): AsyncGenerator<TokenOutcome> {
  const { database, plugins, clock } = options;
  const manifests = plugins.map((plugin) => plugin.manifest);
  await migrateTables(database, manifests, clock.now().getTime());
  const people = peopleOf(options.identity);
  const keepers = keepersOf(options);
  for (const token of tokens) {
    const userId = canonicalUserId(token.userId);
    const holder = userId === null ? null : (await people.byUserId(userId)).standing;
    const named = { serial: token.serial, userId: userId ?? token.userId };
    try {
      if (holder === null) throw new TokenRefused('TOKEN_HOLDER_UNKNOWN');
      if (!options.replace && (await holdsDevice(keepers, holder))) throw new TokenRefused('SECOND_FACTOR_STANDS');
      yield { ...named, outcome: 'ACCEPTED', ...(await assign(options, { token, holder, keepers })) };
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      yield { ...named, outcome: 'REFUSED', code: error.code, message: error.message };
    }
  }
}

async function assign(
  options: TokenImportOptions,
  found: Pick<Assignment, 'token' | 'holder' | 'keepers'>,
): Promise<{ readonly replaced: boolean }> {
  const { database, clock, replace, actor, commit } = options;
  try {
    return await database.transaction(async (tx) => {
      const assigned = await assignToken(tx, { ...found, replace, actor, now: clock.now() });
      if (!commit) throw new TriedOut(assigned.replaced);
      return assigned;
    });
  } catch (error) {
    if (error instanceof TriedOut) return { replaced: error.replaced };
    throw error;
  }
}

/** A device that stands though no login has recorded its channel yet counts as well (O11). */
async function holdsDevice(keepers: readonly Keeper[], holder: Standing): Promise<boolean> {
  const subject = { ...holder, card: cardOfStanding(holder) };
  for (const { raw } of keepers) if (raw.enrolment !== undefined && (await raw.enrolled(subject))) return true;
  return false;
}

/** The authenticators of second factors, made for their tables alone: nothing here is challenged, mailed or remembered. */
function keepersOf({ plugins, database, clock, secrets }: TokenImportOptions): readonly Keeper[] {
  const volatile = memoryVolatileStore({ clock });
  const host = { database, clock, secrets, volatile, mail: { enqueue: () => undefined }, site: { origins: [] } };
  return plugins
    .filter(({ manifest }) => manifest.kind === 'confirms')
    .map((plugin): Keeper => {
      const ports = pluginPorts(plugin.manifest, host);
      return { manifest: plugin.manifest, ports, raw: plugin.create(ports) };
    })
    .filter(({ raw }) => raw.memorised === undefined);
}
