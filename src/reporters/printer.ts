import type { ReportClock, Screen } from "./reporter.ts";
import { cut } from "./text-width.ts";

const frameMs = 100;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const clearLine = "\r\u001b[2K";

/** Prints lines that stay, and below them, on a terminal, one line that lives. */
export class Printer {
  readonly #screen: Screen;
  readonly #stop: () => void;
  readonly #status: (columns: number) => string | undefined;
  #drawn = "";
  #frame = 0;

  /** `status` makes the text of the live line, without its spinner; undefined for none. `tick` is called at every frame. */
  constructor(screen: Screen, clock: ReportClock, status: (columns: number) => string | undefined, tick: () => void) {
    this.#screen = screen;
    this.#status = status;
    this.#stop = clock.every(frameMs, () => {
      tick();
      this.#frame++;
      this.#draw("");
    });
  }

  /** One write for all of it, the live line taken away and drawn again: nothing flickers. */
  print(lines: readonly string[]): void {
    if (lines.length > 0) this.#draw(lines.map((line) => `${line}\n`).join(""));
  }

  close(): void {
    this.#stop();
    if (this.#drawn !== "") this.#screen.write(clearLine);
    this.#drawn = "";
  }

  #draw(lines: string): void {
    if (!this.#screen.isTerminal) {
      if (lines !== "") this.#screen.write(lines);
      return;
    }
    const live = this.#liveLine();
    if (lines === "" && live === this.#drawn) return;
    this.#screen.write((this.#drawn === "" ? "" : clearLine) + lines + live);
    this.#drawn = live;
  }

  #liveLine(): string {
    // A line that is as wide as the terminal would wrap.
    const columns = this.#screen.columns - 1;
    const status = this.#status(columns - 2);
    return status === undefined ? "" : cut(`${frames[this.#frame % frames.length]} ${status}`, columns);
  }
}
