import type { Ports } from '@countersign/authenticator-kit';

/** What a passkey is bound to: the main origin's host, and the origins at which the browser may have signed for it. */
export interface Site {
  readonly rpId: string;
  readonly origins: string[];
}

/** Origins outside the main one's host cannot use its passkeys: a browser refuses to sign for them (WebAuthn 5.1.3). */
export function siteOf({ origins }: Ports['site']): Site {
  const rpId = new URL(origins[0] ?? '').hostname;
  const belongs = (origin: string) => {
    const { hostname } = new URL(origin);
    return hostname === rpId || hostname.endsWith(`.${rpId}`);
  };
  return { rpId, origins: origins.filter(belongs) };
}
