"""Watch what scripts keep and read, from before the first script of every document and worker."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from civiscope.browser.cdp import Json, Session
from civiscope.browser.due import due_script, natives
from civiscope.collectors.consent.pictures import DrawnPictures
from civiscope.collectors.page.network_values import cut_url
from civiscope.model.privacy import Instruments, ScriptCall
from civiscope.web.urls import redact_url

_MAX_CALLS = 3000
_MAX_GAPS = 20
_MAX_BLOBS = 5
"""Scripts in blobs that one another made."""
_NAMES = {
    "worker": "worker",
    "worklet": "worklet",
    "shared_worker": "shared worker",
    "service_worker": "service worker",
}


@dataclass(slots=True)
class _Worker:
    """A worker that began, and whether it said that it is watched."""

    kind: str
    url: str
    late: bool
    ready: bool = False

    @property
    def name(self) -> str:
        return _NAMES.get(self.kind, "worker")


class Instrument:
    """Listens to a tab, its frames and workers of every kind. Hand `watch` to the tab."""

    def __init__(self, *, asks_for_privacy: bool, admits_automation: bool = False) -> None:
        # A name that no page can know; the script takes it away before the page's first one.
        self._channel = f"_{secrets.token_hex(12)}"
        self._asks = asks_for_privacy
        self.due_event = f"_{secrets.token_hex(12)}"
        """The event by which a document is asked what is due in it."""
        self._source = (
            _source()
            .replace("NATIVES;", natives())
            .replace("DUE", due_script(self.due_event))
            .replace("CHANNEL", json.dumps(self._channel))
            .replace("ASKS_FOR_PRIVACY", json.dumps(asks_for_privacy))
            .replace("ADMITS_AUTOMATION", json.dumps(admits_automation))
        )
        self._calls: dict[tuple[str, str, str, str], ScriptCall] = {}
        self._documents = 0
        self._workers: dict[str, _Worker] = {}
        self._made: dict[tuple[str, int], str] = {}
        self._ready: set[tuple[str, int]] = set()
        self._pictures = DrawnPictures()
        self._makers: dict[str, str] = {}
        """Who made the blob at an address: a script, which may lie in a blob itself."""
        self._full = False

    def watch(self, session: Session) -> None:
        """Prepare *session* before anything in it runs."""
        kind = session.target.get("type", "")
        key = session.id or ""
        if self._asks:
            fields = {"Sec-GPC": "1", "DNT": "1"}
            session.post("Network.setExtraHTTPHeaders", {"headers": fields})
        session.on("Runtime.bindingCalled", lambda event: self._on_binding_called(key, event))
        session.post("Runtime.addBinding", {"name": self._channel})
        if kind not in {"page", "iframe"}:
            url = redact_url(cut_url(str(session.target.get("url", ""))))
            self._workers[key] = _Worker(kind, url, late=session.late)
            session.post("Runtime.evaluate", {"expression": self._source, "silent": True})
            return
        session.on(
            "Runtime.executionContextCreated", lambda event: self._on_context_created(key, event)
        )
        session.post("Page.addScriptToEvaluateOnNewDocument", {"source": self._source})

    def calls(self) -> tuple[ScriptCall, ...]:
        """Return the calls seen so far, in a fixed order."""
        found: dict[tuple[str, str, str], ScriptCall] = {}
        for (place, *_), call in self._calls.items():
            named = replace(
                call,
                script=self.maker_of(call.script),
                stack=tuple(map(self.maker_of, call.stack)),
                detail=self._pictures.detail(place, call),
            )
            key = (named.api, named.script, named.detail)
            known = found.get(key)
            found[key] = named if known is None else replace(known, count=known.count + call.count)
        return tuple(sorted(found.values(), key=lambda one: (one.api, one.script, one.detail)))

    def note_shown(self, numbers: Collection[str]) -> None:
        """Note the addresses of pictures that the page shows, by their numbers."""
        self._pictures.note_shown(numbers)

    def maker_of(self, script: str) -> str:
        """Return *script*, or who made the blob that it lies in: an address that can be opened."""
        for _ in range(_MAX_BLOBS):
            if not script.startswith("blob:"):
                return script
            script = self._makers.get(script, "") or script.removeprefix("blob:").rpartition("/")[0]
        return script

    def keepers(self, api: str, name: str) -> tuple[str, ...]:
        """Return the stack of the script that first kept *name* by way of *api*."""
        found = (c for c in self._calls.values() if c.api == api and c.detail == name[:200])
        return next((tuple(map(self.maker_of, call.stack)) for call in found), ())

    def only_user(self, area: str) -> tuple[str, ...]:
        """Return the stack of the script that used the storage *area*, when there was only one."""
        found = [call for call in self._calls.values() if call.api == f"use.{area}"]
        return tuple(map(self.maker_of, found[0].stack)) if len(found) == 1 else ()

    def completeness(self) -> Instruments:
        """Return what was watched and what was not."""
        gaps: list[str] = []
        missed = [url for key, url in self._made.items() if key not in self._ready]
        gaps += [f"The scripts of {url[:200]} were not watched." for url in missed]
        gaps += self._gaps_in_workers()
        if self._full:
            gaps.append("Scripts called more than is kept; the rest is left out.")
        ready = sum(worker.ready for worker in self._workers.values())
        return Instruments(self._documents, ready, tuple(dict.fromkeys(gaps))[:_MAX_GAPS])

    def _gaps_in_workers(self) -> Iterator[str]:
        for worker in self._workers.values():
            if not worker.ready:
                yield f"The {worker.name} {self.maker_of(worker.url)[:200]} was not watched."
            elif worker.late:
                where = self.maker_of(worker.url)[:200]
                yield f"The {worker.name} {where} was watched only after it began."
        for api, kind in (
            ("shared-worker", "shared_worker"),
            ("keep.service-worker", "service_worker"),
        ):
            asked = {call.detail for call in self._calls.values() if call.api == api}
            began = {worker.url for worker in self._workers.values() if worker.kind == kind}
            if len(began) < len(asked):
                yield (
                    f"Of {len(asked)} {_NAMES[kind]}s that scripts asked for, {len(began)} were "
                    "seen to begin; the others did not begin, or were not watched."
                )

    def _on_context_created(self, session: str, event: Json) -> None:
        context = event["context"]
        data = context.get("auxData", {})
        # The empty document that a tab begins with is nobody's.
        if data.get("isDefault") and context.get("origin", "") not in {"", "://"}:
            self._made[session, context["id"]] = redact_url(cut_url(context["origin"]))

    def _on_binding_called(self, session: str, event: Json) -> None:
        if event["name"] != self._channel:
            return
        try:
            said: Any = json.loads(event["payload"])
            api, detail = str(said["api"]), str(said["detail"])
            stack = tuple(redact_url(cut_url(str(url))) for url in said["by"])
            count = int(said["count"])
        except (ValueError, KeyError, TypeError):
            return
        if api == "ready":
            self._ready.add((session, event.get("executionContextId", 0)))
            if detail == "document":
                self._documents += 1
            elif session in self._workers:
                self._workers[session].ready = True
            return
        script = stack[0] if stack else ""
        if api == "blob.made":
            if len(self._makers) < _MAX_CALLS:
                self._makers.setdefault(redact_url(cut_url(detail)), script)
            return
        # Documents of one site share a session, and each counts its pictures from one.
        place = f"{session} {event.get('executionContextId', 0)}"
        if self._pictures.take_in(place, api, detail):
            return
        key = (place, api, script, detail)
        known = self._calls.get(key)
        if known is not None:
            self._calls[key] = replace(known, count=max(known.count, count))
        elif len(self._calls) < _MAX_CALLS:
            self._calls[key] = ScriptCall(api, script, detail, count, stack)
        else:
            self._full = True


@lru_cache(maxsize=1)
def _source() -> str:
    path = files("civiscope.collectors.consent").joinpath("instrument.js")
    return path.read_text(encoding="utf-8")
