/**
 * A failure that is nobody's expected answer: it leaves the API as a GraphQL error with `extensions.code`.
 * `message` is public and never holds a secret; `detail` goes to the log alone.
 */
export class Fault extends Error {
  readonly code: string;
  readonly detail: unknown;
  readonly publicDetails: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: string,
    message: string,
    options: { detail?: unknown; cause?: unknown; publicDetails?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.detail = options.detail;
    this.publicDetails = options.publicDetails;
  }
}

/** A dependency (database, volatile store, another subgraph) is out of reach; the caller may try again. */
export class DependencyUnavailable extends Fault {
  constructor(dependency: string, cause?: unknown) {
    super('DEPENDENCY_UNAVAILABLE', 'The service is busy or briefly unavailable. Please try again in a moment.', {
      detail: dependency,
      cause,
    });
    this.name = 'DependencyUnavailable';
  }
}
