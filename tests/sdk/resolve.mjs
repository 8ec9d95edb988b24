// Makes imports of packages look in SCHOOLGATE_SDK_NODE_MODULES, which is in the cache and not in the tree:
//   scripts/with-tools sdk sh -c '"$SCHOOLGATE_NODE" --import ./tests/sdk/resolve.mjs suite.mjs'
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const packages = process.env.SCHOOLGATE_SDK_NODE_MODULES;
if (!packages) throw new Error("SCHOOLGATE_SDK_NODE_MODULES is not set: run this through scripts/with-tools sdk");
const asIfFrom = pathToFileURL(`${packages}/../suite.mjs`).href;

registerHooks({
  resolve(specifier, context, next) {
    const isPackage = !/^(\.{0,2}\/|node:|file:|data:)/.test(specifier);
    const fromOurs = !context.parentURL?.includes("/node_modules/");
    return next(specifier, isPackage && fromOurs ? { ...context, parentURL: asIfFrom } : context);
  },
});
