/** How the sign-in page uses a passkey of this device, and makes one: the browser asks the person by itself (decision 82). */
export const passkeyScript = `const passkeysHere = () => typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** What the browser answered, as text. Who closed its question, or has no passkey here, reads so in our words. */
async function credential(ask) {
  if (!passkeysHere()) throw new Error('This browser cannot use passkeys here. Use another one, or sign in another way.');
  try {
    return JSON.stringify((await ask(PublicKeyCredential, navigator.credentials)).toJSON());
  } catch {
    throw new Error('The passkey was not used. Try again, and confirm where your device asks for it.');
  }
}

/** Each press answers a challenge of its own: one that waited is over. */
function askPasskey(step) {
  const flowId = step.flow.id;
  const use = async () => {
    const asked = await take('requestPasskeyChallenge', { flowId });
    if (asked.__typename === 'FlowRefused') return on(asked);
    const { options } = asked.offers[0].challenge;
    const response = await credential((key, held) => held.get({ publicKey: key.parseRequestOptionsFromJSON(options) }));
    on(await take('answerWithPasskey', { flowId, response }));
  };
  show({
    said: [paragraph(step.message)],
    others: [button(['Sign in with a passkey', '以通行密鑰登入'], use), ...otherWays(step, 'passkey')],
  });
}

function makePasskey({ flow, options }) {
  const create = async () => {
    const response = await credential((key, held) => held.create({ publicKey: key.parseCreationOptionsFromJSON(options) }));
    on(await take('answerWithPasskey', { flowId: flow.id, response }));
  };
  show({
    said: [paragraph(...both(['Your device makes a passkey for this site.', '您的裝置會為此網站建立通行密鑰。']))],
    others: [button(['Make the passkey', '建立通行密鑰'], create)],
  });
}
`;
