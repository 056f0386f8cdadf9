#!/bin/sh
# What a page is told when the browser is asked to pretend that the device was tilted.
#
# One would guess that an override which the browser takes without an error reaches the page, or is refused where
# there is no sensor. Seen with Chromium 156 and puppeteer-core 25.16.0: the headless shell takes the override and sends the
# page an event whose three angles are null; the full browser, headless too, sends the angles that were set. A test of what
# tilting does finds, in the shell, a page that nothing can tilt, and passes it.
#
# Needs Node.js and both programs of Chromium: `chromium` and `chromium-headless-shell`. Fails when either changes.
set -eu
full=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
shell=${HEADLESS_SHELL:-$(command -v chromium-headless-shell || command -v chrome-headless-shell)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0
cat > tilt.mjs <<'JS'
import { createServer } from "node:http";
import puppeteer from "puppeteer-core";
const server = createServer((_, response) => { response.setHeader("content-type", "text/html"); response.end("<!doctype html><title>Tilt</title>"); });
await new Promise((done) => { server.listen(0, "127.0.0.1", done); });
const seen = {};
for (const [name, executablePath] of [["full", process.argv[2]], ["shell", process.argv[3]]]) {
  const browser = await puppeteer.launch({ executablePath, headless: name === "shell" ? "shell" : true, args: ["--no-sandbox"] });
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const session = await tab.createCDPSession();
  await tab.evaluate(() => { globalThis.tilted = new Promise((done) => { addEventListener("deviceorientation", ({ alpha, beta, gamma }) => done([alpha, beta, gamma])); }); });
  await session.send("DeviceOrientation.setDeviceOrientationOverride", { alpha: 10, beta: 20, gamma: 30 });
  seen[name] = await tab.evaluate(() => Promise.race([tilted, new Promise((done) => { setTimeout(done, 5000, "no event"); })]));
  console.log(name, await browser.version(), seen[name]);
  await browser.close();
}
server.close();
const expected = { full: [10, 20, 30], shell: [null, null, null] };
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node tilt.mjs "$full" "$shell"
