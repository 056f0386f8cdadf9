#!/bin/sh
# Whether a link has a name when its only content is a picture or words of the style sheet.
#
# One would guess that axe-core takes `content: url(…) / "Home page"` for a name: CSS Generated Content 3 has
# the part behind the slash for just this, and Accessible Name 1.2 counts text of `::before`. Seen with
# axe-core 4.14.1, puppeteer-core 25.16.0 and Chromium 156.0.8078.108: the browser's accessibility tree holds the
# links "Home page" and "Contact us", and axe-core fails both as links without a name (link-name), as certain.
#
# Runs on a page of its own, from a data: address. Fails when the tree or axe-core says something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 axe-core@4.14.1
cat > names.mjs <<'JS'
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";
const square = encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'><rect width='20' height='20'/></svg>");
const page = `<!doctype html><html lang="en"><title>Links</title><style>
  #picture::before { content: url("data:image/svg+xml,${square}") / "Home page" }
  #words::before { content: "Contact us" }
</style><main><h1>Links</h1><p><a id="picture" href="#a"></a><p><a id="words" href="#b"></a></main>`;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
await tab.goto(`data:text/html,${encodeURIComponent(page)}`);
const protocol = await tab.createCDPSession();
const { nodes } = await protocol.send("Accessibility.getFullAXTree");
const links = nodes.filter((node) => !node.ignored && node.role.value === "link").map((node) => node.name.value);
await tab.evaluate(readFileSync("node_modules/axe-core/axe.min.js", "utf8"));
const failed = await tab.evaluate(async () =>
  (await axe.run({ runOnly: ["link-name"] })).violations.flatMap((rule) => rule.nodes.map((node) => String(node.target))));
console.log(await browser.version());
await browser.close();
const seen = JSON.stringify({ "links in the tree": links, "without a name to axe-core": failed });
const expected = JSON.stringify({ "links in the tree": ["Home page", "Contact us"], "without a name to axe-core": ["#picture", "#words"] });
console.log(seen);
if (seen !== expected) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node names.mjs "$browser"
