import type { FlowView, Ports, Subject } from '@countersign/authenticator-kit';
import type { EmailOtpLimits } from './limits.ts';
import { addressMac } from './standing-code.ts';

export type SendPermission =
  | { readonly outcome: 'send' }
  /** Answer as if sent, but mail nobody: in a reset the person is not known yet, so the answer may not depend on him. */
  | { readonly outcome: 'stay-silent' }
  | { readonly outcome: 'refuse'; readonly retryAfterMs: number };

/**
 * Takes one sending from the flow, the person and the mailbox (O4). Nobody takes as many steps from windows of his own.
 * Resets count apart from logins: anyone may start a reset for a guessed ID, and must not be able to use up the codes
 * that its owner needs to log in (L2).
 */
export async function allowSending(
  ports: Pick<Ports, 'volatile' | 'secrets'>,
  limits: EmailOtpLimits,
  flow: FlowView,
  subject: Subject | null,
): Promise<SendPermission> {
  const windowMs = limits.sendWindowMs;
  const perFlow = await ports.volatile.countUp(`{flow:${flow.id}}:sends`, { limit: limits.sendsPerFlow, windowMs });
  if (!perFlow.allowed) return { outcome: 'refuse', retryAfterMs: perFlow.resetsInMs };

  const occasion = flow.purpose === 'RESET' ? 'reset' : 'known';
  const somebody = subject !== null && subject.email !== null;
  const user = somebody ? subject.profileUuid : `nobody-${flow.id}`;
  const mailbox = somebody ? addressMac(ports.secrets, subject) : `${addressMac(ports.secrets, null)}-${flow.id}`;

  const perUser = await ports.volatile.countUp(`user:${user}:${occasion}`, { limit: limits.sendsPerUser, windowMs });
  const perMailbox = await ports.volatile.countUp(`mailbox:${mailbox}`, { limit: limits.sendsPerMailbox, windowMs });
  if (perUser.allowed && perMailbox.allowed) return { outcome: 'send' };
  if (flow.purpose === 'RESET') return { outcome: 'stay-silent' };
  const full = [perUser, perMailbox].filter(({ allowed }) => !allowed);
  return { outcome: 'refuse', retryAfterMs: Math.max(...full.map(({ resetsInMs }) => resetsInMs)) };
}
