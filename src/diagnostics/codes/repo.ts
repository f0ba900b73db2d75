/** 10xx–13xx maki.yml, environments, values. */
export const repoCodes = {} as const satisfies Record<string, string>;
