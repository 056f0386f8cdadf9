#!/bin/sh
# Whether a link within a formula (role="math") is a control within a control.
#
# One would guess that the tables of WAI-ARIA agree: since ARIA 1.2 the children of `math` are no longer presentational, and
# aria-query's table says so. Seen with axe-core 4.14.1, aria-query 5.3.2, puppeteer-core 25.16.0 and Chromium 156.0.8078.108:
# axe-core fails the formula (nested-interactive) as it fails a picture with a link in it, and the browser's accessibility tree
# holds the links of both, the one within the picture, too, where ARIA takes it away.
#
# Runs on a page of its own, from a data: address. Fails when a table, the tree or axe-core says something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 axe-core@4.14.1 aria-query@5.3.2
cat > formula.mjs <<'JS'
import { readFileSync } from "node:fs";
import ariaQuery from "aria-query";
import puppeteer from "puppeteer-core";
const page = `<!doctype html><html lang="en"><title>Fees</title><main><h1>Fees</h1>
  <div id="formula" role="math" aria-label="Fee: 2 times a">2 × <a href="#a">share</a></div>
  <div id="picture" role="img" aria-label="Map with bands">Map: <a href="#b">bands</a></div></main>`;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
await tab.goto(`data:text/html,${encodeURIComponent(page)}`);
const protocol = await tab.createCDPSession();
const { nodes } = await protocol.send("Accessibility.getFullAXTree");
const links = nodes.filter((node) => !node.ignored && node.role.value === "link").map((node) => node.name.value);
await tab.evaluate(readFileSync("node_modules/axe-core/axe.min.js", "utf8"));
const failed = await tab.evaluate(async () =>
  (await axe.run({ runOnly: ["nested-interactive"] })).violations.flatMap((rule) => rule.nodes.map((node) => String(node.target))));
console.log(await browser.version());
await browser.close();
const presentational = ["math", "img"].filter((role) => ariaQuery.roles.get(role).childrenPresentational);
const seen = JSON.stringify({ "children presentational": presentational, "links in the tree": links, "nested to axe-core": failed });
const expected = JSON.stringify({ "children presentational": ["img"], "links in the tree": ["share", "bands"], "nested to axe-core": ["#formula", "#picture"] });
console.log(seen);
if (seen !== expected) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node formula.mjs "$browser"
