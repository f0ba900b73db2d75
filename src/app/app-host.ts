/** What a command sees of the process around it; tests hand in their own. */
export interface AppHost {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person sits at the other end of stdin. */
  readonly interactive: boolean;
  /** Nothing is to be printed but results and errors; what takes long is then shown on a terminal only. */
  readonly quiet?: boolean;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Calls back at each Ctrl-C or SIGTERM; the returned function takes the listener away. */
  onInterrupt(listener: (signal: "SIGINT" | "SIGTERM") => void): () => void;
}

/** A stream that text is printed on. */
export interface Sink {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly colour: boolean;
  write(text: string): void;
  /** Resolves when what was written has left the process. */
  flush(): Promise<void>;
}
