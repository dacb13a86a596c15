import type { AskView } from '../asking/ask.ts';
import type { CardChoice } from '../asking/card-choice.ts';
import type { Wish } from '../asking/wish.ts';
import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';

const PURPOSES = {
  LOGIN: 'Sign in <span lang="zh-Hant">登入</span>',
  STEP_UP: 'Confirm that it is you <span lang="zh-Hant">再次確認身分</span>',
  UNBLOCK: 'Set a new PIN after a PIN reset <span lang="zh-Hant">重設後設定新密碼</span>',
} as const;

const purposeOf = (wish: Wish) => PURPOSES[wish.kind === 'UNBLOCK' ? 'UNBLOCK' : wish.statement.purpose];

function who(wish: Wish): string {
  const user =
    wish.kind === 'UNBLOCK'
      ? ''
      : `<dt>User ID <span lang="zh-Hant">用戶編號</span></dt><dd>${escapeHtml(wish.statement.user)}</dd>`;
  return `<dl>
<dt>Site that asks <span lang="zh-Hant">要求的網站</span></dt><dd>${escapeHtml(wish.origin)}</dd>
${user}
<dt>Purpose <span lang="zh-Hant">用途</span></dt><dd>${purposeOf(wish)}</dd>
</dl>`;
}

function nameOf({ card, certificate }: CardChoice): string {
  const name = certificate === null || certificate.name === '' ? card.label : certificate.name;
  return escapeHtml(`${name} (${card.label}, ${card.serial})`);
}

function cards(choices: readonly CardChoice[]): string {
  const [only] = choices;
  if (choices.length === 1 && only !== undefined)
    return `<dl><dt>Card <span lang="zh-Hant">智能卡</span></dt><dd>${nameOf(only)}</dd></dl>`;
  const rows = choices.map(
    (choice, index) =>
      `<label><input type="radio" name="choice" value="${escapeHtml(choice.id)}"${index === 0 ? ' checked' : ''}> ${nameOf(choice)}</label>`,
  );
  return `<fieldset><legend>Which card? <span lang="zh-Hant">選擇智能卡</span></legend>\n${rows.join('\n')}\n</fieldset>`;
}

function field(name: string, label: string, mark: '' | ' required' | ' required autofocus'): string {
  return `<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="password" inputmode="numeric" autocomplete="off" maxlength="64"${mark}>`;
}

function fields({ needs: { pin, newPin }, choices }: AskView): string {
  // Of several cards perhaps only one wants a new PIN.
  const wanted = choices.length === 1 ? ' required' : '';
  const former = field('pin', 'PIN of the card <span lang="zh-Hant">智能卡密碼</span>', ' required autofocus');
  const next = [
    '<p>Choose a new PIN of 6 to 8 digits. <span lang="zh-Hant">請設定六至八位數字的新密碼。</span></p>',
    field('newPin', 'New PIN <span lang="zh-Hant">新密碼</span>', pin ? wanted : ' required autofocus'),
    field('again', 'New PIN again <span lang="zh-Hant">再次輸入新密碼</span>', wanted),
  ].join('\n');
  return [pin ? former : '', newPin ? next : ''].join('\n');
}

/** Names who asks, for whom and what for, and takes the PIN: the site's page never sees it (W10). */
export function confirmPage(
  view: AskView,
  { action, csrf }: { readonly action: string; readonly csrf: string },
): string {
  const alert = view.tell === null ? '' : `<p class="alert" role="alert">${escapeHtml(view.tell)}</p>`;
  return htmlPage(`<h1>${view.wish.kind === 'UNBLOCK' ? 'Set a new PIN?' : 'Sign with your card?'} <span lang="zh-Hant">${view.wish.kind === 'UNBLOCK' ? '設定新密碼？' : '以智能卡簽署？'}</span></h1>
${who(view.wish)}
${alert}
<form method="post" action="${action}">
<input type="hidden" name="csrf" value="${csrf}">
${cards(view.choices)}
${fields(view)}
<button name="act" value="confirm">Confirm <span lang="zh-Hant">確認</span></button>
<button class="quiet" name="act" value="cancel" formnovalidate>Cancel <span lang="zh-Hant">取消</span></button>
</form>`);
}
