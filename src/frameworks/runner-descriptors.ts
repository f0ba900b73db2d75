import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import { pythonDescriptors } from "./python/descriptors.ts";
import { rDescriptors } from "./r/descriptors.ts";
import { shellDescriptors } from "./shell/descriptors.ts";
import { sparkDescriptors } from "./spark/descriptors.ts";

/** Every runner that this version has. */
export const runnerDescriptors: readonly RunnerDescriptor[] = [
  ...sparkDescriptors,
  ...pythonDescriptors,
  ...rDescriptors,
  ...shellDescriptors,
];
