import { type MigrationPhase, migrationPhases } from '../migration-phase/migration-phase.ts';
import { accepted, type Judged, refused, type Refusal } from '../refusal.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { emailWarnings } from '../user-profile/email-warnings.ts';
import { differences, readProfileEdit } from '../user-profile/profile-edit.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type {
  AppliedEffect,
  Application,
  ChangeKind,
  KindQuestion,
  ProposalRequest,
  ProposedEffect,
} from './change-kind.ts';
import { findProfileTarget, profileTarget } from './profile-target.ts';
import type { Records } from './records.ts';

const notFound = refused(
  'USER_NOT_FOUND',
  'There is no such user in your participant. Check the user ID in the User Profile Listing.',
  { field: 'userId' },
);

/** The maker's input: whom, on which version, which fields. */
interface Wanted {
  readonly userId: string;
  readonly version: number;
  readonly set: unknown;
}

function readWanted(input: unknown): Wanted | null {
  if (typeof input !== 'object' || input === null) return null;
  const { userId, version, set, ...others } = input as Record<string, unknown>;
  if (typeof userId !== 'string' || !Number.isSafeInteger(version) || Object.keys(others).length > 0) return null;
  return { userId, version: version as number, set };
}

/** Another participant's profile and the house's own look non-existent to administrators (W1, domain 8). */
async function findTarget({ records, maker, side }: ProposalRequest, typed: string): Promise<UserProfile | null> {
  const userId = canonicalUserId(typed);
  const target = userId === null ? null : await records.profileNamed(userId);
  if (target === null) return null;
  return side === 'HKEX' || target.participant === maker.participant ? target : null;
}

/** Email and the rest of the form are separate rows of the matrix, alike in every cell so far; both must permit (A1). */
function permitted({ records, side, phase, target, grounds }: KindQuestion): Refusal | null {
  const type = target.profile?.type;
  if (type === undefined || type === 'HKEX')
    return refused('FIELD_NOT_EDITABLE', "The clearing house's own profiles are not maintained here.").refusal;
  const may = (inPhase: MigrationPhase) =>
    (['REGISTER_EMAIL', 'MAINTAIN'] as const).every((action) =>
      records.permits({ side, action, target: type, phase: inPhase }),
    );
  if (may(phase) || (side === 'HKEX' && type === 'USER' && grounds.breakGlassReason !== null)) return null;
  if (side === 'DA' && !migrationPhases.some(may)) {
    return refused(
      'FIELD_NOT_EDITABLE',
      'Profiles of delegated administrators are maintained by the clearing house. Use form DA 3.',
      { field: 'userId' },
    ).refusal;
  }
  const who = side === 'HKEX' ? "the participant's delegated administrators" : 'the clearing house';
  return refused('PHASE_FORBIDS', `In the migration phase in force this profile is maintained by ${who}.`).refusal;
}

async function warningsFor(
  records: Records,
  target: UserProfile,
  email: string | null | undefined,
): Promise<readonly string[]> {
  if (email === undefined || email === null) return [];
  return emailWarnings(email, {
    corporateDomains: target.participant === null ? [] : await records.corporateDomains(target.participant),
    settlementAgent: target.settlementAgentName !== null,
    shared: await records.sharesMailbox(target, email),
  });
}

async function propose(request: ProposalRequest): Promise<Judged<ProposedEffect>> {
  const wanted = readWanted(request.input);
  if (wanted === null)
    return refused(
      'INVALID_INPUT',
      'A profile change needs the user ID, the version that was shown, and the fields to set.',
    );
  const target = await findTarget(request, wanted.userId);
  if (target === null) return notFound;
  // An administrator's own profile is first of all an administrator's: another maker could not change it either (W1).
  const { records, side, phase, grounds } = request;
  const about = profileTarget(target);
  const forbidden = permitted({ records, side, phase, target: about, payload: null, grounds });
  if (forbidden !== null) return { ok: false, refusal: forbidden };
  if (target.uuid === request.maker.uuid)
    return refused('MAKER_IS_TARGET', 'Nobody changes his own profile. Ask another maker.', { field: 'userId' });
  const edit = readProfileEdit(wanted.set);
  if (!edit.ok) return edit;
  if (target.version !== wanted.version) {
    return refused('PROFILE_STALE', 'The user profile was changed meanwhile. Open it again and repeat the change.', {
      field: 'version',
      details: { version: target.version },
    });
  }
  const difference = differences(target, edit.value);
  if (!difference.ok) return difference;
  const { before, after } = difference.value;
  const settled = { ...target, ...after };
  return accepted({
    target: about,
    before,
    after,
    payload: { set: after },
    warnings: await warningsFor(request.records, settled, after.email),
    summary: `Change of user profile ${target.userId}: ${Object.keys(after).join(', ')}`,
  });
}

async function apply({
  records,
  target: { profile: target },
  payload,
  now,
}: Application): Promise<Judged<AppliedEffect>> {
  if (target === null) return refused('PROFILE_STALE', 'The user profile was deleted meanwhile.');
  const edit = readProfileEdit((payload as { set?: unknown } | null)?.set);
  if (!edit.ok) return edit;
  const difference = differences(target, edit.value);
  if (!difference.ok) return difference;
  const { before, after } = difference.value;
  if (!(await records.edit(target, after, now)))
    return refused('PROFILE_STALE', 'The user profile was changed meanwhile.');
  const who = { profileUuid: target.uuid, userId: target.userId };
  if (after.email !== undefined) {
    await records.announce('identity.email-changed', now, { ...who, oldEmail: target.email, newEmail: after.email });
  }
  await records.announce('identity.profile-changed', now, who);
  return accepted({ before, after });
}

/** Change User Profile: email, names, dates, house options and settlement agent of one profile (W1). */
export const profileChange: ChangeKind = {
  kind: 'PROFILE_CHANGE',
  successMessage: 'The above user profile is changed successfully',
  needsForm: true,
  propose,
  find: findProfileTarget,
  permitted,
  apply,
};
