import { senderAddress, setting } from '@countersign/platform';
import { z } from 'zod';
import { isAddressOrNetwork } from './address-or-network.ts';

const jsonObject = () =>
  z.string().transform((text, context): Readonly<Record<string, unknown>> => {
    try {
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
        return parsed as Record<string, unknown>;
    } catch {
      // The parser's own message would repeat the text, which is a key.
    }
    context.addIssue('it must be a JSON object; "countersign keys generate" makes one');
    return z.NEVER;
  });
const onOff = () => z.literal(['on', 'off'], 'it must be on or off').transform((text) => text === 'on');
const commaList = () =>
  z.string().transform((text): readonly string[] =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  );

const isSender = (text: string): boolean => {
  try {
    return senderAddress(text).address !== '';
  } catch {
    return false;
  }
};

/** Every setting of the product. The operator guide's table is generated from this one. */
export const settingShape = {
  COUNTERSIGN_HOST: setting.text().default('127.0.0.1').describe('Address to listen on.'),
  COUNTERSIGN_PORT: setting.port().default(4000).describe('Port to listen on.'),
  COUNTERSIGN_DATA_DIR: setting.text().default('.countersign').describe('Folder of the embedded databases and keys.'),
  COUNTERSIGN_DATABASE_URL: setting
    .url('mysql', 'mariadb')
    .optional()
    .describe(
      '`mysql://user:password@host:port/prefix`: each subgraph uses its own database `prefix_name`. `?pool=`, `?tls=required` and `?socket=` (a socket file instead of host and port) may follow. Absent: SQLite files in the data folder.',
    ),
  COUNTERSIGN_AUDIT_ANCHOR_FILE: setting
    .text()
    .optional()
    .describe(
      'File to which every seal of the audit is added, best on storage that only grows. Absent: `audit-anchor.jsonl` in the data folder; none with a database server.',
    ),
  COUNTERSIGN_REDIS_URL: setting
    .url('redis', 'rediss')
    .optional()
    .describe('Redis or Valkey for short-lived state and events. Absent: memory, for one process only.'),
  COUNTERSIGN_REDIS_PATIENCE_MS: setting
    .wholeNumber(100, 2_000)
    .default(300)
    .describe('Milliseconds after which an answer of Redis is too late and what needed it is refused.'),
  COUNTERSIGN_SMTP_URL: setting.url('smtp', 'smtps').optional().describe('SMTP server. Absent: the embedded mailbox.'),
  COUNTERSIGN_SMTP_PORT: setting.port().default(2525).describe("Port of the embedded mailbox's SMTP server."),
  COUNTERSIGN_MAIL_FROM: setting
    .text()
    .refine(isSender, 'it must be an address, or a plain name before <address>')
    .default('CCMS <no-reply@countersign.example>')
    .describe('Sender of every mail.'),
  COUNTERSIGN_MASTER_KEY: setting.key().optional().describe('Seals secrets at rest: 32 random bytes in base64.'),
  COUNTERSIGN_PEPPER: setting
    .key()
    .optional()
    .describe('Mixed into password hashes. Passwords stop working when it changes.'),
  COUNTERSIGN_AUTHORISATION_CODE_KEY: setting
    .key()
    .optional()
    .describe('Key of the authorisation codes. Absent: derived from the master key.'),
  COUNTERSIGN_ASSERTION_PRIVATE_KEY: jsonObject()
    .optional()
    .describe('JSON Web Key with which this process signs its calls to others.'),
  COUNTERSIGN_ASSERTION_PUBLIC_KEYS: jsonObject()
    .optional()
    .describe('JSON Web Key Set of the processes that may call this one.'),
  COUNTERSIGN_TOKEN_PRIVATE_KEYS: jsonObject()
    .optional()
    .describe(
      'JSON Web Key Set of login tokens: the first key signs, all are published. Absent: generated in the data folder; none with a master key.',
    ),
  COUNTERSIGN_TOKEN_AUDIENCES: commaList()
    .refine((all) => all.every((one) => /^[!-~]{1,200}$/.test(one)), 'it must be names or addresses between commas')
    .default([])
    .describe('Back ends that login tokens may be issued for, between commas. Absent: none.'),
  COUNTERSIGN_IDENTITY_URL: setting.url('http', 'https').optional().describe('Where the identity role answers.'),
  COUNTERSIGN_APPROVALS_URL: setting.url('http', 'https').optional().describe('Where the approvals role answers.'),
  COUNTERSIGN_AUTHENTICATION_URL: setting
    .url('http', 'https')
    .optional()
    .describe('Where the authentication role answers.'),
  COUNTERSIGN_SITE_ORIGINS: commaList()
    .refine(
      (all) => all.every((one) => URL.canParse(one) && new URL(one).origin === one),
      'it must be origins such as https://dms.example, between commas',
    )
    .default([])
    .describe(
      'Origins at which people reach the product, the main one first, between commas: smartcard signatures and passkeys are bound to them. Absent: `http://localhost:PORT`.',
    ),
  COUNTERSIGN_SMARTCARD_ISSUERS: setting
    .text()
    .optional()
    .describe(
      'PEM file with the certificates of the authorities that issue smartcards, roots and intermediates. Absent: no smartcards, and no start before the parallel run; a demo makes its own.',
    ),
  COUNTERSIGN_SMARTCARD_CRLS: setting
    .text()
    .optional()
    .describe(
      'File or folder with their revocation lists (PEM or DER; in a folder `.crl`, `.pem`, `.der`), read again when it changes. A smartcard whose issuer has no list in force is refused. Needed with `COUNTERSIGN_SMARTCARD_ISSUERS`.',
    ),
  COUNTERSIGN_AUTHENTICATORS: commaList()
    .default([])
    .describe(
      "Authenticators of others' making, between commas: npm packages or files (`./paper.mjs`), each with options as `?digits=6` if it takes any. The gateway and authentication roles need the same list. Absent: the product's own alone.",
    ),
  COUNTERSIGN_TRUSTED_PROXIES: commaList()
    .refine(
      (all) => all.every(isAddressOrNetwork),
      'it must be addresses or networks such as 10.0.0.0/8, between commas',
    )
    .default([])
    .describe('Addresses or networks, between commas, whose `X-Forwarded-For` is believed. Absent: nobody.'),
  COUNTERSIGN_PERMISSION_MATRIX: setting
    .text()
    .optional()
    .describe(
      "File with this installation's own permission matrix; `docs/permission-matrix.md` says how. Absent: the product's.",
    ),
  COUNTERSIGN_LOG_LEVEL: z
    .literal(
      ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
      'it must be silent, fatal, error, warn, info, debug or trace',
    )
    .default('info')
    .describe('Least level that is logged.'),
  COUNTERSIGN_CLOCK_FILE: setting
    .text()
    .optional()
    .describe('File holding milliseconds to add to the time, for rehearsals. Refused in production.'),
  COUNTERSIGN_DEMO: onOff()
    .default(false)
    .describe('`on`: demo participants and profiles are made at the first start. Refused in production.'),
  COUNTERSIGN_DEMO_USERS: onOff()
    .default(false)
    .describe('`on`: makers, checkers and staff of the demo also get passwords and authenticators, which are printed.'),
  COUNTERSIGN_DEMO_HOURS: z
    .literal(['open', 'real'], 'it must be open or real')
    .default('open')
    .describe(
      '`open`: a demo started outside function hours holds them open for a week; `real`: it leaves them alone.',
    ),
} as const;

export type SettingName = keyof typeof settingShape;

/** The value of every setting, by its variable's name. */
export type SettingValues = { readonly [Name in SettingName]: z.infer<(typeof settingShape)[Name]> };
