import { type ChangeRefusedType, changeRefused } from '@countersign/change-owner';
import {
  appendAudit,
  Fault,
  Internal,
  randomToken,
  requireService,
  requireSession,
  sha256,
  type SubgraphContext,
  type Transaction,
} from '@countersign/platform';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { accepted, type Judged, refused } from '../refusal.ts';
import {
  findServiceAccount,
  listServiceAccounts,
  noteServiceAccount,
  spendArmedIssue,
} from '../rows/service-account-row.ts';
import { addressAllowed } from '../service-account/address-list.ts';
import {
  accountUsable,
  FORMER_TOKEN_MS,
  type ServiceAccount,
  tokenAccepted,
} from '../service-account/service-account.ts';
import { isHouseStaff } from '../user-profile/standing.ts';
import { faultOf } from './fault-of.ts';
import type { Parts } from './parts.ts';
import { auditedCaller } from './report-caller.ts';
import { readerIn } from './reader.ts';
import {
  ResolvedServiceAccountType,
  ServiceAccountTokenIssue,
  ServiceAccountTokenType,
  ServiceAccountType,
} from './service-account-types.ts';

const OPERATORS = ['HKEX_OPERATOR'] as const;
const STAFF = ['HKEX_OPERATOR', 'HKEX_APPROVER'] as const;
const notStaff = refused('NOT_PERMITTED', 'Service accounts are kept by the operators of the clearing house.');

/** Service accounts: who they are, their tokens, and whom a token stands for (issue 3.5). Their terms change under maker and checker. */
@Resolver()
export class ServiceAccountResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Query(() => [ServiceAccountType], {
    description: "All service accounts by name, for the clearing house's operators and approvers.",
  })
  async serviceAccounts(@Ctx() context: SubgraphContext): Promise<readonly ServiceAccountType[]> {
    requireSession(context);
    const now = this.#parts.clock.now();
    const outcome = await this.#parts.database.read(async (tx): Promise<Judged<readonly ServiceAccount[]>> => {
      if (!(await this.#isStaff(tx, context, STAFF))) return notStaff;
      return accepted(await listServiceAccounts(tx));
    });
    if (!outcome.ok) throw faultOf(outcome.refusal);
    return outcome.value.map(({ formerUntil, ...account }) => ({
      ...account,
      formerTokenUntil: formerUntil !== null && now < formerUntil ? formerUntil : null,
    }));
  }

  @Mutation(() => ServiceAccountTokenIssue, {
    description:
      'Shows a new token once, after an approved creation or rotation. The former token is good for 24 hours more.',
  })
  async issueServiceAccountToken(
    @Arg('name', () => ID) typed: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ServiceAccountTokenType | ChangeRefusedType> {
    const principal = requireSession(context);
    // Read as the change that made the account read it.
    const name = typed.trim().toUpperCase();
    const at = this.#parts.clock.now();
    const token = `csa_${randomToken(32)}`;
    const outcome = await this.#parts.database.transaction(async (tx) => {
      const issued = await this.#issue(tx, context, { name, tokenDigest: sha256(token), at });
      await appendAudit(tx, {
        ...auditedCaller(principal),
        at,
        action: 'service-account.token-issue',
        target: name.slice(0, 40),
        ...(issued.ok
          ? { outcome: 'SUCCESS', targetUuid: issued.value.accountId }
          : { outcome: 'REFUSED', code: issued.refusal.code }),
      });
      return issued;
    });
    if (!outcome.ok) return changeRefused(outcome.refusal);
    const formerTokenUntil = outcome.value.tokenDigest === null ? null : new Date(at.getTime() + FORMER_TOKEN_MS);
    return { __typename: 'ServiceAccountToken', name: outcome.value.name, token, formerTokenUntil };
  }

  async #issue(
    tx: Transaction,
    context: SubgraphContext,
    { name, tokenDigest, at }: { readonly name: string; readonly tokenDigest: string; readonly at: Date },
  ): Promise<Judged<ServiceAccount>> {
    if (!(await this.#isStaff(tx, context, OPERATORS))) return notStaff;
    const account = await findServiceAccount(tx, { name });
    if (account === null) return refused('ACCOUNT_UNKNOWN', 'There is no such service account.', { field: 'name' });
    if (accountUsable(account, at) && (await spendArmedIssue(tx, account.accountId, tokenDigest, at)))
      return accepted(account);
    return refused(
      'TOKEN_NOT_ARMED',
      'No approved change lets a token of this account be issued now. Create the account or rotate its token first.',
      { field: 'name' },
    );
  }

  async #isStaff(
    tx: Transaction,
    context: SubgraphContext,
    roles: readonly ('HKEX_OPERATOR' | 'HKEX_APPROVER')[],
  ): Promise<boolean> {
    const reader = await readerIn(tx, context, this.#parts, this.#parts.clock.now());
    if (reader === null) throw new Fault('UNAUTHENTICATED', 'Please log in again: your rights have ended.');
    return isHouseStaff(reader.standing, ...roles);
  }

  @Internal()
  @Query(() => ResolvedServiceAccountType, {
    nullable: true,
    description: 'The account that this token opens from this address now, or null.',
  })
  async serviceAccount(
    @Arg('tokenDigest', () => String) tokenDigest: string,
    @Arg('address', () => String) address: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ResolvedServiceAccountType | null> {
    requireService(context, 'gateway');
    const at = this.#parts.clock.now();
    const account = await this.#parts.database.read((tx) => findServiceAccount(tx, { tokenDigest }));
    if (account === null || !accountUsable(account, at) || !tokenAccepted(account, tokenDigest, at)) return null;
    const allowed = addressAllowed(account.addresses, address);
    await this.#note(account, { allowed, address, at });
    return allowed ? resolved(account) : null;
  }

  @Internal()
  @Query(() => ResolvedServiceAccountType, {
    nullable: true,
    description: 'The account as it stands now, for a part that goes on reading for it; null once it may do nothing.',
  })
  async serviceAccountStanding(
    @Arg('accountId', () => ID) accountId: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ResolvedServiceAccountType | null> {
    requireService(context, 'gateway', 'authentication', 'approvals');
    const account = await this.#parts.database.read((tx) => findServiceAccount(tx, { accountId }));
    return account !== null && accountUsable(account, this.#parts.clock.now()) ? resolved(account) : null;
  }

  /** The first use, or refusal, of ten minutes is written down and audited; a stolen token cannot fill the audit. */
  async #note(
    account: ServiceAccount,
    { allowed, address, at }: { readonly allowed: boolean; readonly address: string; readonly at: Date },
  ): Promise<void> {
    const { lastUsedAt, accountId, name } = account;
    if (allowed && lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < 600_000) return;
    await this.#parts.database.transaction(async (tx) => {
      if (!(await noteServiceAccount(tx, accountId, allowed ? 'last_used_at' : 'last_refused_at', at))) return;
      await appendAudit(tx, {
        at,
        action: 'service-account.use',
        actor: `account:${name}`,
        actorUuid: accountId,
        sourceAddress: address,
        ...(allowed ? { outcome: 'SUCCESS' } : { outcome: 'REFUSED', code: 'ADDRESS_NOT_ALLOWED' }),
      });
    });
  }
}

function resolved({ accountId, name, scopes }: ServiceAccount): ResolvedServiceAccountType {
  return { accountId, name, scopes };
}
