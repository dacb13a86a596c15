import { createParticipant, createProfile, setPhase } from '@countersign/identity';
import { type Database, isDuplicateKey } from '@countersign/platform';
import type { Ground } from '../compose/ground.ts';
import { demoParticipants } from './demo-participants.ts';
import { demoProfiles } from './demo-profiles.ts';
import { holdHoursOpen } from './hold-hours-open.ts';

/** Makes the demo's participants, profiles and phase, once: what exists already, changed or not, is left alone. */
export async function seedDemoProfiles(ground: Ground, identity: Database): Promise<void> {
  const at = ground.clock.now();
  try {
    await identity.transaction(async (tx) => {
      for (const participant of demoParticipants) await createParticipant(tx, participant, at);
      for (const { clearingHouse: _house, ...profile } of demoProfiles()) await createProfile(tx, profile, at);
      await setPhase(tx, 'PARALLEL', at);
    });
    ground.logger.info({ profiles: demoProfiles().length }, 'demo data made');
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    ground.logger.debug('demo data found');
  }
  if (ground.settings.values.COUNTERSIGN_DEMO_HOURS === 'open') await holdHoursOpen(identity, at);
}
