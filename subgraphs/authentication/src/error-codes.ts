/** Every code this subgraph can answer, with what it means and what to do; never reuse a retired one. */
export const errorCodes = {
  AUTH_FAILED:
    'The user ID, password or code is not right, or this user cannot sign in. Check them and try again; if it keeps failing, contact your Delegated Administrator.',
  OTP_INVALID_OR_EXPIRED:
    'The code is not right, was already used, or has expired. Enter the newest code; for an authenticator app, wait for the next one and check that the phone sets its time automatically.',
  DEVICE_NOT_CONFIRMED:
    'What the new device answered does not fit what it was shown, so it was not registered. Register it again, on this site and with the device unlocked.',
  OTP_ATTEMPTS_EXCEEDED: 'Too many wrong codes were entered. Ask for a new code or start again.',
  TOO_BUSY: 'Too many passwords are being checked at this moment. Nothing was checked; try again shortly.',
  FLOW_EXPIRED: 'This attempt has expired or was already completed. Please start again.',
  FLOW_STEP_NOT_EXPECTED:
    'This step does not follow from the last one. Do what the last answer asked for, or start again.',
  TOO_MANY_ATTEMPTS: 'Too many failed attempts. Wait for the time shown and try again.',
  NOT_ENTITLED:
    'You are who you say, but this user may not use this application. Sign in to the application your profile belongs to.',
  METHOD_NOT_OFFERED:
    'This way to sign in is not offered at present. Choose one of the methods shown on the sign-in page.',
  RISK_NOT_ACCEPTED: 'Codes by email need your acceptance of the risk shown. Accept it, or register a device instead.',
  WARNING_VERSION_STALE: 'The risk warning has changed since it was shown. Read the current one and accept that.',
  STEP_UP_NOT_POSSIBLE: 'This session cannot be confirmed again. Sign out and sign in.',
  OWN_CHANGE_NOT_POSSIBLE:
    'The change was not made: the session, the password or a factor changed meanwhile, or this user may not change them. Sign in again and repeat it.',
  CHANGE_NOT_OFFERED:
    'This change is not offered to you. What you may change to, and which devices you have, is in signInSettings. Of several makes of authenticator, name the one that you mean.',
  NO_SECOND_FACTOR:
    'This user has no second factor yet. Sign in once with password and code: a device is registered on the way.',
  EMAIL_REQUIRED:
    'No email address is registered for this user, so codes cannot be mailed. Ask your Delegated Administrator to register one.',
  EMAIL_OTP_NOT_ALLOWED:
    'The clearing house does not allow codes by email for this user. Keep a device, or replace it.',
  RECOVERY_CODES_USELESS:
    'Recovery codes stand in for a lost app, token or passkey, and this user signs in with none of these. Change to one of them first.',
  USER_ID_MALFORMED: 'A user ID is 4 to 12 letters and digits, for example HKABC101.',
  CREDENTIAL_MALFORMED: 'The answer is empty, too long or not text. Enter it again.',
  TOKEN_AUDIENCE_UNKNOWN:
    'No login tokens are issued for this audience. Name one that the operator has listed in COUNTERSIGN_TOKEN_AUDIENCES.',
  NO_CHANGE: 'The account is already as this change would make it, so there is nothing to change.',
  PROFILE_STALE: 'The account changed since it was shown. Open the user profile again and repeat the change.',
  SMARTCARD_NOT_ALLOWED:
    'This user has no smartcard and may not get one: newly created users shall use 2FA. Reset the second factor instead.',
  INITIAL_PIN_UNAVAILABLE:
    'There is no initial PIN for you here. Only the maker of an applied smartcard PIN reset can see it, before the next reset of that user.',
  INITIAL_PIN_ALREADY_SHOWN:
    'The initial PIN of this request was already shown. It is shown once; if it was lost, submit another PIN reset.',
  INITIAL_PIN_EXPIRED: 'The initial PIN of this request has expired. Submit another PIN reset.',
  INITIAL_PIN_REQUIRED:
    'The PIN of this smartcard was reset. Redeem the initial PIN that your administrator handed you, and set a new PIN.',
  UNBLOCKING_KEY_UNKNOWN:
    'The initial PIN is right, but nobody handed over what sets a new PIN on this smartcard. Take the card to your Delegated Administrator; the initial PIN stays good.',
  UNKNOWN_CHANGE_KIND: 'Authentication knows no such kind of change.',
  INVALID_OPTION: 'The value is not one of those on offer. Choose one of them.',
  TOKEN_HOLDER_UNKNOWN: 'There is no living user profile with this user ID. Correct it, or create the user first.',
  SECOND_FACTOR_STANDS:
    'This user has a second factor already. Import with --replace to destroy it, or leave this token out.',
  TOKEN_KEY_TAKEN:
    'Another user has a token with this key already, and two people may not have the same. Reset that user first, or leave this token out.',
  TOKEN_NOT_SERVED: 'No installed authenticator knows the codes of this token.',
  AUTHENTICATOR_UNAVAILABLE: 'This step is not available at the moment. Please try again, or start again.',
  AUTHENTICATOR_SET_UNUSABLE:
    'The installed authenticators cannot serve every phase. The message names what is missing.',
} as const satisfies Record<string, string>;

/** A code of this subgraph. */
export type ErrorCode = keyof typeof errorCodes;
