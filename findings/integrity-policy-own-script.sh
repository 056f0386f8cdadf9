#!/bin/sh
# What the header field Integrity-Policy asks of a script of the page's own origin.
#
# One would guess that a script with a right hash in `integrity` is let in, and that `crossorigin` matters to
# scripts of other origins only, as without the field. Seen with Chromium 156.0.8078.108 and puppeteer-core
# 25.16.0: with `Integrity-Policy: blocked-destinations=(script)` the page's own script with a right hash runs
# only with `crossorigin`; without it, it is refused as one without a hash is, and nothing is written to the
# console. Without the field all of them run.
#
# Runs on a server of its own on 127.0.0.1. Fails when Chromium does something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0
cat > policy.mjs <<'JS'
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import puppeteer from "puppeteer-core";
const script = "globalThis.ran = (globalThis.ran ?? []).concat(document.currentScript.id)";
const hash = `sha384-${createHash("sha384").update(script).digest("base64")}`;
const page = `<!doctype html><html lang="en"><title>Scripts</title>
<script id="hash" src="/script.js?1" integrity="${hash}"></script>
<script id="hash-and-crossorigin" src="/script.js?2" integrity="${hash}" crossorigin></script>
<script id="neither" src="/script.js?3"></script>`;
const server = createServer((request, response) => {
  const isScript = request.url.startsWith("/script.js");
  response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
  if (request.url === "/with") response.setHeader("Integrity-Policy", "blocked-destinations=(script)");
  response.end(isScript ? script : page);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const results = {};
for (const path of ["without", "with"]) {
  const tab = await browser.newPage();
  const messages = [];
  const refused = [];
  tab.on("console", (message) => { if (/integrity|script\.js/i.test(message.text())) messages.push(message.text()); });
  tab.on("requestfailed", (request) => refused.push(`${request.url().split("?")[1]} ${request.failure().errorText}`));
  await tab.goto(`http://127.0.0.1:${server.address().port}/${path}`);
  results[path] = { ran: await tab.evaluate(() => globalThis.ran), refused, messages };
  await tab.close();
}
console.log(await browser.version());
await browser.close();
server.close();
const seen = JSON.stringify(results);
const expected = JSON.stringify({
  without: { ran: ["hash", "hash-and-crossorigin", "neither"], refused: [], messages: [] },
  with: { ran: ["hash-and-crossorigin"], refused: ["1 integrity", "3 integrity"], messages: [] },
});
console.log(seen);
if (seen !== expected) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node policy.mjs "$browser"
