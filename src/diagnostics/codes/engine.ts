/** 18xx runs. */
export const engineCodes = {
  AMA1801: "The run's record cannot be written",
  AMA1802: "The run is not running",
  AMA1803: "The run cannot be reached",
  AMA1804: "The run's record cannot be read",
  AMA1805: "The list of runs is damaged",
} as const satisfies Record<string, string>;
