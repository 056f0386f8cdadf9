"""List what is kept on the visitor's device, and who set it. Its values are not for evidence."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.instrument import Instrument
from civiscope.collectors.consent.values import MAX_VALUE_CHARACTERS, Key, key_of
from civiscope.model.network import Request
from civiscope.model.privacy import KeptArea, KeptItem
from civiscope.web.entropy import entropy
from civiscope.web.urls import host_of

_MAX_ITEMS = 1000
"""Items kept; a page that keeps more is cut there, and says so."""
_MAX_STORED = 300
_MEASURED = 4096
_SCRIPT = """(async () => {
  const items = [];
  const entropy = (text) => {
    const counts = new Map();
    for (const letter of text) counts.set(letter, (counts.get(letter) || 0) + 1);
    let bits = 0;
    for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
    return Math.round(bits * 100) / 100;
  };
  for (const area of ["local", "session"]) {
    let store;
    try { store = area === "local" ? localStorage : sessionStorage; } catch { continue; }
    for (let i = 0; i < Math.min(store.length, MAX_ITEMS); i++) {
      const name = store.key(i);
      const value = store.getItem(name) || "";
      items.push({ area, name: name.slice(0, 200), value: value.slice(0, MAX_VALUE_CHARACTERS), length: value.length, entropy: entropy(value.slice(0, 4096)) });
    }
  }
  const more = async (area, list, nameOf) => {
    try { for (const one of (await list()).slice(0, 100)) items.push({ area, name: String(nameOf(one)).slice(0, 200), value: "", length: 0, entropy: 0 }); } catch { /* not here */ }
  };
  await more("database", () => indexedDB.databases(), (one) => one.name);
  if (globalThis.caches) await more("cache", () => caches.keys(), (one) => one);
  if (navigator.serviceWorker) {
    await more("service-worker", () => navigator.serviceWorker.getRegistrations(),
      (one) => new URL((one.active || one.waiting || one.installing).scriptURL).pathname);
  }
  return items;
})()"""  # noqa: E501 - a script


async def read_device(
    tab: Tab,
    requests: Sequence[Request],
    instrument: Instrument,
    ours: Collection[tuple[str, str]],
    values: dict[Key, str],
) -> tuple[tuple[KeptItem, ...], str]:
    """Return what is on the device, and a sentence on what could not be listed.

    Cookies in *ours* (name and domain) were put there by us and are left out. The beginnings of the
    values go into *values*.
    """
    now = time.time()
    setters = _setters(requests)
    items: list[KeptItem] = []
    for raw in await tab.cookies():
        if (raw["name"], raw["domain"].lstrip(".")) not in ours:
            items.append(_cookie(raw, setters, instrument, now))
            values[key_of(items[-1])] = str(raw["value"])[:MAX_VALUE_CHARACTERS]
    problem = ""
    script = _SCRIPT.replace("MAX_ITEMS", str(_MAX_STORED)).replace(
        "MAX_VALUE_CHARACTERS", str(MAX_VALUE_CHARACTERS)
    )
    frames = {tab.main_frame: await _address(tab), **await tab.frame_urls()}
    seen: set[str] = set()
    for frame, url in frames.items():
        host = host_of(url)
        if not host or host in seen or not tab.has_world(frame):
            continue
        seen.add(host)
        try:
            found: list[Json] = await tab.evaluate(script, frame=frame, timeout=5)
        except (CdpError, PageLeft) as error:
            problem = f"What {host} keeps could not be listed ({error})."
            continue
        except TabLost:
            if frame == tab.main_frame:
                raise
            problem = f"The frame of {host} did not say what it keeps."
            continue
        for raw in found:
            items.append(_as_kept_item(raw, host, instrument))
            if raw["value"]:
                values[key_of(items[-1])] = str(raw["value"])
        if sum(raw["area"] in {"local", "session"} for raw in found) >= _MAX_STORED:
            problem = f"Of what {host} keeps in its storage, the first {_MAX_STORED} are listed."
    if len(items) > _MAX_ITEMS:
        problem = f"The page keeps {len(items)} items; only the first {_MAX_ITEMS} are listed."
    kept = sorted(items, key=lambda item: (item.area, item.host, item.name))
    return tuple(kept[:_MAX_ITEMS]), problem


async def _address(tab: Tab) -> str:
    with contextlib.suppress(PageLeft, CdpError):
        return str(await tab.evaluate("location.href", timeout=5))
    return ""


def _cookie(
    raw: Json, setters: list[tuple[str, str]], instrument: Instrument, now: float
) -> KeptItem:
    name, domain = str(raw["name"])[:200], str(raw["domain"]).lstrip(".")
    by = instrument.keepers("keep.cookie", name) or tuple(
        url for said, url in setters if said == raw["name"] and _covers(domain, host_of(url))
    )
    expires = raw.get("expires", -1)
    lasting = not raw.get("session") and expires >= 0
    value = str(raw["value"])
    return KeptItem(
        area="cookie",
        name=name,
        host=domain,
        # Whole minutes: the visit itself takes seconds, and two scans should say the same.
        lifetime=round((expires - now) / 60) * 60.0 if lasting else None,
        length=len(value),
        entropy=entropy(value[:_MEASURED]),
        by=by[:12],
        secure=bool(raw.get("secure")),
        http_only=bool(raw.get("httpOnly")),
        same_site=str(raw.get("sameSite", "")),
    )


def _as_kept_item(raw: dict[str, Any], host: str, instrument: Instrument) -> KeptItem:
    area: KeptArea = raw["area"]
    name = str(raw["name"])
    by = instrument.keepers(f"keep.{area}", name) or instrument.only_user(area)
    return KeptItem(area, name, host, None, int(raw["length"]), float(raw["entropy"]), by)


def _covers(domain: str, host: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _setters(requests: Iterable[Request]) -> list[tuple[str, str]]:
    return [
        (line.partition("=")[0].strip(), hop.url)
        for request in requests
        for hop in request.hops
        for line in hop.headers.all("set-cookie")
    ]
