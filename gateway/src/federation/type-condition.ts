import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';

/** Tells whether a value of the named type satisfies any of the named conditions. */
export type SatisfiesType = (typename: unknown, conditions: readonly string[]) => boolean;

/** Answers type conditions on one supergraph: the type itself, or an interface or union that holds it. */
export function typeConditions(schema: GraphQLSchema): SatisfiesType {
  return (typename, conditions) => {
    if (typeof typename !== 'string') return false;
    if (conditions.includes(typename)) return true;
    const type = schema.getType(typename);
    if (!isObjectType(type)) return false;
    return conditions.some((condition) => {
      const abstract = schema.getType(condition);
      return isAbstractType(abstract) && schema.isSubType(abstract, type);
    });
  };
}
