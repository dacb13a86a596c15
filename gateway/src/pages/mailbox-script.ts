/** Keeps the mailbox page fresh every two seconds; replaces the list only when it changed, so a selection survives. */
export const mailboxScript = `const mails = document.getElementById('mails');
let shown = '';
async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch('/dev/mailbox/list' + location.search, { headers: { accept: 'text/html' } });
    if (!response.ok) return;
    const next = await response.text();
    if (shown !== '' && next !== shown) mails.innerHTML = next;
    shown = next;
  } catch (error) {
    // The program may be restarting; the next round will tell.
  }
}
setInterval(refresh, 2000);
refresh();
`;
