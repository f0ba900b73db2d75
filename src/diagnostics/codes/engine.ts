/** 18xx runs. */
export const engineCodes = {
  AMA1801: "The run's record cannot be written",
  AMA1802: "The run's record cannot be read",
  AMA1803: "No such run",
  AMA1804: "The run is not running",
  AMA1805: "The run cannot be reached",
} as const satisfies Record<string, string>;
