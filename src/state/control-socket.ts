import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { error } from "../diagnostics/report.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { worldlyReason } from "./database.ts";
import { runFolderUnwritable } from "./run-files.ts";
import type { StateFolder } from "./state-folder.ts";
import { writeWhole } from "./write-whole.ts";

/** What may be asked of a living leader. */
const controlRequest = v.variant("ask", [
  v.object({ ask: v.literal("cancel"), by: v.string(), reason: v.string(), graceMs: v.number() }),
  v.object({ ask: v.literal("ping") }),
]);
const controlAnswer = v.object({ accepted: v.boolean() });

export type ControlRequest = v.InferOutput<typeof controlRequest>;
export type LeaderRequest = Exclude<ControlRequest, { ask: "ping" }>;

export interface ControlServer {
  close(): Promise<void>;
}

/** What the system takes for a socket's path, its ending NUL included, on the narrowest of our platforms. */
const longestPath = 103;
/** A leader that does not answer within this is not going to. */
const answerMs = 5_000;

/** Lets the same user reach this run's leader, by `ama cancel`. Fails (AMA1801) where the run's folder cannot be written to. */
export async function serveControl(
  folder: StateFolder,
  run: string,
  take: (request: LeaderRequest) => void,
): Promise<Result<ControlServer>> {
  try {
    return ok(await serve(folder, run, take));
  } catch (cause) {
    const reason = worldlyReason(cause);
    if (reason === undefined) throw cause;
    return failed(runFolderUnwritable(folder, run, reason));
  }
}

async function serve(folder: StateFolder, run: string, take: (request: LeaderRequest) => void): Promise<ControlServer> {
  const path = socketPathFor(folder, run);
  mkdirSync(folder.run(run).root, { recursive: true, mode: 0o700 });
  rmSync(path, { force: true });
  const server = createServer((socket) => answer(socket, take));
  await listen(server, path);
  chmodSync(path, 0o600);
  // One that is half written would say that nobody leads the run, whose temporary files are then removed.
  writeWhole(pointer(folder, run), path);
  return { close: () => close(server, folder, run, path) };
}

/** Asks the leader of a run; says so when none is there. */
export async function askLeader(folder: StateFolder, run: string, request: ControlRequest): Promise<Result<void>> {
  const path = await readFile(pointer(folder, run), "utf8").catch(absent);
  if (path === undefined) return failed(notRunning(run));
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.setTimeout(answerMs, () => socket.destroy(new Error("it gave no answer")));
    socket.on("error", (cause) => resolve(failed(isNobody(cause) ? notRunning(run) : unreachable(run, cause))));
    socket.on("close", () => resolve(failed(unreachable(run, new Error("it closed the connection")))));
    const answers = createInterface({ input: socket });
    // It repeats the socket's errors, which are taken care of above.
    answers.on("error", () => undefined);
    answers.once("line", (line) => {
      const told = v.safeParse(v.pipe(v.string(), v.parseJson(), controlAnswer), line);
      resolve(told.success && told.output.accepted ? ok(undefined) : failed(unreachable(run, new Error("it refused"))));
      socket.destroy();
    });
    socket.write(`${JSON.stringify(request)}\n`);
  });
}

/** Whether a leader of the run is alive on this machine. */
export async function isLed(folder: StateFolder, run: string): Promise<boolean> {
  return (await askLeader(folder, run, { ask: "ping" })).ok;
}

/** Whether the run's leader is surely gone, and not only slow to answer or stopped. */
export async function isAbandoned(folder: StateFolder, run: string): Promise<boolean> {
  const answered = await askLeader(folder, run, { ask: "ping" });
  return !answered.ok && answered.diagnostics.some(({ code }) => code === "AMA1802");
}

function answer(socket: Socket, take: (request: LeaderRequest) => void): void {
  // A client that goes away in the middle has nothing more to be told.
  socket.on("error", () => socket.destroy());
  createInterface({ input: socket }).on("line", (line) => {
    const asked = v.safeParse(v.pipe(v.string(), v.parseJson(), controlRequest), line);
    if (asked.success && asked.output.ask !== "ping") take(asked.output);
    socket.write(`${JSON.stringify({ accepted: asked.success })}\n`);
  });
}

/** In the run's folder or, where that path is too long for a socket, in a short private one. */
function socketPathFor(folder: StateFolder, run: string): string {
  const wanted = folder.run(run).controlSocket;
  if (Buffer.byteLength(wanted) <= longestPath) return wanted;
  return join(mkdtempSync(join(tmpdir(), "ama-")), "control.sock");
}

/** Says where the socket is. */
function pointer(folder: StateFolder, run: string): string {
  return `${folder.run(run).controlSocket}.path`;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      // It is there for the run, and keeps no program alive by itself.
      server.unref();
      resolve();
    });
  });
}

async function close(server: Server, folder: StateFolder, run: string, path: string): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  rmSync(pointer(folder, run), { force: true });
  const isShort = path !== folder.run(run).controlSocket;
  rmSync(isShort ? dirname(path) : path, { force: true, recursive: true });
}

function absent(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== "ENOENT") throw cause;
  return undefined;
}

function isNobody(cause: NodeJS.ErrnoException): boolean {
  return cause.code === "ENOENT" || cause.code === "ECONNREFUSED";
}

function notRunning(run: string) {
  return error("AMA1802", `The run ${run} is not running on this machine.`, {
    hint: "`ama runs` lists the runs and how they ended.",
  });
}

function unreachable(run: string, cause: Error) {
  return error("AMA1803", `The leader of the run ${run} cannot be reached: ${cause.message}.`, {
    hint: "It may be ending just now; `ama runs show` tells.",
  });
}
