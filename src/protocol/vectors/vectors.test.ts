import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KeptRunner, needsOwnProcess } from "./kept-runner.ts";
import { playLeader } from "./play-leader.ts";
import { playRunner } from "./play-runner.ts";
import { readVectors } from "./read-vectors.ts";
import { missingSnippet, snippetsOf } from "./snippets.ts";
import type { LeaderVector, RunnerVector } from "./vector.ts";

const folder = join(import.meta.dirname, "../../../protocol");
const { vectors, sources } = await readVectors(folder);
const ofLeader = vectors.filter((vector) => vector.side === "leader");
const ofRunner = vectors.filter((vector) => vector.side === "runner");
const exampleRunner = { command: ["python3", join(folder, "example_runner.py")], type: "example-python" };

describe("this leader plays", () => {
  it.concurrent.each(ofLeader)("$name", async (vector) => {
    expect(await playLeader(vector)).toEqual({ is: "passed" });
  });
});

describe("the example runner plays", () => {
  /** Vectors of what it leaves out. */
  const beyondIt = [
    "runner-inspect",
    "runner-publish",
    "runner-publish-file",
    "runner-publish-nothing-after-failure",
    "runner-read-file",
  ];

  it.concurrent.each(ofRunner)("$name", { timeout: 60_000 }, async (vector) => {
    const result = await playRunner(vector, exampleRunner, sources);
    expect(result).toMatchObject({ is: beyondIt.includes(vector.name) ? "skipped" : "passed" });
  });
});

describe("a runner on this program's own client plays", () => {
  const runner = {
    command: [process.execPath, join(import.meta.dirname, "line-runner.test-support.ts")],
    type: "lines",
  };
  const snippets: Readonly<Record<string, string>> = {
    "prints hello": "print hello",
    "prints oops on stderr": "warn oops",
    "prints a, and b a second later": "print a\nsleep 1000\nprint b",
    "prints c, and d a second later": "print c\nsleep 1000\nprint d",
    "prints a, and then sleeps for a minute": "print a\nsleep 60000",
    "prints x three million times and a line feed": "print x 3000000",
    "has a value of two million characters by the name of long": "long 2000000",
  };
  const inLines = Object.fromEntries(
    Object.keys(sources).map((does): [string, Record<string, string>] => {
      const snippet = snippets[does];
      return [does, snippet === undefined ? {} : { lines: snippet }];
    }),
  );
  const possible = ofRunner.filter(
    (vector) => vector.name !== "runner-compile" && snippetsOf(vector).every((does) => does in snippets),
  );

  it("most of them", () => expect(possible.length).toBeGreaterThan(20));
  it.concurrent.each(possible)("$name", { timeout: 60_000 }, async (vector) => {
    expect(await playRunner(vector, runner, inLines)).toEqual({ is: "passed" });
  });
});

describe("one process of the example runner plays", () => {
  const some = [
    "runner-resend-after-drop",
    "runner-acknowledged",
    "runner-attempts-anew",
    "runner-run-twice-when-ended",
  ];

  it("vectors that leave it alive, one after another", { timeout: 60_000 }, async () => {
    const kept = await KeptRunner.start(exampleRunner);
    const played = ofRunner.filter(({ name }) => some.includes(name));
    expect(played.filter(needsOwnProcess)).toEqual([]);
    for (const vector of [...played, ...played]) {
      expect([vector.name, await kept.play(vector, exampleRunner, sources)]).toEqual([vector.name, { is: "passed" }]);
    }
    await kept.end();
  });

  it("not those that are about its first connection, its leader or its end", () => {
    const own = ofRunner.filter(needsOwnProcess).map(({ name }) => name.replace("runner-", ""));
    expect(own).toEqual([
      "handshake",
      "key-refused",
      "linger-ends",
      "malformed-line",
      "newer-leader",
      "no-linger",
      "older-leader",
      "shutdown",
      "version-refused",
    ]);
  });
});

describe("the protocol's page", () => {
  const page = readFileSync(join(folder, "../docs/reference/runner-protocol.md"), "utf8");
  const types = new Set(Object.values(sources).flatMap(Object.keys));

  it("counts the vectors of runners", () => expect(page).toContain(`There are ${ofRunner.length} vectors`));
  it.each([...types])("names those that are not for %s", (type) => {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${type}\` |`)) ?? "";
    const told = [...row.matchAll(/`(runner-[a-z-]+)`/g)].map(([, name = ""]) => name);
    const missing = ofRunner.filter((vector) => missingSnippet(vector, type, sources) !== undefined);
    expect(told.toSorted()).toEqual(missing.map(({ name }) => name).toSorted());
  });
});

describe("the player", () => {
  const leaderWith = (steps: LeaderVector["steps"]): LeaderVector => ({
    name: "n",
    about: "",
    side: "leader",
    options: {},
    steps,
  });
  const runnerWith = (steps: RunnerVector["steps"]): RunnerVector => ({ name: "n", about: "", side: "runner", steps });

  it("fails a vector that the leader does not fulfil, with the step and what went over the wire", async () => {
    const result = await playLeader(
      leaderWith([
        { connect: true },
        { send: { id: 1, method: "hello", params: { protocol: [1], token: "wrong" } } },
        { expect: { id: 1, result: {} } },
      ]),
    );
    expect(result).toMatchObject({
      is: "failed",
      step: 2,
      what: expect.stringContaining("result: expected an object"),
    });
    expect(result).toHaveProperty("transcript.0", expect.stringMatching(/^> .*hello/));
    expect(result).toHaveProperty("transcript.1", expect.stringMatching(/^< .*refused/));
  });

  it("fails a vector that a runner does not fulfil", async () => {
    const wrongOutput = await playRunner(
      runnerWith([
        { accept: {} },
        { run: { attempt: "a1", does: "prints hello", with: {} } },
        { expect: { method: "ended", params: { status: "succeeded" } } },
        { printed: { attempt: "a1", stream: "stdout", text: "goodbye\n" } },
      ]),
      exampleRunner,
      sources,
    );
    expect(wrongOutput).toMatchObject({ is: "failed", step: 3, what: expect.stringContaining('expected "goodbye') });
    const noExit = await playRunner(
      runnerWith([{ accept: {} }, { expectExit: true, withinMs: 50 }]),
      exampleRunner,
      sources,
    );
    expect(noExit).toMatchObject({ is: "failed", step: 1, what: expect.stringContaining("did not end within 50 ms") });
  });

  it("fails a runner that sends what the protocol doesn't have", async () => {
    const command = [process.execPath, "-e", liar];
    const result = await playRunner(
      runnerWith([{ accept: {} }, { expectNothing: 2000 }]),
      { command, type: "t" },
      sources,
    );
    expect(result).toMatchObject({
      is: "failed",
      step: 1,
      what: expect.stringContaining("message 7 came where 1 was due"),
    });
  });
});

/** Says hello as it should, and then begins to count with 7. */
const liar = `
  const [host, port] = process.env.AMA_ADDRESS.split(":");
  const socket = require("node:net").connect(Number(port), host);
  const say = (line) => socket.write(JSON.stringify({ jsonrpc: "2.0", ...line }) + "\\n");
  const token = require("node:fs").readFileSync(process.env.AMA_TOKEN_FILE, "utf8");
  const facts = { runner: "liar", version: "1", types: [], capacity: 1, pid: 1, host: "h", lastSeq: 0, epoch: 0 };
  say({ id: 1, method: "hello", params: { protocol: [1], token, ...facts } });
  socket.once("data", () => say({ method: "log", params: { seq: 7, level: "info", text: "" } }));
`;
