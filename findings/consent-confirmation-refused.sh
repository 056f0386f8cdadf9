#!/bin/sh
# What autoconsent makes of the confirmation that the GOV.UK cookie banner shows once cookies were accepted.
#
# One would guess that a message with nothing to refuse, "You've accepted additional cookies" with the button
# "Hide cookie message", is no banner, or that refusing fails on it. Seen with @duckduckgo/autoconsent 16.23.0,
# puppeteer-core 25.16.0 and Chromium 156.0.8078.108: its rule gov.uk finds a popup, presses "Hide", and reports
# the refusal as done (optOutResult, result true), while the cookie still says "accept". The result
# of a refusal thus tells that buttons were there to be pressed; what was chosen, the cookies tell.
#
# Runs on a server of its own on 127.0.0.1. Fails when autoconsent reports something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0 @duckduckgo/autoconsent@16.23.0
cat > refuse.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import puppeteer from "puppeteer-core";
const program = "node_modules/@duckduckgo/autoconsent";
const rules = JSON.parse(readFileSync(`${program}/rules/rules.json`, "utf8"));
const page = `<!doctype html><html lang="en"><title>Service</title>
<div class="govuk-cookie-banner" role="region" aria-label="Cookies on this service">
<div class="govuk-cookie-banner__message" role="alert"><p>You’ve accepted additional cookies.</p>
<div class="govuk-button-group"><button class="govuk-button" type="button">Hide cookie message</button></div></div></div>
<main><h1>Service</h1></main><script>
document.querySelector("button").addEventListener("click", () => { document.querySelector(".govuk-cookie-banner").hidden = true; });
</script>`;
const server = createServer((request, response) => {
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Set-Cookie": "cookie_policy=accept" });
  response.end(page);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
const config = {
  enabled: true, autoAction: "optOut", disabledCmps: [], enablePrehide: false, enableCosmeticRules: false,
  enableGeneratedRules: false, enableHeuristicDetection: false, detectRetries: 20, isMainWorld: false, prehideTimeout: 2000, logs: {},
};
const answer = (message) => tab.evaluate((words) => globalThis.autoconsentReceiveMessage(words), message);
const reports = [];
const finished = new Promise((done) => {
  setTimeout(done, 20000).unref();
  tab.exposeFunction("autoconsentSendMessage", (message) => {
    if (message.type === "init") answer({ type: "initResp", config, rules });
    if (message.type === "eval") tab.evaluate(message.code).then((result) => answer({ type: "evalResp", id: message.id, result }));
    if (message.type === "popupFound" || message.type === "optOutResult") {
      reports.push([message.type, message.cmp, message.result].filter((part) => part !== undefined).join(" "));
    }
    if (message.type === "optOutResult") done();
  });
});
await tab.goto(`http://127.0.0.1:${server.address().port}/`);
await tab.evaluate(readFileSync(`${program}/dist/autoconsent.playwright.js`, "utf8"));
await finished;
const after = await tab.evaluate(() => [document.cookie, document.querySelector(".govuk-cookie-banner").hidden ? "hidden" : "shown"]);
console.log(await browser.version());
await browser.close();
server.close();
const seen = JSON.stringify({ reports, after });
const expected = JSON.stringify({ reports: ["popupFound gov.uk", "optOutResult gov.uk true"], after: ["cookie_policy=accept", "hidden"] });
console.log(seen);
if (seen !== expected) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node refuse.mjs "$browser"
