import { readdirSync, readFileSync } from "node:fs";

/** Prints the processes of this case, which have its HOME, but not those that lead to this one: `<pid> <command>`. */
const home = `HOME=${process.env["HOME"]}`;

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function parentOf(pid: string): string {
  return read(pid, "stat").replace(/^.*\) \S /, "").split(" ")[0] ?? "";
}

const leading = new Set<string>();
for (let pid = String(process.pid); pid !== "" && pid !== "0"; pid = parentOf(pid)) leading.add(pid);
for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
  if (leading.has(pid) || !read(pid, "environ").split("\0").includes(home)) continue;
  console.log(pid, read(pid, "cmdline").split("\0").join(" "));
}
