import { z } from 'zod';
import type { Role } from './role.ts';
import { type SettingName, settingShape } from './setting-shape.ts';

const calls: readonly SettingName[] = ['COUNTERSIGN_ASSERTION_PRIVATE_KEY'];
const stores: readonly SettingName[] = [
  'COUNTERSIGN_DATABASE_URL',
  'COUNTERSIGN_REDIS_URL',
  'COUNTERSIGN_ASSERTION_PUBLIC_KEYS',
];

/** Settings without which a role cannot work; the others have a default or belong to another role. */
const needs: Readonly<Record<Role, readonly SettingName[]>> = {
  all: [],
  gateway: [
    ...calls,
    'COUNTERSIGN_REDIS_URL',
    'COUNTERSIGN_IDENTITY_URL',
    'COUNTERSIGN_APPROVALS_URL',
    'COUNTERSIGN_AUTHENTICATION_URL',
  ],
  identity: stores,
  approvals: [
    ...stores,
    ...calls,
    'COUNTERSIGN_MASTER_KEY',
    'COUNTERSIGN_IDENTITY_URL',
    'COUNTERSIGN_AUTHENTICATION_URL',
  ],
  authentication: [...stores, ...calls, 'COUNTERSIGN_MASTER_KEY', 'COUNTERSIGN_SMTP_URL', 'COUNTERSIGN_IDENTITY_URL'],
};

const notInProduction = (reason: string) => z.never({ error: reason }).optional();
const offInProduction = (reason: string) =>
  z
    .literal('off', reason)
    .optional()
    .transform(() => false);

/** In production nothing is embedded, generated or a rehearsal. */
const production = {
  COUNTERSIGN_CLOCK_FILE: notInProduction('it must be absent in production, where the clock is not for moving'),
  COUNTERSIGN_DEMO: offInProduction('it must be off in production, where made-up profiles have no place'),
  COUNTERSIGN_DEMO_USERS: offInProduction('it must be off in production: passwords of demo users are printed'),
};

/** The settings as one role needs them. */
export function roleShape(role: Role, inProduction: boolean): z.ZodRawShape {
  const embedded: readonly SettingName[] =
    inProduction && role === 'all'
      ? ['COUNTERSIGN_DATABASE_URL', 'COUNTERSIGN_SMTP_URL', 'COUNTERSIGN_MASTER_KEY']
      : [];
  const required = [...needs[role], ...embedded].map((name) => {
    const schema = settingShape[name];
    return [name, schema instanceof z.ZodOptional ? schema.unwrap() : schema] as const;
  });
  return { ...settingShape, ...(inProduction ? production : {}), ...Object.fromEntries(required) };
}
