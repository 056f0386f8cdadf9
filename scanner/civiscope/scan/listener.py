"""Who is told how a scan goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from civiscope.evidence.secret_values import SecretValues
from civiscope.model import Page

Say = Callable[[str], None]
Begun = Callable[[], None]
PageSeen = Callable[[Page, int], None]
Probed = Callable[[str, int], None]
FindingsOf = Callable[[Page], str]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told how the scan goes. All are called in the scan's own thread."""

    say: Say = lambda _: None
    page: PageSeen = lambda _page, _waiting: None
    probed: Probed = lambda _url, _left: None
    """Called with each page whose behaviour was looked at, and how many are left."""
    begun: Begun = lambda: None
    """A new scan's evidence has been begun: from now on what is seen is kept."""
    findings_of: FindingsOf = lambda _: ""
    """Asked what is found on a page, in a text that is the same where the same is found; by it a
    scan that reuses another compares two visits."""

    def without(self, secrets: SecretValues) -> Listener:
        """Return a listener that is told the same, with *secrets* hidden."""
        if not secrets:
            return self

        def page(seen: Page, waiting: int) -> None:
            visit = replace(seen.visit, detail=secrets.hide(seen.visit.detail))
            self.page(replace(seen, url=secrets.hide(seen.url), visit=visit), waiting)

        return Listener(
            say=lambda sentence: self.say(secrets.hide(sentence)),
            page=page,
            probed=lambda url, left: self.probed(secrets.hide(url), left),
            begun=self.begun,
            findings_of=self.findings_of,
        )
