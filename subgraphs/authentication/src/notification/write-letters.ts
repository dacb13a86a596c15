import { type Database, DependencyUnavailable, handledOnce, handledTogether, inBatches } from '@countersign/platform';
import { addNotices, type Notice } from './add-notice.ts';

const WRITTEN_AT_ONCE = 50;
const GROUP = 'authentication';

/** The notices that one event calls for. */
export interface Occasion {
  readonly eventId: string;
  readonly notices: readonly Notice[];
}

/** Leaves the notices of each event once however often it arrives; events of one moment share a unit of work (design 7). */
export function writeLetters(database: Database): (occasion: Occasion) => Promise<void> {
  const alone = ({ eventId, notices }: Occasion): Promise<void> =>
    database.transaction(async (tx) => {
      if (await handledOnce(tx, GROUP, eventId)) await addNotices(tx, notices);
    });
  const inOne = (occasions: readonly Occasion[]): Promise<void> =>
    database.transaction(async (tx) => {
      const ids = occasions.map(({ eventId }) => eventId);
      await handledTogether(tx, GROUP, ids);
      await addNotices(
        tx,
        occasions.flatMap(({ notices }) => notices),
      );
    });
  return inBatches<Occasion, void>({
    most: WRITTEN_AT_ONCE,
    keyOf: ({ eventId }) => eventId,
    async run(occasions) {
      try {
        await inOne(occasions);
        return occasions.map(() => undefined);
      } catch (error) {
        if (error instanceof DependencyUnavailable) throw error;
        // One of them was handled before: each says so for itself.
        return occasions.map(alone);
      }
    },
  });
}
