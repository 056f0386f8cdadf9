"""Judge whether no is as near as yes. See consent_reject_missing.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import shown
from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope_rules.shared.banner_place import place_of_banner


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages whose banner can be agreed to, or only be closed."""
    banner = page.privacy.banner
    if banner is None:
        return
    place = place_of_banner(banner)
    yes = banner.on(1, "accept")
    if banner.on(1, "reject"):
        yield passed(place)
    elif not yes:
        if banner.on(1, "acknowledge"):
            text = shown(banner.on(1, "acknowledge")[0].text, 60)
            yield cannot_tell(place, "notice", text=text)
    elif banner.refusals:
        no = shown(banner.refusals[0].text, 60)
        yield failed(place, "second-layer", yes=shown(yes[0].text, 60), no=no)
    else:
        yield failed(place, "missing", yes=shown(yes[0].text, 60))
