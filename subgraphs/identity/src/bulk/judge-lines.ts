import type { AnotherWish, HouseGrounds, ProposalRequest, ProposedEffect } from '../changes/change-kind.ts';
import type { Records } from '../changes/records.ts';
import { accepted, type Judged, refused } from '../refusal.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { mailboxKey, registeredEmail } from '../user-profile/registered-email.ts';
import { type BulkAction, bulkAction, bulkActions } from './bulk-action.ts';
import type { BulkLine } from './bulk-line.ts';
import type { JudgedFile, ProposedRow, RefusedRow } from './bulk-row.ts';
import { unusedColumns, wishOfLine } from './wish-of-line.ts';

const LONGEST_SHOWN = 32;

/** What the lines of one file say about each other. */
interface Surroundings {
  readonly records: Records;
  /** The line that has a user ID first. */
  readonly firstLine: ReadonlyMap<string, number>;
  readonly timesUsed: ReadonlyMap<string, number>;
}

const nameOf = ({ cells }: BulkLine): string => canonicalUserId(cells.user_id) ?? cells.user_id.toUpperCase();
const emailOf = ({ cells }: BulkLine): string => registeredEmail(cells.email) ?? '';

async function surroundingsOf({ records, maker }: ProposalRequest, lines: readonly BulkLine[]): Promise<Surroundings> {
  const emails = lines.map(emailOf).filter((email) => email !== '');
  const firstLine = new Map<string, number>();
  for (const line of lines) {
    const name = nameOf(line);
    if (name !== '' && !firstLine.has(name)) firstLine.set(name, line.line);
  }
  const timesUsed = new Map<string, number>();
  for (const email of emails) timesUsed.set(mailboxKey(email), (timesUsed.get(mailboxKey(email)) ?? 0) + 1);
  const ahead = await records.ahead({ uuids: [maker.uuid], userIds: [...firstLine.keys()], emails });
  return { records: ahead, firstLine, timesUsed };
}

/** The action of a line, unless the file itself speaks against it; the change is judged by its kind. */
function actionOf(line: BulkLine, { firstLine }: Surroundings): Judged<BulkAction> {
  if (line.unreadable !== null) return refused('ROW_UNREADABLE', line.unreadable);
  const action = bulkAction(line.cells.action);
  if (action === null)
    return refused('INVALID_OPTION', `The action must be one of ${Object.keys(bulkActions).join(', ')}.`, {
      field: 'action',
    });
  const first = firstLine.get(nameOf(line));
  return first === undefined || first === line.line
    ? accepted(action)
    : refused('BULK_DUPLICATE_USER', `The user ID is on line ${first} already. One file changes a user once.`, {
        field: 'userId',
      });
}

/** The reason to break the glass goes with those lines alone that the matrix refuses without it (A3). */
async function judgeWish(
  { also, grounds }: ProposalRequest,
  wish: (grounds: HouseGrounds) => AnotherWish,
): Promise<Judged<ProposedEffect>> {
  const judged = await also(wish({ ...grounds, breakGlassReason: null }));
  const isForbidden = !judged.ok && judged.refusal.code === 'PHASE_FORBIDS';
  return isForbidden && grounds.breakGlassReason !== null ? also(wish(grounds)) : judged;
}

function warningsOf(action: BulkAction, line: BulkLine, { timesUsed }: Surroundings): readonly string[] {
  const isShared = (timesUsed.get(mailboxKey(emailOf(line))) ?? 0) > 1;
  return [
    ...(isShared ? ['Another line of this file gives the same address.'] : []),
    ...unusedColumns(action, line).map((column) => `${action} does not look at the column ${column}.`),
  ];
}

function rowOf(action: BulkAction, line: BulkLine, effect: ProposedEffect, around: Surroundings): ProposedRow {
  const { target, targetKey, before, after, payload, warnings } = effect;
  return {
    line: line.line,
    action,
    kind: bulkActions[action].kind,
    userId: target.userId ?? nameOf(line),
    targetKey: targetKey ?? target.uuid,
    targetUuid: target.uuid,
    participant: target.participant,
    before,
    after,
    payload,
    version: target.version,
    warnings: [...warnings, ...warningsOf(action, line, around)],
  };
}

async function judgeLine(request: ProposalRequest, line: BulkLine, around: Surroundings): Promise<Judged<ProposedRow>> {
  const fit = actionOf(line, around);
  if (!fit.ok) return fit;
  const action = fit.value;
  const { records } = around;
  const version = (await records.profileNamed(nameOf(line)))?.version ?? 0;
  const judged = await judgeWish(request, (grounds) => ({
    records,
    ...wishOfLine(action, line, { version, grounds }),
  }));
  return judged.ok ? accepted(rowOf(action, line, judged.value, around)) : judged;
}

/** Judges every line as the change it asks for would be judged alone, on the state of this instant (W24). */
export async function judgeLines(request: ProposalRequest, lines: readonly BulkLine[]): Promise<JudgedFile> {
  const around = await surroundingsOf(request, lines);
  const rows: ProposedRow[] = [];
  const refusals: RefusedRow[] = [];
  for (const line of lines) {
    const judged = await judgeLine(request, line, around);
    if (judged.ok) {
      rows.push(judged.value);
      continue;
    }
    const { code, message, field } = judged.refusal;
    const action = line.cells.action.toUpperCase().slice(0, LONGEST_SHOWN);
    const userId = nameOf(line).slice(0, LONGEST_SHOWN);
    refusals.push({ line: line.line, action, userId, code, message, field: field ?? null });
  }
  return { rows, refused: refusals };
}
