/** A refusal of the card agent: `code` and the sentence to show. No agent at all is AGENT_MISSING. */
export class CardRefusal extends Error {
  constructor({ code, message }) {
    super(message);
    this.code = code;
  }
}

const MISSING = {
  code: 'AGENT_MISSING',
  message: 'The card agent of this PC does not answer. Start it and try again.',
};

async function ask(address, init) {
  const answer = await fetch(address, init).catch(() => undefined);
  if (answer === undefined) throw new CardRefusal(MISSING);
  const body = await answer.json();
  if (!answer.ok) throw new CardRefusal(body);
  return body;
}

/** Waits until the person confirmed on the agent's own page; the agent holds each question open for a while. */
async function outcome(address) {
  const result = await ask(address);
  if (result.state === 'WAITING') return outcome(address);
  if (result.state === 'REFUSED') throw new CardRefusal(result);
  return result;
}

async function open(agent, path, wish) {
  // At once, while the click counts: a window opened after the answer would be blocked.
  const page = window.open('about:blank', 'countersign-card-agent', 'popup,width=480,height=720');
  try {
    const headers = { 'content-type': 'application/json' };
    const { id, confirm } = await ask(`${agent}${path}`, { method: 'POST', headers, body: JSON.stringify(wish) });
    if (confirm === null) page?.close();
    else if (page) page.location.replace(confirm);
    return await outcome(`${agent}/v1/asks/${id}`);
  } catch (error) {
    page?.close();
    throw error;
  }
}

/** Has the card sign the statement of a login or step-up: `{ certificate, signature }` for `answerWithSmartcard`. Call it from a click. */
export async function signByCard(statement, agent = 'http://127.0.0.1:9543') {
  const { certificate, signature } = await open(agent, '/v1/sign', { statement });
  return { certificate, signature };
}

/** After a PIN reset: the person chooses a new PIN on the agent's page, and the unblocking key lets the card take it. */
export async function setNewPin(unblockingKey, agent = 'http://127.0.0.1:9543') {
  await open(agent, '/v1/unblock', { unblockingKey });
}
