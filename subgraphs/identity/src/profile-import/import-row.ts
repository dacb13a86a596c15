/** One line of a legacy User Profile Listing export, every cell as it stands in the file. */
export interface ImportRow {
  readonly line: number;
  readonly userId: string;
  readonly surname: string;
  readonly otherNames: string;
  readonly status: string;
  readonly enableFrom: string;
  readonly disableAfter: string;
  readonly clearingHouseOptions: string;
  readonly groups: readonly string[];
  readonly srn: string;
  readonly certificateExpiry: string;
  readonly email: string;
  readonly participant: string;
  /** Why the line cannot be read as one, as a sentence; absent on a line that can. */
  readonly unreadable?: string;
}

/** Why one line was not taken. */
export interface ImportRefusal {
  readonly kind: 'refused';
  readonly line: number;
  readonly userId: string;
  readonly code: string;
  readonly message: string;
}

/** How far the import is; the last one is `done`. `committed` counts profiles that now exist. */
export type ImportProgress =
  | ImportRefusal
  | {
      readonly kind: 'progress' | 'done';
      readonly read: number;
      readonly accepted: number;
      readonly refused: number;
      readonly committed: number;
    };

/** `dry-run` keeps nothing; `all` keeps everything or, when one line is refused, nothing; `per-row` keeps the good lines. */
export type ImportCommit = 'dry-run' | 'all' | 'per-row';
