import type { EnvironmentDraft } from "../environment/draft.ts";
import type { RepoFiles } from "../repo-files.ts";

/** Checks one thing of an environment, or of an action's own, before its references are resolved. */
export type EnvironmentRule = (draft: EnvironmentDraft, name: string, files: RepoFiles) => void;
