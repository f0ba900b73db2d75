import type { JobRule } from "./job-rule.ts";

/** An error action's dataset settings and the like, where nothing can come of them. */
export const noEffect: JobRule = (job, { files: { problems }, found }) => {
  const { finally: last } = job;
  if (last !== undefined && last.then === "continue") {
    problems.warning("AMA1113", "`then: continue` has no effect on `finally`, which handles no failure.", last.at, {
      hint: "Remove it.",
    });
  }
  for (const { retry, at } of found.actions) {
    if (retry.maxDelayMs < retry.delayMs) {
      problems.warning("AMA1113", "`max-delay` is shorter than `delay`, so that each wait is `max-delay`.", at);
    }
  }
};
