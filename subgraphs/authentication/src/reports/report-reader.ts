import type { Report } from '@countersign/platform';
import type { LoginMethod, OtpChannel } from '../route-book.ts';
import type { PageQuestion, ProfilePage } from './profile-pages.ts';

/** What a report may know of an account: states and instants, never a secret. */
export interface ReportedAccount {
  readonly lockedAt: Date | null;
  readonly lockReason: string | null;
  /** Resets from sources unknown for him are refused until an unlock (O9). */
  readonly closedToStrangers: boolean;
  readonly passwordDisabledAt: Date | null;
  readonly passwordSet: boolean;
  readonly otpChannel: OtpChannel | null;
  readonly verifiedEmail: string | null;
  readonly lastLoginAt: Date | null;
  readonly lastLoginMethod: LoginMethod | null;
}

/** What a report works with: the profiles that its reader may see, and their accounts. */
export interface ReportReader {
  readonly at: Date;
  page(question: Omit<PageQuestion, 'report'>): Promise<ProfilePage>;
  /** By profile; who never had an account is not in it. */
  accounts(profileUuids: readonly string[]): Promise<ReadonlyMap<string, ReportedAccount>>;
  /** Whether personal columns are shown to him, as Identity said with the last page. */
  personal(): boolean;
}

/** A report of Authentication: one file each (domain 6). */
export type AuthenticationReport = Report<ReportReader>;

/** The account of somebody who never had one. */
export const noAccount: ReportedAccount = {
  lockedAt: null,
  lockReason: null,
  closedToStrangers: false,
  passwordDisabledAt: null,
  passwordSet: false,
  otpChannel: null,
  verifiedEmail: null,
  lastLoginAt: null,
  lastLoginMethod: null,
};
