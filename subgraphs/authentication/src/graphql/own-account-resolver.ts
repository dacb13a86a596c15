import { InstantScalar, type SubgraphContext, requireSession } from '@countersign/platform';
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import { listSecurityEvents } from '../own-account/list-security-events.ts';
import { type SecurityEventKind, securityEventKinds } from '../own-account/security-event.ts';
import { type SignInSettings, signInSettings } from '../own-account/sign-in-settings.ts';
import type { Parts } from '../parts.ts';
import type { OtpChannelShown } from '../route-book.ts';
import { OtpChannelEnum } from './enums.ts';

const SecurityEventKindEnum = Object.fromEntries(securityEventKinds.map((kind) => [kind, kind]));
registerEnumType(SecurityEventKindEnum, {
  name: 'SecurityEventKind',
  description: 'What happened to how you prove yourself.',
});

@ObjectType({ description: 'A device that you registered.' })
class SignInDevice {
  @Field(() => String) authenticator!: string;
}

@ObjectType('SignInSettings', { description: 'How you prove yourself; no secret is in it.' })
class SignInSettingsType {
  @Field(() => OtpChannelEnum, { nullable: true, description: 'Null until you have a second factor.' })
  channel!: OtpChannelShown | null;
  @Field(() => [OtpChannelEnum], { description: 'To what changeOtpChannel may change it now.' })
  changeableTo!: readonly OtpChannelShown[];
  @Field(() => [SignInDevice]) devices!: readonly SignInDevice[];
  @Field(() => Int, { nullable: true, description: 'Null where recovery codes are of no use to you.' })
  recoveryCodesLeft!: number | null;
  @Field(() => InstantScalar, { nullable: true }) passwordChangedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'A reminder from the 180th day on; nothing is forced.' })
  passwordReminder!: string | null;
}

@ObjectType({ description: 'Something that happened to your own account.' })
class SecurityEvent {
  @Field(() => SecurityEventKindEnum) kind!: SecurityEventKind;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => InstantScalar, { description: 'When the first of them was, where several are told as one.' })
  since!: Date;
  @Field(() => Int, { description: 'Refusals that followed one another are told as one.' }) count!: number;
  @Field(() => String, { nullable: true }) sourceAddress!: string | null;
  @Field(() => String) text!: string;
}

@ObjectType()
class SecurityEventEdge {
  @Field(() => String) cursor!: string;
  @Field(() => SecurityEvent) node!: SecurityEvent;
}

@ObjectType()
class SecurityEventPageInfo {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

@ObjectType({ description: 'A page may be short and still have a next one: go on while hasNextPage.' })
class SecurityEventConnection {
  @Field(() => [SecurityEventEdge]) edges!: readonly SecurityEventEdge[];
  @Field(() => [SecurityEvent]) nodes!: readonly SecurityEvent[];
  @Field(() => SecurityEventPageInfo) pageInfo!: SecurityEventPageInfo;
}

/** What a person sees of his own account. */
@Resolver()
export class OwnAccountResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => SignInSettingsType, { nullable: true, description: 'How you prove yourself, in your session.' })
  signInSettings(@Ctx() context: SubgraphContext): Promise<SignInSettings | null> {
    return signInSettings(this.#parts, requireSession(context));
  }

  @Query(() => SecurityEventConnection, { description: 'What happened to your own account, newest first.' })
  async securityEvents(
    @Arg('first', () => Int, { nullable: true }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<SecurityEventConnection> {
    const asked = { first: first ?? null, after: after ?? null };
    const { edges, hasNextPage, endCursor } = await listSecurityEvents(this.#parts, requireSession(context), asked);
    return { edges, nodes: edges.map(({ node }) => node), pageInfo: { hasNextPage, endCursor } };
  }
}
