/** A union of literals needs no run-time object, works with `satisfies`, and is erased. */
export const noEnum = {
  create(context) {
    return {
      TSEnumDeclaration(node) {
        context.report({ node, message: 'Write a union of string literals instead of an enum.' });
      },
    };
  },
};
