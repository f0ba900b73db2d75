import type { Job } from "../../model/job.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { jobFolder } from "../environment/environment-paths.ts";

/** Where a job has the schema of its environments, without its ending. */
export function schemaBase(job: Job): string {
  return `${jobFolder(job)}env/schema`;
}

/** Whether there is one; asked first, as what checks environments by it is loaded only then. */
export function hasEnvironmentSchema(source: SourceFiles, job: Job): boolean {
  return [".yml", ".yaml", ".json"].some((ending) => source.kind(`${schemaBase(job)}${ending}`) === "file");
}
