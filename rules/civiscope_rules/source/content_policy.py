"""Judge the Content Security Policy that a file sets. See content_policy.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope.model.source import SettingValue
from civiscope_rules.shared.sources import place_of, settings_of

FIELD = "content-security-policy"
_ANY = frozenset({"*", "http:", "https:", "data:", "http://*", "https://*"})


def check(source: Source) -> Iterator[Outcome]:
    """Apply to policies that are written out, and say which scripts may run."""
    for setting in settings_of(source, "header", "csp-script"):
        if setting.subject != FIELD:
            continue
        scripts = _scripts(setting.value, whole=setting.aim == "header")
        if scripts is None:
            continue
        place = place_of(source, setting)
        strict = any(each.startswith(("'nonce-", "'sha", "'strict-dynamic'")) for each in scripts)
        wrong = False
        if "'unsafe-inline'" in scripts and not strict:
            wrong = True
            yield failed(place, "inline")
        open_to = sorted(_ANY.intersection(scripts)) if "'strict-dynamic'" not in scripts else []
        if open_to:
            wrong = True
            yield failed(place, "any-host", sources=" ".join(open_to))
        if not wrong:
            yield passed(place)


def _scripts(value: SettingValue, *, whole: bool) -> list[str] | None:
    """Return where scripts may come from; None when the policy does not say."""
    if not whole:
        return [each.lower() for each in (value if isinstance(value, tuple) else (str(value),))]
    parts = value if isinstance(value, tuple) else tuple(str(value or "").split(";"))
    policy: dict[str, list[str]] = {}
    for part in parts:
        name, _, sources = part.strip().partition(" ")
        policy.setdefault(name.lower(), sources.lower().split())
    for name in ("script-src-elem", "script-src", "default-src"):
        if name in policy:
            return policy[name]
    return None
