#!/bin/sh
# On which ground the contrast of a page is reckoned that asks for a dark color scheme and sets no background.
#
# One would guess that axe-core reckons with the dark ground the browser paints then. Seen with axe-core 4.14.1,
# puppeteer-core 25.16.0 and Chromium 156.0.8078.108: the canvas is painted #121212, while getComputedStyle of
# the root and the body says transparent, and axe-core takes that for #ffffff. So it is wrong both ways: #666666
# passes with 5.74 (painted: 3.3), and #999999 fails with 2.84 (painted: 6.6).
#
# Runs on a page of its own, from a data: address. Fails when the paint or axe-core's figures change.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 axe-core@4.14.1
cat > ground.mjs <<'JS'
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";
const page = `<!doctype html><html lang="en"><meta name="color-scheme" content="dark"><title>Dark</title>
<main><h1>A dark page</h1><p id="dim" style="color: #666">Dim words<p id="light" style="color: #999">Lighter words</main>`;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
await tab.goto(`data:text/html,${encodeURIComponent(page)}`);
const picture = await tab.screenshot({ encoding: "base64", clip: { x: 400, y: 400, width: 1, height: 1 } });
const painted = await tab.evaluate(async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.drawImage(image, 0, 0);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)].join(" ");
}, picture);
const computed = await tab.evaluate(() =>
  [document.documentElement, document.body].map((element) => getComputedStyle(element).backgroundColor));
await tab.evaluate(readFileSync("node_modules/axe-core/axe.min.js", "utf8"));
const judged = await tab.evaluate(async () => {
  const results = await axe.run("p", { runOnly: ["color-contrast"] });
  return ["passes", "violations", "incomplete"].flatMap((list) => results[list].flatMap((rule) => rule.nodes.map((node) =>
    [list, node.target, node.any[0].data.bgColor, node.any[0].data.contrastRatio].join(" "))));
});
console.log(await browser.version());
await browser.close();
const seen = JSON.stringify({ painted, computed, judged });
const expected = JSON.stringify({
  painted: "18 18 18", computed: ["rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)"],
  judged: ["passes #dim #ffffff 5.74", "violations #light #ffffff 2.84"],
});
console.log(seen);
if (seen !== expected) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node ground.mjs "$browser"
