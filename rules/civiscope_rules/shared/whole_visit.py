"""Keep rules from calling clean what was seen in part."""

from __future__ import annotations

from civiscope.model import EvidenceMissing, Missing
from civiscope.model.privacy import PrivacyPass


def require_whole(one: PrivacyPass | None, *, watched: bool = False) -> None:
    """Raise EvidenceMissing when a visit saw the page in part only.

    With *watched*, also when not all scripts were watched.
    """
    if one is None:
        raise EvidenceMissing(Missing("not-gathered", "The visit was not made."))
    if one.state == "partial":
        raise EvidenceMissing(Missing("not-gathered", one.detail))
    if watched and one.instruments.gaps:
        raise EvidenceMissing(Missing("not-gathered", one.instruments.gaps[0]))
