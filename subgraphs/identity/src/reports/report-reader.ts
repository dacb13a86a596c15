import type { Report } from '@countersign/platform';
import type { Catalogue } from '../groups/catalogue.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import type { ListingFilter } from '../user-profile/listing.ts';
import type { ReportNeeds, ReportScope } from './report-rights.ts';

/** Clauses on `user_profile p`, each value a parameter. */
export interface ProfileClauses {
  readonly clauses: readonly string[];
  readonly values: readonly string[];
}

/** What a report works with: which profiles it may show, and the tables of one unit of work. */
export interface ReportReader {
  readonly scope: ReportScope;
  readonly phase: MigrationPhase;
  readonly at: Date;
  /** The groups in force. */
  readonly catalogue: Catalogue;
  /** Whether personal columns are shown (A1). */
  readonly personal: boolean;
  select<Row>(sql: string, values?: readonly (string | number | null)[]): Promise<readonly Row[]>;
  /** The live profiles in scope, narrowed further as the User Profile Listing narrows. */
  profiles(filter?: Omit<ListingFilter, 'participant' | 'types'>): ProfileClauses;
}

/** A report of Identity: one file, with who may read it beside what it shows (domain 6). */
export interface IdentityReport extends Report<ReportReader> {
  readonly needs: ReportNeeds;
}
