#!/bin/sh
# What a search of the accessibility tree from the document finds in a closed shadow root and in a frame.
#
# One would guess that a search by role and name sees what the page's own scripts can see: into a frame of the
# same origin, and not into a closed shadow root. Seen with Chromium 156 and puppeteer-core 25.16.0 it is the
# other way round: Accessibility.queryAXTree finds the button behind the closed root, and not the one in the
# `srcdoc` frame, although both have one process. Who looks for "Apply" in a service whose form stands in a frame
# is told that there is none, until each frame's document is asked for itself.
#
# Needs Node.js and Chromium. Fails when Chromium does something else.
set -eu
browser=${CHROME:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@25.16.0
cat > query.mjs <<'JS'
import puppeteer from "puppeteer-core";
const page = `<!doctype html><title>Form</title><button>Open</button><div id="host"></div>
  <iframe srcdoc="<button>Framed</button>"></iframe>
  <script>host.attachShadow({ mode: "closed" }).innerHTML = "<button>Closed</button>"</script>`;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const tab = await browser.newPage();
await tab.setContent(page, { waitUntil: "load" });
const session = await tab.createCDPSession();
const { root } = await session.send("DOM.getDocument");
const seen = {};
for (const accessibleName of ["Open", "Closed", "Framed"]) {
  const { nodes } = await session.send("Accessibility.queryAXTree", { nodeId: root.nodeId, role: "button", accessibleName });
  seen[accessibleName] = nodes.length;
}
const frame = tab.frames().find((each) => each !== tab.mainFrame());
seen["Framed, asked in the frame"] = (await frame.$$("aria/Framed")).length;
const version = await browser.version();
await browser.close();
console.log(version);
console.log(seen);
const expected = { Open: 1, Closed: 1, Framed: 0, "Framed, asked in the frame": 1 };
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error("This is not what was seen before:", expected);
  process.exit(1);
}
JS
node query.mjs "$browser"
