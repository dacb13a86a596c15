const message =
  'Ask the Clock port: a rule that reads the system time cannot be tested at 18:59:59 or moved by a demo.';

/** `new Date()`, `Date()` and `Date.now` read the system time; only platform's system clock may. */
export const ambientTime = {
  create(context) {
    const isDate = (node) => node.type === 'Identifier' && node.name === 'Date';
    return {
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message });
      },
      CallExpression(node) {
        if (isDate(node.callee)) context.report({ node, message });
      },
      MemberExpression(node) {
        if (isDate(node.object) && node.property.type === 'Identifier' && node.property.name === 'now')
          context.report({ node, message });
      },
    };
  },
};
