import type { AuthenticatorPlugin, Phase } from '@countersign/authenticator-kit';
import { type FlowPurpose, type Route, routeBeyondTheBook, routesFor } from '../route-book.ts';
import type { GuardedAuthenticator } from './guard.ts';
import { type LifeRules, pluginLife } from './plugin-life.ts';
import type { HostSide } from './plugin-ports.ts';

/** The plugins as they run now: started and retired as the phase in force is seen to change, without a restart. */
export interface AuthenticatorSet {
  /**
   * Loads what the phase needs, cuts off or drains what it no longer does, and tends what failed or has drained. Answers how
   * many changes of phase this process has seen, be it by its watch or by a request.
   */
  follow(phase: Phase): Promise<number>;
  /** The routes that running authenticators can serve. */
  routes(purpose: FlowPurpose, phase: Phase): readonly Route[];
  /** Null when it is not installed or no flow may use it. */
  get(id: string): GuardedAuthenticator | null;
  /** Those that a flow may use. */
  running(): readonly GuardedAuthenticator[];
  /** All of them, running or unloaded: what a person holds must go also where its plugin rests. */
  installed(): readonly GuardedAuthenticator[];
  /** Why those that could not be loaded could not. */
  faults(): ReadonlyMap<string, unknown>;
  stop(): Promise<void>;
}

/** The set of installed plugins, in the order given. */
export function authenticatorSet(
  plugins: readonly AuthenticatorPlugin[],
  host: HostSide,
  rules: LifeRules,
): AuthenticatorSet {
  const lives = new Map(plugins.map((plugin) => [plugin.manifest.id, pluginLife(plugin, host, rules)]));
  const all = [...lives.values()];
  let followed: Phase | null = null;
  let changes = 0;
  let settling: Promise<unknown> = Promise.resolve();

  function beyondTheBook(purpose: FlowPurpose, serves: (id: string) => boolean): readonly Route[] {
    return all.flatMap((life) => {
      const { id, kind } = life.manifest;
      if (!serves(id) || kind !== 'confirms' || !serves('password')) return [];
      const route = routeBeyondTheBook(purpose, { id, registers: life.usable()?.raw.enrolment !== undefined });
      return route === null ? [] : [route];
    });
  }

  return {
    async follow(phase) {
      if (phase === followed) for (const life of all) life.tend(phase);
      else {
        followed = phase;
        changes += 1;
        settling = Promise.all(all.map((life) => life.settle(phase)));
      }
      const seen = changes;
      await settling;
      return seen;
    },
    routes(purpose, phase) {
      const serves = (id: string) => {
        const life = lives.get(id);
        if (life === undefined || life.usable() === null) return false;
        return life.manifest.phases.includes(phase) && life.manifest.purposes.includes(purpose);
      };
      return [...routesFor(purpose, phase, serves), ...beyondTheBook(purpose, serves)];
    },
    get: (id) => lives.get(id)?.usable() ?? null,
    running: () => all.map((life) => life.usable()).filter((one) => one !== null),
    installed: () => all.map((life) => life.whatever()),
    faults: () => new Map(all.filter((life) => life.fault() !== null).map((life) => [life.manifest.id, life.fault()])),
    async stop() {
      await Promise.all(all.map((life) => life.stop()));
      followed = null;
    },
  };
}
