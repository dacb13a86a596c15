import { changeRefused } from '@countersign/change-owner';
import {
  appendAudit,
  Internal,
  requireService,
  requireSessionOrAccount,
  type SubgraphContext,
  type Transaction,
} from '@countersign/platform';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { approveForm, changeMeantBy, completeForm, rejectForm, withdrawForm } from '../eservice/decide-form.ts';
import type { EServiceActor, EServiceDesk } from '../eservice/eservice-desk.ts';
import type { EServiceForm } from '../eservice/eservice-form.ts';
import { fileForm } from '../eservice/file-form.ts';
import { eServiceCursor, eServicePage } from '../eservice/form-page.ts';
import { accepted, type Judged, type Refusal, refused } from '../refusal.ts';
import { eserviceDeskIn } from '../rows/eservice-desk-in.ts';
import { findProfile } from '../rows/find-profile.ts';
import { listEServiceForms } from '../rows/list-eservice-forms.ts';
import { isHouseStaff, standingOf } from '../user-profile/standing.ts';
import { clientConnectIn, formReaderIn, houseStaffIn } from './eservice-caller.ts';
import {
  EServiceFormChangeType,
  EServiceFormConnectionType,
  EServiceFormFilterInput,
  EServiceFormOutcome,
  EServiceFormType,
  FileEServiceFormInput,
} from './eservice-types.ts';
import { faultOf } from './fault-of.ts';
import type { Parts } from './parts.ts';
import { presentEServiceForm } from './present-eservice-form.ts';
import { auditedCaller } from './report-caller.ts';

type Step = (desk: EServiceDesk, by: EServiceActor) => Promise<Judged<EServiceForm>>;
type Who = (tx: Transaction, context: SubgraphContext) => Promise<Judged<unknown>>;

