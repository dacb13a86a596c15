import type { Ports } from '../ports.ts';

export interface CallRecorder {
  readonly ports: Ports;
  during(work: () => Promise<unknown>): Promise<readonly string[]>;
}

/** The same ports, noting the name of every operation used: how a test sees that two ways cost the same kind of work. */
export function recordCalls(ports: Ports): CallRecorder {
  let noted: string[] = [];
  const noting = <Port extends object>(name: string, port: Port): Port =>
    new Proxy(port, {
      get(target, property, receiver) {
        const value: unknown = Reflect.get(target, property, receiver);
        if (typeof value !== 'function') return value;
        return (...parameters: unknown[]): unknown => {
          noted.push(`${name}.${String(property)}`);
          return Reflect.apply(value, target, parameters);
        };
      },
    });

  return {
    ports: {
      clock: noting('clock', ports.clock),
      site: ports.site,
      tables: noting('tables', ports.tables),
      volatile: noting('volatile', ports.volatile),
      mail: noting('mail', ports.mail),
      secrets: noting('secrets', ports.secrets),
    },
    async during(work) {
      noted = [];
      await work();
      return [...noted];
    },
  };
}
