"""Links that come into a page when something on it is pressed: menus that scripts fill."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.page.quiet import wait_until_quiet
from civiscope.model import Missing
from civiscope.web.urls import canonical_url, is_web_url, redact_url

NAME = "appeared"
"""Under which the links stand beside what probes saw."""
MAX_LINKS = 500
_WATCH = """(() => {
  if (globalThis.civiscopeAppeared) return;
  const found = new Set();
  const take = (node) => {
    if (node.nodeType !== 1) return;
    const links = node.matches("a[href], area[href]") ? [node] : [];
    for (const link of [...links, ...node.querySelectorAll("a[href], area[href]")]) {
      if (found.size < MOST) found.add(link.href);
    }
  };
  const watching = { subtree: true, childList: true, attributes: true, attributeFilter: ["href"] };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") take(change.target); else change.addedNodes.forEach(take);
    }
  }).observe(document, watching);
  globalThis.civiscopeAppeared = found;
})()""".replace("MOST", str(MAX_LINKS))
MAX_MENUS = 25
MENUS_TIMEOUT_S = 15.0
_FILLED_S = 0.3
"""Seconds in which the last menu that was opened has its links."""
_LEFT_ALONE = (
    "log ?-?(out|off)|sign ?-?out|abmelden|ausloggen|déconn|cerrar sesión|delet|remov|löschen|"
    "supprim|elimin|borrar|\\b(buy|pay|order|send|submit|save|print)\\b|kaufen|acheter|comprar|pagar|"
    "absenden|envoyer|enviar|accept|agree|allow|reject|refuse|declin|consent|zustimm|akzept|ablehn"
)
_OPEN = """(async () => {
  const named = (one) => one.getAttribute("aria-label") || one.innerText || one.title || "";
  // What ends a session, gives something away or agrees to something is not a head of a menu.
  const left = new RegExp(LEFT, "i");
  const MENU = new RegExp("menu|nav|toggle|categor|expand|collaps|accordion|dropdown|" +
    "show (more|all)|more\\\\b|☰|≡", "i");
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  // Of plain buttons, those that say that they open something, or stand where menus are.
  const opens = (one) => !one.matches("button, [role=button i]") || one.matches(
    "[aria-expanded], [aria-haspopup], [aria-controls], [popovertarget], [commandfor],"
    + "[data-toggle], [data-bs-toggle]",
  ) || !!one.closest("nav, header, aside, [role=navigation i], [role=banner i], [role=menubar i]")
    || MENU.test(`${one.className} ${one.id} ${named(one)}`);
  const menus = [...document.querySelectorAll(
    "[aria-expanded=false i], [aria-haspopup]:not([aria-haspopup=false i]), [tabindex='0'],"
    + "summary, [role=button i], button, nav [onclick], header [onclick], a[href='#'],"
    + "a[href^='javascript:']",
  )].filter((one) => !one.closest("form") && shown(one) && !left.test(named(one)) && opens(one)
    && !one.matches("input, textarea, select, iframe, video, audio, a[href]:not([href^='#'])"))
    .slice(0, MOST);
  let pressed = false;
  for (const menu of menus) {
    if (!menu.isConnected) continue;
    const before = document.links.length;
    menu.click();
    pressed = true;
    await new Promise((go) => setTimeout(go, 40));
    if (document.links.length === before && menu.matches("[tabindex='0']:not(button, summary)")) {
      const key = { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true };
      menu.dispatchEvent(new KeyboardEvent("keydown", key));
      menu.dispatchEvent(new KeyboardEvent("keyup", key));
    }
  }
  return pressed;
})()""".replace("MOST", str(MAX_MENUS)).replace("LEFT", json.dumps(_LEFT_ALONE))
_READ = "JSON.stringify([...(globalThis.civiscopeAppeared || [])])"


class AppearedLinks:
    """Collects the links of one page over all the times it is shown."""

    def __init__(self) -> None:
        self._urls: dict[str, None] = {}

    async def watch(self, tab: Tab) -> None:
        """Note from now on what links come into the page that *tab* shows."""
        with contextlib.suppress(PageLeft, CdpError):
            await tab.evaluate(_WATCH, timeout=5)

    async def open_menus(self, tab: Tab) -> None:
        """Press what looks like the head of a menu, on a page that is guarded and watched."""
        with contextlib.suppress(PageLeft, CdpError):
            if await tab.evaluate(_OPEN, timeout=MENUS_TIMEOUT_S):
                await wait_until_quiet(tab, _FILLED_S, _FILLED_S)

    async def collect(self, tab: Tab) -> None:
        """Take over what was noted; before the page is shown anew. Raises TabLost."""
        with contextlib.suppress(PageLeft, CdpError):
            self._urls |= dict.fromkeys(json.loads(await tab.evaluate(_READ, timeout=5)))

    def evidence(self) -> dict[str, Any]:
        """Return the links found, as evidence keeps them."""
        # An address that is partly hidden cannot be visited.
        bare = dict.fromkeys(canonical_url(url) for url in self._urls if is_web_url(url))
        whole = [url for url in bare if redact_url(url) == url]
        return {"links": sorted(whole)[:MAX_LINKS]}


def appeared_links(results: Mapping[str, dict[str, Any] | Missing]) -> tuple[str, ...]:
    """Return the links that stand beside what probes saw of a page."""
    found = results.get(NAME)
    return tuple(map(str, found.get("links", ()))) if isinstance(found, dict) else ()
