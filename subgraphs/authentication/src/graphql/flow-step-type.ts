import { InstantScalar, JsonScalar } from '@countersign/platform';
import { Field, ID, Int, InterfaceType, ObjectType, createUnionType } from 'type-graphql';
import type { Application } from '../flow/flow.ts';
import type { OtpChannelShown } from '../route-book.ts';
import { ApplicationEnum, OtpChannelEnum } from './enums.ts';

@InterfaceType({ description: 'What was sent to be answered; each authenticator has its own type of it.' })
export abstract class Challenge {
  @Field(() => InstantScalar) issuedAt!: Date;
  @Field(() => InstantScalar) expiresAt!: Date;
}

@ObjectType({ description: 'An attempt in progress. Its id is as good as a key to it: keep it to yourself.' })
class Flow {
  @Field(() => ID) id!: string;
  @Field(() => InstantScalar) expiresAt!: Date;
}

@ObjectType()
class ProofOffer {
  @Field(() => String, { description: 'Which authenticator may answer now, e.g. `totp`.' }) authenticator!: string;
  @Field(() => Challenge, { nullable: true }) challenge!: Challenge | null;
}

@ObjectType({ description: 'Answer one of the offers.' })
class ProofsOffered {
  @Field(() => Flow) flow!: Flow;
  @Field(() => [ProofOffer]) offers!: ProofOffer[];
  @Field(() => String) message!: string;
}

@ObjectType({
  description:
    'A device is to be registered: no second factor exists yet, or it is being changed. Skip to codes by email where canSkip.',
})
class DeviceRegistrationOffered {
  @Field(() => Flow) flow!: Flow;
  @Field(() => [String], { description: 'What may be registered, the suggested one first.' }) authenticators!: string[];
  @Field(() => Boolean) canSkip!: boolean;
  @Field(() => String) message!: string;
}

@ObjectType({ description: 'A new key, shown once. Confirm it with a code from the app.' })
class DeviceRegistration {
  @Field(() => Flow) flow!: Flow;
  @Field(() => String) otpauthUri!: string;
  @Field(() => String, { description: 'The same URI as a QR code, inline SVG.' }) qrCode!: string;
  @Field(() => String) manualEntryKey!: string;
  @Field(() => String) account!: string;
  @Field(() => String, { description: 'What to do, also with an entry of the same name that the app holds already.' })
  message!: string;
}

@ObjectType({ description: 'What an authenticator other than an app needs to be registered, for its own client.' })
class AuthenticatorRegistration {
  @Field(() => Flow) flow!: Flow;
  @Field(() => String) authenticator!: string;
  @Field(() => JsonScalar, { description: 'For a passkey: the options of navigator.credentials.create().' })
  options!: Readonly<Record<string, unknown>>;
}

@ObjectType({ description: 'Must be accepted before codes go by email.' })
class RiskWarning {
  @Field(() => Flow) flow!: Flow;
  @Field(() => String) warningVersion!: string;
  @Field(() => String) text!: string;
}

@ObjectType()
class PasswordRules {
  @Field(() => Int) minimumLength!: number;
  @Field(() => Int) maximumLength!: number;
  @Field(() => String) message!: string;
}

@ObjectType({ description: 'Everything was proven: choose a new password.' })
class NewPasswordRequired {
  @Field(() => Flow) flow!: Flow;
  @Field(() => PasswordRules) rules!: PasswordRules;
}

@ObjectType({ description: 'The password was changed. Nobody is signed in by it.' })
class PasswordChanged {
  @Field(() => String) message!: string;
}

@ObjectType()
class Session {
  @Field(() => ID) id!: string;
  @Field(() => ApplicationEnum) application!: Application;
  @Field(() => InstantScalar) expiresAt!: Date;
}

@ObjectType({ description: 'Everything was proven and a session is open.' })
class SignedIn {
  @Field(() => Session) session!: Session;
  @Field(() => String, { description: 'Path of the home page.' }) home!: string;
  @Field(() => String, { nullable: true, description: 'Only for delivery BEARER; otherwise the cookie carries it.' })
  sessionToken!: string | null;
  @Field(() => String, { nullable: true, description: 'A reminder, e.g. of an old password; nothing is forced.' })
  notice!: string | null;
}

@ObjectType({ description: 'The session counts as freshly proven until then.' })
class StepUpGranted {
  @Field(() => InstantScalar) until!: Date;
}

@ObjectType({
  description: 'The initial PIN was right: what sets a new PIN on the card. It is shown in this answer alone.',
})
class CardUnblocking {
  @Field(() => Flow) flow!: Flow;
  @Field(() => String) unblockingKey!: string;
  @Field(() => String) message!: string;
}

@ObjectType({ description: 'The second factor was changed and all sessions were ended.' })
class ChannelChanged {
  @Field(() => OtpChannelEnum) channel!: OtpChannelShown;
  @Field(() => String) message!: string;
}

@ObjectType({ description: 'The new device counts in place of the old one, and all sessions were ended.' })
class DeviceReplaced {
  @Field(() => String) authenticator!: string;
  @Field(() => String) message!: string;
}

@ObjectType({ description: 'Recovery codes. They are shown in this answer and never again.' })
class RecoveryCodesIssued {
  @Field(() => [String]) codes!: string[];
  @Field(() => String) message!: string;
}

@ObjectType({ description: 'The step was refused; nothing else changed.' })
class FlowRefused {
  @Field(() => String) code!: string;
  @Field(() => String) message!: string;
  @Field(() => Int, { nullable: true, description: 'Seconds to wait before trying again.' }) retryAfter!: number | null;
}

/** Every answer of a flow. */
export const FlowStepUnion = createUnionType({
  name: 'FlowStep',
  types: () =>
    [
      ProofsOffered,
      DeviceRegistrationOffered,
      DeviceRegistration,
      AuthenticatorRegistration,
      RiskWarning,
      NewPasswordRequired,
      PasswordChanged,
      SignedIn,
      StepUpGranted,
      CardUnblocking,
      ChannelChanged,
      DeviceReplaced,
      RecoveryCodesIssued,
      FlowRefused,
    ] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
