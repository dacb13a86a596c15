import { Directive } from 'type-graphql';

/** Keeps a field or type out of the public API: only another part of Countersign may use it. */
export const Internal = (): PropertyDecorator & ClassDecorator & MethodDecorator => Directive('@inaccessible');

/** Marks a mutation that proves or decides something: the door lets an operation hold only this one root field (G1, G2). */
export const Proof = (): MethodDecorator & PropertyDecorator => Directive('@tag(name: "proof")');

/** Marks an entity and the field that names it across subgraphs. */
export const Key = (fields: string): ClassDecorator => Directive(`@key(fields: "${fields}")`);

/** Lets several subgraphs give the same value type, each in full. */
export const Shareable = (): ClassDecorator & MethodDecorator & PropertyDecorator => Directive('@shareable');
