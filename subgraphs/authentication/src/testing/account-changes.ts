import type { House } from './house.ts';

/** The pair of these tests. */
export const makerUuid = '018f0000-0000-7000-8000-0000000000a1';
export const checkerUuid = '018f0000-0000-7000-8000-0000000000c1';

export interface Proposed {
  readonly proposal: {
    readonly targetUuid: string;
    readonly before: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly version: number;
    readonly warnings: readonly string[];
  } | null;
  readonly refusal: { readonly code: string } | null;
}

export interface Outcome {
  readonly outcome: string;
  readonly refusal: { readonly code: string } | null;
}

/** What Approvals asks of the owner of accounts, in its own words. */
export function approvalsOf(house: House) {
  const approvals = house.service('approvals');
  const ask = async <T>(query: string, variables: Readonly<Record<string, unknown>>, principal = approvals) => {
    const result = await house.subgraph.execute({ query, variables }, principal);
    if (result.errors !== undefined)
      throw Object.assign(new Error(result.errors[0]?.message), { code: result.errors[0]?.extensions?.['code'] });
    return Object.values(result.data as Record<string, T>)[0] as T;
  };
  const propose = (kind: string, userId = 'HKABC101') =>
    ask<Proposed>(
      `query($kind: String!, $actorUuid: ID!, $input: JSON!) {
        proposeAccountChange(kind: $kind, actorUuid: $actorUuid, input: $input) {
          proposal { targetUuid before after payload version warnings } refusal { code message } } }`,
      { kind, actorUuid: makerUuid, input: { userId } },
    );
  const decision = (kind: string, proposed: Proposed) => ({
    kind,
    makerUuid,
    checkerUuid,
    targetUuid: proposed.proposal?.targetUuid ?? '',
    version: proposed.proposal?.version ?? 0,
    payload: proposed.proposal?.payload ?? null,
  });
  return {
    ask,
    propose,
    check: async (kind: string, proposed: Proposed) =>
      (
        await ask<{ readonly refusal: { readonly code: string } | null }>(
          `query($kind: String!, $makerUuid: ID!, $checkerUuid: ID!, $targetUuid: ID!, $version: Int!, $payload: JSON) {
            checkAccountDecision(kind: $kind, makerUuid: $makerUuid, checkerUuid: $checkerUuid, targetUuid: $targetUuid,
              version: $version, payload: $payload) { refusal { code } } }`,
          decision(kind, proposed),
        )
      ).refusal,
    apply: (kind: string, requestId: string, proposed: Proposed) =>
      ask<Outcome>(
        `mutation($input: ApplyChangeInput!) { applyAccountChange(input: $input) { outcome refusal { code } } }`,
        {
          input: {
            ...decision(kind, proposed),
            requestId,
            decidedAt: house.clock.now().toISOString(),
          },
        },
      ),
  };
}
