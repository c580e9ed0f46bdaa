// Builds app.css and app.js into the folder given as the one argument, and names every file it wrote.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as esbuild from "esbuild";
import * as sass from "sass";

const [target] = process.argv.slice(2);
if (!target) throw new Error("Usage: node build.mjs FOLDER");
const iconFolder = "node_modules/@ministryofjustice/frontend/moj/assets";
mkdirSync(target, { recursive: true });

const style = sass.compile("app.scss", { loadPaths: ["."], style: "compressed", quietDeps: true, silenceDeprecations: ["import"] });
writeFileSync(join(target, "app.css"), style.css);
for (const [, icon] of new Set([...style.css.matchAll(/url\(["']?\.\/([\w/.-]+)["']?\)/g)])) {
  mkdirSync(join(target, dirname(icon)), { recursive: true });
  copyFileSync(join(iconFolder, icon), join(target, icon));
}

await esbuild.build({
  entryPoints: ["app.mjs"],
  outfile: join(target, "app.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  logLevel: "warning",
});
for (const name of ["app.css", "app.js"]) console.error(`${name} ${readFileSync(join(target, name)).length} bytes`);
