import { escapeHtml } from './escape-html.ts';

/** A whole page in the door's style. `body` is HTML; the title is text. Scripts and styles come from files, so the policy holds. */
export function htmlPage(page: { readonly title: string; readonly body: string; readonly script?: string }): string {
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
<a class="skip" href="#content">Skip to content</a>
<main id="content">
${page.body}
</main>
</body>
</html>
`;
}