/** eServices DA 3 and SCard 1: filed and approved by the participant through Client Connect, worked on by the house (W20). */
@Resolver(() => EServiceFormType)
export class EServiceResolver {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  @Mutation(() => EServiceFormOutcome, {
    description: 'For Client Connect: files a form, or keeps or replaces a draft.',
  })
  async fileEServiceForm(
    @Arg('input', () => FileEServiceFormInput) { draft, reference, clientReference, ...input }: FileEServiceFormInput,
    @Ctx() context: SubgraphContext,
  ) {
    const optional = {
      draft: draft === true,
      reference: reference ?? null,
      clientReference: clientReference ?? null,
    };
    return this.#step(context, 'eservice.file', reference ?? input.participant, {
      who: this.#clientConnect,
      take: (desk, by) => fileForm(desk, { ...input, ...optional }, by),
    });
  }

  @Mutation(() => EServiceFormOutcome, {
    description: 'For Client Connect: a second person of the participant agreed.',
  })
  async approveEServiceForm(
    @Arg('reference', () => ID) reference: string,
    @Arg('approvedBy', () => String) approvedBy: string,
    @Ctx() context: SubgraphContext,
  ) {
    const take: Step = (desk, by) => approveForm(desk, { reference, approvedBy }, by);
    return this.#step(context, 'eservice.approve', reference, { who: this.#clientConnect, take });
  }

  @Mutation(() => EServiceFormOutcome, { description: 'For Client Connect: the participant takes its form back.' })
  async withdrawEServiceForm(
    @Arg('reference', () => ID) reference: string,
    @Arg('by', () => String) by: string,
    @Ctx() context: SubgraphContext,
  ) {
    const take: Step = (desk, actor) => withdrawForm(desk, { reference, by }, actor);
    return this.#step(context, 'eservice.withdraw', reference, { who: this.#clientConnect, take });
  }

  @Mutation(() => EServiceFormOutcome, { description: "For the clearing house's operators." })
  async rejectEServiceForm(
    @Arg('reference', () => ID) reference: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: SubgraphContext,
  ) {
    const take: Step = (desk, by) => rejectForm(desk, { reference, reason }, by);
    return this.#step(context, 'eservice.reject', reference, { who: this.#operator, take });
  }

  @Mutation(() => EServiceFormOutcome, {
    description:
      "For the clearing house's operators: what was bought is delivered. Other forms are completed by their change request.",
  })
  async completeEServiceForm(@Arg('reference', () => ID) reference: string, @Ctx() context: SubgraphContext) {
    const take: Step = (desk, by) => completeForm(desk, reference, by);
    return this.#step(context, 'eservice.complete', reference, { who: this.#operator, take });
  }

  @Query(() => EServiceFormType, { nullable: true, description: "For the clearing house's staff and Client Connect." })
  async eServiceForm(@Arg('reference', () => ID) reference: string, @Ctx() context: SubgraphContext) {
    const now = this.#parts.clock.now();
    const outcome = await this.#parts.database.transaction(async (tx) => {
      const reader = await formReaderIn(tx, context, this.#parts);
      if (!reader.ok) return reader;
      const { isFull, ...by } = reader.value;
      const form = await (await eserviceDeskIn(tx, now)).find(reference.trim().toUpperCase());
      const seen = form === null ? { code: 'ESERVICE_UNKNOWN' } : { participant: form.participant };
      const target = reference.slice(0, 32);
      await appendAudit(tx, { ...by, ...seen, at: now, action: 'eservice.read', outcome: 'SUCCESS', target });
      return accepted(form === null ? null : presentEServiceForm(form, isFull, now));
    });
    return valueOf(outcome);
  }

  @Query(() => EServiceFormConnectionType, { description: "For the clearing house's staff and Client Connect." })
  async eServiceForms(
    @Arg('filter', () => EServiceFormFilterInput, { nullable: true }) filter: EServiceFormFilterInput | null,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<EServiceFormConnectionType> {
    const now = this.#parts.clock.now();
    const outcome = await this.#parts.database.transaction(async (tx) => {
      const reader = await formReaderIn(tx, context, this.#parts);
      if (!reader.ok) return reader;
      const page = eServicePage(first, after);
      if (!page.ok) return page;
      const { isFull, ...by } = reader.value;
      const found = await listEServiceForms(tx, filter ?? {}, page.value);
      const forms = found.slice(0, page.value.size);
      const seen = { filter, forms: forms.length };
      await appendAudit(tx, { ...by, at: now, action: 'eservice.list', outcome: 'SUCCESS', after: seen });
      const edges = forms.map((form) => ({
        cursor: eServiceCursor(form),
        node: presentEServiceForm(form, isFull, now),
      }));
      const pageInfo = { hasNextPage: found.length > forms.length, endCursor: edges.at(-1)?.cursor ?? null };
      return accepted({ edges, nodes: edges.map(({ node }) => node), pageInfo });
    });
    return valueOf(outcome);
  }

  @Internal()
  @Query(() => EServiceFormChangeType, { description: 'What a form means as a change request of this operator.' })
  async eServiceFormChange(
    @Arg('reference', () => ID) reference: string,
    @Arg('actorUuid', () => ID) actorUuid: string,
    @Ctx() context: SubgraphContext,
  ): Promise<EServiceFormChangeType> {
    requireService(context, 'approvals');
    const now = this.#parts.clock.now();
    const meant = await this.#parts.database.read(async (tx) => {
      if (!(await this.#isOperator(tx, actorUuid, now)))
        return refused('NOT_PERMITTED', 'eService forms are worked on by the operators of the clearing house.');
      return changeMeantBy(await eserviceDeskIn(tx, now), reference);
    });
    return meant.ok ? { ...meant.value, refusal: null } : { kind: null, input: null, refusal: meant.refusal };
  }

  async #isOperator(tx: Transaction, uuid: string, now: Date): Promise<boolean> {
    const found = await findProfile(tx, { uuid });
    if (found === null) return false;
    const catalogue = await this.#parts.catalogues.at(tx, found.catalogueStamp);
    return isHouseStaff(standingOf(found.profile, now, catalogue), 'HKEX_OPERATOR');
  }

  readonly #clientConnect: Who = async (tx, context) =>
    accepted(await clientConnectIn(tx, context, this.#parts.clock.now()));

  readonly #operator: Who = (tx, context) => houseStaffIn(tx, context, this.#parts, ['HKEX_OPERATOR']);

  /** One step in one unit of work; a refused one is audited as well. */
  async #step(
    context: SubgraphContext,
    action: string,
    target: string,
    { who, take }: { readonly who: Who; readonly take: Step },
  ) {
    const by = auditedCaller(requireSessionOrAccount(context, 'ESERVICES'));
    const now = this.#parts.clock.now();
    const outcome = await this.#parts.database.transaction(async (tx) => {
      const allowed = await who(tx, context);
      const judged = allowed.ok ? await take(await eserviceDeskIn(tx, now), by) : allowed;
      if (!judged.ok) {
        const refusal = { outcome: 'REFUSED' as const, code: judged.refusal.code };
        await appendAudit(tx, { ...by, ...refusal, at: now, action, target: target.slice(0, 32) });
      }
      return judged;
    });
    return outcome.ok ? presentEServiceForm(outcome.value, true, now) : changeRefused(outcome.refusal);
  }
}

function valueOf<T>(
  judged: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal },
): T {
  if (!judged.ok) throw faultOf(judged.refusal);
  return judged.value;
}
