/** 14xx repositories and checkouts. */
export const gitCodes = {} as const satisfies Record<string, string>;
