import { openInbox } from "./inbox.ts";
import type { HostMessage, HostTells } from "./ports.ts";

/** What a host that lives in the leader tells: numbered in the order of arrival, read by one reader. */
export interface HostMessages {
  /** Returns its number. */
  tell(body: HostTells): number;
  /** Resolves when there is room again: for those who must not flood the reader. */
  room(): Promise<void>;
  /** Nothing more comes. */
  end(): void;
  read(): AsyncGenerator<HostMessage>;
}

const roomFor = 256;

export function openHostMessages(): HostMessages {
  const inbox = openInbox<HostMessage | "end">(roomFor);
  let seq = -1;
  return {
    tell(body) {
      inbox.put({ seq: ++seq, body });
      return seq;
    },
    room: () => inbox.room(),
    end: () => inbox.put("end"),
    async *read() {
      for (;;) {
        for (const message of await inbox.take()) {
          if (message === "end") return;
          yield message;
        }
      }
    },
  };
}
