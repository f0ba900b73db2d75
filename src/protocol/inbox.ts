interface Entry<T> {
  readonly item: T;
  readonly bytes: number;
}

/** A queue between a connection and its one consumer that knows how many bytes it holds. */
export class Inbox<T> {
  readonly #onTaken: () => void;
  #entries: Entry<T>[] = [];
  #bytes = 0;
  #closed = false;
  #wake: (() => void) | undefined;

  /** `onTaken` is called whenever the consumer has emptied the queue. */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  /** Bytes received and not yet taken. */
  get bytes(): number {
    return this.#bytes;
  }

  push(item: T, bytes: number): void {
    if (this.#closed) return;
    this.#entries.push({ item, bytes });
    this.#bytes += bytes;
    this.#rouse();
  }

  /** What was pushed before can still be taken; then the queue has ended. */
  close(): void {
    this.#closed = true;
    this.#rouse();
  }

  /** Everything there is, as soon as there is something; `undefined` once it has ended. */
  async take(): Promise<readonly T[] | undefined> {
    while (this.#entries.length === 0) {
      if (this.#closed) return undefined;
      await this.#somethingNew();
    }
    const taken = this.#entries.map((entry) => entry.item);
    this.#entries = [];
    this.#bytes = 0;
    this.#onTaken();
    return taken;
  }

  #somethingNew(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #rouse(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
