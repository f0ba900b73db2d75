/** 14xx repositories and checkouts. */
export const gitCodes = {
  AMA1401: "The repo's path does not exist",
  AMA1402: "No maki.yml",
  AMA1403: "git is not installed",
  AMA1404: "Not a git repository",
  AMA1405: "No such branch, tag or commit",
  AMA1406: "The git server refused the credentials",
  AMA1407: "The git server cannot be reached",
  AMA1408: "No such git repository",
  AMA1409: "Not in the cache, and offline",
  AMA1410: "git failed",
  AMA1411: "The git repository has no commits",
  AMA1412: "The job's folder is not in the repo",
  AMA1413: "The folder holds too many files",
  AMA1414: "The sources could not be read",
  AMA1415: "A git address that is not allowed",
  AMA1416: "The sources could not be kept",
  AMA1417: "The kept sources of a run are gone or damaged",
  AMA1430: "The git server cannot be reached, a cached commit is used",
  AMA1431: "A symbolic link leads nowhere",
  AMA1432: "A submodule is not followed",
  AMA1433: "A large file is left out of the run's sources",
  AMA1434: "A file is only a pointer to Git LFS",
  AMA1435: "git cannot tell what has changed",
  AMA1436: "A file name that is not UTF-8",
} as const satisfies Record<string, string>;

/** Those of them that are no fault of the repo or the command line: exit code 3. */
export const gitEnvironmentFailures: ReadonlySet<string> = new Set([
  "AMA1403",
  "AMA1406",
  "AMA1407",
  "AMA1409",
  "AMA1410",
  "AMA1414",
  "AMA1416",
  "AMA1417",
]);
