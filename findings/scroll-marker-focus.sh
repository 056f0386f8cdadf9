#!/bin/sh
# What a script can know of the focus on a scroll marker or a scroll button of a CSS carousel.
#
# One would guess that document.activeElement, the target of the focus event and :focus agree on what has
# the focus, as they do for every other stop of the Tab key. Seen with Chromium 156.0.8078.108 and
# puppeteer-core 25.16.0: on the marker of a slide, activeElement is the list, the event's target is the
# slide, and the slide does not match :focus. On the scroll button, both are the list, and the list does not
# match :focus; one Tab later the list has the focus itself, since it scrolls, and then it does. All three
# have tabIndex -1. A tool that takes activeElement for the stop counts markers, button and list as one,
# and takes a carousel for a place where Tab goes round; one that takes the event's target sees the focus on
# what cannot have it.
#
# Runs on a page of its own, from a data: address. Fails when Chromium does something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0
cat > walk.mjs <<'JS'
import puppeteer from "puppeteer-core";
const page = `<!doctype html><title>Slides</title><style>
  ul { display: flex; overflow-x: auto; width: 300px; padding: 0; scroll-marker-group: after links }
  li { flex: 0 0 300px; height: 80px; list-style: none }
  li::scroll-marker { content: "" / attr(id); width: 20px; height: 20px }
  ul::scroll-button(inline-end) { content: ">" / "Next" }
</style><a href="#a">Before</a><ul><li id="one">One<li id="two">Two</ul><a href="#b">After</a>`;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
await tab.goto(`data:text/html,${encodeURIComponent(page)}`);
await tab.evaluate(() => addEventListener("focus", (event) => { globalThis.target = event.target; }, true));
const name = "(e) => e.localName + (e.id ? '#' + e.id : '')";
const seen = [];
for (let stop = 0; stop < 6; stop++) {
  await tab.keyboard.press("Tab");
  seen.push(await tab.evaluate(`((name) => [name(document.activeElement), name(target), target.matches(":focus"), target.tabIndex].join(" "))(${name})`));
}
const version = await browser.version();
await browser.close();
console.log(version);
console.log("activeElement, target of the event, target matches :focus, its tabIndex");
for (const line of seen) console.log(line);
const expected = ["a a true 0", "ul li#one false -1", "ul li#two false -1", "ul ul false -1", "ul ul true -1", "a a true 0"];
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node walk.mjs "$browser"
