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
// Leaflet's attribution would link to its site: we show none, and no page of ours names another site.
const withoutRemoteAddresses = {
  name: "without-remote-addresses",
  setup(build) {
    build.onLoad({ filter: /leaflet-src\.esm\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("https://leafletjs.com", "#"),
      loader: "js",
    }));
  },
};
await esbuild.build({
  entryPoints: ["map.mjs", "map.css"],
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  logLevel: "warning",
  loader: { ".png": "dataurl" },
  plugins: [withoutRemoteAddresses],
});
for (const name of ["app.css", "app.js", "map.css", "map.js"]) console.error(`${name} ${readFileSync(join(target, name)).length} bytes`);
