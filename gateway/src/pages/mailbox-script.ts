/** Keeps the mailbox page fresh every two seconds; replaces the list only when it changed, so a selection survives. */
export const mailboxScript = `const mails = document.getElementById('mails');
async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch('/dev/mailbox/list' + location.search, { headers: { accept: 'text/html' } });
    if (!response.ok) return;
    const next = document.createElement('template');
    next.innerHTML = await response.text();
    if (next.content.textContent.trim() !== mails.textContent.trim()) mails.replaceChildren(next.content);
  } catch (error) {
    // The program may be restarting; the next round will tell.
  }
}
setInterval(refresh, 2000);
document.addEventListener('visibilitychange', refresh);
refresh();
`;
