#!/bin/sh
# Whether a text has a background image when every layer of it is `none` (`background-image: none, none`).
#
# One would guess that it has none: nothing is painted, and design systems write such lists when they switch the line
# under a link off, layer by layer. Seen with axe-core 4.14.1, puppeteer-core 25.16.0 and Chromium 156.0.8078.108: the
# computed value stays `none, none`, the pixels are those of the page without it, and axe-core does not judge the
# contrast: "Element's background color could not be determined due to a background image". With one `none` it passes
# dark text and fails pale text.
#
# Runs on a page of its own. Fails when the computed value, the paint or axe-core's verdicts change.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 axe-core@4.14.1 pngjs@7.0.0
cat > layers.mjs <<'JS'
import { readFileSync } from "node:fs";
import pngjs from "pngjs";
import puppeteer from "puppeteer-core";

const source = (layers) => `<!doctype html><html lang="en"><title>Council</title><style>
body { background: #eef5f4 } p { background-image: ${layers} } #dark { color: #0b4a3a } #pale { color: #aaa }</style>
<main><p id="dark">Open until six</p><p id="pale">Closed on Monday</p></main>`;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const seen = {};
for (const layers of ["none", "none, none"]) {
  const tab = await browser.newPage();
  await tab.setContent(source(layers));
  const { data } = pngjs.PNG.sync.read(Buffer.from(await tab.screenshot({ clip: { x: 700, y: 25, width: 1, height: 1 } })));
  const computed = await tab.evaluate(() => getComputedStyle(document.querySelector("#dark")).backgroundImage);
  await tab.addScriptTag({ content: readFileSync("node_modules/axe-core/axe.min.js", "utf8") });
  const results = await tab.evaluate(() => axe.run("main", { runOnly: "color-contrast" }));
  const told = (verdict) => results[verdict].flatMap((rule) => rule.nodes).map(({ target, any: [{ data }] }) => `${target[0]} ${verdict} ${data.messageKey || data.contrastRatio}`);
  seen[layers] = { computed, painted: [...data.slice(0, 3)].join(" "), axe: ["violations", "passes", "incomplete"].flatMap(told) };
}
console.log(await browser.version());
await browser.close();
console.log(JSON.stringify(seen, null, 2));
const expected = {
  none: { computed: "none", painted: "238 245 244", axe: ["#pale violations 2.1", "#dark passes 9.24"] },
  "none, none": { computed: "none, none", painted: "238 245 244", axe: ["#dark incomplete bgImage", "#pale incomplete bgImage"] },
};
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("This is not what was seen before:", JSON.stringify(expected));
  process.exit(1);
}
JS
node layers.mjs "$browser"
