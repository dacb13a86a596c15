/** An address in registered form: exact local part, lower-case domain. */
export type RegisteredEmail = string & { readonly brand: 'RegisteredEmail' };

const REGISTERED = /^[A-Za-z0-9._%+'-]{1,64}@[a-z0-9.-]{1,190}$/;
/** Labels of letters, digits and inner hyphens; the last is not all digits, else it is an IP address (RFC 3696 2). */
const DOMAIN = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.(?!\d+$)(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * The registered form of one address, or null. At most 254 ASCII characters, no line break, no display name, no list
 * (domain 3.3): the mailer may hand it to SMTP as it is.
 */
export function registeredEmail(typed: string): RegisteredEmail | null {
  const trimmed = typed.replace(/^[ \t]+|[ \t]+$/g, '');
  if (trimmed.length > 254) return null;
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return null;
  const local = trimmed.slice(0, at);
  const domain = trimmed.slice(at + 1);
  // Lower-casing before the check would let the Kelvin sign pass as k.
  if (!/^[A-Za-z0-9.-]+$/.test(domain)) return null;
  const email = `${local}@${domain.toLowerCase()}`;
  if (!REGISTERED.test(email) || !DOMAIN.test(domain.toLowerCase())) return null;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null;
  return email as RegisteredEmail;
}

/** What two spellings of one mailbox share; used to find shared addresses, never to deliver. */
export function mailboxKey(email: string): string {
  return email.toLowerCase();
}

/** The domain of a registered address. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
