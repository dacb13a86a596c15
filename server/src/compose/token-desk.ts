import type { PublishedKeys, TokenDesk } from '@countersign/gateway';
import { Fault, type SubgraphTransport } from '@countersign/platform';
import { clientOf } from './part-calls.ts';

const KEYS = 'query LoginTokenKeys { loginTokenKeys { issuer jwks } }';
const INTROSPECT = `query IntrospectToken($token: String!, $userActive: Boolean!) {
  introspectToken(token: $token, userActive: $userActive)
}`;

/** Authentication signs and knows what lives; the door publishes its keys and passes on what back ends ask, as themselves. */
export function tokenDesk(authentication: SubgraphTransport): TokenDesk {
  const door = clientOf(authentication, 'gateway');
  return {
    keys: async () => (await door.request<{ loginTokenKeys: PublishedKeys | null }>(KEYS, {})).loginTokenKeys,
    async introspect({ token, isUserActive }, account) {
      const variables = { token, userActive: isUserActive };
      const { data, errors: [error] = [] } = await authentication({ query: INTROSPECT, variables }, account);
      if (error) throw new Fault(String(error.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR'), error.message);
      return (data as { introspectToken: Readonly<Record<string, unknown>> | null }).introspectToken;
    },
  };
}
