import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import type { Settings } from '../settings/read-server-settings.ts';
import { demoAuthority, issueDemoCard } from './demo-authority.ts';
import { type DemoCard, demoCards } from './demo-cards.ts';

/** Where the demo's cards are as SoftHSM tokens, and what a card agent is started with. */
export interface DemoTokens {
  readonly cards: readonly DemoCard[];
  readonly configuration: string;
  readonly module: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
const PATIENCE_MS = 30_000;

/** Each demo card becomes a token that makes its own key; tokens that exist stay as they are, with the PIN that they have. */
export async function putOnTokens(
  settings: Settings,
  environment: Environment,
  userIds: readonly string[],
): Promise<DemoTokens | { readonly missing: string }> {
  // Only here: whoever serves needs no PKCS#11.
  const agent = await import('@countersign/card-agent');
  const module = agent.softHsmModule();
  if (module === null) return { missing: agent.SOFTHSM_MISSING };
  const authority = demoAuthority(settings);
  const folder = path.resolve(authority.folder, 'soft-hsm');
  const configuration = agent.softHsmConfiguration(folder);
  const desk = agent.openCardDesk({
    module,
    patienceMs: PATIENCE_MS,
    environment: { ...environment, SOFTHSM2_CONF: configuration },
  });
  const found = await desk({ do: 'READ' });
  if (!found.ok) throw new Error(`SoftHSM could not be asked: ${found.detail ?? found.code}`);
  const held = new Set((found.cards ?? []).map(({ label }) => label));
  const cards = demoCards(settings).filter(({ userId }) => userIds.length === 0 || userIds.includes(userId));
  for (const card of cards.filter(({ userId }) => !held.has(userId))) {
    const notAfter = new X509Certificate(Buffer.from(card.certificate, 'base64')).validToDate;
    await agent.makeSoftCard({
      folder,
      environment,
      label: card.userId,
      pin: card.pin,
      unblockingKey: card.unblockingKey,
      key: 'RSA_2048',
      issue: (publicKeySpki) => issueDemoCard(authority, { ...card, publicKeySpki, notAfter }),
    });
  }
  return { cards, configuration, module };
}
