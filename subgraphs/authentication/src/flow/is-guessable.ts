import type { GuardedAuthenticator } from '../install/guard.ts';

/** What nobody can guess takes nothing from the person's budget, and is no code that could be mistyped (O9). */
export function isGuessable({ authenticator }: { readonly authenticator: GuardedAuthenticator }): boolean {
  return authenticator.manifest.budget !== 'UNGUESSABLE';
}
