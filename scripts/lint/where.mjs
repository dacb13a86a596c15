import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Path of a file inside the repository, with forward slashes. A probe of the policy check counts as the place it imitates. */
export const inRepository = (filename) => {
  const file = filename.split(path.sep).join('/');
  return file.split('/lint-policy-probe/')[1] ?? path.relative(root, file);
};

/** The package folder a repository path belongs to, e.g. `subgraphs/identity`, or null. */
export const packageOf = (file) =>
  /^((?:plugins|subgraphs)\/[^/]+|platform|gateway|server|schema|card-agent|test)\//.exec(file)?.[1] ?? null;

/** Visits every import, re-export and dynamic import with its literal specifier. */
export const importVisitor = (visit) => {
  const on = (node) => {
    if (typeof node.source?.value === 'string') visit(node, node.source.value);
  };
  return { ImportDeclaration: on, ExportNamedDeclaration: on, ExportAllDeclaration: on, ImportExpression: on };
};

/** Tests, suites that tests share, and what stands in for other parts in them. */
export const isTest = (file) => /\.(test|suite)\.ts$|\/testing\/|^test\//.test(file);
