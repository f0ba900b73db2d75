/** 145x secrets. */
export const secretCodes = {
  AMA1450: "The configuration of secrets is not valid",
  AMA1451: "A secret that is not defined",
  AMA1452: "A provider of secrets failed",
  AMA1454: "A secret too short to be taken out of logs",
} as const satisfies Record<string, string>;
