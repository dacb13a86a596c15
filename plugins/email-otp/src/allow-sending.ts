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
 * Resets count apart from logins, per person and per mailbox: anyone may start resets for guessed IDs, and must not be
 * able to use up the codes that their owners need to log in (L2).
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

  const { perUser, perMailbox } = await takeFromPerson(ports, limits, flow, subject);
  if (perUser.allowed && perMailbox.allowed) return { outcome: 'send' };
  if (flow.purpose === 'RESET') return { outcome: 'stay-silent' };
  const full = [perUser, perMailbox].filter(({ allowed }) => !allowed);
  return { outcome: 'refuse', retryAfterMs: Math.max(...full.map(({ resetsInMs }) => resetsInMs)) };
}

async function takeFromPerson(
  { volatile, secrets }: Pick<Ports, 'volatile' | 'secrets'>,
  limits: EmailOtpLimits,
  flow: FlowView,
  subject: Subject | null,
) {
  const occasion = flow.purpose === 'RESET' ? 'reset' : 'known';
  const windowMs = limits.sendWindowMs;
  const somebody = subject !== null && subject.email !== null;
  const user = somebody ? subject.profileUuid : `nobody-${flow.id}`;
  const address = addressMac(secrets, somebody ? subject : null);
  const perUser = await volatile.countUp(`user:${user}:${occasion}`, { limit: limits.sendsPerUser, windowMs });
  // What a person may not send takes nothing from those who share his mailbox.
  const mailbox = somebody && perUser.allowed ? address : `${address}-${flow.id}`;
  const limit = limits.sendsPerMailbox;
  const perMailbox = await volatile.countUp(`mailbox:${mailbox}:${occasion}`, { limit, windowMs });
  return { perUser, perMailbox };
}
