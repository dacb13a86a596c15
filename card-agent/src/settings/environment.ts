/** The process's own environment, handed on to the PKCS#11 module; nothing else in the agent looks at it. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;
