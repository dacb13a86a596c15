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

/** The window is opened by the click itself, before anything is waited for, or the browser would block it. */
async function sign(statement, shown) {
  const headers = { 'content-type': 'application/json' };
  const { id, confirm } = await agent('/v1/sign', { method: 'POST', headers, body: JSON.stringify({ statement }) });
  if (confirm === null) shown.close();
  else shown.location = confirm;
  for (;;) {
    const ask = await agent('/v1/asks/' + id);
    if (ask.state === 'SIGNED') return { certificate: ask.certificate, signature: ask.signature };
    if (ask.state === 'REFUSED') throw new Error(ask.message);
  }
}
`;
