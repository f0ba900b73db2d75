/** 20xx command line. */
export const cliCodes = {
  AMA2001: "Unknown verb",
  AMA2002: "Unknown option",
  AMA2003: "Too many arguments",
  AMA2004: "An argument is missing",
  AMA2005: "An option was given wrongly",
  AMA2006: "A value is not one of those allowed",
  AMA2007: "A variable of Amaterasu's has a value that cannot be used",
  AMA2010: "No such run",
  AMA2011: "A run's record holds no plan",
  AMA2012: "No such action",
  AMA2013: "An action did not run",
} as const satisfies Record<string, string>;
