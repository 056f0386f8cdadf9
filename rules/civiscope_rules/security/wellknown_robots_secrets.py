"""Judge whether robots.txt names secrets. Why is told in wellknown_robots_secrets.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Outcome, Site, cannot_tell, passed
from civiscope_rules.shared.hosts import label, place_of

PART = "robots.txt"
_RULE = re.compile(r"^[ \t]*(?:dis)?allow[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_TELLING = re.compile(
    r"""(?:^|[/_.-])(?:
        back-?ups? | dumps? | secrets? | passwords? | passwd | credentials? | confidential
        | private | internal(?:-only)? | restricted | intranet | staging | phpmyadmin | adminer
        | \.git | \.svn | \.env | \.htpasswd | \.ssh | id_rsa
        )(?:$|[/_.*$-])
        | \.(?:sql | bak | old | kdbx | pem | key | pfx | zip | tar | tgz | gz | dump)\$?$""",
    re.IGNORECASE | re.VERBOSE,
)
_SHOWN = 3


def check(site: Site) -> Iterator[Outcome]:
    """Apply to every host with a robots.txt."""
    for host in site.hosts:
        text = host.text("robots.txt")
        if text is None or not text.there or not text.body.strip():
            continue
        place = place_of(site, host, part=PART)
        paths = dict.fromkeys(path[:100] for path in _RULE.findall(text.body))
        telling = [path for path in paths if _TELLING.search(path)]
        if telling:
            more = f" and {len(telling) - _SHOWN} more" if len(telling) > _SHOWN else ""
            listed = ", ".join(telling[:_SHOWN]) + more
            yield cannot_tell(place, "named", host=label(host), paths=listed)
        else:
            yield passed(place)
