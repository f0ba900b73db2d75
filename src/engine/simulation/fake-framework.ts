import type { PlannedAction } from "../../model/plan.ts";
import type { RunRequest } from "../../protocol/messages/requests.ts";
import type { AttemptContext, Framework } from "../ports.ts";

const env = {
  name: "test",
  master: "local",
  inputRootPath: "/in",
  outputRootPath: "/out",
  workingDir: "/work",
  configuration: {},
  params: {},
};

/** Requests with all that the fake hosts look at. */
export const fakeFramework: Framework = {
  async requestFor(action, attempt) {
    return { is: "request", request: requestOf(action, attempt) };
  },
  async compileRequestFor(action, epoch) {
    return { epoch, action: action.id, type: action.type, source: { inline: action.id } };
  },
};

function requestOf(action: PlannedAction, attempt: AttemptContext): RunRequest {
  const folder = `${attempt.run}/${action.id}/${attempt.attempt}`;
  return {
    epoch: attempt.epoch,
    attempt: attempt.attempt,
    action: action.id,
    type: action.type,
    source: { inline: action.id },
    env: { inline: env },
    inputs: attempt.inputs.map(({ action: from, as, dataset: { name, path } }) => ({
      action: from,
      name,
      as,
      ...(path === undefined ? {} : { path }),
    })),
    publish: action.publishes.map(({ name, as }) => ({
      name,
      policy: as,
      ...(as === "file" ? { path: `${folder}/${name}` } : {}),
    })),
    options: { session: "own", showData: false },
  };
}
