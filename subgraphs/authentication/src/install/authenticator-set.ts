import type { AuthenticatorPlugin, Phase } from '@countersign/authenticator-kit';
import type { Logger } from '@countersign/platform';
import { type FlowPurpose, type Route, routeBeyondTheBook, routesFor } from '../route-book.ts';
import { type GuardedAuthenticator, guard } from './guard.ts';
import { type HostSide, pluginPorts } from './plugin-ports.ts';

/** The plugins as they run now: started and retired as the phase in force is seen to change, without a restart. */
export interface AuthenticatorSet {
  /** Starts what the phase needs and, once their flows have drained, stops what it no longer does. */
  follow(phase: Phase): Promise<void>;
  /** The routes that running authenticators can serve. */
  routes(purpose: FlowPurpose, phase: Phase): readonly Route[];
  /** Null when it is not installed or not running. */
  get(id: string): GuardedAuthenticator | null;
  running(): readonly GuardedAuthenticator[];
  /** All of them, running or retired: what a person holds must go also where its plugin rests. */
  installed(): readonly GuardedAuthenticator[];
  stop(): Promise<void>;
}

interface Slot {
  readonly authenticator: GuardedAuthenticator;
  running: boolean;
  retiredAt: number | null;
}

/** The set of installed plugins, in the order given. */
export function authenticatorSet(
  plugins: readonly AuthenticatorPlugin[],
  host: HostSide,
  rules: { readonly timeoutMs: number; readonly drainMs: number; readonly logger: Logger },
): AuthenticatorSet {
  const slots = new Map<string, Slot>(
    plugins.map((plugin) => {
      const raw = plugin.create(pluginPorts(plugin.manifest, host));
      return [
        plugin.manifest.id,
        { authenticator: guard(plugin.manifest, raw, rules), running: false, retiredAt: null },
      ];
    }),
  );
  let followed: Phase | null = null;
  let turn: Promise<void> = Promise.resolve();
  const now = () => host.clock.now().getTime();
  const draining = () => [...slots.values()].some((slot) => slot.retiredAt !== null);

  async function settle(phase: Phase): Promise<void> {
    for (const slot of slots.values()) {
      const { manifest, raw } = slot.authenticator;
      if (manifest.phases.includes(phase)) {
        if (!slot.running) await raw.start?.();
        slot.running = true;
        slot.retiredAt = null;
      } else if (slot.running) {
        slot.retiredAt ??= now();
        if (now() - slot.retiredAt <= rules.drainMs) continue;
        slot.running = false;
        slot.retiredAt = null;
        await raw.stop?.();
      }
    }
    followed = phase;
  }

  return {
    async follow(phase) {
      if (phase === followed && !draining()) return;
      turn = turn.catch(() => undefined).then(() => settle(phase));
      await turn;
    },
    routes(purpose, phase) {
      const serves = (id: string) => {
        const slot = slots.get(id);
        if (slot === undefined || !slot.running) return false;
        const { phases, purposes } = slot.authenticator.manifest;
        return phases.includes(phase) && purposes.includes(purpose);
      };
      const others = [...slots.values()]
        .map(({ authenticator: { manifest, raw } }) =>
          serves(manifest.id) && manifest.kind === 'confirms' && serves('password')
            ? routeBeyondTheBook(purpose, { id: manifest.id, registers: raw.enrolment !== undefined })
            : null,
        )
        .filter((route) => route !== null);
      return [...routesFor(purpose, phase, serves), ...others];
    },
    get(id) {
      const slot = slots.get(id);
      return slot?.running === true ? slot.authenticator : null;
    },
    running: () => [...slots.values()].filter((slot) => slot.running).map((slot) => slot.authenticator),
    installed: () => [...slots.values()].map((slot) => slot.authenticator),
    async stop() {
      for (const slot of slots.values()) {
        if (slot.running) await slot.authenticator.raw.stop?.();
        slot.running = false;
      }
      followed = null;
    },
  };
}
