import { cardScript } from './card-script.ts';
import { doorScript } from './door-script.ts';
import { passkeyScript } from './passkey-script.ts';
import { stepsScript } from './steps-script.ts';

/** The script of the sign-in page, in the order in which its parts stand on each other. */
export const signInScript = [doorScript, cardScript, passkeyScript, stepsScript].join('\n');
