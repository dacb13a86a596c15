import type { Group } from '../groups/group.ts';
import type { EnquiredProfile } from '../rows/enquire-profiles.ts';
import { standingOf } from '../user-profile/standing.ts';
import { maySeePersonalFields } from '../user-profile/visibility.ts';
import type { Reader } from './reader.ts';
import { presentGroup } from './present-group.ts';
import type { UserProfileType } from './user-profile-type.ts';

/** A profile as this reader may see it: email and card fields for the entitled, card fields for nobody from END (A1, W21). */
export function presentProfile({ profile, participant }: EnquiredProfile, reader: Reader, now: Date): UserProfileType {
  const personal = maySeePersonalFields(reader, profile);
  const card = personal && reader.phase !== 'END';
  const { usable, roles } = standingOf(profile, now, reader.catalogue);
  return {
    userId: profile.userId,
    type: profile.type,
    participant,
    clearingHouse: profile.clearingHouse,
    status: profile.status,
    usable,
    surname: profile.surname,
    otherNames: profile.otherNames,
    email: personal ? profile.email : null,
    enableFrom: profile.enableFrom,
    disableAfter: profile.disableAfter,
    clearingHouseOptions: profile.clearingHouseOptions,
    settlementAgentName: profile.settlementAgentName,
    groups: profile.groups
      .map((code) => reader.catalogue.find(code))
      .filter((group): group is Group => group !== null)
      .map(presentGroup),
    roles,
    srn: card ? profile.srn : null,
    certificateExpiry: card ? profile.certificateExpiry : null,
    smartcardAllowed: profile.smartcardAllowed,
    createdInPhase: profile.createdInPhase,
    version: profile.version,
  };
}
