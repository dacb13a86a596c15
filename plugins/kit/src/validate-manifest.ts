import { satisfies, validRange } from 'semver';
import { CONTRACT_VERSION } from './define-authenticator.ts';
import type { Manifest, TableMigration } from './authenticator.ts';
import type { PortName } from './ports.ts';
import { tablePrefix } from './table-prefix.ts';
import { validateGraphql } from './validate-graphql.ts';

const portNames: readonly PortName[] = ['clock', 'site', 'tables', 'volatile', 'mail', 'secrets'];

/** Lists what is wrong with a manifest as sentences; an empty list means that the host may start the plugin. */
export function validateManifest(manifest: Manifest): readonly string[] {
  return [
    ...validateIdentity(manifest),
    ...validateLists(manifest),
    ...validateGraphql(manifest),
    ...(manifest.tables ?? []).flatMap((table) => validateTable(manifest, table)),
    ...validateTableNeed(manifest),
  ];
}

function validateIdentity(manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(manifest.id)) problems.push('id must be lower case with hyphens');
  if (validRange(manifest.contract) === null) problems.push('contract is no version range');
  else if (!satisfies(CONTRACT_VERSION, manifest.contract)) {
    problems.push(`contract ${manifest.contract} does not include ${CONTRACT_VERSION}`);
  }
  return problems;
}

function validateLists(manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  const filled = { factors: manifest.factors, phases: manifest.phases, purposes: manifest.purposes };
  for (const [name, list] of Object.entries(filled)) if (list.length === 0) problems.push(`${name} must not be empty`);
  for (const [name, list] of Object.entries({ ...filled, needs: manifest.needs })) {
    if (new Set<string>(list).size !== list.length) problems.push(`${name} names something twice`);
  }
  for (const need of manifest.needs) if (!portNames.includes(need)) problems.push(`needs an unknown port ${need}`);
  return problems;
}

function validateTableNeed(manifest: Manifest): readonly string[] {
  const declared = (manifest.tables ?? []).length > 0;
  return declared && !manifest.needs.includes('tables') ? ['has tables but does not need the tables port'] : [];
}

function validateTable(manifest: Manifest, table: TableMigration): readonly string[] {
  const problems: string[] = [];
  const prefix = tablePrefix(manifest.id);
  if (table.up.sqlite.length === 0 || table.up.mysql.length === 0) problems.push(`${table.name} lacks an engine`);
  for (const statement of [...table.up.sqlite, ...table.up.mysql]) {
    const subject = /^\s*(?:CREATE TABLE|ALTER TABLE|DROP TABLE|CREATE (?:UNIQUE )?INDEX \S+ ON)\s+`?(\w+)/i.exec(
      statement,
    );
    if (subject?.[1] === undefined) problems.push(`${table.name} holds a statement that creates or alters no table`);
    else if (!subject[1].startsWith(prefix)) problems.push(`${table.name} touches ${subject[1]}, outside ${prefix}`);
  }
  return problems;
}
