import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const worker = join(import.meta.dirname, "../R/worker");

/** Runs R code with the worker's `handshake.R`, on a clock that goes on by `tick` seconds too whenever it is looked at. */
function withTickingClock(tick: number, code: string): { readonly printed: string; readonly complained: string } {
  const clock = `
    elapsed <- 0
    now <- function() elapsed <<- elapsed + ${tick}
    Sys.sleep <- function(time) if (time < 0) stop("invalid 'time' value") else elapsed <<- elapsed + time`;
  const source = [`source(${JSON.stringify(join(worker, "handshake.R"))})`, clock, code].join("\n");
  const { stdout, stderr } = spawnSync("Rscript", ["--vanilla", "-e", source], { encoding: "utf8" });
  return { printed: stdout, complained: stderr };
}

it("dials again on time, whenever time passes while it looks at the clock", () => {
  const code = `
    dials <- 0; shake_hands <- function(worker) dials <<- dials + 1
    for (pause_s in seq(1, 1.02, by = 0.0005)) {
      worker <- list2env(list(dial_until = Inf, dial_at = elapsed + pause_s, dial_pause_s = 1))
      before <- dials
      while (dials == before) dial_again(worker)
    }
    cat(dials)`;
  expect(withTickingClock(0.0007, code)).toEqual({ printed: "41", complained: "" });
});

it("waits no longer for a first line than it was told, however little time is left", () => {
  const code = `
    await <- function(connection, writing, seconds) { if (seconds < 0) stop("for ever"); c(read = FALSE, write = FALSE) }
    cat(is.null(first_line(NULL, within_s = 1)))`;
  expect(withTickingClock(0.3, code)).toEqual({ printed: "TRUE", complained: "" });
});
