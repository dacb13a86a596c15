import { Fault } from '../faults/fault.ts';
import { isLocalDate } from '../subgraph/local-date-scalar.ts';
import type { ReportArgKind, ReportArgs } from './report.ts';

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 254;

const fits: Readonly<Record<ReportArgKind, (value: unknown) => boolean>> = {
  ID: isText,
  String: isText,
  Int: (value) => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  Boolean: (value) => typeof value === 'boolean',
  Date: isLocalDate,
};

function refuse(field: string, why: string): Fault {
  return new Fault('INVALID_INPUT', why, { publicDetails: { field } });
}

/** The arguments that a report knows, each of its kind; an unknown one and one of another kind are refused by name. */
export function reportArgs(known: Readonly<Record<string, ReportArgKind>>, given: unknown): ReportArgs {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw refuse('args', 'The arguments of a report are named values.');
  const args: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(given as Record<string, unknown>)) {
    if (value === null || value === undefined) continue;
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) throw refuse('args', 'The report has no such argument. See its field in the API.');
    if (!fits[kind](value)) throw refuse(name, `The argument ${name} is not of the kind ${kind}, or too long.`);
    args[name] = value as string | number | boolean;
  }
  return args;
}

/** The text given under this name, or undefined. */
export function textArg(args: ReportArgs, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' ? value : undefined;
}
