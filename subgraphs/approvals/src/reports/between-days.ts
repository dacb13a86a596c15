import { Fault, type ReportArgs, type SqlValue, textArg } from '@countersign/platform';

const HONG_KONG_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** A condition with its parameters. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Submitted from the beginning of one Hong Kong day to the end of another; a day that was not named leaves that end open. */
export function betweenDays(args: ReportArgs): Condition {
  const startOf = (name: string): number | null => {
    const day = textArg(args, name);
    return day === undefined ? null : Date.parse(`${day}T00:00:00.000Z`) - HONG_KONG_MS;
  };
  const [from, to] = [startOf('from'), startOf('to')];
  if (from !== null && to !== null && from > to)
    throw new Fault('INVALID_INPUT', 'The first day is after the last. Exchange them.', {
      publicDetails: { field: 'to' },
    });
  return {
    sql: `${from === null ? '' : ' AND r.submitted_at >= ?'}${to === null ? '' : ' AND r.submitted_at < ?'}`,
    values: [...(from === null ? [] : [from]), ...(to === null ? [] : [to + DAY_MS])],
  };
}
