import { type Environment, readSettings, SettingsRefused } from '@countersign/platform';
import { z } from 'zod';
import type { Role } from './role.ts';
import { roleShape } from './role-shape.ts';
import { type SettingValues, settingShape } from './setting-shape.ts';

/** The validated settings of one process. */
export interface Settings {
  readonly role: Role;
  readonly production: boolean;
  readonly values: SettingValues;
}

/** A misspelt variable would otherwise be a setting silently left at its default. */
function unknownVariables(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('COUNTERSIGN_') && !name.startsWith('COUNTERSIGN_TEST_'))
    .filter((name) => !(name in settingShape) && !(name.replace(/_FILE$/, '') in settingShape))
    .map((name) => `${name} is not a setting; check its spelling against docs/operator-guide.md.`);
}

/** Reads and weighs every setting for one role. Throws SettingsRefused naming all that is wrong, missing or unknown. */
export function readServerSettings(environment: Environment, role: Role): Settings {
  const production = environment['NODE_ENV'] === 'production';
  const problems = [...unknownVariables(environment)];
  try {
    const values = readSettings(z.object(roleShape(role, production)), environment) as SettingValues;
    if (problems.length === 0) return { role, production, values };
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error;
    problems.push(...error.problems);
  }
  throw new SettingsRefused(problems);
}
