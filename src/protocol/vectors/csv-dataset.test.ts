import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { csvRows, writeFiles } from "./csv-dataset.ts";

describe("the rows of a dataset in CSV", () => {
  const rows = [{ number: "1" }, { number: "3" }];

  it("are those of a folder's files, but not of hidden ones", async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, {
      "odd/part-1.csv": '"number"\n3\n',
      "odd/part-0.csv": "number\r\n1\r\n",
      "odd/_SUCCESS": "",
      "odd/.part-0.csv.crc": "number\n7\n",
    });
    expect(await csvRows(join(folder, "odd"))).toEqual(rows);
  });

  it("are those of a file", async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { "odd.csv": 'number,"letter"\n1,"a"\n3,\n' });
    expect(await csvRows(join(folder, "odd.csv"))).toEqual([
      { number: "1", letter: "a" },
      { number: "3", letter: "" },
    ]);
  });

  it("are not there where nothing is", async () => {
    expect(await csvRows(join(temporaryFolder(), "nothing"))).toBeUndefined();
  });
});
