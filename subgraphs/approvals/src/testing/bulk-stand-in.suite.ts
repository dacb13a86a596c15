import { type Clock, DependencyUnavailable } from '@countersign/platform';
import type { Neighbours } from './stand-in-owners.suite.ts';

type Variables = Readonly<Record<string, unknown>>;

interface Applied {
  readonly outcome: string;
  readonly refusal: unknown;
}

const refused = (code: string) => ({ code, message: `Identity says ${code}.`, field: null, nextOpening: null });

/** How Identity behaves towards lines; tests change it as they go. */
export const lineFaults: {
  /** User IDs whose lines Identity refuses when they are applied. */
  readonly refuses: Set<string>;
  /** User IDs whose lines Identity gives no answer for. */
  readonly forgets: Set<string>;
  /** Calls that succeed before one is lost: BEFORE it is applied, or AFTER. */
  lost: { after: number; when: 'BEFORE' | 'AFTER' } | null;
  /** Why Identity refuses any file as a whole. */
  file: object | null;
} = { refuses: new Set(), forgets: new Set(), lost: null, file: null };

/** A file of lines `EMAIL,USERID,address`; an unknown user is a bad line. */
export function proposeBulk(world: Neighbours, clock: Clock, { actorUuid, input }: Variables) {
  if (lineFaults.file !== null) return { proposal: null, refusal: lineFaults.file };
  const { csv, onErrors } = input as { csv: string; onErrors: string };
  const actor = world.people.find((person) => person.uuid === actorUuid);
  const judged = csv
    .split('\n')
    .slice(1)
    .map((text, index) => {
      const [action = '', userId = '', email = ''] = text.split(',');
      const line = index + 2;
      const person = world.people.find((each) => each.userId === userId && each.participant === actor?.participant);
      return { line, action, userId, email, person };
    });
  const bad = judged.flatMap(({ line, action, userId, person }) =>
    person === undefined ? [{ line, action, userId, ...refused('USER_NOT_FOUND') }] : [],
  );
  if (onErrors === 'REFUSE_ALL' && bad.length > 0) return { proposal: null, refusal: refused('BULK_HAS_ERRORS') };
  const rows = judged.flatMap(({ line, action, userId, email, person }) =>
    person === undefined
      ? []
      : [
          {
            line,
            action,
            kind: 'PROFILE_CHANGE',
            userId,
            targetKey: person.uuid,
            targetUuid: person.uuid,
            before: { email: person.email },
            after: { email },
            payload: { set: { email } },
            version: person.version,
            warnings: [],
          },
        ],
  );
  const proposal = {
    targetKey: `bulk:${actorUuid as string}:${clock.now().getTime()}`,
    targetUuid: '0190a000-0000-7000-8000-00000000b01c',
    targetUserId: null,
    subject: `${rows.length} users`,
    formReference: null,
    breakGlassReason: null,
    participant: actor?.participant ?? null,
    before: {},
    after: {},
    payload: { participant: actor?.participant, count: rows.length, examples: [], rows, refused: bad },
    version: 0,
    warnings: [],
    expiresAt: new Date(clock.now().getTime() + 3 * 86_400_000).toISOString(),
    summary: `Bulk change of ${rows.length} users`,
    successMessage: 'The above user profiles are changed successfully',
  };
  return { proposal, refusal: null };
}

function applyLine(world: Neighbours, key: string, row: Variables): Applied {
  const known = world.applied.get(key);
  if (known !== undefined) return known;
  const target = world.people.find((person) => person.uuid === row['targetUuid']);
  const isStale = target === undefined || target.version !== row['version'];
  const isRefused = target !== undefined && lineFaults.refuses.has(target.userId);
  const outcome: Applied = isRefused
    ? { outcome: 'REFUSED', refusal: refused('CHECKER_IS_TARGET') }
    : isStale
      ? { outcome: 'STALE', refusal: refused('PROFILE_STALE') }
      : { outcome: 'APPLIED', refusal: null };
  world.applied.set(key, outcome);
  if (outcome.outcome === 'APPLIED' && target !== undefined) {
    target.version += 1;
    target.email = (row['payload'] as { set: { email: string } }).set.email;
    world.effects.push(key);
  }
  return outcome;
}

/** Applies each line once by request and line, as Identity promises to. */
export function applyBulkRows(world: Neighbours, { input }: Variables) {
  const { requestId, rows } = input as { requestId: string; rows: Variables[] };
  world.applyCalls.push(requestId);
  const { lost } = lineFaults;
  const isLost = lost !== null && lost.after <= 0;
  if (lost !== null) lost.after -= 1;
  if (isLost && lost.when === 'BEFORE') throw new DependencyUnavailable('identity');
  const outcomes = rows.flatMap((row) => {
    const target = world.people.find((person) => person.uuid === row['targetUuid']);
    if (target !== undefined && lineFaults.forgets.has(target.userId)) return [];
    const line = row['line'] as number;
    return [{ line, ...applyLine(world, `${requestId}#${line}`, row) }];
  });
  if (isLost) throw new DependencyUnavailable('identity');
  return outcomes;
}
