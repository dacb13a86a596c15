import type { HouseGrounds } from '../changes/change-kind.ts';
import { breaksGlass } from '../changes/break-glass.ts';
import { parseShortDate } from '../user-profile/short-date.ts';
import { type BulkAction, bulkActions } from './bulk-action.ts';
import { type BulkColumn, type BulkLine, bulkColumns } from './bulk-line.ts';

/** What a maker would have typed for the same change alone. */
export interface LineWish {
  readonly kind: string;
  readonly input: Readonly<Record<string, unknown>>;
}

type Cells = BulkLine['cells'];

const given = (cells: Cells, column: BulkColumn, name: string): Record<string, string> =>
  cells[column] === '' ? {} : { [name]: cells[column] };

/** Dates of the form and of the listing are read alike; what is no date is left for the kind to refuse. */
const date = (cells: Cells, column: 'enable_from' | 'disable_after', name: string): Record<string, string> =>
  cells[column] === '' ? {} : { [name]: parseShortDate(cells[column]) ?? cells[column] };

function creation(cells: Cells): Record<string, unknown> {
  const groups = cells.groups
    .split(/[;|]/)
    .map((code) => code.trim().toUpperCase())
    .filter((code) => code !== '');
  return {
    surname: cells.surname,
    ...given(cells, 'other_names', 'otherNames'),
    ...given(cells, 'email', 'email'),
    groups,
    ...date(cells, 'enable_from', 'enableFrom'),
    ...date(cells, 'disable_after', 'disableAfter'),
    ...(cells.clearing_house_options === ''
      ? {}
      : { clearingHouseOptions: cells.clearing_house_options.toUpperCase() }),
    ...given(cells, 'settlement_agent_name', 'settlementAgentName'),
  };
}

function wanted(action: BulkAction, cells: Cells, version: number): Record<string, unknown> {
  if (action === 'CREATE') return creation(cells);
  if (action === 'EMAIL') return { version, set: { email: cells.email } };
  const reason = given(cells, 'reason', 'reason');
  if (action === 'DELETE') return { version, ...reason };
  return { version, status: action === 'ENABLE' ? 'ENABLED' : 'DISABLED', ...reason };
}

function typedGrounds(kind: string, { formReference, breakGlassReason }: HouseGrounds): Record<string, string> {
  return {
    ...(formReference === null ? {} : { formReference }),
    ...(breakGlassReason === null || !breaksGlass(kind) ? {} : { breakGlassReason }),
  };
}

/** A line as the change it asks for, on the version of the profile that the maker's dry run saw. */
export function wishOfLine(
  action: BulkAction,
  { cells }: BulkLine,
  on: { readonly version: number; readonly grounds: HouseGrounds },
): LineWish {
  const { kind } = bulkActions[action];
  const input = { userId: cells.user_id, ...wanted(action, cells, on.version), ...typedGrounds(kind, on.grounds) };
  return { kind, input };
}

/** The filled cells that this action does not look at: said, so that nobody believes them changed. */
export function unusedColumns(action: BulkAction, { cells }: BulkLine): readonly BulkColumn[] {
  const uses: readonly string[] = ['action', 'user_id', ...bulkActions[action].uses];
  return bulkColumns.filter((column) => cells[column] !== '' && !uses.includes(column));
}
