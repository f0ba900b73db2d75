import { expect, test } from "vitest";
import { readJars } from "./read-jars.ts";

function problemsOf(text: string): string[] {
  return readJars("deps/jars.yml", text).diagnostics.map(({ code, severity, message, at, sourceLine, hint }) => {
    const place = at === undefined ? "" : `${at.file}:${at.line}:${at.column}`;
    return `${place} ${severity} ${code} ${message} | ${sourceLine ?? ""} | ${hint ?? ""}`;
  });
}

const sample = `repos:
  - id: maven-central
    type: default
    url: http://repo1.maven.org/maven2/
artifacts:
  - groupId: com.flyberrycapital
    artifactId: scala-slack_2.10
    version: 0.3.0
`;

test("the format of 0.1 is read as it was written", () => {
  const result = readJars("deps/jars.yml", sample);
  expect(result).toEqual({
    ok: true,
    diagnostics: [],
    value: {
      repositories: [
        {
          id: "maven-central",
          type: "default",
          url: "http://repo1.maven.org/maven2",
          at: expect.objectContaining({ line: 4, column: 10 }),
        },
      ],
      artifacts: [
        {
          groupId: "com.flyberrycapital",
          artifactId: "scala-slack_2.10",
          version: "0.3.0",
          exclusions: [],
          at: { file: "deps/jars.yml", line: 7, column: 17, endColumn: 33 },
        },
      ],
      missing: "error",
    },
  });
});

test("CRLF, a byte order mark, no newline at the end and JSON make no difference", () => {
  const plain = readJars("deps/jars.yml", sample);
  expect(readJars("deps/jars.yml", `\uFEFF${sample.trimEnd().replaceAll("\n", "\r\n")}`)).toEqual(plain);
  const json = '{"artifacts": [{"groupId": "a", "artifactId": "b", "version": "1"}]}';
  expect(readJars("deps/jars.json", json)).toMatchObject({ ok: true, value: { artifacts: [{ version: "1" }] } });
});

test("a version is the text that stands there, not the number it looks like", () => {
  const text = "artifacts: [{groupId: a, artifactId: b, version: 1.10}, {groupId: a, artifactId: c, version: 2e3}]";
  expect(readJars("j", text)).toMatchObject({
    ok: true,
    value: { artifacts: [{ version: "1.10" }, { version: "2e3" }] },
  });
});

test.for(["", "# nothing\n", "artifacts:\n", "repos: []\nartifacts: ~\n"])("%j asks for nothing", (text) => {
  expect(readJars("deps/jars.yml", text)).toMatchObject({ ok: true, value: { artifacts: [] }, diagnostics: [] });
});

test("classifier, type, both forms of exclusions, anchors and aliases, and missing: warn", () => {
  const text = `missing: warn
artifacts:
  - {groupId: a, artifactId: b, version: "1", classifier: tests, type: test-jar, exclusions: &e [{groupId: x, artifactId: y}, "p:q", {groupId: z}]}
  - {groupId: a, artifactId: c, version: "1", exclusions: *e}
`;
  const exclusions = [
    { groupId: "x", artifactId: "y" },
    { groupId: "p", artifactId: "q" },
    { groupId: "z", artifactId: "*" },
  ];
  expect(readJars("deps/jars.yml", text)).toMatchObject({
    ok: true,
    value: { missing: "warn", artifacts: [{ classifier: "tests", type: "test-jar", exclusions }, { exclusions }] },
  });
});

