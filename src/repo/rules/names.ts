import type { Location } from "../../model/location.ts";
import type { Problems } from "../problems.ts";
import { hasControlCharacters } from "../repo-path.ts";
import type { JobRule } from "./job-rule.ts";

const longestJobName = 200;
const longestActionName = 100;

/**
 * The job's name is only ever shown, so that it may hold quotes and slashes. Actions' names are parts of ids, of paths
 * and of `action.dataset`, so that they may not.
 */
export const names: JobRule = (job, { files: { problems }, found }) => {
  checkText("The job's name", job.name, longestJobName, job.at, problems);
  for (const { name, at } of found.actions) {
    checkText("An action's name", name, longestActionName, at, problems);
    const wrong = /[/\\]|^\.+$|^\s|\s$/.exec(name)?.[0];
    if (wrong !== undefined) {
      problems.error("AMA1101", `\`${name}\` cannot be an action's name.`, at, {
        hint: "Names are part of paths: use letters, digits, `-` and `_`.",
      });
    }
  }
};

function checkText(what: string, name: string, longest: number, at: Location, problems: Problems): void {
  if (hasControlCharacters(name)) {
    problems.error("AMA1101", `${what} holds control characters.`, at, {
      hint: "Use printable characters in one line.",
    });
  } else if (name.length > longest) {
    problems.error("AMA1101", `${what} is ${name.length} characters long; at most ${longest} are possible.`, at, {
      hint: "Choose a shorter one.",
    });
  }
}
