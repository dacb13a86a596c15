import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';

const EXAMPLE = `curl -s ORIGIN/graphql \\
  -H 'content-type: application/json' \\
  -d '{"query":"{ loginOptions(application: DMS) { phase } }"}'`;

const MAILBOX = `<div class="card">
<h2>Mailbox <span lang="zh-Hant">信箱</span></h2>
<p><a href="/dev/mailbox">/dev/mailbox</a> shows every mail this system sends, codes included.</p>
<p lang="zh-Hant">系統發出的所有電郵，包括驗證碼。</p>
</div>`;

function tryIt(demoHint: string | undefined): string {
  if (demoHint === undefined) return '';
  return `<section>
<h2>Try it <span lang="zh-Hant">試用</span></h2>
<p>In a second terminal, in the folder of this program: <span lang="zh-Hant" class="quiet">請在另一終端機執行：</span></p>
<pre>${escapeHtml(demoHint)}</pre>
</section>`;
}

const SIGN_IN = `<div class="card">
<h2>Sign in <span lang="zh-Hant">登入</span></h2>
<p><a href="/sign-in">DMS</a>, <a href="/sign-in?application=CCMS">CCMS</a> or <a href="/sign-in?application=CONSOLE">the clearing house's console</a>: by smartcard, or by password and one-time code.</p>
<p lang="zh-Hant">以智能卡，或以密碼及一次性驗證碼登入。</p>
</div>`;

/** The first page a newcomer meets: what runs here, where GraphQL is, and what to try next, in English and Traditional Chinese. */
export function landingPage(options: {
  readonly origin: string;
  readonly mailbox: boolean;
  readonly demoHint?: string | undefined;
}): string {
  const origin = escapeHtml(options.origin);
  return htmlPage({
    title: 'Countersign',
    here: '/',
    mailbox: options.mailbox,
    body: `<h1>Every change, countersigned <span lang="zh-Hant">每項更改，均經副署</span></h1>
<p class="lead">Two-factor login, and a second person's countersignature on every change to who a user is.</p>
<p class="lead" lang="zh-Hant">雙重認證登入；用戶資料的每項更改，均須由第二人覆核確認。</p>
<div class="cards">
${SIGN_IN}
<div class="card">
<h2>GraphQL <span lang="zh-Hant">介面</span></h2>
<p><code>POST ${origin}/graphql</code></p>
<p>The whole API, JSON in and out.</p>
<p lang="zh-Hant">全部功能，以 JSON 收發。</p>
</div>
${options.mailbox ? MAILBOX : ''}
<div class="card">
<h2>Health <span lang="zh-Hant">運作狀態</span></h2>
<p><a href="/livez">/livez</a>: the program works. <a href="/readyz">/readyz</a>: it can serve.</p>
<p lang="zh-Hant">程式是否運作，能否提供服務。</p>
</div>
</div>
<section>
<h2>A first request <span lang="zh-Hant">首個請求</span></h2>
<pre>${escapeHtml(EXAMPLE).replace('ORIGIN', origin)}</pre>
</section>
${tryIt(options.demoHint)}`,
  });
}
