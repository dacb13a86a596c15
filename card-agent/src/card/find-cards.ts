import { CKA, CKF, CKO } from '../cryptoki/cryptoki-constants.ts';
import type { Cryptoki, Handle } from '../cryptoki/cryptoki.ts';
import type { Card, CardCertificate } from './card.ts';
import { pinStates } from './pin-states.ts';
import { readCertificate } from './read-certificate.ts';

/** A card with the slot that it is in. */
export interface SlottedCard extends Card {
  readonly slot: Handle;
}

function certificatesIn(cryptoki: Cryptoki, session: Handle): readonly CardCertificate[] {
  return cryptoki.find(session, [[CKA.CLASS, CKO.CERTIFICATE]]).flatMap((object) => {
    const der = cryptoki.read(session, object, CKA.VALUE);
    const id = cryptoki.read(session, object, CKA.ID);
    const read = der === null || id === null ? null : readCertificate(der, id);
    return read === null ? [] : [read];
  });
}

function cardIn(cryptoki: Cryptoki, slot: Handle): readonly SlottedCard[] {
  try {
    const token = cryptoki.token(slot);
    if ((token.flags & CKF.TOKEN_INITIALIZED) === 0) return [];
    const session = cryptoki.openSession(slot);
    try {
      const certificates = certificatesIn(cryptoki, session);
      return [{ slot, serial: token.serial, label: token.label, states: pinStates(token.flags), certificates }];
    } finally {
      cryptoki.closeSession(session);
    }
  } catch {
    // A card that cannot be asked, or that goes while it is asked, is not there.
    return [];
  }
}

/** Every card that answers, with its certificates; no PIN is needed. */
export function findCards(cryptoki: Cryptoki): readonly SlottedCard[] {
  return cryptoki.slots().flatMap((slot) => cardIn(cryptoki, slot));
}
