// Compiles GOV.UK Frontend and MoJ Frontend into ../static/govuk and ../static/moj. Run through `make vendor`.
// The results are committed, so nobody needs Node to run, test or change Heard itself.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chime } from "./chime.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const modules = join(here, "node_modules");
const govuk = join(modules, "govuk-frontend", "dist", "govuk");
const moj = join(modules, "@ministryofjustice", "frontend", "moj");

if (!existsSync(govuk) || !existsSync(moj)) {
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
}
const sass = await import("sass");
const { default: postcss } = await import("postcss");
const { default: rtlcss } = await import("rtlcss");

// The royal arms may be used by the government only. Rules that draw them also name a file that we do not ship.
const withoutCrest = {
  postcssPlugin: "without-crest",
  Rule(rule) {
    if (/copyright-logo|logotype-crest|logotype-crown/.test(rule.selector)) rule.remove();
  },
};

function compile(sheet, folder, name, images) {
  const loaded = sass.compile(join(here, sheet), {
    loadPaths: [here, modules, join(modules, "govuk-frontend", "dist")],
    style: "compressed",
    quietDeps: true,
    charset: false,
    // GOV.UK Frontend 5 is written with @import; so are our two sheets that pick from it.
    silenceDeprecations: ["import"],
  });
  const css = postcss([withoutCrest]).process(loaded.css, { from: undefined }).css;
  const referenced = new Set();
  for (const [, url] of css.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
    if (url.startsWith("data:")) continue;
    if (!url.startsWith("../images/")) throw new Error(`${sheet}: cannot serve ${url}`);
    referenced.add(basename(url));
  }
  if (/GDS Transport/.test(css)) throw new Error(`${sheet} names a font that we may not use`);
  mkdirSync(join(root, "static", folder, "css"), { recursive: true });
  const sheets = { [`${name}.css`]: css, [`${name}.rtl.css`]: postcss([rtlcss()]).process(css, { from: undefined }).css };
  for (const [file, text] of Object.entries(sheets)) {
    writeFileSync(join(root, "static", folder, "css", file), `@charset "UTF-8";${text}\n`);
  }
  if (referenced.size) mkdirSync(join(root, "static", folder, "images"), { recursive: true });
  for (const image of referenced) cpSync(join(images, image), join(root, "static", folder, "images", image));
}

// Django's manifest storage rewrites imports only in files that end in .js, and a source map we do not ship is an error.
function script(from, folder, name) {
  const text = readFileSync(from, "utf8").replace(/\/\/# sourceMappingURL=.*\s*$/, "\n");
  if (/(^|[;\s])import[\s{*]/.test(text)) throw new Error(`${from} imports other files; it should stand alone`);
  mkdirSync(join(root, "static", folder, "js"), { recursive: true });
  writeFileSync(join(root, "static", folder, "js", name), text);
}

mkdirSync(join(root, "static", "heard"), { recursive: true });
for (const folder of ["govuk", "moj"]) rmSync(join(root, "static", folder), { recursive: true, force: true });
compile("govuk-public.scss", "govuk", "public", join(govuk, "assets", "images"));
compile("govuk-desk.scss", "govuk", "desk", join(govuk, "assets", "images"));
compile("moj.scss", "moj", "moj", join(moj, "assets", "images"));
script(join(govuk, "govuk-frontend.min.js"), "govuk", "govuk-frontend.js");
script(join(moj, "moj-frontend.min.js"), "moj", "moj-frontend.js");
cpSync(join(here, "licences", "govuk-frontend.txt"), join(root, "static", "govuk", "LICENCE.txt"));
cpSync(join(here, "licences", "moj-frontend.txt"), join(root, "static", "moj", "LICENCE.txt"));
writeFileSync(join(root, "static", "heard", "alarm.wav"), chime());
console.log("static/govuk and static/moj are built. Look at the pages, then commit both folders.");
