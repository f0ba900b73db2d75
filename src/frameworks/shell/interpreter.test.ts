import { expect, test } from "vitest";
import { interpreterOf } from "./interpreter.ts";

test.each([
  ["echo hi", "bash --noprofile --norc -eo pipefail", true],
  ["#!/bin/bash\necho hi", "bash --noprofile --norc -eo pipefail", true],
  ["#!/usr/bin/env bash\r\necho hi", "bash --noprofile --norc -eo pipefail", true],
  ["#! /bin/bash -x\necho hi", "bash --noprofile --norc -eo pipefail -x", true],
  ["#!/bin/sh\necho hi", "sh -e", false],
  ["#!/usr/bin/env -S awk -f\n", "awk -f", false],
  ["#!/opt/tools/python3 -u\n", "/opt/tools/python3 -u", false],
  ["# not a #!/bin/sh", "bash --noprofile --norc -eo pipefail", true],
  ["#!\n", "bash --noprofile --norc -eo pipefail", true],
])("%j is run by %s", (source, command, traces) => {
  expect(interpreterOf(source)).toEqual({ command: command.split(" "), traces });
});
