/** 19xx protocol and hosts. */
export const hostCodes = {
  AMA1901: "The leader cannot listen for runners",
  AMA1902: "A runner did not connect",
  AMA1903: "A runner speaks no common version of the protocol",
  AMA1904: "A peer broke the runner protocol",
  AMA1905: "The connection to a runner was lost",
  AMA1906: "A runner fell silent",
  AMA1907: "A newer leader has taken over",
  AMA1908: "A runner answered a request with an error",
  AMA1909: "A connection was turned away",
  AMA1910: "A message is too long for one line",
  AMA1911: "A runner cannot reach its leader",
  AMA1912: "A runner's token cannot be written",
} as const satisfies Record<string, string>;
