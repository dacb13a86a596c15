/** A whole page of the agent. `body` is HTML; `state` tells the page's script how the ask ended. */
export function htmlPage(body: string, state = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Card agent</title>
<link rel="stylesheet" href="/confirm.css">
<link rel="icon" href="data:,">
<script src="/confirm.js" defer></script>
</head>
<body data-state="${state}">
<main>
${body}
</main>
</body>
</html>
`;
}
