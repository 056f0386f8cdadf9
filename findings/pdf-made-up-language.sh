#!/bin/sh
# Which language a printed PDF says it is in when the page does not say one.
#
# One would guess: none, as the page's root has no `lang`, or that of the `body`, which holds all the text. Seen
# with Chromium 156.0.8078.108 and puppeteer-core 25.16.0, run in US English (other locales were not tried): the
# tagged PDF of a French page says `/Lang (en-US)` for the whole document, which nothing in the page does. With
# `lang="fr"` on the body it still says so; only `lang` on the root is taken over. A check that asks whether a PDF
# names a language passes it, and what reads it out is told that French is English.
#
# Runs on pages of its own, from data: addresses. Fails when Chromium does something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0
cat > print.mjs <<'JS'
import puppeteer from "puppeteer-core";
const text = "<h1>Bonjour tout le monde</h1><p>Bienvenue sur le site de la commune.";
const pages = {
  "no lang": `<!doctype html><title>Bonjour</title>${text}`,
  "lang on the body": `<!doctype html><title>Bonjour</title><body lang="fr">${text}`,
  "lang on the root": `<!doctype html><html lang="fr"><title>Bonjour</title>${text}`,
};
const browser = await puppeteer.launch({
  executablePath: process.argv[2], args: ["--no-sandbox", "--lang=en-US"], env: { ...process.env, LANGUAGE: "en_US" },
});
const results = {};
for (const [name, page] of Object.entries(pages)) {
  const tab = await browser.newPage();
  await tab.goto(`data:text/html,${encodeURIComponent(page)}`);
  const pdf = Buffer.from(await tab.pdf({ tagged: true })).toString("latin1");
  results[name] = [...new Set(pdf.match(/\/Lang\s*\([^)]*\)/g))];
  await tab.close();
}
console.log(await browser.version());
await browser.close();
const seen = JSON.stringify(results);
const expected = JSON.stringify({
  "no lang": ["/Lang (en-US)"], "lang on the body": ["/Lang (en-US)"], "lang on the root": ["/Lang (fr)"],
});
console.log(seen);
if (seen !== expected) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node print.mjs "$browser"
