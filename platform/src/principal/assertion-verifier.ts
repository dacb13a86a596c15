import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { Fault } from '../faults/fault.ts';
import { equalText } from '../secrets/compare.ts';
import {
  ASSERTION_ALGORITHM,
  ASSERTION_LIFE_S,
  ASSERTION_TYPE,
  type AssertionVerifier,
  bodyDigest,
} from './assertion.ts';
import { issuerOfKey } from './assertion-keys.ts';
import type { Principal } from './principal.ts';
import { SeenOnce } from './seen-once.ts';

/** Clocks of two machines may differ by this much. */
const TOLERANCE_S = 5;

const source = z.strictObject({ address: z.string(), userAgent: z.string(), requestId: z.string() });
const part = z.literal(['gateway', 'identity', 'approvals', 'authentication']);
const principalShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('anonymous'), source }),
  z.strictObject({
    kind: z.literal('session'),
    source,
    sessionId: z.string(),
    profileUuid: z.string(),
    userId: z.string(),
    participant: z.string().nullable(),
    application: z.literal(['DMS', 'CCMS', 'CONSOLE']),
    methods: z.array(z.string()),
    steppedUpAt: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('account'),
    source,
    accountId: z.string(),
    name: z.string(),
    scopes: z.array(z.literal(['REPORTS', 'AUDIT', 'ESERVICES', 'INTROSPECTION'])),
  }),
  z.strictObject({ kind: z.literal('service'), source, service: part }),
]);

/** Only the door speaks for people and service accounts; every other part speaks for itself alone. */
function maySpeakFor(issuer: string, principal: Principal): boolean {
  return principal.kind === 'service' ? principal.service === issuer : issuer === 'gateway';
}

/** Verifies assertions meant for one subgraph, each once: signature, key's owner, audience, life, body, and that it was not seen before. */
export function createAssertionVerifier(options: {
  readonly jwks: JSONWebKeySet;
  readonly audience: string;
  readonly clock?: Clock;
}): AssertionVerifier {
  const clock = options.clock ?? systemClock;
  const keys = createLocalJWKSet(options.jwks);
  const seen = new SeenOnce((ASSERTION_LIFE_S + 2 * TOLERANCE_S) * 1000);
  const read = async (assertion: string, body: string): Promise<Principal> => {
    const now = clock.now();
    const { payload, protectedHeader } = await jwtVerify(assertion, keys, {
      algorithms: [ASSERTION_ALGORITHM],
      typ: ASSERTION_TYPE,
      audience: options.audience,
      currentDate: now,
      clockTolerance: TOLERANCE_S,
      maxTokenAge: ASSERTION_LIFE_S,
      requiredClaims: ['iss', 'jti', 'exp', 'iat', 'bdy', 'principal'],
    });
    const principal = principalShape.parse(payload['principal']) as Principal;
    if (issuerOfKey(protectedHeader.kid) !== payload.iss) throw new Error('The key does not belong to the issuer.');
    if (!maySpeakFor(payload.iss, principal)) throw new Error('The issuer may not speak for this principal.');
    if (!equalText(String(payload['bdy']), bodyDigest(body))) throw new Error('The assertion belongs to another body.');
    if (!seen.first(String(payload.jti), now.getTime())) throw new Error('The assertion was used before.');
    return principal;
  };
  return {
    async verify(assertion, body) {
      try {
        return await read(assertion, body);
      } catch (cause) {
        throw new Fault('UNAUTHENTICATED', 'Not available.', { cause });
      }
    },
  };
}
