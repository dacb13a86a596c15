import { type AuthenticatorPlugin, type Manifest, type Phase, validateManifest } from '@countersign/authenticator-kit';
import { type Route, routeBeyondTheBook, routesFor } from '../route-book.ts';

const phases: readonly Phase[] = ['PRE_PARALLEL', 'PARALLEL', 'END'];

/** What is wrong with a set of plugins whatever the phase: manifests, clashing ids and fields, login routes too weak. Empty = sane. */
export function checkSet(plugins: readonly Pick<AuthenticatorPlugin, 'manifest'>[]): readonly string[] {
  const manifests = plugins.map((plugin) => plugin.manifest);
  return [
    ...manifests.flatMap((manifest) => validateManifest(manifest).map((problem) => `${manifest.id}: ${problem}`)),
    ...clashes(manifests),
    ...phases.flatMap((phase) => weakRoutes(manifests, phase)),
    ...manifests.flatMap(strangePassword),
  ];
}

/** Every phase in force or to come must have a way to log in. */
export function checkPhases(
  plugins: readonly Pick<AuthenticatorPlugin, 'manifest'>[],
  inForce: Phase,
): readonly string[] {
  const manifests = plugins.map((plugin) => plugin.manifest);
  return phases
    .slice(phases.indexOf(inForce))
    .filter((phase) => routesFor('LOGIN', phase, (id) => servesLogin(manifests, id, phase)).length === 0)
    .map((phase) => `phase ${phase} has no login route: install an authenticator that serves one`);
}

function clashes(manifests: readonly Manifest[]): readonly string[] {
  const named = (what: string, names: readonly (string | undefined)[]) =>
    [...repeated(names.filter((name) => name !== undefined))].map(
      (name) => `two authenticators share the ${what} ${name}`,
    );
  return [
    ...named(
      'id',
      manifests.map((manifest) => manifest.id),
    ),
    ...named(
      'field',
      manifests.flatMap(({ graphql }) => [graphql.answerField, graphql.challengeField]),
    ),
    ...named(
      'challenge type',
      manifests.map(({ graphql }) => graphql.challengeType),
    ),
  ];
}

/** Delays and disabling count for the one password; another secret under that name would escape every budget (L1, L2). */
function strangePassword({ id, budget }: Manifest): readonly string[] {
  return budget === 'PASSWORD' && id !== 'password' ? [`${id} may not have the budget of the password`] : [];
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name, position) => names.indexOf(name) !== position));
}

function servesLogin(manifests: readonly Manifest[], id: string, phase: Phase): boolean {
  const manifest = manifests.find((candidate) => candidate.id === id);
  return manifest !== undefined && manifest.phases.includes(phase) && manifest.purposes.includes('LOGIN');
}

/** A login proves two kinds of factor, or one possession that names its holder and cannot be phished (design 5). */
function weakRoutes(manifests: readonly Manifest[], phase: Phase): readonly string[] {
  const serves = (id: string) => servesLogin(manifests, id, phase);
  const beyond = manifests.flatMap(({ id }) =>
    serves(id) ? (routeBeyondTheBook('LOGIN', { id, registers: true }) ?? []) : [],
  );
  return [...routesFor('LOGIN', phase, serves), ...beyond]
    .filter((route) => !strong(manifests, route))
    .map((route) => `login route [${route.proofs.join(', ')}] in ${phase} proves fewer than two factors`);
}

function strong(manifests: readonly Manifest[], route: Route): boolean {
  const used = route.proofs
    .map((id) => manifests.find((manifest) => manifest.id === id))
    .filter((one) => one !== undefined);
  const kinds = new Set(used.flatMap((manifest) => manifest.factors));
  const [only, ...others] = used;
  const card = others.length === 0 && only?.kind === 'identifies' && only.phishingResistant && kinds.has('POSSESSION');
  return kinds.size >= 2 || card;
}
