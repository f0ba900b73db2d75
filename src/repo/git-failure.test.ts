import { expect, test } from "vitest";
import { classifyRemoteFailure, remoteFailure } from "./git-failure.ts";

const outcome = (stderr: string) => ({ status: 128, stdout: Buffer.alloc(0), stderr });

test.each([
  ["fatal: unable to write loose object file: No space left on device\nfatal: early EOF\n", "no-room"],
  ["fatal: write error: Disk quota exceeded\n", "no-room"],
  ["remote: fatal: cannot create temporary file: No space left on device\n", "other"],
  ["fatal: early EOF\n", "unreachable"],
  ["fatal: Authentication failed for 'https://example.com/x.git/'\n", "refused"],
  ["fatal: repository 'https://example.com/x.git/' not found\n", "not-found"],
  ["fatal: bad object HEAD\n", "other"],
])("%j is %s", (stderr, kind) => {
  expect(classifyRemoteFailure(outcome(stderr))).toBe(kind);
});

test("a disk without room is told of with git's own reason", () => {
  expect(remoteFailure("file:///r", outcome("fatal: write error: No space left on device\n"))).toMatchObject({
    code: "AMA1416",
    message: "file:///r cannot be cached: write error: No space left on device.",
    hint: expect.stringContaining("AMA_CACHE"),
  });
});
