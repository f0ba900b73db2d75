import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readSecretsConfig } from "./read-secrets-config.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import { reveal, secretNames } from "./reveal.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function resolved(config: string | undefined, names: readonly string[], env: Record<string, string> = {}) {
  if (config !== undefined) writeFileSync(join(folder, "config.yml"), config);
  const read = await readSecretsConfig({ env, folder, machine: join(folder, "machine") });
  if (!read.ok) return read.diagnostics.map(told);
  const result = await resolveSecrets(names, read.value, { env: { PATH: process.env["PATH"], ...env }, cwd: folder });
  return result.ok ? [Object.fromEntries(result.value), ...result.diagnostics.map(told)] : result.diagnostics.map(told);
}

function told({ code, message, hint }: { code: string; message: string; hint?: string }): string {
  return [code, message, hint].filter(Boolean).join(" ").replaceAll(folder, "<folder>");
}

test("by default a secret is a variable of the process", async () => {
  const env = { AMA_SECRET_DB_PASSWORD: "from-ama-secret", DB_PASSWORD: "plain", TOKEN: "token-value" };
  expect(await resolved(undefined, ["db-password", "TOKEN"], env)).toEqual([
    { "db-password": "from-ama-secret", TOKEN: "token-value" },
  ]);
  expect(await resolved(undefined, ["a-b", "C"])).toMatchInlineSnapshot(`
    [
      "AMA1451 The secret a-b is not defined. It was looked for in the variables AMA_SECRET_A_B and A_B and a-b.",
      "AMA1451 The secret C is not defined. It was looked for in the variables AMA_SECRET_C and C.",
    ]
  `);
});

test("a file that only the user can read", async () => {
  const file = join(folder, "secrets.env");
  writeFileSync(file, "# mine\nexport DB='quoted value'\nplain = as it is #1\nEMPTY=\n");
  chmodSync(file, 0o644);
  const config = "secrets: {provider: file, path: secrets.env}\n";
  expect(await resolved(config, ["DB"])).toMatchInlineSnapshot(`
    [
      "AMA1452 <folder>/secrets.env can be read by others, so no secret is taken from it. chmod 600 <folder>/secrets.env",
    ]
  `);
  chmodSync(file, 0o600);
  expect(await resolved(config, ["DB", "plain"])).toEqual([{ DB: "quoted value", plain: "as it is #1" }]);
});

test("a command, asked without a shell, and never quoted in an error", async () => {
  const config = (code: string) => `secrets:\n  provider: command\n  command: [sh, -c, '${code}', sh, "{name}"]\n`;
  expect(await resolved(config('printf "value of %s\\n" "$1"'), ["a.b/c"])).toEqual([{ "a.b/c": "value of a.b/c" }]);
  expect(await resolved(config("echo very-secret; exit 3"), ["x"])).toMatchInlineSnapshot(`
    [
      "AMA1452 sh could not be asked for the secret x: it ended with exit code 3.",
    ]
  `);
  expect(await resolved("secrets: {provider: command, command: [no-such-program]}", ["x"])).toMatchInlineSnapshot(`
    [
      "AMA1452 no-such-program could not be asked for the secret x: there is no such program.",
    ]
  `);
  expect(await resolved(config("echo x"), ["$(id)", "-n"])).toMatchInlineSnapshot(`
    [
      "AMA1451 "$(id)" cannot be a secret's name. Names are made of letters, digits and _ - . /",
      "AMA1451 "-n" cannot be a secret's name. Names are made of letters, digits and _ - . /",
    ]
  `);
});

test("several providers are asked in their order", async () => {
  const config = "secrets: [{provider: file, path: missing.env}, {provider: environment}]";
  expect(await resolved(config, ["A", "B"], { A: "in the environment" })).toMatchInlineSnapshot(`
    [
      "AMA1451 The secret B is not defined. It was looked for in <folder>/missing.env (which does not exist), then the variables AMA_SECRET_B and B (as <folder>/config.yml says).",
    ]
  `);
});

test("a short secret is taken, with a warning", async () => {
  expect(await resolved(undefined, ["PIN"], { PIN: "1234" })).toMatchInlineSnapshot(`
    [
      {
        "PIN": "1234",
      },
      "AMA1454 The secret PIN has fewer than 8 characters, so it is not taken out of logs and reports. Use a longer one.",
    ]
  `);
});

test.each(["secrets: vault", "secrets: {provider: file}", "secrets: [", "secrets: {provider: environment, path: x}"])(
  "%s is not valid",
  async (config) => {
    expect(await resolved(config, [])).toEqual([expect.stringMatching(/^AMA1450 <folder>\/config.yml is not valid/)]);
  },
);

test("values are filled in wherever they stand", () => {
  const value = {
    url: { $secret: ["jdbc:x?password=", { secret: "DB" }, "&a=1"] },
    list: [1, true, null, { $secret: [{ secret: "B" }] }],
  };
  expect(secretNames(value)).toEqual(["DB", "B"]);
  expect(
    reveal(
      value,
      new Map([
        ["DB", "d"],
        ["B", "b"],
      ]),
    ),
  ).toEqual({
    ok: true,
    value: { url: "jdbc:x?password=d&a=1", list: [1, true, null, "b"] },
    diagnostics: [],
  });
  expect(reveal(value, new Map([["DB", "d"]]))).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1451" }] });
});
