import { newId } from '@countersign/platform';
import { accepted, type Judged, refused } from '../refusal.ts';
import type { UserProfile } from '../user-profile/user-profile.ts';
import type { ProposalRequest } from './change-kind.ts';

/** What a creation asks for, as typed or as it came back; every word of it is read again. */
export interface WantedProfile {
  readonly uuid: string;
  readonly type: 'USER' | 'DA';
  readonly participant: string;
  readonly userId: string;
  readonly groups: unknown;
  /** The other fields of the form. */
  readonly form: Readonly<Record<string, unknown>>;
}

/** The creation that a payload holds, or null when it is none. */
export function wantedIn(payload: unknown): WantedProfile | null {
  const { uuid, type, participant, userId, groups, form } = (payload ?? {}) as Record<string, unknown>;
  const named = [uuid, participant, userId].every((each) => typeof each === 'string');
  if (!named || (type !== 'USER' && type !== 'DA') || typeof form !== 'object' || form === null) return null;
  return { uuid, type, participant, userId, groups, form } as WantedProfile;
}

/** A creation as it is stored with the request: everything that `wantedIn` reads, in settled form. */
export function payloadOf(profile: UserProfile): Readonly<Record<string, unknown>> {
  const { uuid, type, userId, participant, groups, smartcardAllowed } = profile;
  const { surname, otherNames, email, enableFrom, disableAfter } = profile;
  const { clearingHouseOptions, settlementAgentName, srn, certificateExpiry } = profile;
  const named = { surname, otherNames, email, enableFrom, disableAfter, clearingHouseOptions };
  const form = { ...named, settlementAgentName, srn, certificateExpiry };
  return { uuid, type, participant, userId, groups, smartcardAllowed, form };
}

/** An administrator creates in his own participant and never names one; the clearing house names it (W6, W18). */
function participantFor({ side, maker }: ProposalRequest, named: unknown): Judged<string> {
  if (side === 'HKEX')
    return typeof named === 'string'
      ? accepted(named)
      : refused('INVALID_INPUT', 'Name the participant.', { field: 'participant' });
  return named === null && maker.participant !== null
    ? accepted(maker.participant)
    : refused('INVALID_INPUT', 'Users are created in your own participant: name none.', { field: 'participant' });
}

/** Reads a maker's input, with the new identity that the profile would have. */
export function readWanted(request: ProposalRequest): Judged<WantedProfile> {
  const { userId, type, participant = null, groups, version = null, ...form } = request.input;
  if (typeof userId !== 'string') return refused('INVALID_INPUT', 'Name the user ID.', { field: 'userId' });
  if (version !== null) return refused('INVALID_INPUT', 'A new user has no version yet.', { field: 'version' });
  const wantedType = type ?? 'USER';
  if (wantedType !== 'USER' && wantedType !== 'DA')
    return refused('INVALID_OPTION', 'Choose USER or DA.', { field: 'type' });
  const where = participantFor(request, participant);
  if (!where.ok) return where;
  return accepted({ uuid: newId(), type: wantedType, participant: where.value, userId, groups, form });
}
