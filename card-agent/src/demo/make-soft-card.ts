import { runApart } from '../card/run-apart.ts';
import { SOFTHSM_MISSING, softHsmConfiguration, softHsmModule } from './soft-hsm.ts';
import type { SoftToken, TokenErrand, TokenOutcome } from './soft-token.ts';

export interface SoftCardOptions extends SoftToken {
  /** Where SoftHSM keeps its tokens and its configuration. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Issues the certificate, DER, for the key that the token made. */
  issue(publicKeySpki: Buffer): Uint8Array | Promise<Uint8Array>;
}

/** Making a token takes a moment; RSA keys take longest. */
const PATIENCE_MS = 60_000;

/** Makes a card of SoftHSM: a token that made its own key, and the certificate issued for it. */
export async function makeSoftCard({ folder, environment, issue, ...token }: SoftCardOptions): Promise<void> {
  const module = softHsmModule();
  if (module === null) throw new Error(SOFTHSM_MISSING);
  const apart = {
    beside: import.meta.filename,
    program: 'token-program',
    patienceMs: PATIENCE_MS,
    environment: { ...environment, SOFTHSM2_CONF: softHsmConfiguration(folder) },
  };
  const run = async (make: TokenErrand['make']): Promise<string> => {
    const done = await runApart<TokenOutcome>({ module, make } satisfies TokenErrand, apart);
    if ('publicKeySpki' in done) return done.publicKeySpki;
    const why = 'failed' in done ? done.failed : done.ended;
    throw new Error(`SoftHSM could not make the card ${token.label}: ${why}`);
  };
  const publicKey = Buffer.from(await run(token), 'base64');
  const certificate = Buffer.from(await issue(publicKey)).toString('base64');
  await run({ label: token.label, pin: token.pin, certificate });
}
