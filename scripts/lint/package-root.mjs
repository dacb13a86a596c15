import path from 'node:path';
import { importVisitor, inRepository, isTest, packageOf } from './where.mjs';

const published = new Set([
  '@countersign/authenticator-kit/conformance',
  '@countersign/authenticator-kit/trial',
  '@countersign/authenticator-smartcard/issuing',
]);

/** Only a package's root is public (design.md 3): no deep imports, no relative path out of the package. */
export const packageRoot = {
  create(context) {
    const file = inRepository(context.filename);
    const home = packageOf(file);
    return importVisitor((node, specifier) => {
      if (/^@countersign\/[^/]+\/./.test(specifier) && !published.has(specifier))
        context.report({ node, message: `"${specifier}" reaches inside a package: only its root is public.` });
      if (home !== null && specifier.startsWith('.')) {
        const target = path.posix.join(path.posix.dirname(file), specifier);
        // Test support is no package of its own: tests share it by path.
        if (isTest(file) && target.startsWith('test/support/')) return;
        if (packageOf(target) !== home)
          context.report({ node, message: `"${specifier}" leaves ${home}: import the other package by its name.` });
      }
    });
  },
};
