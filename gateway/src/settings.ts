/** How the door is set up. The composition root reads the environment; the door does not. */
export interface GatewaySettings {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Turns on HSTS, and turns off introspection and plain-HTTP cookies. */
  readonly production: boolean;
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-For` is believed. Empty: nobody's (G5). */
  readonly trustedProxies: readonly string[];
  /** Longest time one operation may take before it is answered with QUERY_TIMEOUT. */
  readonly requestTimeoutMs: number;
  /** False only for development over plain HTTP in browsers that refuse Secure cookies on localhost. Production needs true. */
  readonly cookieSecure: boolean;
  /** Text for the landing page of a demo system, e.g. the user IDs to try. */
  readonly demoHint?: string;
}

/** Settings of a door on this machine alone. */
export const localSettings: GatewaySettings = {
  host: '127.0.0.1',
  port: 4000,
  production: false,
  trustedProxies: [],
  requestTimeoutMs: 10_000,
  cookieSecure: true,
};
