import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errorCodes as approvalsCodes } from '@countersign/approvals';
import { errorCodes as authenticationCodes } from '@countersign/authentication';
import { errorCodes as emailOtpCodes } from '@countersign/authenticator-email-otp';
import { errorCodes as hotpCodes } from '@countersign/authenticator-hotp';
import { errorCodes as passkeyCodes } from '@countersign/authenticator-passkey';
import { errorCodes as passwordCodes } from '@countersign/authenticator-password';
import { errorCodes as recoveryCodeCodes } from '@countersign/authenticator-recovery-code';
import { errorCodes as smartcardCodes } from '@countersign/authenticator-smartcard';
import { errorCodes as totpCodes } from '@countersign/authenticator-totp';
import { errorCodes as gatewayCodes } from '@countersign/gateway';
import { errorCodes as identityCodes } from '@countersign/identity';
import {
  inMemoryTransport,
  memoryEventBus,
  memoryVolatileStore,
  errorCodes as platformCodes,
} from '@countersign/platform';
import type { Principal, Subgraph } from '@countersign/platform';
import { composeApprovals, composeAuthentication, composeIdentity } from './compose/compose-parts.ts';
import { layGround } from './compose/ground.ts';
import { openKeys } from './compose/open-keys.ts';
import { clientOf } from './compose/part-calls.ts';
import { errorCodes as commandCodes } from './error-codes.ts';
import { readServerSettings } from './settings/read-server-settings.ts';

/** Every code of the API and its meaning, by the package that answers with it. */
export const errorCodesByPackage: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  gateway: gatewayCodes,
  identity: identityCodes,
  approvals: approvalsCodes,
  authentication: authenticationCodes,
  'authenticator password': passwordCodes,
  'authenticator email-otp': emailOtpCodes,
  'authenticator totp': totpCodes,
  'authenticator smartcard': smartcardCodes,
  'authenticator hotp': hotpCodes,
  'authenticator passkey': passkeyCodes,
  'authenticator recovery-code': recoveryCodeCodes,
  platform: platformCodes,
  'the countersign command': commandCodes,
};

const gateway: Principal = {
  kind: 'service',
  service: 'gateway',
  source: { address: 'internal', userAgent: 'countersign/schema', requestId: 'schema' },
};

async function sdlOf(subgraph: Subgraph): Promise<string> {
  const { data, errors } = await subgraph.execute({ query: '{ _service { sdl } }' }, gateway);
  if (errors !== undefined) throw new Error(`${subgraph.name}: ${errors.map((error) => error.message).join('; ')}`);
  return (data as { _service: { sdl: string } })._service.sdl;
}

/** The schema of each subgraph as its code builds it, from empty tables in a folder of its own. */
export async function subgraphSchemas(): Promise<Readonly<Record<Subgraph['name'], string>>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-schema-'));
  const settings = readServerSettings({ COUNTERSIGN_DATA_DIR: folder, COUNTERSIGN_LOG_LEVEL: 'error' }, 'all');
  const ground = layGround(settings);
  const { clock, logger } = ground;
  const parts = { bus: memoryEventBus({ logger }), volatile: memoryVolatileStore({ clock }), keys: openKeys(ground) };
  const mailer = { send: async () => undefined, ping: async () => undefined, close: async () => undefined };
  try {
    const identity = (await composeIdentity(ground, parts)).subgraph;
    const toIdentity = clientOf(inMemoryTransport(identity), 'authentication');
    const calls = { ...parts, mailer, identity: toIdentity };
    const authentication = (await composeAuthentication(ground, calls)).subgraph;
    const toAuthentication = clientOf(inMemoryTransport(authentication), 'approvals');
    const approvals = (
      await composeApprovals(ground, { ...parts, identity: toIdentity, authentication: toAuthentication })
    ).subgraph;
    return {
      identity: await sdlOf(identity),
      approvals: await sdlOf(approvals),
      authentication: await sdlOf(authentication),
    };
  } finally {
    await ground.closing.run(logger);
    rmSync(folder, { recursive: true, force: true });
  }
}
