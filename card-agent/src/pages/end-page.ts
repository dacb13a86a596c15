import type { WishResult } from '../asking/wish.ts';
import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';

const CLOSE = '<p>You may close this window. <span lang="zh-Hant">你可以關閉此視窗。</span></p>';
const DONE = {
  SIGNED: 'Signed. The site goes on by itself. <span lang="zh-Hant">已簽署。</span>',
  UNBLOCKED: 'Your new PIN is set. Sign in with it. <span lang="zh-Hant">新密碼已設定。</span>',
} as const;

/** How an ask ended, in a sentence. */
export function endPage(result: WishResult): string {
  if (result.state !== 'REFUSED')
    return htmlPage(
      `<h1>Done <span lang="zh-Hant">完成</span></h1>\n<p>${DONE[result.state]}</p>\n${CLOSE}`,
      result.state,
    );
  return htmlPage(
    `<h1>Not signed <span lang="zh-Hant">未簽署</span></h1>\n<p class="alert" role="alert">${escapeHtml(result.message)}</p>\n${CLOSE}`,
    result.state,
  );
}
