#!/bin/sh
# On which ground text is reckoned that stands over a layer fixed below the page (`position: fixed; z-index: -1`).
#
# One would guess that axe-core reckons with that layer, or with nothing: it knows stacking. The background of the
# body is painted on the canvas of the window, below every layer, as long as the root element has none of its own.
# Seen with axe-core 4.14.1, puppeteer-core 25.16.0 and Chromium 156.0.8078.108: the ground behind both words is
# painted #14532d, and axe-core takes it for the body's #eef5f4. White words fail with 1.1 (painted: 9.1), and dark
# ones pass with 9.24 (painted: 1.1). With a background on the root element, the body's covers the layer, and axe is right.
#
# Runs on a page of its own, from a data: address. Fails when the paint or axe-core's figures change.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 axe-core@4.14.1 pngjs@7.0.0
cat > layer.mjs <<'JS'
import { readFileSync } from "node:fs";
import pngjs from "pngjs";
import puppeteer from "puppeteer-core";

const source = (root) => `<!doctype html><html lang="en"><title>Council</title><style>
html { ${root} } body { background: #eef5f4 } main > div { position: fixed; z-index: -1; inset: 0; background: #14532d }
#white { color: #fff } #dark { color: #0b4a3a }</style>
<main><div></div><h1 id="white">Town council</h1><p id="dark">Open until six</p></main>`;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const seen = {};
for (const [name, root] of [["no background on the root", ""], ["white root", "background: #fff"]]) {
  const tab = await browser.newPage();
  await tab.setContent(source(root));
  const { data } = pngjs.PNG.sync.read(Buffer.from(await tab.screenshot({ clip: { x: 700, y: 50, width: 1, height: 1 } })));
  await tab.addScriptTag({ content: readFileSync("node_modules/axe-core/axe.min.js", "utf8") });
  const results = await tab.evaluate(() => axe.run("main", { runOnly: "color-contrast" }));
  const told = ({ id, verdict, ratio, ground }) => `${id} ${verdict} ${ratio} on ${ground}`;
  const nodes = (verdict) => results[verdict].flatMap((rule) => rule.nodes).map(({ target, any: [{ data: { contrastRatio: ratio, bgColor: ground } }] }) => told({ id: target[0], verdict, ratio, ground }));
  seen[name] = { painted: [...data.slice(0, 3)].join(" "), axe: [...nodes("violations"), ...nodes("passes"), ...nodes("incomplete")] };
}
console.log(await browser.version());
await browser.close();
console.log(JSON.stringify(seen, null, 2));
const axe = ["#white violations 1.1 on #eef5f4", "#dark passes 9.24 on #eef5f4"];
const expected = { "no background on the root": { painted: "20 83 45", axe }, "white root": { painted: "238 245 244", axe } };
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("This is not what was seen before:", JSON.stringify(expected));
  process.exit(1);
}
JS
node layer.mjs "$browser"
