import type { ReceivedMail } from '@countersign/platform';
import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';

const HONG_KONG = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Hong_Kong',
  dateStyle: 'medium',
  timeStyle: 'medium',
});

function mailArticle(mail: ReceivedMail): string {
  return `<article aria-labelledby="m-${escapeHtml(mail.id)}">
<h2 id="m-${escapeHtml(mail.id)}">${escapeHtml(mail.subject)}</h2>
<p class="meta">To <span lang="zh-Hant">致</span>: ${escapeHtml(mail.to.join(', '))}<br>${HONG_KONG.format(mail.receivedAt)} HKT</p>
<pre>${escapeHtml(mail.text)}</pre>
</article>`;
}

/** The mails themselves, newest first: the part of the page that refreshes itself. */
export function mailboxList(mails: readonly ReceivedMail[]): string {
  if (mails.length === 0) return '<p>No mail yet. <span lang="zh-Hant">尚未收到電郵。</span></p>';
  return mails.map(mailArticle).join('\n');
}

/** The mailbox page of a development system. It works without its script; the script only keeps it fresh. */
export function mailboxPage(mails: readonly ReceivedMail[], to: string): string {
  return htmlPage({
    title: 'Mailbox - Countersign',
    script: '/door/mailbox.js',
    body: `<p><a href="/">Countersign</a></p>
<h1>Mailbox <span lang="zh-Hant">信箱</span></h1>
<p>Mail this development system has sent. It is kept in memory and is gone when the program stops.<br>
<span lang="zh-Hant">此開發系統發出的電郵，只存於記憶體，程式停止後即消失。</span></p>
<form method="get" action="/dev/mailbox">
<div><label for="to">To <span lang="zh-Hant">收件人</span></label><input id="to" name="to" type="text" inputmode="email" autocomplete="off" value="${escapeHtml(to)}"></div>
<button type="submit">Filter <span lang="zh-Hant">篩選</span></button>
</form>
<div id="mails" aria-live="polite">
${mailboxList(mails)}
</div>`,
  });
}
