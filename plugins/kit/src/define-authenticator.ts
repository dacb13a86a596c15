import type { AuthenticatorPlugin } from './authenticator.ts';
import type { PortName } from './ports.ts';

/** The contract's own version; a manifest's `contract` range must include it. */
export const CONTRACT_VERSION = '1.0.0';

/** Ties `needs` to the ports that `create` receives, so that using an undeclared port does not compile. */
export function defineAuthenticator<Answer, const Needs extends PortName>(
  plugin: AuthenticatorPlugin<Answer, Needs>,
): AuthenticatorPlugin<Answer, Needs> {
  return plugin;
}
