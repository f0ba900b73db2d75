/** 20xx command line. */
export const cliCodes = {} as const satisfies Record<string, string>;
