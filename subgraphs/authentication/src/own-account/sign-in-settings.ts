import type { Phase } from '@countersign/authenticator-kit';
import { type SessionPrincipal, query } from '@countersign/platform';
import { routesInForce, subjectOf } from '../flow/begin.ts';
import { channelOf, readAccount } from '../flow/channel-of.ts';
import type { FlowSubject } from '../flow/flow.ts';
import { withheld } from '../flow/routes-by-policy.ts';
import { ownTables } from '../install/own-tables.ts';
import { pluginTransaction } from '../install/plugin-transaction.ts';
import type { Parts } from '../parts.ts';
import { type OtpChannel, type OtpChannelShown, type Route, mayBeTaken, shownChannel } from '../route-book.ts';
import { passwordReminder } from './password-reminder.ts';

/** How a person proves himself, as he may see it: no secret, and nothing of anybody else. */
export interface SignInSettings {
  /** Null until he has a second factor. */
  readonly channel: OtpChannelShown | null;
  /** To what he may change it now. */
  readonly changeableTo: readonly OtpChannelShown[];
  /** Authenticators that he has registered. */
  readonly devices: readonly { readonly authenticator: string }[];
  /** Null where recovery codes are of no use to him. */
  readonly recoveryCodesLeft: number | null;
  readonly passwordChangedAt: Date | null;
  readonly passwordReminder: string | null;
}

/** The caller's own settings; null when his profile is gone. */
export async function signInSettings(parts: Parts, by: SessionPrincipal): Promise<SignInSettings | null> {
  const standing = await parts.people.byUuid(by.profileUuid);
  const subject = subjectOf(standing);
  if (standing === null || subject === null) return null;
  const routes = await routesInForce(parts, 'LOGIN', standing.phase);
  const account = await parts.database.read((tx) => readAccount(tx, by.profileUuid));
  const channel = await channelOf(parts, routes, subject, account);
  const changedAt = await passwordChangedAt(parts, by.profileUuid);
  return {
    channel: channel === null ? null : shownChannel(channel),
    changeableTo: isConfirmed(parts, standing.phase, channel)
      ? await changeable(parts, { subject, routes, channel })
      : [],
    devices: await devicesOf(parts, subject),
    recoveryCodesLeft: await codesLeft(parts, { subject, routes, channel }),
    passwordChangedAt: changedAt,
    passwordReminder: passwordReminder(changedAt, parts.clock.now(), parts.policy),
  };
}

interface Seen {
  readonly subject: FlowSubject;
  readonly routes: readonly Route[];
  readonly channel: OtpChannel | null;
}

/** Whether what he has can confirm a change: an authenticator may not be made for that. */
function isConfirmed(parts: Parts, phase: Phase, channel: OtpChannel | null): boolean {
  return channel !== null && parts.authenticators.routes('ENROL', phase).some((route) => mayBeTaken(route, channel));
}

async function changeable(parts: Parts, { subject, routes, channel }: Seen): Promise<readonly OtpChannelShown[]> {
  const joined = routes.filter((route) => route.joinBy !== undefined && route.channel !== channel);
  const channels = joined.map((route) => route.channel).filter((one) => one !== undefined);
  const kept = await withheld(parts, subject.participant, channels);
  const hasMailbox = subject.email !== null && subject.email !== '';
  const open = channels.filter((one) => !kept.includes(one) && (one !== 'EMAIL' || hasMailbox));
  return [...new Set(open.map(shownChannel))];
}

async function devicesOf(parts: Parts, subject: FlowSubject): Promise<SignInSettings['devices']> {
  const registering = parts.authenticators.running().filter(({ raw }) => raw.enrolment !== undefined);
  const held = await Promise.all(
    registering.map(async (each) => ((await each.enrolled(subject)) ? [{ authenticator: each.manifest.id }] : [])),
  );
  return held.flat();
}

async function codesLeft(parts: Parts, { subject, routes, channel }: Seen): Promise<number | null> {
  const issuer = parts.authenticators.running().find(({ raw }) => raw.issuance !== undefined);
  const issuance = issuer?.raw.issuance;
  const useful = channel !== null && routes.some((route) => route.standsInFor?.includes(channel) === true);
  if (issuer === undefined || issuance === undefined || !useful) return null;
  const { manifest } = issuer;
  return parts.database.read((tx) => issuance.left(ownTables(manifest, pluginTransaction(tx)), subject.profileUuid));
}

/** A password that two administrators removed was not changed by it: there is none (W17). */
async function passwordChangedAt(parts: Parts, profileUuid: string): Promise<Date | null> {
  const rows = await parts.database.read((tx) =>
    query<{ password_changed_at: number | null; factors_reset_at: number | null }>(
      tx,
      'SELECT password_changed_at, factors_reset_at FROM account WHERE profile_uuid = ?',
      [profileUuid],
    ),
  );
  const at = rows[0]?.factors_reset_at === null ? rows[0].password_changed_at : null;
  return at === null ? null : new Date(at);
}
