import { Fault, type ServiceAccountPrincipal, type SessionPrincipal, type SubgraphClient } from '@countersign/platform';
import type { Phase } from '@countersign/authenticator-kit';

/** A profile as Identity gives it for a report: only those that the reader may see. */
export interface PagedProfile {
  readonly uuid: string;
  readonly userId: string;
  readonly participant: string | null;
  readonly type: string;
  readonly status: string;
  readonly usable: boolean;
  readonly surname: string;
  readonly otherNames: string;
  readonly email: string | null;
  readonly emailShared: boolean;
  readonly emailForeign: boolean;
  readonly cardHeld: boolean;
  readonly createdAt: number;
}

/** One page of them, with what its reader may see. */
export interface ProfilePage {
  readonly phase: Phase;
  readonly personal: boolean;
  readonly profiles: readonly PagedProfile[];
}

/** What is asked of a page: for which report, of which participant, from where. */
export interface PageQuestion {
  readonly report: string;
  readonly participant: string | null;
  readonly after: string | null;
  readonly size: number;
}

/** Pages of profiles for one reader: his rights are judged by Identity for each page anew (domain 6, A1). */
export type ProfilePages = (question: PageQuestion) => Promise<ProfilePage>;

const PAGE = `query ProfilePage($report: String!, $profileUuid: ID, $accountId: ID, $participant: ID, $after: String, $size: Int!) {
  profilePage(report: $report, profileUuid: $profileUuid, accountId: $accountId, participant: $participant, after: $after,
    size: $size) { refusal { code message field nextOpening } phase personal profiles }
}`;

interface Answer {
  readonly profilePage: Omit<ProfilePage, 'phase'> & {
    readonly refusal: {
      readonly code: string;
      readonly message: string;
      readonly field: string | null;
      readonly nextOpening: string | null;
    } | null;
    readonly phase: Phase | null;
  };
}

/** The pages that this caller may read; a refusal is thrown with its own code. */
export function profilePagesFor(
  identity: SubgraphClient,
  principal: SessionPrincipal | ServiceAccountPrincipal,
): ProfilePages {
  const reader =
    principal.kind === 'session' ? { profileUuid: principal.profileUuid } : { accountId: principal.accountId };
  return async (question) => {
    const { profilePage } = await identity.request<Answer>(PAGE, {
      profileUuid: null,
      accountId: null,
      ...reader,
      ...question,
    });
    const { refusal, phase, personal, profiles } = profilePage;
    if (refusal !== null) {
      const { code, message, field, nextOpening } = refusal;
      throw new Fault(code, message, { publicDetails: { field, nextOpening } });
    }
    if (phase === null) throw new Error('Identity answered a page without the phase.');
    return { phase, personal, profiles };
  };
}
