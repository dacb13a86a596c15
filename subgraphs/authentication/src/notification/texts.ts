import type { OtpChannelShown } from '../route-book.ts';
import { hongKong, notice } from './notice-text.ts';

const beginnings = {
  SMARTCARD:
    'For now sign in with your smartcard. A notice on the sign-in page will tell when passwords and codes begin.',
  TWO_FACTOR:
    'To begin, open the sign-in page that your firm uses, choose "Forgot/Reset your Password" and enter the user ID: a code will be mailed to this address. Then choose a password and register a device.',
} as const;

/** From this many recovery codes on a person is told to renew them. */
const FEW_LEFT = 3;

const ways: Readonly<Record<OtpChannelShown, string>> = {
  APP: 'an authenticator app',
  EMAIL: 'codes by email',
  TOKEN: 'a token',
  PASSKEY: 'a passkey',
  OTHER: 'another authenticator',
};

/** What a person is told about his own user ID: what happened, when, and what to do if he did not do it (N1). */
export const texts = {
  passwordChanged: (userId: string, at: Date) =>
    notice(userId, 'Password changed', `The password was changed on ${hongKong(at)}. All sessions were ended.`),
  locked: (userId: string, at: Date) =>
    notice(
      userId,
      'User locked',
      `After too many wrong codes this user was locked on ${hongKong(at)}. Only an unlock by your Delegated Administrator opens it again.`,
    ),
  passwordDisabled: (userId: string, at: Date) =>
    notice(
      userId,
      'Password disabled',
      `After too many wrong passwords the password was disabled on ${hongKong(at)}. Reset it to sign in again.`,
    ),
  sessionEnded: (userId: string, at: Date, application: string) =>
    notice(
      userId,
      'Session ended',
      `Your session in ${application} was ended on ${hongKong(at)} by an administrator. You can sign in again.`,
      'If you do not know why, ask your Delegated Administrator.',
    ),
  newSource: (userId: string, at: Date, address: string) =>
    notice(
      userId,
      'Sign-in from a new address',
      `There was a sign-in on ${hongKong(at)} from the network address ${address}, which was not used before.`,
    ),
  deviceRegistered: (userId: string, at: Date) =>
    notice(userId, 'Device registered', `An authenticator app was registered on ${hongKong(at)}.`),
  tokenAssigned: (userId: string, at: Date, serial: string) =>
    notice(
      userId,
      'Token assigned',
      `The token with the serial number ${serial} was assigned to this user on ${hongKong(at)}. From now on its codes are the second factor; a device used before no longer counts.`,
    ),
  deviceReplaced: (userId: string, at: Date) =>
    notice(
      userId,
      'Device replaced',
      `Another device was registered in place of the old one on ${hongKong(at)}. All sessions were ended.`,
    ),
  channelChanged: (userId: string, at: Date, from: OtpChannelShown, to: OtpChannelShown) =>
    notice(
      userId,
      'Way to sign in changed',
      `The second factor was changed from ${ways[from]} to ${ways[to]} on ${hongKong(at)}. All sessions were ended.`,
    ),
  recoveryCodesIssued: (userId: string, at: Date) =>
    notice(
      userId,
      'Recovery codes renewed',
      `New recovery codes were shown on ${hongKong(at)}. Older ones no longer count.`,
    ),
  recoveryCodeUsed: (userId: string, at: Date, left: number) =>
    notice(
      userId,
      left > FEW_LEFT ? 'Recovery code used' : 'Recovery code used, few left',
      `A recovery code was used on ${hongKong(at)} in place of the device. ${left} ${left === 1 ? 'is' : 'are'} left.${
        left > FEW_LEFT ? '' : ' Sign in and renew them.'
      }`,
    ),
  mailboxIsBothFactors: (userId: string, at: Date) =>
    notice(
      userId,
      'Password reset by email of a user with codes by email',
      `The password was reset on ${hongKong(at)} by a code mailed to the address to which this user's codes for signing in are mailed too. Whoever reads that mailbox can sign in.`,
      'Ask the user whether it was him. If it was not, disable the user at once.',
    ),
  emailChosen: (userId: string, at: Date) =>
    notice(userId, 'Codes by email', `Codes by email were chosen, and their risk accepted, on ${hongKong(at)}.`),
  emailChanged: (userId: string, at: Date) =>
    notice(
      userId,
      'Registered email changed',
      `The email address registered for this user was changed on ${hongKong(at)}.`,
    ),
  codeUsed: (userId: string, at: Date, use: { readonly makerUserId: string; readonly targetUserId: string }) =>
    notice(
      userId,
      'Authorisation code used',
      `Your authorisation code was used on ${hongKong(at)} for a change of ${use.targetUserId} made by ${use.makerUserId}.`,
    ),
  codeRevoked: (userId: string, at: Date) =>
    notice(
      userId,
      'Authorisation code revoked',
      `Your authorisation code was revoked on ${hongKong(at)} after repeated failures. Get a new one in your own session.`,
    ),
  unlocked: (userId: string, at: Date) =>
    notice(
      userId,
      'User unlocked',
      `This user was unlocked on ${hongKong(at)} by two administrators. Password and second factor are as before.`,
    ),
  secondFactorReset: (userId: string, at: Date) =>
    notice(
      userId,
      'Second factor reset',
      `The second factor and the password were removed on ${hongKong(at)} by two administrators, and all sessions were ended. To sign in again choose "Forgot/Reset your Password" on the sign-in page: a code will be mailed to this address.`,
    ),
  pinReset: (userId: string, at: Date) =>
    notice(
      userId,
      'Smartcard PIN reset',
      `A new initial PIN was arranged for the smartcard on ${hongKong(at)} by two administrators, and all sessions were ended. Your administrator hands it to you; it is good for 7 days and must be changed at the first sign-in.`,
    ),
  profileCreated: (userId: string, at: Date, beginning: 'SMARTCARD' | 'TWO_FACTOR') =>
    notice(
      userId,
      'User profile created',
      `A user profile with this user ID was created for you on ${hongKong(at)}. ${beginnings[beginning]}`,
      'If you did not expect this, tell your Delegated Administrator.',
    ),
  profileDeleted: (userId: string, at: Date) =>
    notice(
      userId,
      'User profile deleted',
      `The user profile was deleted on ${hongKong(at)}. Its password and second factor were destroyed and all sessions were ended.`,
    ),
  statusChanged: (userId: string, at: Date, status: string) =>
    notice(
      userId,
      'User status changed',
      `The status of this user was changed on ${hongKong(at)}${status === '' ? '' : `. It is now ${status}`}.`,
    ),
  groupsChanged: (userId: string, at: Date) =>
    notice(
      userId,
      'User groups changed',
      `The groups of this user, and with them what it may do, were changed on ${hongKong(at)}.`,
    ),
} as const;