test("all problems are reported at once, each at its place with a way out", () => {
  const text = `repositories: []
repos:
  - {id: a, url: repo.example.com}
  - {id: b, url: "https://me:secret@repo.example.com/x"}
  - {id: c, type: ivy, url: "https://repo.example.com/y"}
artifact: []
artifacts:
  - {groupID: com.x, artifactId: y, version: 1.0}
  - {groupId: com.x, artifactId: ../../y, version: 1.0}
  - com.x:y:1.0
  - groupId: com.x
    artifactId: z
    version:
      major: 1
missing: ignore
`;
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    [
      "deps/jars.yml:1:1 warning AMA1503 jars.yml has no key \`repositories\`; it is ignored. | repositories: [] | The keys are repos, artifacts, missing.",
      "deps/jars.yml:3:18 error AMA1505 \`repo.example.com\` is not the address of a repository. |   - {id: a, url: repo.example.com} | It begins with https://, http:// or file:///.",
      "deps/jars.yml:4:18 error AMA1505 A repository's address must not hold a user name or password. |   - {id: b, url: "https://***@repo.example.com/x"} | Put them into a <server> of ~/.m2/settings.xml, under the repository's id.",
      "deps/jars.yml:5:19 error AMA1505 Repositories of type \`ivy\` are not supported. |   - {id: c, type: ivy, url: "https://repo.example.com/y"} | Write \`type: default\`, or leave it out.",
      "deps/jars.yml:6:1 error AMA1503 jars.yml has no key \`artifact\`. | artifact: [] | Did you mean \`artifacts\`?",
      "deps/jars.yml:8:6 error AMA1503 An artifact has no key \`groupID\`. |   - {groupID: com.x, artifactId: y, version: 1.0} | Did you mean \`groupId\`?",
      "deps/jars.yml:9:34 error AMA1505 \`../../y\` is no valid artifactId. |   - {groupId: com.x, artifactId: ../../y, version: 1.0} | Letters, digits, dots, dashes and underscores are allowed.",
      "deps/jars.yml:10:5 error AMA1502 An artifact must be a map with the keys groupId, artifactId, version, classifier, type, exclusions, not \`com.x:y:1.0\`. |   - com.x:y:1.0 | Write \`{groupId: com.x, artifactId: y, version: "1.0"}\`.",
      "deps/jars.yml:14:7 error AMA1502 \`version\` must be a text, not a map. |       major: 1 | ",
      "deps/jars.yml:15:10 error AMA1505 \`missing\` is warn or error, not \`ignore\`. | missing: ignore | ",
    ]
  `);
});

test("what is not YAML is told with its place", () => {
  expect(problemsOf("artifacts:\n\t- groupId: a\n")).toMatchInlineSnapshot(`
    [
      "deps/jars.yml:2:1 error AMA1501 This is not YAML: Tabs are not allowed as indentation. | 	- groupId: a | Indent with spaces.",
    ]
  `);
  expect(problemsOf("artifacts: [{groupId: a\n")).toMatchInlineSnapshot(`
    [
      "deps/jars.yml:2:1 error AMA1501 This is not YAML: Flow map in block collection must be sufficiently indented and end with a }. |  | ",
    ]
  `);
  expect(problemsOf("- a\n- b\n")).toMatchInlineSnapshot(`
    [
      "deps/jars.yml:1:1 error AMA1502 jars.yml must be a map with the keys repos, artifacts, missing, not a list. | - a | ",
    ]
  `);
});

test("the same thing twice is a warning, two different things under one name an error", () => {
  const text = `repos:
  - {id: a, url: "https://one.example.com"}
  - {id: a, url: "https://two.example.com"}
artifacts:
  - {groupId: g, artifactId: x, version: 1}
  - {groupId: g, artifactId: x, version: 1}
  - {groupId: g, artifactId: x, version: 1, classifier: tests}
`;
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    [
      "deps/jars.yml:3:18 error AMA1506 The repository a is declared twice, with https://one.example.com and with https://two.example.com. |   - {id: a, url: "https://two.example.com"} | Remove one of the two; the other is at deps/jars.yml:2:18.",
      "deps/jars.yml:6:30 warning AMA1506 The artifact g:x:1 is declared twice. |   - {groupId: g, artifactId: x, version: 1} | Remove one of the two; the other is at deps/jars.yml:5:30.",
    ]
  `);
});
