/** 17xx Spark, Java and set-up. */
export const toolchainCodes = {
  AMA1701: "There is no folder to write to",
  AMA1702: "Something must be downloaded, but AMA_OFFLINE is set",
  AMA1703: "A package index cannot be reached",
  AMA1704: "No package index has the file",
  AMA1705: "A downloaded file is not what it should be",
  AMA1706: "There is not enough disk space",
  AMA1707: "The Spark asked for is not there or not usable",
  AMA1708: "The Spark version asked for is not supported",
  AMA1709: "The Java asked for is not there or not usable",
  AMA1710: "No Java is managed for this platform",
  AMA1711: "An installation of the machine was passed over",
  AMA1712: "The runtime did not compile",
  AMA1713: "The start-up cache could not be made",
  AMA1714: "The set-up could not write its files",
  AMA1715: "A setting of pip cannot be used",
} as const satisfies Record<string, string>;
