import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Ask } from '../asking/ask.ts';
import type { Prompt } from '../asking/ask-desk.ts';
import type { Entry } from '../asking/pin-rule.ts';
import { AgentRefusal } from '../error-codes.ts';
import { confirmCss } from '../pages/confirm-css.ts';
import { confirmPage } from '../pages/confirm-page.ts';
import { confirmScript } from '../pages/confirm-script.ts';
import { endPage } from '../pages/end-page.ts';
import { type Exchange, sendAsset, sendHtml } from './exchange.ts';
import { readForm } from './read-body.ts';

/** The page of the agent itself: opened by the site, shown once, answered from nowhere else. */
export interface ConfirmDesk {
  readonly prompt: Prompt;
  answer(exchange: Exchange): Promise<void>;
}

interface Shown {
  readonly ask: Ask;
  /** Null until the page was shown: it can be shown once, so nobody can look at the form afterwards. */
  csrf: string | null;
}

const PATH = '/confirm/';

const unguessable = () => randomBytes(32).toString('base64url');

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Only a person's own window may load the page: no frame, image, script or fetch of a site (Fetch Metadata). */
function isWindow({ request: { headers } }: Exchange): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': target } = headers;
  return (mode === undefined || mode === 'navigate') && (target === undefined || target === 'document');
}

function entryOf(form: URLSearchParams): Entry {
  const text = (name: string) => form.get(name) ?? undefined;
  return { choice: text('choice'), pin: text('pin'), newPin: text('newPin'), again: text('again') };
}

/** Opens the desk for the agent's own page at its own origin. */
export function openConfirmDesk(ownOrigin: () => string): ConfirmDesk {
  const waiting = new Map<string, Shown>();

  const showNext = (exchange: Exchange, shown: Shown): void => {
    const view = shown.ask.view();
    if (view.result !== null) return sendHtml(exchange, 200, endPage(view.result));
    const csrf = unguessable();
    shown.csrf = csrf;
    return sendHtml(exchange, 200, confirmPage(view, { action: exchange.path, csrf }));
  };
  const submit = async (exchange: Exchange, shown: Shown): Promise<void> => {
    if (exchange.request.headers.origin !== ownOrigin()) throw new AgentRefusal('ORIGIN_NOT_ALLOWED');
    const form = await readForm(exchange.request);
    if (shown.csrf === null || !same(form.get('csrf') ?? '', shown.csrf)) throw new AgentRefusal('ASK_UNKNOWN');
    // Spent before the card is asked: a form sent twice asks the card once.
    shown.csrf = unguessable();
    if (form.get('act') === 'cancel') shown.ask.refuse('ASK_CANCELLED');
    else await shown.ask.enter(entryOf(form));
    return showNext(exchange, shown);
  };

  return {
    prompt(ask) {
      const token = unguessable();
      waiting.set(token, { ask, csrf: null });
      void ask.ended.then(() => setTimeout(() => waiting.delete(token), 60_000).unref());
      return `${ownOrigin()}${PATH}${token}`;
    },
    async answer(exchange) {
      const { method } = exchange.request;
      if (method === 'GET' && exchange.path === '/confirm.css') return sendAsset(exchange, 'text/css', confirmCss);
      if (method === 'GET' && exchange.path === '/confirm.js')
        return sendAsset(exchange, 'text/javascript', confirmScript);
      const shown = waiting.get(exchange.path.slice(PATH.length));
      if (shown === undefined || !isWindow(exchange)) throw new AgentRefusal('ASK_UNKNOWN');
      if (method === 'POST') return submit(exchange, shown);
      if (method !== 'GET' || shown.csrf !== null) throw new AgentRefusal('ASK_UNKNOWN');
      return showNext(exchange, shown);
    },
  };
}
