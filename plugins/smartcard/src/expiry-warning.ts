import type { Ports, Subject } from '@countersign/authenticator-kit';
import type { CertificateContent } from './read-certificate.ts';

const DAY_MS = 86_400_000;
/** From when on a person is told that his certificate runs out, and how often. */
const WARNING_MS = 30 * DAY_MS;
const AGAIN_MS = 7 * DAY_MS;

/** Writes to a person whose card has just proved him, once a week in the certificate's last thirty days (N1: without a link). */
export async function warnOfExpiry(
  ports: Pick<Ports, 'clock' | 'volatile' | 'mail'>,
  subject: Subject,
  { notAfter, serialNumber }: CertificateContent,
): Promise<void> {
  const now = ports.clock.now().getTime();
  if (subject.email === null || notAfter.getTime() - now > WARNING_MS) return;
  if (!(await ports.volatile.setIfAbsent(`warned:${serialNumber}`, '1', { ttlMs: AGAIN_MS }))) return;
  ports.mail.enqueue({
    to: subject.email,
    subject: `CCMS: the smartcard of ${subject.userId} expires soon`,
    text: [
      `The certificate on the smartcard of user ID ${subject.userId} is good until ${inHongKong(notAfter)} HKT.`,
      'After that the smartcard cannot be used to sign in. Set up two-factor login before then, or ask your Delegated Administrator.',
    ].join('\n\n'),
    id: `card-expiry-${serialNumber}-${now}`,
    expiresAt: new Date(now + DAY_MS),
  });
}

function inHongKong(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Hong_Kong',
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at);
}
