import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { fetchSource } from "./fetch-source.ts";

let server: Server;
let folder = "";
let origin = "";
let content: string | undefined;
let asked: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? "nobody"}`);
    if (content === undefined) response.writeHead(404).end();
    else response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});

afterAll(() => server.close());

beforeEach(() => {
  folder = temporaryFolder();
  [content, asked] = ["one", []];
});

async function get(url: string, online = true) {
  const at = { file: "maki.yml", line: 5, column: 11 };
  const found = await fetchSource({ url, at }, folder, { env: {}, online, retryAfterMs: 1 });
  const said = found.diagnostics.map(
    ({ severity, code, message }) => `${severity} ${code} ${message.replaceAll(origin, "<server>")}`,
  );
  return { text: found.ok ? Buffer.from(found.value).toString() : undefined, said };
}

test("fetches each time, and says when the content has changed", async () => {
  expect(await get(`${origin}/a/b.scala?x=1`)).toEqual({ text: "one", said: [] });
  expect(await get(`${origin}/a/b.scala?x=1`)).toEqual({ text: "one", said: [] });
  content = "two";
  expect(await get(`${origin}/a/b.scala?x=1`)).toEqual({
    text: "two",
    said: ["warning AMA1118 `<server>/a/b.scala?x=1` is not what it was when it was fetched the last time."],
  });
  expect(asked).toEqual(Array(3).fill("/a/b.scala?x=1 nobody"));
});

test("uses the copy where the server has it no more, or the network is not asked", async () => {
  await get(`${origin}/b.scala`);
  content = undefined;
  expect(await get(`${origin}/b.scala`)).toEqual({
    text: "one",
    said: [
      "warning AMA1117 `<server>/b.scala` cannot be fetched: the server has no such file. The copy of the last time is used.",
    ],
  });
  expect(await get(`${origin}/b.scala`, false)).toEqual({ text: "one", said: [] });
});

test("without a copy that is an error", async () => {
  content = undefined;
  expect((await get(`${origin}/b.scala`)).said).toEqual([
    "error AMA1116 The action's file `<server>/b.scala` cannot be fetched: the server has no such file.",
  ]);
  expect((await get(`${origin}/b.scala`, false)).said).toEqual([
    "error AMA1116 The action's file `<server>/b.scala` cannot be fetched: the network is not asked.",
  ]);
});

test("a password goes to the server, and nowhere else", async () => {
  const url = `${origin.replace("//", "//me:p%40ss@")}/b.scala`;
  content = undefined;
  const { said } = await get(url);
  expect(said.join()).not.toContain("p%40ss");
  expect(asked[0]).toBe(`/b.scala Basic ${Buffer.from("me:p@ss").toString("base64")}`);
});
