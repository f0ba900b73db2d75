// Loaded by the launcher when the checkout cannot be written to: libraries then lie in the cache folder ($AMA_MODULES),
// where Node, which looks beside the sources only, would not find them.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const parentURL = pathToFileURL(`${process.env.AMA_MODULES}/`).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isLibrary = /^[@\w]/.test(specifier) && !specifier.includes(":") && context.parentURL?.endsWith(".ts");
    return nextResolve(specifier, isLibrary ? { ...context, parentURL } : context);
  },
});
