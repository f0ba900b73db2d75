/** 15xx dependencies. */
export const depsCodes = {} as const satisfies Record<string, string>;
