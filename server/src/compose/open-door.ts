import { createGateway, type Readiness } from '@countersign/gateway';
import type { EventBus, Mailbox, SubgraphTransport } from '@countersign/platform';
import { supergraphSdl } from '@countersign/schema';
import { accountLookup } from './account-lookup.ts';
import { exportDesk } from './export-desk.ts';
import type { Ground } from './ground.ts';
import { clientOf } from './part-calls.ts';
import { sessionLookup } from './session-lookup.ts';
import { tokenDesk } from './token-desk.ts';
import { loadAuthenticators } from '../third-party/load-authenticators.ts';

const OPERATION_MS = 10_000;

/** Opens the public door over the three subgraphs and gives its address. */
export async function openDoor(
  ground: Ground,
  parts: {
    readonly transports: Readonly<Record<'identity' | 'approvals' | 'authentication', SubgraphTransport>>;
    readonly readiness: Readiness;
    readonly bus: EventBus;
    /** For a bus of the door's own: it starts once the door watches it, and before anybody can ask. */
    readonly startBus?: () => Promise<void>;
    readonly mailbox: Mailbox | null;
    readonly demoHint?: string;
  },
): Promise<string> {
  const { values, production } = ground.settings;
  const others = await loadAuthenticators(values.COUNTERSIGN_AUTHENTICATORS);
  const gateway = await createGateway({
    supergraphSdl: supergraphSdl(others.map(({ manifest }) => manifest.graphql.sdl)),
    transports: parts.transports,
    sessions: sessionLookup(clientOf(parts.transports.authentication, 'gateway')),
    events: parts.bus,
    exports: exportDesk(parts.transports),
    tokens: tokenDesk(parts.transports.authentication),
    accounts: accountLookup(clientOf(parts.transports.identity, 'gateway')),
    logger: ground.logger,
    clock: ground.clock,
    settings: {
      host: values.COUNTERSIGN_HOST,
      port: values.COUNTERSIGN_PORT,
      production,
      trustedProxies: values.COUNTERSIGN_TRUSTED_PROXIES,
      requestTimeoutMs: OPERATION_MS,
      cookieSecure: true,
      ...(parts.demoHint === undefined ? {} : { demoHint: parts.demoHint }),
    },
    ...(parts.mailbox === null ? {} : { mailbox: parts.mailbox }),
    readiness: parts.readiness,
  });
  ground.closing.add('door', () => gateway.close());
  await parts.startBus?.();
  return gateway.listen();
}
