import type { ReceivedMail } from '@countersign/platform';
import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';

const HONG_KONG = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Hong_Kong',
  dateStyle: 'medium',
  timeStyle: 'medium',
});

function mailArticle(mail: ReceivedMail): string {
  const at = `<time datetime="${mail.receivedAt.toISOString()}">${HONG_KONG.format(mail.receivedAt)} HKT</time>`;
  return `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<p class="meta"><span>To <span lang="zh-Hant">致</span>: ${escapeHtml(mail.to.join(', '))}</span>${at}</p>
<pre>${escapeHtml(mail.text)}</pre>
</article>`;
}

/** The mails themselves, newest first: the part of the page that refreshes itself. */
export function mailboxList(mails: readonly ReceivedMail[], to: string): string {
  if (mails.length > 0) return mails.map(mailArticle).join('\n');
  return to === ''
    ? '<p class="empty">No mail yet. <span lang="zh-Hant">尚未收到電郵。</span></p>'
    : '<p class="empty">No mail to such an address. <span lang="zh-Hant">沒有寄往此地址的電郵。</span></p>';
}

/** The mailbox page of a development system. It works without its script; the script only keeps it fresh. */
export function mailboxPage(mails: readonly ReceivedMail[], to: string): string {
  const all =
    to === ''
      ? ''
      : '<p class="quiet"><a href="/dev/mailbox">Show every mail <span lang="zh-Hant">顯示所有電郵</span></a></p>';
  return htmlPage({
    title: 'Mailbox - Countersign',
    here: '/dev/mailbox',
    mailbox: true,
    script: '/door/mailbox.js',
    body: `<h1>Mailbox <span lang="zh-Hant">信箱</span></h1>
<p>Mail this development system has sent. It is kept in memory and is gone when the program stops.</p>
<p lang="zh-Hant">此開發系統發出的電郵，只存於記憶體，程式停止後即消失。</p>
<form method="get" action="/dev/mailbox">
<div><label for="to">Address, or part of it <span lang="zh-Hant">收件地址</span></label><input id="to" name="to" type="text" inputmode="email" autocomplete="off" spellcheck="false" maxlength="254" value="${escapeHtml(to)}"></div>
<button type="submit">Filter <span lang="zh-Hant">篩選</span></button>
</form>
${all}
<div id="mails" aria-live="polite">
${mailboxList(mails, to)}
</div>`,
  });
}
