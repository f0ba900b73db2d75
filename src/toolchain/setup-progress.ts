/** What a set-up tells while it works; `what` is a name such as `Spark 4.2.0`. */
export type SetupProgress =
  | { readonly is: "downloading"; readonly what: string; readonly received: number; readonly total: number }
  | { readonly is: "retrying"; readonly what: string; readonly why: string; readonly delayMs: number }
  | { readonly is: "waiting"; readonly what: string; readonly holder: string }
  | {
      readonly is: "working";
      readonly what: string;
      readonly doing: "checking" | "unpacking" | "compiling" | "preparing";
    }
  | { readonly is: "done"; readonly what: string; readonly ms: number };

export type ReportProgress = (progress: SetupProgress) => void;
