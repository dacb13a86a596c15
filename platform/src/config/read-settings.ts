import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting that is missing or wrong, in sentences that name it. Holds no value: a wrong secret is still a secret. */
export class SettingsRefused extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SettingsRefused';
    this.problems = problems;
  }
}

interface Read {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

/** The text of each setting: from `NAME`, or from the file that `NAME_FILE` names, without its last line break. */
function readTexts(names: readonly string[], env: Environment): Read {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of names) {
    const direct = env[name];
    const path = env[`${name}_FILE`];
    const hasDirect = direct !== undefined && direct !== '';
    const hasFile = path !== undefined && path !== '';
    if (hasDirect && hasFile) {
      problems.push(`${name} and ${name}_FILE are both set; keep one of them.`);
    } else if (hasDirect) {
      values[name] = direct;
    } else if (hasFile) {
      try {
        values[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
      } catch {
        problems.push(`${name}_FILE names a file that cannot be read.`);
      }
    }
  }
  return { values, problems };
}

function sentence(issue: z.core.$ZodIssue, values: Readonly<Record<string, string>>): string {
  const name = String(issue.path[0] ?? 'A setting');
  if (!(name in values)) return `${name} is missing; set it, or ${name}_FILE to a file that holds it.`;
  return `${name} is wrong: ${issue.message.replace(/\.$/, '')}.`;
}

/** Reads all settings that a schema names, or refuses with every wrong and every missing one at once. */
export function readSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.infer<z.ZodObject<Shape>> {
  const names = Object.keys(schema.shape);
  const { values, problems } = readTexts(names, env);
  // A setting whose file failed has its sentence already.
  const spoken = new Set(problems.map((problem) => problem.split(/_FILE|\s/)[0]));
  const parsed = schema.safeParse(values);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.filter((issue) => !spoken.has(String(issue.path[0]))).map((issue) => sentence(issue, values));
  if (!parsed.success || problems.length > 0) throw new SettingsRefused([...new Set([...problems, ...wrong])]);
  return parsed.data;
}
