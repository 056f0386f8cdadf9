"""Read gate.json: states and waivers, for reports that show them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from civiscope.errors import UsageError
from civiscope_reports.content.context import STATES, Context, ReportSource, Waived

_READS = "1."


def read_context(path: Path, sources: Iterable[ReportSource] = ()) -> Context:
    """Return what gate.json at *path* tells; without such a file, a context of *sources* alone.

    Raises UsageError when the file is there and cannot be read.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Context(sources=tuple(sources))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(
            f"{path} cannot be read ({error}). Make it again with `civiscope gate`, or remove it."
        ) from error
    if not isinstance(data, dict):
        raise UsageError(f"{path} is JSON but no gate file. Make it again with `civiscope gate`.")
    found = cast("dict[str, Any]", data)
    version = str(found.get("schema_version", "none"))
    if not version.startswith(_READS):
        raise UsageError(
            f"{path} follows version {version[:20]}; this civiscope reads {_READS}x. Make it again "
            "with `civiscope gate`."
        )
    return _context(found, tuple(sources))


def _context(data: Mapping[str, Any], sources: tuple[ReportSource, ...]) -> Context:
    states: dict[str, str] = {}
    first_seen: dict[str, str] = {}
    # Without a baseline every issue is new, which tells a reader nothing.
    stated = _dicts(data.get("issues")) if data.get("baseline") else []
    for each in stated:
        issue, state = str(each.get("id") or ""), str(each.get("state", ""))
        if issue and state in STATES:
            # An issue in two states is told by the one that asks for more.
            states[issue] = min(states.get(issue, state), state, key=STATES.index)
            first_seen[issue] = str(each.get("first_seen") or "")
    by_area: defaultdict[str, Counter[str]] = defaultdict(Counter)
    told: set[tuple[object, object]] = set()
    for each in stated:
        if each.get("state") in STATES and not each.get("needs_review"):
            # Parts of one issue that have the same state are one.
            known_by = (each.get("id"), each["state"])
            if not each.get("id") or known_by not in told:
                by_area[str(each.get("rule") or "").partition("/")[0]][str(each["state"])] += 1
            told.add(known_by)
    waived: dict[str, Waived] = {}
    every = _dicts(data.get("issues"))
    # An issue of several parts is waived when all of them are.
    left = {str(each.get("id")) for each in every if each.get("state") != "waived"}
    in_force = {str(each.get("id")) for each in every if each.get("state") == "waived"} - left
    for waiver in _dicts(data.get("waivers")):
        granted = Waived(
            *(str(waiver.get(k) or "") for k in ("reason", "owner", "expires", "ticket"))
        )
        waived |= {str(issue): granted for issue in waiver.get("issues", ()) if issue in in_force}
    return Context(
        states=states,
        waived=waived,
        first_seen=first_seen,
        by_area={area: dict(states) for area, states in sorted(by_area.items())},
        fixed=sum(each.get("state") == "fixed" for each in stated),
        unverified=sum(each.get("state") == "unverified" for each in stated),
        gate=str(data.get("status", "")),
        counts_advice=_policy(data).get("include_best_practice") is True,
        reasons=tuple(str(each) for each in data.get("sentences", ())),
        sources=sources,
    )


def _policy(data: Mapping[str, Any]) -> dict[str, Any]:
    policy = data.get("policy")
    return cast("dict[str, Any]", policy) if isinstance(policy, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    items = cast("list[object]", value)
    return [cast("dict[str, Any]", each) for each in items if isinstance(each, dict)]
