import { escapeHtml } from './escape-html.ts';

/** Two signatures, one over the other. */
const MARK =
  '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M3 15l6 6L21 8"/><path d="M11 21l4 4L29 11"/></svg>';

/** What every page of the door is made of. `body` is HTML; the title is text. */
export interface HtmlPage {
  readonly title: string;
  readonly body: string;
  /** Address of this page, to mark it in the navigation. */
  readonly here: '/' | '/sign-in' | '/dev/mailbox';
  readonly mailbox: boolean;
  readonly script?: string;
}

function link(page: HtmlPage, to: HtmlPage['here'], name: string): string {
  return `<a href="${to}"${page.here === to ? ' aria-current="page"' : ''}>${name}</a>`;
}

/** A whole page in the door's style. Scripts and styles come from files, so the policy holds. */
export function htmlPage(page: HtmlPage): string {
  const mailbox = page.mailbox ? link(page, '/dev/mailbox', 'Mailbox <span lang="zh-Hant">信箱</span>') : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.title)}</title>
<link rel="stylesheet" href="/door/door.css">
<link rel="icon" href="data:,">
${page.script === undefined ? '' : `<script src="${page.script}" defer></script>\n`}</head>
<body>
<a class="skip" href="#content">Skip to content <span lang="zh-Hant">跳到內容</span></a>
<div class="bar"><header>
<a class="brand" href="/">${MARK}Countersign</a>
<nav aria-label="Pages">${link(page, '/', 'Start <span lang="zh-Hant">首頁</span>')}${link(page, '/sign-in', 'Sign in <span lang="zh-Hant">登入</span>')}${mailbox}</nav>
</header></div>
<main id="content" tabindex="-1">
${page.body}
</main>
</body>
</html>
`;
}
