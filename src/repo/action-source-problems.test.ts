import { expect, test } from "vitest";
import { action, problemsIn } from "./test/read-files.ts";

/** What is wrong with the runner of an action, or with what it is to run. */
test.each([
  [
    "an unknown runner",
    action("type: spark-skala, file: a.scala"),
    ["maki.yml:3 ‹spark-skala› error AMA1103 `spark-skala` is no runner type. | Did you mean `spark-scala`?"],
  ],
  [
    "a runner that nothing resembles",
    action("type: cobol, file: a.scala"),
    ["maki.yml:3 ‹cobol› error AMA1103 `cobol` is no runner type. | This version runs: spark-scala, spark-jar."],
  ],
  [
    "a part of a runner type's name",
    action("type: jar, file: a.scala"),
    ["maki.yml:3 ‹jar› error AMA1103 `jar` is no runner type. | Did you mean `spark-jar`?"],
  ],
  [
    "a part of several runner types' names",
    action("type: spark, file: a.scala"),
    ["maki.yml:3 ‹spark› error AMA1103 `spark` is no runner type. | It is one of: spark-scala, spark-jar."],
  ],
  [
    "an unknown group",
    action("runner: {group: spork, type: scala}, file: a.scala"),
    ["maki.yml:3 ‹spork› error AMA1103 `spork` is no group of runners. | Did you mean `spark`?"],
  ],
  [
    "an unknown type of a group",
    action("runner: {group: spark, type: scalla}, file: a.scala"),
    ["maki.yml:3 ‹scalla› error AMA1103 `scalla` is no type of the group `spark`. | Did you mean `scala`?"],
  ],
  [
    "a group without a type",
    action("runner: {group: spark}, file: a.scala"),
    ["maki.yml:3:23 error AMA1005 `type` is missing in `runner`. | Such as `type: scala`."],
  ],
  [
    "two runners",
    { ...action("type: spark-jar, runner: {group: spark, type: scala}, file: a.scala, class: A") },
    ["maki.yml:3 ‹scala› error AMA1109 `type` names spark-jar, but `runner` names spark-scala. | Keep one of them."],
  ],
  [
    "nothing to run",
    action("type: spark-scala"),
    ["maki.yml:3:5 error AMA1110 The action does not say what to run. | Add `file: <name>.scala`, a file below src/."],
  ],
  [
    "a jar without a class",
    { ...action("type: spark-jar, file: a.jar"), "src/a.jar": "" },
    [
      "maki.yml:3:5 error AMA1005 `class` is missing in an action. | Name the class that has `main(args)`, such as `class: com.example.Main`.",
    ],
  ],
  [
    "a class that is none",
    { ...action('type: spark-jar, file: a.jar, class: "a b"'), "src/a.jar": "" },
    [
      'maki.yml:3 ‹"a b"› error AMA1101 `a b` is no name of a class. | Write its full name, such as `com.example.Main`.',
    ],
  ],
  [
    "an artifact for a source runner",
    action("type: spark-scala, artifact: {}"),
    [
      "maki.yml:3 ‹artifact› error AMA1109 A `spark-scala` action takes a `file`, not an `artifact`. | Is `type: spark-jar` meant?",
    ],
  ],
  [
    "a missing file, a slip",
    action("type: spark-scala, file: b.scala"),
    ["maki.yml:3 ‹b.scala› error AMA1107 There is no file `src/b.scala`. | Did you mean `a.scala`?"],
  ],
  [
    "a missing file in another folder",
    { "maki.yml": action("type: spark-scala, file: a.scala")["maki.yml"], "src/steps/a.scala": "" },
    ["maki.yml:3 ‹a.scala› error AMA1107 There is no file `src/a.scala`. | Did you mean `steps/a.scala`?"],
  ],
  [
    "a missing file that nothing resembles",
    action("type: spark-scala, file: other.scala"),
    ["maki.yml:3 ‹other.scala› error AMA1107 There is no file `src/other.scala`. | `file` is relative to src/."],
  ],
  [
    "a folder for a file",
    { ...action("type: spark-scala, file: steps"), "src/steps/x.scala": "" },
    ["maki.yml:3 ‹steps› error AMA1107 `src/steps` is a folder. | Name a file."],
  ],
  [
    "a path upwards",
    action("type: spark-scala, file: ../../x.scala"),
    [
      "maki.yml:3 ‹../../x.scala› error AMA1108 `../../x.scala` leads out of the repo. | Name a file below src/: only what is in the repo is part of a run.",
    ],
  ],
  [
    "an absolute path",
    action("type: spark-scala, file: /etc/passwd"),
    [
      "maki.yml:3 ‹/etc/passwd› error AMA1108 `/etc/passwd` leads out of the repo. | Name a file below src/: only what is in the repo is part of a run.",
    ],
  ],
  [
    "a URL of another kind",
    action('type: spark-scala, file: "ftp://x/y.scala"'),
    [
      'maki.yml:3 ‹"ftp://x/y.scala"› error AMA1114 This version cannot fetch an action\'s file from `ftp://x/y.scala`. | Use a file below src/, or a URL of http or https.',
    ],
  ],
  [
    "a jar by URL",
    action('type: spark-jar, class: A, file: "https://x/y.jar"'),
    [
      'maki.yml:3 ‹"https://x/y.jar"› error AMA1114 This version cannot fetch a jar from `https://x/y.jar`. | Name it as `artifact`, with its repository under `repo`, or put the .jar into deps/.',
    ],
  ],
  [
    "an extension of another runner",
    { ...action("type: spark-scala, file: a.jar"), "src/a.jar": "" },
    [
      "maki.yml:3 ‹a.jar› warning AMA1111 `a.jar` does not look like a file for spark-scala. | Is `type: spark-jar` meant?",
    ],
  ],
])("%s", (_, files, expected) => {
  expect(problemsIn(files)).toEqual(expected);
});
