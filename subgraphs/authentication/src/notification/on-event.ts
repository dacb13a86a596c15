import { type DomainEvent, type Transaction, handledOnce } from '@countersign/platform';
import type { Parts } from '../parts.ts';
import { addNotice } from './add-notice.ts';
import type { NoticeText } from './notice-text.ts';
import { texts } from './texts.ts';

interface Letter {
  readonly to: string | null;
  readonly text: NoticeText;
}

/** Turns events of the other parts into notices, each event once however often it arrives (design 7). */
export function onEvent(parts: Parts): (event: DomainEvent) => Promise<void> {
  return async (event) => {
    const letters = await lettersFor(parts, event);
    if (letters.length === 0) return;
    await parts.database.transaction(async (tx: Transaction) => {
      if (!(await handledOnce(tx, 'authentication', event.id))) return;
      for (const { to, text } of letters) await addNotice(tx, { to, ...text, at: parts.clock.now() });
    });
    parts.pokeNotices();
  };
}

async function lettersFor(parts: Parts, event: DomainEvent): Promise<readonly Letter[]> {
  const at = new Date(event.at);
  const field = (name: string) => (typeof event.body[name] === 'string' ? event.body[name] : '');
  switch (event.type) {
    case 'identity.email-changed': {
      const text = texts.emailChanged(field('userId'), at);
      return [field('oldEmail'), field('newEmail')].map((to) => ({ to, text }));
    }
    case 'approvals.code-used': {
      const use = { makerUserId: field('makerUserId'), targetUserId: field('targetUserId') };
      return [
        { to: await addressOf(parts, field('checkerUuid')), text: texts.codeUsed(field('checkerUserId'), at, use) },
      ];
    }
    case 'approvals.code-revoked':
      return [
        { to: await addressOf(parts, field('checkerUuid')), text: texts.codeRevoked(field('checkerUserId'), at) },
      ];
    default:
      return [];
  }
}

async function addressOf(parts: Parts, profileUuid: string): Promise<string | null> {
  return (await parts.people.byUuid(profileUuid))?.email ?? null;
}
