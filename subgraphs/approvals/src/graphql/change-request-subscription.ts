import { Fault, type SchemaModule } from '@countersign/platform';
import { parse } from 'graphql';

const notHere = () => {
  throw new Fault('FORBIDDEN', 'This operation is not available.');
};

/**
 * Declares live updates in the API. The door serves them: on each `approvals.request-changed` it asks `changeRequest` again
 * as the viewer, so what arrives is what he could read at that moment, and nothing is decided twice.
 */
export const changeRequestSubscription: SchemaModule = {
  typeDefs: parse(`
    type Subscription {
      """
      A change request whose state has changed, as often as one changes that the viewer may see. Send the operation by
      POST with Accept: text/event-stream (GraphQL over SSE, distinct connections).
      """
      changeRequestUpdated(
        "This request alone; without it every one that the viewer may see."
        id: ID
      ): ChangeRequest!
    }
  `),
  resolvers: { Subscription: { changeRequestUpdated: { subscribe: notHere, resolve: notHere } } },
};
