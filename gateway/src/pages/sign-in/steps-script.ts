/** The steps of signing in and of a reset, each as the API names it, and the look at what is offered now. */
export const stepsScript = `const GO_ON = ['Continue', '繼續'];
const proofs = {
  password: ['answerWithPassword', 'password', ['Password', '密碼'], { type: 'password', autocomplete: 'current-password' }],
  totp: ['answerWithTotp', 'code', ['Code of your authenticator app', '驗證器應用程式的驗證碼']],
  'email-otp': ['answerWithEmailOtp', 'code', ['Code from the email', '電郵中的驗證碼']],
  hotp: ['answerWithHotp', 'code', ['Code of your token', '保安編碼器的驗證碼']],
  'recovery-code': ['answerWithRecoveryCode', 'code', ['Recovery code', '復原碼']],
};
const code = { inputMode: 'text', autocomplete: 'one-time-code', spellcheck: false };
const userId = (value = '') =>
  field('userId', ['User ID', '用戶編號'], { autocomplete: 'username', autocapitalize: 'characters', spellcheck: false, value });

/** Refusals after which the same flow cannot go on. */
const ENDED = ['FLOW_EXPIRED', 'FLOW_STEP_NOT_EXPECTED', 'METHOD_NOT_OFFERED', 'SMARTCARD_NOT_ALLOWED', 'NOT_ENTITLED'];

function on(step) {
  const draw = drawn[step.__typename];
  if (draw) return draw(step);
  throw new Error('This page cannot show the next step (' + step.__typename + ').');
}

const drawn = {
  FlowRefused({ code: why, message, retryAfter }) {
    if (ENDED.includes(why)) start();
    at('message').textContent = message + (retryAfter ? ' (' + retryAfter + ' s)' : '');
  },
  ProofsOffered(step) {
    askFor(step, step.offers.find(({ authenticator }) => canAsk(authenticator)) ?? step.offers[0]);
  },
  DeviceRegistrationOffered: ({ flow, authenticators, canSkip, message }) =>
    show({
      said: [paragraph(message)],
      others: [
        button(['Register device', '登記裝置'], async () => on(await take('registerDevice', { flowId: flow.id }))),
        ...(authenticators.includes('passkey') && passkeysHere()
          ? [
              button(['Register a passkey', '登記通行密鑰'], async () =>
                on(await take('registerDevice', { flowId: flow.id, authenticator: 'passkey' })),
              ),
            ]
          : []),
        ...(canSkip
          ? [button(['Skip this step', '略過此步'], async () => on(await take('skipDeviceRegistration', { flowId: flow.id })))]
          : []),
      ],
    }),
  DeviceRegistration: ({ flow, qrCode, manualEntryKey, account }) =>
    show({
      said: [
        paragraph(...both(['Scan this with your authenticator app, for ' + account + '.', '請以驗證器應用程式掃描。'])),
        make('img', { alt: 'QR code', width: 220, src: 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(qrCode) }),
        paragraph(...both(['Or enter this key:', '或輸入此密鑰：']), make('code', {}, manualEntryKey)),
      ],
      fields: [field('code', proofs.totp[2], code)],
      submit: GO_ON,
      send: async (given) => on(await take('answerWithTotp', { flowId: flow.id, code: given.code })),
    }),
  AuthenticatorRegistration(step) {
    if (step.authenticator !== 'passkey') throw new Error('This page cannot register ' + step.authenticator + '.');
    makePasskey(step);
  },
  RiskWarning: ({ flow, warningVersion, text }) =>
    show({
      said: [paragraph(text)],
      others: [
        button(['Accept', '接受'], async () => on(await take('acceptEmailOtpRisk', { flowId: flow.id, warningVersion }))),
        button(['Register device', '登記裝置'], async () => on(await take('registerDevice', { flowId: flow.id }))),
      ],
    }),
  NewPasswordRequired: ({ flow, rules }) =>
    show({
      said: [paragraph(rules.message)],
      fields: [
        field('newPassword', ['New password', '新密碼'], { type: 'password', autocomplete: 'new-password' }),
        field('confirmation', ['New password again', '再次輸入新密碼'], { type: 'password', autocomplete: 'new-password' }),
      ],
      submit: GO_ON,
      send: async (given) => on(await take('setPassword', { flowId: flow.id, ...given })),
    }),
  PasswordChanged: ({ message }) =>
    show({ said: [paragraph(message)], others: [button(['Close', '關閉'], async () => start())] }),
  SignedIn({ session }) {
    const until = new Date(session.expiresAt).toLocaleTimeString('en-GB', { timeZone: 'Asia/Hong_Kong' });
    signedIn = true;
    offer();
    show({
      said: [paragraph(...both(['You are signed in to ' + session.application + ' until ' + until + ' HKT.', '您已登入。']))],
      others: [button(['Sign out', '登出'], async () => (await ask('mutation { logOut }'), start()))],
    });
  },
};

const canAsk = (authenticator) => authenticator in proofs || authenticator === 'smartcard' || authenticator === 'passkey';
const otherWays = (step, but) =>
  step.offers
    .filter(({ authenticator }) => authenticator !== but && authenticator in proofs)
    .map((other) => button(proofs[other.authenticator][2], async () => askFor(step, other)));

function askFor(step, { authenticator, challenge }) {
  const flowId = step.flow.id;
  if (authenticator === 'smartcard') return askCard(flowId);
  if (authenticator === 'passkey') return askPasskey(step);
  const proof = proofs[authenticator];
  if (!proof) throw new Error('This page cannot ask for ' + authenticator + '.');
  const [answer, name, label, attributes = code] = proof;
  const sent = challenge && challenge.sentTo ? [paragraph(challenge.sentTo + ' (' + challenge.reference + ')')] : [];
  show({
    said: [paragraph(step.message), ...sent],
    fields: [field(name, label, attributes)],
    submit: GO_ON,
    send: async (given) => on(await take(answer, { flowId, ...given })),
    others: [
      ...(authenticator === 'email-otp'
        ? [button(['Send another code', '重發驗證碼'], async () => on(await take('requestEmailOtp', { flowId })))]
        : []),
      ...otherWays(step, authenticator),
    ],
  });
}

/** Each press signs a statement of its own: one that waited for a card to be found is over. */
function askCard(flowId) {
  const send = async () => {
    const shown = agentWindow();
    try {
      const asked = await take('requestSmartcardChallenge', { flowId });
      if (asked.__typename === 'FlowRefused') return on(asked);
      const { statement } = asked.offers[0].challenge;
      on(await take('answerWithSmartcard', { flowId, ...(await sign(statement, shown)) }));
    } finally {
      shown.drop();
    }
  };
  show({
    said: [paragraph(...both(['Insert your smartcard. The card agent on this PC asks for its PIN.', '請插入智能卡。']))],
    others: [button(['Sign in with this card', '以此卡登入'], send)],
  });
}

let now = { phase: '', notice: '', methods: [], unavailable: [] };
let chosen = null;
let signedIn = false;
const METHODS = { SMARTCARD: ['Smartcard', '智能卡'], TWO_FACTOR: ['Password and one-time code', '密碼及一次性驗證碼'] };

/** What is offered at this moment; a step under way stays as it is. */
function offer() {
  at('notice').textContent = now.notice;
  at('methods').replaceChildren(
    ...(signedIn ? [] : now.methods).map((method) => button(METHODS[method], async () => choose(method))),
  );
  at('unavailable').replaceChildren(...now.unavailable.map(({ method, message }) => make('li', {}, ...both(METHODS[method]), ' ' + message)));
}

function start() {
  chosen = null;
  signedIn = false;
  at('step').replaceChildren();
  offer();
}

function choose(method, value) {
  chosen = method;
  if (method === 'SMARTCARD')
    return show({ fields: [userId(value)], submit: GO_ON, send: async (given) => (go(), on(await begin(method, given.userId))) });
  show({
    fields: [userId(value), field('password', proofs.password[2], proofs.password[3])],
    submit: ['Log in', '登入'],
    async send(given) {
      go();
      const begun = await begin(method, given.userId);
      const next = begun.flow ? await take('answerWithPassword', { flowId: begun.flow.id, password: given.password }) : begun;
      if (next.__typename === 'FlowRefused') choose(method, given.userId);
      on(next);
    },
    others: [button(['Forgot/Reset your Password', '忘記／重設密碼'], async () => reset())],
  });
}

/** From here on a flow is under way: what is offered may change, the flow goes on. */
function go() {
  chosen = null;
}

function reset() {
  show({
    fields: [userId()],
    submit: ['Submit', '提交'],
    send: async (given) => on(await take('beginPasswordReset', { userId: given.userId })),
  });
}

let last = '';
async function look() {
  if (document.hidden) return;
  try {
    const query = 'query($application: Application!) { loginOptions(application: $application) { phase methods notice unavailable { method reason message } } }';
    const { loginOptions } = await ask(query, { application });
    if (JSON.stringify(loginOptions) === last) return;
    last = JSON.stringify(loginOptions);
    now = loginOptions;
    offer();
    if (chosen !== null && !now.methods.includes(chosen)) start();
  } catch {
    // The program may be restarting; the next look will tell.
  }
}
setInterval(look, 1000);
document.addEventListener('visibilitychange', look);
look();
`;
