import { RefusalType } from '@countersign/change-owner';
import {
  Fault,
  Internal,
  JsonScalar,
  type Principal,
  requireService,
  type SubgraphContext,
  type Transaction,
} from '@countersign/platform';
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { reportBook } from '../exports/report-book.ts';
import type { MigrationPhase } from '../migration-phase/migration-phase.ts';
import { seesPersonalColumns } from '../reports/report-rights.ts';
import { type PagedProfile, readProfilePage } from '../rows/profile-page.ts';
import { MigrationPhaseEnum } from './enums.ts';
import { judgeReading } from './identity-report-desk.ts';
import type { Parts } from './parts.ts';
import { reportCallerIn } from './report-caller.ts';

const LARGEST_PAGE = 5_001;

@ArgsType()
class ProfilePageArgs {
  /** Name of the other part's report. */
  @Field(() => String) report!: string;
  /** Who reads: a person, or a service account. */
  @Field(() => ID, { nullable: true }) profileUuid?: string | null;
  @Field(() => ID, { nullable: true }) accountId?: string | null;
  @Field(() => ID, { nullable: true }) participant?: string | null;
  /** The user ID behind which the page begins. */
  @Field(() => String, { nullable: true }) after?: string | null;
  @Field(() => Int) size!: number;
}

@Internal()
@ObjectType('ProfilePage', {
  description: "Profiles for a page of another part's report, or why its reader gets none.",
})
class ProfilePageType {
  @Field(() => RefusalType, { nullable: true }) refusal!: RefusalType | null;
  @Field(() => MigrationPhaseEnum, { nullable: true }) phase!: MigrationPhase | null;
  @Field(() => Boolean, { description: 'Whether the reader may see personal columns.' }) personal!: boolean;
  @Field(() => JsonScalar) profiles!: readonly PagedProfile[];
}

const nobody = { code: 'UNAUTHENTICATED', message: 'Please log in again: your rights have ended.' };
const source = { address: 'internal', userAgent: 'internal', requestId: 'internal' };

/** The reader as a principal; what he may do is read from the tables and not from this. */
function principalOf({ profileUuid, accountId }: ProfilePageArgs): Principal {
  if (typeof accountId === 'string') return { kind: 'account', source, accountId, name: '', scopes: [] };
  return {
    kind: 'session',
    source,
    sessionId: '',
    profileUuid: profileUuid ?? '',
    userId: '',
    participant: null,
    application: 'DMS',
    methods: [],
    steppedUpAt: null,
  };
}

/** Pages of profiles for the reports of another part: rights are judged here, for each page anew (domain 6, A1). */
@Resolver()
export class ProfilePageResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Internal()
  @Query(() => ProfilePageType)
  profilePage(@Args(() => ProfilePageArgs) asked: ProfilePageArgs, @Ctx() context: SubgraphContext) {
    requireService(context, 'authentication');
    if (asked.size < 1 || asked.size > LARGEST_PAGE)
      throw new Fault('BAD_USER_INPUT', `A page holds 1 to ${LARGEST_PAGE} profiles.`);
    return this.#parts.database.read((tx) => this.#page(tx, asked), { statementMs: 20_000 });
  }

  async #page(tx: Transaction, asked: ProfilePageArgs): Promise<ProfilePageType> {
    const now = this.#parts.clock.now();
    const context: SubgraphContext = { principal: principalOf(asked), reply: {} };
    const found = await reportCallerIn(tx, context, this.#parts, now);
    const refused = (refusal: RefusalType): ProfilePageType => ({
      refusal,
      phase: found?.phase ?? null,
      personal: false,
      profiles: [],
    });
    if (found === null) return refused(nobody);
    const book = Object.entries(reportBook).find(
      ([name, { part }]) => name === asked.report && part === 'authentication',
    );
    if (book === undefined) throw new Fault('BAD_USER_INPUT', 'Authentication has no such report.');
    const args = typeof asked.participant === 'string' ? { participant: asked.participant } : {};
    const scope = await judgeReading(tx, found, { needs: book[1].needs, args, at: now });
    if (!scope.ok) return refused(scope.refusal);
    const profiles = await readProfilePage(tx, scope.value, { after: asked.after ?? '', size: asked.size, now });
    return { refusal: null, phase: found.phase, personal: seesPersonalColumns(found.caller), profiles };
  }
}
