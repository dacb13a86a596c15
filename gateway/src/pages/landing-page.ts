import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';

const EXAMPLE = `curl -s ORIGIN/graphql \\
  -H 'content-type: application/json' \\
  -d '{"query":"{ loginOptions(application: DMS) { phase } }"}'`;

/** The first page a newcomer meets: what runs here, where GraphQL is, and what to try next, in English and Traditional Chinese. */
export function landingPage(options: {
  readonly origin: string;
  readonly mailbox: boolean;
  readonly demoHint?: string | undefined;
}): string {
  const origin = escapeHtml(options.origin);
  const mailboxRow = options.mailbox
    ? '<dt>Mailbox</dt><dd><a href="/dev/mailbox">/dev/mailbox</a>: every mail the system sends, codes included</dd>'
    : '';
  const mailboxRowZh = options.mailbox
    ? '<dt>信箱</dt><dd><a href="/dev/mailbox">/dev/mailbox</a>：系統發出的所有電郵，包括驗證碼</dd>'
    : '';
  const hint =
    options.demoHint === undefined
      ? ''
      : `<h2>Try it <span lang="zh-Hant">試用</span></h2>\n<pre>${escapeHtml(options.demoHint)}</pre>`;
  return htmlPage({
    title: 'Countersign',
    body: `<h1>Countersign</h1>
<p>Two-factor login, and a second person's countersignature on every change to who a user is.</p>
<dl>
<dt>GraphQL</dt><dd><code>POST ${origin}/graphql</code>, JSON in and out</dd>
${mailboxRow}
<dt>Health</dt><dd><a href="/livez">/livez</a>, <a href="/readyz">/readyz</a></dd>
</dl>
<pre>${escapeHtml(EXAMPLE).replace('ORIGIN', origin)}</pre>
${hint}
<section lang="zh-Hant">
<h2>Countersign 覆簽</h2>
<p>雙重認證登入；用戶資料的每項更改，均須由第二人覆核確認。</p>
<dl>
<dt>GraphQL</dt><dd><code>POST ${origin}/graphql</code>，以 JSON 收發</dd>
${mailboxRowZh}
<dt>運作狀態</dt><dd><a href="/livez">/livez</a>、<a href="/readyz">/readyz</a></dd>
</dl>
</section>`,
  });
}
