#!/bin/sh
# How long twenty minutes of a page's timers take when the browser's virtual time is let run.
#
# One would guess that time runs faster, in steps that one has to wait for, and that timers which fall together may change
# their order. Seen with Chromium 156 and puppeteer-core 25.16.0: a budget of twenty minutes is over in less than a second, every
# timer of the page has run, in the order of its time, and Date and performance.now say that twenty minutes have gone by.
# What a session does after twenty minutes, the warning and the sign-out (WCAG 2.2.1), can be looked at in every run.
#
# Needs Node.js and Chromium. Fails when it takes longer or the order changes.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0
cat > time.mjs <<'JS'
import puppeteer from "puppeteer-core";
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
await tab.setContent("<!doctype html><title>Session</title>");
const session = await tab.createCDPSession();
await tab.evaluate(() => {
  globalThis.ran = [];
  globalThis.began = Date.now();
  for (const minutes of [19, 5, 1, 15, 18, 5.001]) setTimeout(() => ran.push(minutes), minutes * 60000);
  setInterval(() => ran.push("tick"), 7 * 60000);
});
const over = new Promise((done) => { session.on("Emulation.virtualTimeBudgetExpired", done); });
const started = Date.now();
await session.send("Emulation.setVirtualTimePolicy", { policy: "advance", budget: 20 * 60000 });
await over;
const took = Date.now() - started;
const [ran, gone] = await tab.evaluate(() => [ran, Date.now() - began]);
const version = await browser.version();
await browser.close();
const seen = { order: ran.join(" "), "at least twenty minutes have gone by": gone >= 20 * 60000, "in less than five seconds": took < 5000 };
console.log(version, `${took} ms`, seen);
const expected = { order: "1 5 5.001 tick tick 15 18 19", "at least twenty minutes have gone by": true, "in less than five seconds": true };
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node time.mjs "$browser"
