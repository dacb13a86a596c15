/** How the sign-in page has a statement signed: by the card agent of this PC, which asks for the PIN itself. */
export const cardScript = `const AGENT = 'http://127.0.0.1:9543';

async function agent(path, init) {
  let response;
  try {
    response = await fetch(AGENT + path, init);
  } catch {
    throw new Error('The card agent does not answer. Start it on this PC, then try again.');
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

/** The agent's window. It is opened by the click itself, before anything is waited for, or the browser would block it. */
function agentWindow() {
  let opened = window.open('about:blank', 'countersign-card', 'width=480,height=640');
  return {
    show(address) {
      if (!opened) throw new Error('The browser blocked the window of the card agent. Allow windows of this site, then try again.');
      opened.location = address;
      opened = null;
    },
    // Once it shows the agent it is the agent's.
    drop() {
      if (opened) opened.close();
      opened = null;
    },
  };
}

async function sign(statement, shown) {
  const headers = { 'content-type': 'application/json' };
  const { id, confirm } = await agent('/v1/sign', { method: 'POST', headers, body: JSON.stringify({ statement }) });
  if (confirm !== null) shown.show(confirm);
  for (;;) {
    const ask = await agent('/v1/asks/' + id);
    if (ask.state === 'SIGNED') return { certificate: ask.certificate, signature: ask.signature };
    if (ask.state === 'REFUSED') throw new Error(ask.message);
  }
}
`;
