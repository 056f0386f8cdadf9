#!/bin/sh
# Whose elements a script finds in a page that an XSLT style sheet has made.
#
# One would guess that the document holds what the style sheet wrote, and that a warning of the browser's
# own stands outside it, or in a tree no script can see. Seen with Chromium 156.0.8078.108, puppeteer-core
# 25.16.0 and axe-core 4.14.1: an element `xslt-warning-banner`, which no one has written, is the first child of
# the body, over a shadow root that is open, with links and a check box. axe-core finds faults in it, contrast of
# 3.96 among them, and tells them of the page, which has none of its own.
#
# Runs on a server of its own on 127.0.0.1. Fails when Chromium or axe-core does something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 axe-core@4.14.1
cat > feed.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import puppeteer from "puppeteer-core";
const feed = `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/style.xsl"?><news>Bins are emptied on Monday</news>`;
const style = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html"/><xsl:template match="/"><html lang="en"><head><title>News</title></head>
<body><main><h1><xsl:value-of select="news"/></h1></main></body></html></xsl:template></xsl:stylesheet>`;
const server = createServer((request, response) => {
  response.setHeader("Content-Type", "text/xml");
  response.end(request.url === "/style.xsl" ? style : feed);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
await tab.goto(`http://127.0.0.1:${server.address().port}/`);
await tab.waitForSelector("main");
const children = await tab.evaluate(() => [...document.body.children].map((child) => child.localName));
const inside = await tab.evaluate(() => {
  const root = document.body.firstElementChild.shadowRoot;
  return root && [root.mode, ...[...root.querySelectorAll("a, input, button")].map((element) => element.localName)].join(" ");
});
await tab.evaluate(readFileSync("node_modules/axe-core/axe.min.js", "utf8"));
const failed = await tab.evaluate(async () => (await axe.run()).violations.flatMap((rule) =>
  rule.nodes.map((node) => [rule.id, ...node.target.flat(), node.any[0].data?.contrastRatio].join(" ").trim())));
console.log(await browser.version());
await browser.close();
server.close();
console.log(JSON.stringify({ children, inside, failed }, null, 1));
const strangers = failed.filter((line) => line.includes("xslt-warning-banner"));
if (String(children) !== "xslt-warning-banner,main" || inside !== "open a a input button"
  || !strangers.some((line) => line.startsWith("color-contrast")) || strangers.length !== failed.length) {
  console.error("This is not what was seen before: a banner before main, its root open, and all findings in it");
  process.exit(1);
}
JS
node feed.mjs "$browser"
