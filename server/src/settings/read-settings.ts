import { readFileSync } from 'node:fs';
import { keyBytes } from './readings.ts';
import type { Role } from './role.ts';
import { unmetNeeds } from './role-needs.ts';
import type { Setting } from './setting.ts';
import { type SettingValues, settingTable } from './setting-table.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The validated settings of one process. */
export interface Settings extends SettingValues {
  readonly role: Role;
  readonly production: boolean;
}

/** The start stops here; every problem is named, not just the first. */
export class SettingsRefused extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Countersign does not start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SettingsRefused';
    this.problems = problems;
  }
}

const known = new Set<string>(Object.values(settingTable).map((setting) => setting.name));

function unknownVariables(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('COUNTERSIGN_') && !name.startsWith('COUNTERSIGN_TEST_') && !known.has(name))
    .map((name) => `${name} is not a setting: check its spelling against docs/operator-guide.md.`);
}

function readOne(setting: Setting<unknown>, environment: Environment, problems: string[]): unknown {
  const given = environment[setting.name]?.trim();
  try {
    return setting.parse(given === undefined || given === '' ? null : given);
  } catch (error) {
    problems.push(`${setting.name} ${error instanceof Error ? error.message : 'cannot be read'}.`);
    return null;
  }
}

function masterKeyFromFile(file: string, problems: string[]): Uint8Array | null {
  try {
    return keyBytes(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? `cannot be read (${String(error.code)})` : 'holds no key';
    problems.push(`COUNTERSIGN_MASTER_KEY_FILE names a file that ${reason}.`);
    return null;
  }
}

/** Reads and weighs every setting for one role. Throws SettingsRefused naming all that is wrong or missing. */
export function readSettings(environment: Environment, role: Role): Settings {
  const problems: string[] = [...unknownVariables(environment)];
  const entries = Object.entries(settingTable).map(([name, setting]) => [name, readOne(setting, environment, problems)]);
  const values = Object.fromEntries(entries) as SettingValues;
  const production = environment['NODE_ENV'] === 'production';
  const masterKey =
    values.masterKey ?? (values.masterKeyFile === null ? null : masterKeyFromFile(values.masterKeyFile, problems));
  problems.push(...unmetNeeds(role, production, values).filter((need) => !problems.some((one) => sameSetting(one, need))));
  if (problems.length > 0) throw new SettingsRefused(problems);
  return { ...values, masterKey, role, production };
}

/** A setting that cannot be read is also missing; one sentence about it is enough. */
function sameSetting(one: string, other: string): boolean {
  return one.split(' ', 1)[0] === other.split(' ', 1)[0];
}
