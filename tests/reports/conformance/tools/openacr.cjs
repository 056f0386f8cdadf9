// Says what GSA's own validator says of a file: node openacr.cjs FILE CATALOG [FILE CATALOG …]
// The package ships TypeScript and no program, so its modules are transpiled as they are loaded.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const ts = require("typescript");

const root = path.dirname(require.resolve("@openacr/openacr/package.json"));
require.extensions[".ts"] = (module, file) => {
  const options = { module: ts.ModuleKind.CommonJS, esModuleInterop: true, resolveJsonModule: true };
  const made = ts.transpileModule(fs.readFileSync(file, "utf8"), { compilerOptions: options });
  module._compile(made.outputText, file);
};
const { validateOpenACR } = require(path.join(root, "src/validateOpenACR.ts"));
const { validateOpenACRCatalogValues } = require(
  path.join(root, "src/validateOpenACRCatalogValues.ts"),
);
const yaml = require("js-yaml");

const load = (name) => yaml.load(fs.readFileSync(name, "utf8"));

function validate(file, catalog) {
  const data = load(file);
  const said = validateOpenACR(data, "openacr-0.1.0.json");
  if (!said.result) return said.message;
  const chosen = load(path.join(root, "catalog", `${catalog}.yaml`));
  try {
    return validateOpenACRCatalogValues(data, chosen).message;
  } catch {
    return "it breaks";
  }
}

const names = process.argv.slice(2);
const said = [];
for (let at = 0; at < names.length; at += 2) said.push(validate(names[at], names[at + 1]));
console.log(JSON.stringify(said));
