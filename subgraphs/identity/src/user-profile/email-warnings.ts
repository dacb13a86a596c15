import { domainOf } from './registered-email.ts';

/** Domains where anybody opens a mailbox: never a firm's own (domain 3.3). */
const freeMailDomains: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'hotmail.com.hk',
  'live.com',
  'live.hk',
  'msn.com',
  'yahoo.com',
  'yahoo.com.hk',
  'ymail.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'aol.com',
  'gmx.com',
  'gmx.net',
  'mail.com',
  'proton.me',
  'protonmail.com',
  'zoho.com',
  'yandex.com',
  'qq.com',
  'foxmail.com',
  '163.com',
  '126.com',
  'sina.com',
  'sohu.com',
  'netvigator.com',
  'i-cable.com',
]);

/** What the warnings look at besides the address itself. */
export interface EmailSurroundings {
  /** The participant's own mail domains; empty when none is registered. */
  readonly corporateDomains: readonly string[];
  readonly settlementAgent: boolean;
  /** Whether another live profile of the participant has the same mailbox. */
  readonly shared: boolean;
}

/** Sentences the maker and the checker see; none of them blocks the change (seed 3.1: recommended, not required). */
export function emailWarnings(email: string, surroundings: EmailSurroundings): readonly string[] {
  const domain = domainOf(email);
  const warnings: string[] = [];
  if (freeMailDomains.has(domain)) {
    warnings.push(`${domain} is a public mail provider. A corporate address is recommended.`);
  } else if (isForeign(domain, surroundings)) {
    warnings.push(`${domain} is not among the participant's mail domains. A corporate address is recommended.`);
  }
  if (surroundings.shared) {
    warnings.push(
      'Another user profile has the same address: whoever reads that mailbox can read the one-time codes of both. An individual address is recommended.',
    );
  }
  return warnings;
}

/** A settlement agent's staff have their agent's domain, so theirs is never foreign (W23). */
function isForeign(domain: string, { corporateDomains, settlementAgent }: EmailSurroundings): boolean {
  if (settlementAgent || corporateDomains.length === 0) return false;
  return !corporateDomains.some((own) => domain === own || domain.endsWith(`.${own}`));
}
