/** 18xx runs. */
export const engineCodes = {} as const satisfies Record<string, string>;
