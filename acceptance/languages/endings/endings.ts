/** How an action may end, written in each language that can do it. */
export interface Ending {
  /** Of its actions: `<language>-<name>`. */
  readonly name: string;
  readonly title: string;
  readonly timeout?: string;
  readonly sources: Partial<Record<Language, string>>;
  /** What must be on stdout. */
  readonly prints?: string;
}

/** Those with the same title must end alike. */
export const languages = {
  scala: { title: "Scala, jars", type: "spark-scala", extension: "scala" },
  jar: { title: "Scala, jars", type: "spark-jar", extension: "" },
  pyspark: { title: "Python", type: "spark-python", extension: "py" },
  python: { title: "Python", type: "python", extension: "py" },
  sparkr: { title: "R", type: "spark-r", extension: "R" },
  r: { title: "R", type: "r", extension: "R" },
  sql: { title: "Spark SQL", type: "spark-sql", extension: "sql" },
  duckdb: { title: "DuckDB", type: "duckdb", extension: "sql" },
  shell: { title: "shell", type: "shell", extension: "sh" },
} as const;

export type Language = keyof typeof languages;

/** The languages that an ending has a source for. */
export function sourcesOf(ending: Ending): { readonly language: Language; readonly source: string }[] {
  return names.flatMap((language) => {
    const source = ending.sources[language];
    return source === undefined ? [] : [{ language, source }];
  });
}

const names = ["scala", "jar", "pyspark", "python", "sparkr", "r", "sql", "duckdb", "shell"] as const;
const both = (python: string) => ({ pyspark: python, python });
const bothR = (r: string) => ({ sparkr: r, r });
const long = 10_000_000;
const longQuery = "SELECT sum(hash(id)) FROM range(0, 2000000000000, 1, 2)";
const longDuckQuery = "SELECT sum(hash(range)) FROM range(2000000000000)";

/** Those that hurt no other action. */
export const harmless: readonly Ending[] = [
  {
    name: "code-0",
    title: "leaves with code 0",
    sources: {
      ...both("print('a')\nexit()\nprint('b')"),
      ...bothR("cat('a\\n')\nquit()\ncat('b')"),
      shell: "echo a\nexit 0\necho b",
    },
    prints: "a\n",
  },
  {
    name: "system-exit",
    title: "`raise SystemExit(0)`",
    sources: both("print('a')\nraise SystemExit(0)\nprint('b')"),
    prints: "a\n",
  },
  {
    name: "code-3",
    title: "leaves with code 3",
    sources: { ...both("import sys\nsys.exit(3)"), ...bothR("quit(status = 3)"), shell: "exit 3" },
  },
  {
    name: "error",
    title: "an error that nobody catches",
    sources: {
      scala: 'sys.error("x")',
      jar: "error",
      ...both("raise ValueError('x')"),
      ...bothR('stop("x")'),
      sql: "SELECT raise_error('x')",
      duckdb: "SELECT error('x')",
      shell: "false",
    },
  },
  {
    name: "loop",
    title: "an infinite loop, with a `timeout`",
    timeout: "3s",
    sources: {
      ...both("while True: pass"),
      ...bothR("repeat {}"),
      sql: longQuery,
      duckdb: longDuckQuery,
      shell: "while :; do :; done",
    },
  },
  {
    name: "killed",
    title: "its process is killed",
    sources: {
      ...both("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
      ...bothR("tools::pskill(Sys.getpid(), tools::SIGKILL)\nSys.sleep(60)"),
      shell: "kill -9 $$",
    },
  },
  {
    name: "child",
    title: "a child that stays behind",
    sources: {
      scala: 'new ProcessBuilder("sleep", "98761").start(): Unit',
      jar: "child",
      ...both("import os, time\nif os.fork() == 0: time.sleep(98761)"),
      ...bothR("child <- parallel::mcparallel(Sys.sleep(98761))"),
      shell: "sleep 98761 &",
    },
  },
  {
    name: "no-newline",
    title: "output that ends without a newline",
    sources: {
      scala: 'print("a")',
      jar: "no-newline",
      ...both("print('a', end='')"),
      ...bothR("cat('a')"),
      shell: "printf a",
    },
    prints: "a",
  },
  {
    name: "no-utf-8",
    title: "output that is no UTF-8",
    sources: {
      scala: "System.out.write(Array[Byte]('a', -1, 'b', '\\n')); System.out.flush()",
      jar: "no-utf-8",
      ...both("import os\n_ = os.write(1, b'a\\xffb\\n')"),
      ...bothR('cat("a\\xffb\\n")'),
      shell: "printf 'a\\377b\\n'",
    },
    prints: "a\uFFFDb\n",
  },
  {
    name: "long-line",
    title: "a line of 10 MB",
    sources: {
      scala: `println("x" * ${long})`,
      jar: "long-line",
      ...both(`print('x' * ${long})`),
      ...bothR(`cat(strrep("x", ${long}), "\\n", sep = "")`),
      shell: `head -c ${long} /dev/zero | tr '\\0' x; echo`,
    },
    prints: `${"x".repeat(long)}\n`,
  },
  {
    name: "long-value",
    title: "a value of 10 MB",
    sources: {
      scala: `val a = "x" * ${long}`,
      ...both(`a = 'x' * ${long}`),
      ...bothR(`a <- strrep("x", ${long})`),
      sql: `SELECT repeat('x', ${long}) AS a`,
      duckdb: `SELECT repeat('x', ${long}) AS a`,
    },
  },
  {
    name: "stdin",
    title: "reading standard input",
    sources: {
      scala: "println(System.in.read())",
      jar: "stdin",
      ...both("import sys\nprint(len(sys.stdin.read()) - 1)"),
      ...bothR('cat(length(readLines(file("stdin"))) - 1, "\\n", sep = "")'),
      shell: "cat; echo -1",
    },
    prints: "-1\n",
  },
];

/** Those that cost the process that others run in. */
export const costly: readonly Ending[] = [
  {
    name: "killed",
    title: "its process is killed",
    sources: {
      scala:
        'val marker = new java.io.File("killed-once")\nif (marker.createNewFile())\n' +
        '  new ProcessBuilder("kill", "-9", ProcessHandle.current.pid.toString).start().waitFor()',
      // Whoever runs this job kills it.
      duckdb: longDuckQuery,
    },
  },
  { name: "code-0", title: "leaves with code 0", sources: { jar: "code-0" } },
  { name: "code-3", title: "leaves with code 3", sources: { scala: "sys.exit(3)" } },
  {
    name: "loop",
    title: "an infinite loop, with a `timeout`",
    timeout: "3s",
    sources: { scala: "while (true) {}" },
  },
];

/** For a run that is cancelled; no more than one Spark session runs at once. */
export const waiting: readonly Ending[] = [
  {
    name: "wait",
    title: "a cancel",
    sources: {
      scala: "Thread.sleep(600000)",
      ...both("import time\ntime.sleep(600)"),
      ...bothR("Sys.sleep(600)"),
      sql: longQuery,
      duckdb: longDuckQuery,
      shell: "sleep 600",
    },
  },
];
