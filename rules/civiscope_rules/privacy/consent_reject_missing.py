"""Judge whether no is as near as yes. See consent_reject_missing.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.headers import printable
from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.privacy import ConsentBanner
from civiscope_rules.shared.banner_place import banner_of, place_of_banner


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages whose banner can be agreed to, or only be closed."""
    banner = banner_of(page.privacy)
    if banner is None:
        return
    place = place_of_banner(banner)
    message, facts = _judge(banner)
    if message == "passed":
        yield passed(place)
    elif message in {"notice", "saves"}:
        yield cannot_tell(place, message, **facts)
    elif message:
        yield failed(place, message, **facts)


def _judge(banner: ConsentBanner) -> tuple[str, dict[str, Any]]:
    """Return `passed`, or the message and its facts; no message where there is nothing to judge."""
    saving = banner.saving(1)
    changes = banner.changes(1, "reject")
    at_once = saving is not None and changes == ()
    if banner.on(1, "reject") or at_once:
        return "passed", {}
    yes = banner.agreements
    if saving is not None and changes is not None:
        chosen = _preselected_groups(banner)
        if yes or any(change.kind == "box" or change.group in chosen for change in changes):
            first = yes[0] if yes else saving
            return "more-steps", {
                "yes": printable(first.text, 60),
                "no": printable(saving.text, 60),
            }
        # Nothing is chosen beforehand: yes takes as many steps as no.
        return "passed", {}
    kept = [choice for choice in banner.choices if choice.layer == 1 and choice.saves]
    if not yes and not kept:
        if banner.on(1, "acknowledge"):
            return "notice", {"text": printable(banner.on(1, "acknowledge")[0].text, 60)}
        return "", {}
    said = printable((yes or kept)[0].text, 60)
    behind = [choice for choice in banner.refusals if choice.layer > 1]
    if behind:
        return "second-layer", {"yes": said, "no": printable(behind[0].text, 60)}
    if kept:
        return "saves", {"text": printable(kept[0].text, 60)}
    return "missing", {"yes": said}


def _preselected_groups(banner: ConsentBanner) -> set[int]:
    """Return the groups of radio buttons on the first layer that say yes beforehand."""
    return {
        option.group for option in banner.options_on(1) if option.says == "accept" and option.on
    }
