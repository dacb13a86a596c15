/** A suppression names its reason after `--`; the size of a file is never suppressed. */
export const suppressionReason = {
  create(context) {
    return {
      Program(node) {
        for (const comment of context.sourceCode.getAllComments()) {
          const text = comment.value.trim();
          if (!/^(ox|es)lint-disable/.test(text)) continue;
          if (!/ -- \S+/.test(text)) context.report({ node, message: 'Give the reason of a suppression after "--".' });
          if (/max-lines/.test(text)) context.report({ node, message: 'Split the file instead.' });
        }
      },
    };
  },
};
