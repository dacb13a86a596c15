import { openCryptoki } from '../cryptoki/cryptoki.ts';
import type { CardErrand, CardOutcome } from './card-order.ts';
import { carryOut } from './carry-out.ts';

/** Carries out one errand and ends: a module that hangs, crashes or leaks takes only this program with it (docs/decisions/0063). */
function carry({ module, order }: CardErrand): CardOutcome {
  const open = () => openCryptoki(module);
  let cryptoki: ReturnType<typeof open>;
  try {
    cryptoki = open();
  } catch (error) {
    return { ok: false, code: 'READER_MODULE_FAILED', detail: error instanceof Error ? error.message : String(error) };
  }
  try {
    return carryOut(cryptoki, order, () => {
      cryptoki.finalize();
      return open();
    });
  } catch (error) {
    return { ok: false, code: 'CARD_FAILED', detail: error instanceof Error ? error.message : String(error) };
  }
}

process.once('message', (errand: CardErrand) => {
  process.send?.(carry(errand), () => process.disconnect());
});
