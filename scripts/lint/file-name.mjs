import path from 'node:path';

const banned = /(^|-)(utils?|helpers?|common|manager|service|base|data|info|process|handle)(-|$)/;
/** A service account is a thing of its own (glossary), not a service. */
const meant = /(^|-)service-account(s|-|$)/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A file is named in kebab-case after the one idea it exports; empty words are no idea. */
export const fileName = {
  create(context) {
    return {
      Program() {
        const loc = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };
        const stem = path.basename(context.filename).split('.')[0];
        if (!kebab.test(stem)) context.report({ loc, message: `File names are kebab-case, "${stem}" is not.` });
        if (banned.test(stem) && !meant.test(stem))
          context.report({ loc, message: `"${stem}" says nothing about what the file holds: name it after its idea.` });
      },
    };
  },
};
