/** How the sign-in page asks the API and draws: every text goes in as text, so nothing that was said can become markup. */
export const doorScript = `const at = (id) => document.getElementById(id);
const application = at('step').dataset.application;
const STEP = \`__typename
  ... on ProofsOffered { flow { id } message offers { authenticator challenge { __typename ... on SmartcardChallenge { statement }
    ... on EmailOtpChallenge { sentTo reference } ... on PasskeyChallenge { options } } } }
  ... on DeviceRegistrationOffered { flow { id } authenticators canSkip message }
  ... on DeviceRegistration { flow { id } qrCode manualEntryKey account }
  ... on AuthenticatorRegistration { flow { id } authenticator options }
  ... on RiskWarning { flow { id } warningVersion text }
  ... on NewPasswordRequired { flow { id } rules { message } }
  ... on PasswordChanged { message }
  ... on SignedIn { session { application expiresAt } }
  ... on FlowRefused { code message retryAfter }\`;

async function ask(query, variables) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors && errors.length > 0) throw new Error(errors[0].message);
  return data;
}

/** One step of a flow: the name of its field, and its arguments with their types. */
async function take(field, given) {
  const names = Object.keys(given);
  const types = names.map((name) => '$' + name + ': ' + (name === 'flowId' || name === 'userId' ? 'ID!' : 'String!'));
  const passed = names.map((name) => name + ': $' + name);
  const data = await ask(\`mutation(\${types.join(', ')}) { \${field}(\${passed.join(', ')}) { \${STEP} } }\`, given);
  return data[field];
}

async function begin(method, userId) {
  const input = { application, method, userId, delivery: 'COOKIE' };
  return (await ask(\`mutation($input: BeginLoginInput!) { beginLogin(input: $input) { \${STEP} } }\`, { input })).beginLogin;
}

function make(tag, attributes, ...content) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...content);
  return element;
}
const chinese = (text) => Object.assign(make('span', {}, text), { lang: 'zh-Hant' });
const both = ([english, other]) => [english + ' ', chinese(other)];
const paragraph = (...content) => make('p', {}, ...content);

function button(label, act, type = 'button') {
  const made = make('button', { type }, ...both(label));
  if (act) made.addEventListener('click', () => during(act));
  return made;
}
function field(id, label, attributes) {
  const input = make('input', { id, name: id, required: true, ...attributes });
  return make('div', {}, make('label', { htmlFor: id }, ...both(label)), input);
}

function asking(fields, submit, send, others) {
  const form = make('form', { noValidate: true });
  form.append(...fields, button(submit, null, 'submit'), ...others);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    during(() => send(Object.fromEntries(new FormData(form))));
  });
  return form;
}

/** Shows one step: what is said, what is asked, and what else may be done. The first field is where one types next. */
function show({ said = [], fields = [], submit, send, others = [] }) {
  at('step').replaceChildren(...said, ...(submit ? [asking(fields, submit, send, others)] : others));
  const first = at('step').querySelector('input, button');
  if (first) first.focus();
}

/** Runs one act at a time; what goes wrong is said where it is read aloud. */
let busy = false;
async function during(act) {
  if (busy) return;
  busy = true;
  at('message').textContent = '';
  try {
    await act();
  } catch (error) {
    at('message').textContent = error.message;
  } finally {
    busy = false;
  }
}
`;
