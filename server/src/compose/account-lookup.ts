import type { AccountLookup, ServiceAccountPrincipalFields } from '@countersign/gateway';
import { sha256, type SubgraphClient } from '@countersign/platform';

const RESOLVE_ACCOUNT = `query ResolveServiceAccount($tokenDigest: String!, $address: String!) {
  serviceAccount(tokenDigest: $tokenDigest, address: $address) { accountId name scopes }
}`;

/** Asks identity which service account holds a token and may come from here, each time. The token itself stays at the door. */
export function accountLookup(identity: SubgraphClient): AccountLookup {
  return async (token, address) => {
    const answer = await identity.request<{ serviceAccount: ServiceAccountPrincipalFields | null }>(RESOLVE_ACCOUNT, {
      tokenDigest: sha256(token),
      address,
    });
    return answer.serviceAccount;
  };
}
