import type { Role } from './role.ts';
import { type SettingName, type SettingValues, settingTable } from './setting-table.ts';

/** Settings without which a role cannot work; the rest have a default or belong to another role. */
const needs: Readonly<Record<Role, readonly SettingName[]>> = {
  all: [],
  gateway: ['assertionPrivateKey', 'identityUrl', 'approvalsUrl', 'authenticationUrl'],
  identity: ['databaseUrl', 'redisUrl', 'assertionPublicKeys'],
  approvals: [
    'databaseUrl',
    'redisUrl',
    'masterKey',
    'assertionPrivateKey',
    'assertionPublicKeys',
    'identityUrl',
    'authenticationUrl',
  ],
  authentication: [
    'databaseUrl',
    'redisUrl',
    'smtpUrl',
    'masterKey',
    'assertionPrivateKey',
    'assertionPublicKeys',
    'identityUrl',
  ],
};
/** In production nothing may be generated, embedded or a rehearsal, whatever the role. */
const productionNeeds: Readonly<Record<Role, readonly SettingName[]>> = {
  ...needs,
  all: ['databaseUrl', 'smtpUrl', 'masterKey'],
};

/** What this role lacks or must not have, one sentence each. */
export function unmetNeeds(role: Role, production: boolean, values: SettingValues): readonly string[] {
  const missing = (production ? productionNeeds : needs)[role]
    .filter((name) => values[name] === null && !(name === 'masterKey' && values.masterKeyFile !== null))
    .map((name) => `${settingTable[name].name} is missing: the role ${role} needs it. ${settingTable[name].meaning}`);
  if (!production) return missing;
  const forbidden = [
    values.demo ? 'COUNTERSIGN_DEMO must be off in production: demo users have known passwords.' : null,
    values.clockFile === null ? null : 'COUNTERSIGN_CLOCK_FILE must be absent in production: the clock is not for moving.',
  ];
  return [...missing, ...forbidden.filter((sentence) => sentence !== null)];
}
