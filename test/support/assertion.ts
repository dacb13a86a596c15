import { createHash, createPrivateKey, type JsonWebKey, randomUUID, sign } from 'node:crypto';

const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the door sends to a part in somebody's name, signed with the door's own key (design 4). */
export function assertionFor(call: {
  readonly privateKey: string;
  readonly audience: string;
  readonly principal: object;
  readonly body: string;
}): string {
  const jwk = JSON.parse(call.privateKey) as JsonWebKey & { readonly kid: string };
  const now = Math.floor(Date.now() / 1000);
  const head = text({ alg: 'EdDSA', typ: 'countersign-assertion+jwt', kid: jwk.kid });
  const claims = text({
    principal: call.principal,
    bdy: createHash('sha256').update(call.body).digest('base64url'),
    ...{ iss: jwk.kid.split(':')[0], aud: call.audience, iat: now, exp: now + 30, jti: randomUUID() },
  });
  const signature = sign(null, Buffer.from(`${head}.${claims}`), createPrivateKey({ key: jwk, format: 'jwk' }));
  return `${head}.${claims}.${signature.toString('base64url')}`;
}
