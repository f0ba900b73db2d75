/** 16xx analysis and plan. */
export const planCodes = {} as const satisfies Record<string, string>;
