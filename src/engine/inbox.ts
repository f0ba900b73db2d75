/** What waits for the leader, in order of arrival; one reader. */
export interface Inbox<T> {
  put(item: T): void;
  /** All that has arrived, at least one item. */
  take(): Promise<readonly T[]>;
  /** Resolves when there is room again: for those who must not flood it. */
  room(): Promise<void>;
}

export function openInbox<T>(roomFor: number): Inbox<T> {
  let items: T[] = [];
  let wakeReader: (() => void) | undefined;
  const wakeWriters: (() => void)[] = [];

  return {
    put(item) {
      items.push(item);
      wakeReader?.();
      wakeReader = undefined;
    },
    async take() {
      if (items.length === 0) await new Promise<void>((resolve) => (wakeReader = resolve));
      const taken = items;
      items = [];
      for (const wake of wakeWriters.splice(0)) wake();
      return taken;
    },
    async room() {
      while (items.length >= roomFor) await new Promise<void>((resolve) => wakeWriters.push(resolve));
    },
  };
}
