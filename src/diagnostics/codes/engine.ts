/** 18xx runs. */
export const engineCodes = {
  AMA1801: "The run's record cannot be written",
  AMA1802: "The run is not running",
  AMA1803: "The run cannot be reached",
} as const satisfies Record<string, string>;
