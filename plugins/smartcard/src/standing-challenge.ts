import type { FlowView, Ports, Subject } from '@countersign/authenticator-kit';
import { type Statement, statementText } from './statement.ts';

/** How long a statement may be signed (O18). */
export const CHALLENGE_MS = 60_000;

type Needs = Pick<Ports, 'clock' | 'site' | 'volatile' | 'secrets'>;

/** The one statement that a flow waits for now. */
export interface StandingChallenge {
  readonly statement: Statement;
  readonly text: string;
}

/** Kept sealed: whoever reads the store learns nothing that a card is asked to sign (O19). */
interface Stored {
  readonly nonce: string;
  readonly expiresAt: number;
}

const keyOf = (flow: FlowView) => `challenge:${flow.id}`;

/** Replaces whatever the flow waited for: of two challenges of a flow only the newer can be answered. */
export async function issueStanding(ports: Needs, flow: FlowView, userId: string): Promise<StandingChallenge> {
  const nonce = Buffer.from(ports.secrets.randomBytes(32)).toString('base64url');
  const expiresAt = Math.min(ports.clock.now().getTime() + CHALLENGE_MS, flow.expiresAt.getTime());
  const stored: Stored = { nonce, expiresAt };
  const sealed = ports.secrets.seal(Buffer.from(JSON.stringify(stored)), keyOf(flow));
  await ports.volatile.set(keyOf(flow), sealed, { ttlMs: CHALLENGE_MS });
  return challengeOf(ports, flow, userId, stored);
}

/** Why there is no challenge to answer, or the challenge. */
export type FoundChallenge = StandingChallenge | 'NOT_CHALLENGED' | 'EXPIRED';

/**
 * The challenge as it stands, put together anew from the flow, the person and the site at hand: a signature over anything
 * else, whatever the store says, is a signature over another text (O5).
 */
export async function findStanding(ports: Needs, flow: FlowView, subject: Subject | null): Promise<FoundChallenge> {
  const sealed = await ports.volatile.get(keyOf(flow));
  if (sealed === null) return 'NOT_CHALLENGED';
  const stored = JSON.parse(Buffer.from(ports.secrets.open(sealed, keyOf(flow))).toString()) as Stored;
  if (ports.clock.now().getTime() >= stored.expiresAt) return 'EXPIRED';
  return challengeOf(ports, flow, subject?.userId ?? flow.claimedId, stored);
}

function challengeOf(ports: Needs, flow: FlowView, userId: string, stored: Stored): StandingChallenge {
  const [origin] = ports.site.origins;
  if (origin === undefined) throw new Error('a site has at least one origin');
  const { nonce } = stored;
  const statement = {
    purpose: flow.purpose,
    origin,
    userId,
    flowId: flow.id,
    nonce,
    expiresAt: new Date(stored.expiresAt),
  };
  return { statement, text: statementText(statement) };
}
