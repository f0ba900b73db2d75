/** 19xx protocol and hosts. */
export const hostCodes = {} as const satisfies Record<string, string>;
