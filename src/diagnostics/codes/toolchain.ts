/** 17xx Spark, Java and set-up. */
export const toolchainCodes = {} as const satisfies Record<string, string>;
