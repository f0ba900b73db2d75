// Compares what plan.json says is written with the files below the working and the output folder.
const { readdirSync, readFileSync } = require("node:fs");
const { extname, join, relative } = require("node:path");

const { actions } = JSON.parse(readFileSync("plan.json", "utf8"));
const { workingDir, outputRootPath } = actions[0].run.env;
const published = actions.flatMap(({ id, type, publishes }) =>
  publishes.map((one) => ({ ...one, type, of: `${id}.${one.name}` })),
);
/** A checkpoint lies in files, too; its format is Parquet. */
const inFiles = published.filter(({ as }) => as === "file" || as === "checkpoint");
const inMemory = published.filter((one) => !inFiles.includes(one));
const targets = actions.flatMap(({ sources, run }) =>
  sources
    .filter(({ access }) => access === "write")
    .map(({ name }) => run.sources.find((source) => source.name === name))
    .map(({ name, options }) => `${name} ${options.format}`),
);

/** Every file, and every folder in which there is none. */
function leavesOf(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.length === 0) return [folder];
  return entries.flatMap((each) => (each.isDirectory() ? leavesOf(join(folder, each.name)) : [join(folder, each.name)]));
}

/** Spark's marks and checksums say nothing of their own. */
const data = (folder) => leavesOf(folder).filter((path) => !/(^|\/)(_SUCCESS|\.[^/]*\.crc)$/.test(path));
const formatOf = (path) => extname(path).slice(1) || "nothing";
const handedOver = data(workingDir).map((path) => {
  const [, action, attempt, dataset] = relative(workingDir, path).split("/");
  return `${action}.${dataset} ${formatOf(path)}${attempt === "1" ? "" : ` of attempt ${attempt}`}`;
});
const put = data(outputRootPath).map((path) => `${relative(outputRootPath, path).split("/")[0]} ${formatOf(path)}`);

// A script's own file stays where the script has put it.
const planned = inFiles.filter(({ type }) => type !== "shell").map(({ of, format }) => `${of} ${format ?? "parquet"}`);
const scripts = inFiles.filter(({ type }) => type === "shell").map(({ name }) => `${name}.csv csv`);

tell("handed over in files", planned, handedOver);
tell("put into the output folder", [...targets, ...scripts], put);
console.log(`by reference, and nowhere on disk: ${inMemory.map(({ of, as }) => `${of} (${as})`).join(", ")}`);

const left = actions.flatMap(({ id, notWritten }) => notWritten.map((name) => `${id}.${name}`));
const wrong = left.filter((of) => handedOver.some((one) => one.startsWith(`${of} `)));
console.log(`said not to be written, and not there: ${left.length - wrong.length} of ${left.length}`);

function tell(what, expected, found) {
  const [one, other] = [expected, found].map((list) => [...new Set(list)]);
  console.log(`${what}: ${one.join(", ")}`);
  for (const each of one.filter((name) => !other.includes(name))) console.log(`  planned, and not there: ${each}`);
  for (const each of other.filter((name) => !one.includes(name))) console.log(`  there, and not planned: ${each}`);
}
