import type { AuthenticatorPlugin, Manifest, Phase } from '@countersign/authenticator-kit';
import { Fault, type Logger } from '@countersign/platform';
import { errorCodes } from '../error-codes.ts';
import { isCutOff } from '../route-book.ts';
import { type GuardedAuthenticator, guard } from './guard.ts';
import { type HostSide, pluginPorts } from './plugin-ports.ts';
import { type PluginState, nextState } from './plugin-state.ts';
import { within } from './within.ts';

/** What a life is lived by. */
export interface LifeRules {
  /** A plugin that has not answered by then has refused (O14). */
  readonly timeoutMs: number;
  /** A plugin that has not started or stopped by then has failed to. */
  readonly startMs: number;
  readonly drainMs: number;
  /** A plugin that failed to start is tried again after this. */
  readonly retryMs: number;
  readonly logger: Logger;
}

/** One installed plugin through the phases: loaded, drained and unloaded while everything else goes on. */
export interface PluginLife {
  readonly manifest: Manifest;
  state(): PluginState;
  /** Why it could not be loaded, or null. */
  fault(): unknown;
  /** What a flow may use now: null unless OFFERED or DRAINING. */
  usable(): GuardedAuthenticator | null;
  /** In any state, for what must reach a resting plugin too: to forget a person. Throws when it cannot even be made. */
  whatever(): GuardedAuthenticator;
  /** Goes where the phase wants it, at once; resolves when a load that it takes has succeeded or failed. */
  settle(phase: Phase): Promise<void>;
  /** The phase stands: drains what is due, and tries again in the background what could not be loaded. */
  tend(phase: Phase): void;
  stop(): Promise<void>;
}

/** Begins a life in the state UNLOADED; nothing of the plugin has run. */
export function pluginLife(plugin: AuthenticatorPlugin, host: HostSide, rules: LifeRules): PluginLife {
  const { manifest } = plugin;
  const logger = rules.logger.child({ authenticator: manifest.id });
  const now = () => host.clock.now().getTime();
  const make = () => guard(manifest, plugin.create(pluginPorts(manifest, host)), rules);
  const stopping = new Set<Promise<void>>();
  let state: PluginState = 'UNLOADED';
  let wanted = false;
  let loaded: GuardedAuthenticator | null = null;
  let resting: GuardedAuthenticator | null = null;
  let loading: Promise<void> | null = null;
  let drainingSince: number | null = null;
  let failure: { readonly cause: unknown; readonly at: number } | null = null;

  function become(next: PluginState): void {
    if (next !== state) logger.info({ from: state, to: next }, 'authenticator changed its state');
    drainingSince = next === 'DRAINING' ? (drainingSince ?? now()) : null;
    state = next;
  }

  /** Never waited for by a request: a plugin that hangs while it stops holds nobody up. */
  function put(away: GuardedAuthenticator): void {
    const ended = within(rules.startMs, async () => away.raw.stop?.())
      .catch((cause: unknown) => logger.error({ err: cause }, 'authenticator did not stop'))
      .then(() => {
        stopping.delete(ended);
        if (state === 'RETIRED') become('UNLOADED');
      });
    stopping.add(ended);
  }

  async function load(): Promise<void> {
    let fresh: GuardedAuthenticator | null = null;
    try {
      const made = make();
      fresh = made;
      await within(rules.startMs, async () => made.raw.start?.());
      failure = null;
    } catch (cause) {
      if (failure === null) logger.error({ err: cause }, 'authenticator did not start: not offered, will try again');
      failure = { cause, at: now() };
    }
    if (fresh !== null && (failure !== null || !wanted)) return put(fresh);
    if (fresh === null) return;
    loaded = fresh;
    resting = null;
    become('OFFERED');
  }

  function loadOnce(): Promise<void> {
    loading ??= load().finally(() => (loading = null));
    return loading;
  }

  function place(phase: Phase): 'LOAD' | null {
    const drainedForMs = drainingSince === null ? 0 : now() - drainingSince;
    const serves = manifest.phases.includes(phase);
    const next = nextState(state, {
      serves,
      cutOff: isCutOff(manifest.id, phase),
      drainedForMs,
      drainMs: rules.drainMs,
    });
    wanted = next === 'OFFERED';
    if (wanted && loaded === null) return 'LOAD';
    become(next);
    if (next === 'RETIRED' && loaded !== null) {
      const old = loaded;
      loaded = null;
      put(old);
    }
    return null;
  }

  const mayRetry = () => failure === null || Math.abs(now() - failure.at) >= rules.retryMs;

  return {
    manifest,
    state: () => state,
    fault: () => failure?.cause ?? null,
    usable: () => (state === 'OFFERED' || state === 'DRAINING' ? loaded : null),
    whatever() {
      try {
        return loaded ?? (resting ??= make());
      } catch (cause) {
        logger.error({ err: cause }, 'authenticator cannot be made');
        throw new Fault('AUTHENTICATOR_UNAVAILABLE', errorCodes.AUTHENTICATOR_UNAVAILABLE, { detail: manifest.id });
      }
    },
    async settle(phase) {
      if (place(phase) === 'LOAD') await loadOnce();
    },
    tend(phase) {
      if (place(phase) === 'LOAD' && mayRetry()) void loadOnce();
    },
    async stop() {
      wanted = false;
      await loading;
      const old = loaded;
      loaded = null;
      become(old === null ? state : 'RETIRED');
      if (old !== null) put(old);
      await Promise.all(stopping);
    },
  };
}
