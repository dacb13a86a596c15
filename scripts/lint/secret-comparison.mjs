const secret = /(password|secret|token|otp|hmac|mac|hash)$/i;

const nameOf = (node) => {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : '';
};
const plain = (node) =>
  node.type === 'Literal' ||
  node.type === 'TemplateLiteral' ||
  node.type === 'UnaryExpression' ||
  (node.type === 'Identifier' && node.name === 'undefined');

/** `===` on two secrets leaks, by its time, how much of them agrees; `equalText` does not. */
export const secretComparison = {
  create(context) {
    return {
      BinaryExpression(node) {
        if (!['===', '!==', '==', '!='].includes(node.operator) || plain(node.left) || plain(node.right)) return;
        if (secret.test(nameOf(node.left)) || secret.test(nameOf(node.right)))
          context.report({
            node,
            message: 'Compare secrets with equalText: === answers sooner the earlier they differ.',
          });
      },
    };
  },
};
