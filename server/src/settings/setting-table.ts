import { json, keyBytes, list, onOff, oneOf, port, text, urlOf } from './readings.ts';
import { type Setting, optional, secret, withDefault } from './setting.ts';

/** Every setting of the product. The operator guide's table is generated from this one. */
export const settingTable = {
  host: withDefault('COUNTERSIGN_HOST', '127.0.0.1', text, 'Address to listen on.'),
  port: withDefault('COUNTERSIGN_PORT', '4000', port, 'Port to listen on.'),
  dataFolder: withDefault('COUNTERSIGN_DATA_DIR', '.countersign', text, 'Folder of the embedded databases and keys.'),
  databaseUrl: optional(
    'COUNTERSIGN_DATABASE_URL',
    urlOf('mysql'),
    'mysql://user:password@host:port/prefix; each subgraph uses its own database prefix_name. Absent: SQLite files in the data folder.',
  ),
  redisUrl: optional(
    'COUNTERSIGN_REDIS_URL',
    urlOf('redis', 'rediss'),
    'Redis or Valkey for short-lived state and events. Absent: memory, for one process only.',
  ),
  smtpUrl: optional('COUNTERSIGN_SMTP_URL', urlOf('smtp', 'smtps'), 'SMTP server. Absent: the embedded mailbox.'),
  smtpPort: withDefault('COUNTERSIGN_SMTP_PORT', '2525', port, "Port of the embedded mailbox's SMTP server."),
  mailFrom: withDefault('COUNTERSIGN_MAIL_FROM', 'CCMS <no-reply@countersign.example>', text, 'Sender of every mail.'),
  masterKey: secret('COUNTERSIGN_MASTER_KEY', keyBytes, 'Key that seals secrets at rest: 32 random bytes in base64.'),
  masterKeyFile: optional('COUNTERSIGN_MASTER_KEY_FILE', text, 'File holding that key, instead of the variable.'),
  pepper: secret('COUNTERSIGN_PEPPER', keyBytes, "Key mixed into password hashes. Never change it: passwords stop working."),
  authorisationCodeKey: secret(
    'COUNTERSIGN_AUTHORISATION_CODE_KEY',
    keyBytes,
    'Key of the authorisation codes. Absent: derived from the master key.',
  ),
  assertionPrivateKey: secret(
    'COUNTERSIGN_ASSERTION_PRIVATE_KEY',
    json,
    'JSON Web Key with which this process signs its calls to other processes.',
  ),
  assertionPublicKeys: optional(
    'COUNTERSIGN_ASSERTION_PUBLIC_KEYS',
    json,
    'JSON Web Key Set of the processes that may call this one.',
  ),
  identityUrl: optional('COUNTERSIGN_IDENTITY_URL', urlOf('http', 'https'), 'Where the identity role answers.'),
  approvalsUrl: optional('COUNTERSIGN_APPROVALS_URL', urlOf('http', 'https'), 'Where the approvals role answers.'),
  authenticationUrl: optional(
    'COUNTERSIGN_AUTHENTICATION_URL',
    urlOf('http', 'https'),
    'Where the authentication role answers.',
  ),
  trustedProxies: withDefault(
    'COUNTERSIGN_TRUSTED_PROXIES',
    '',
    list,
    'Addresses or networks, between commas, whose X-Forwarded-For is believed. Empty: nobody.',
  ),
  logLevel: withDefault(
    'COUNTERSIGN_LOG_LEVEL',
    'info',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'Least level that is logged.',
  ),
  clockFile: optional(
    'COUNTERSIGN_CLOCK_FILE',
    text,
    'File holding milliseconds to add to the time, for rehearsals. Refused in production.',
  ),
  demo: withDefault('COUNTERSIGN_DEMO', 'off', onOff, 'Demo data and demo users. `npm start` sets it. Refused in production.'),
  demoHours: withDefault(
    'COUNTERSIGN_DEMO_HOURS',
    'open',
    oneOf('open', 'real'),
    'open: the demo holds function hours open around the clock; real: it leaves them alone.',
  ),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settingTable;

/** The value of every setting, read but not yet weighed against a role. */
export type SettingValues = { readonly [Name in SettingName]: ReturnType<(typeof settingTable)[Name]['parse']> };
