"""The command that scans a site, with the options that are set for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from civiscope.config.option import ScanOption
from civiscope.config.scan_options import SCAN_OPTIONS
from civiscope.journeys.file import read_journey
from civiscope_watch.run.folders import can_resume
from civiscope_watch.run.settings import RunSettings
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.sites import WatchedSite

SETTABLE = tuple(each for each in SCAN_OPTIONS if each.facts.help and each.facts.keep != "names")
"""Options that a site may have. Not header fields: their values are secrets as a rule, and the
history is no place for these. They belong into a configuration that is named for the site."""
_SECRET = ("cookies", "user")
_ANY = "https://site.example/"
"""Stands for the site, which a journey's relative addresses begin at."""


def scan_command(site: WatchedSite, folder: Path, settings: RunSettings) -> list[str]:
    """Return the command that scans *site* into *folder*, or goes on with a scan there.

    Raises HistoryError for settings of another version.
    """
    resume = can_resume(folder)
    command = [*settings.program, "audit"]
    command += [str(folder), "--resume"] if resume else [*site.targets, "--out", str(folder)]
    command += ["--force"] if not resume else []
    command += ["--format", "json", "--exit-zero", "--quiet"]
    config = site.settings.get("config")
    command += ["--config", str(config)] if config else []
    return command + _options(site, settings, resume=resume)


def _options(site: WatchedSite, settings: RunSettings, *, resume: bool) -> list[str]:
    given: Mapping[str, Any] = site.settings.get("options", {})
    own: dict[str, Any] = dict(given)
    if not site.settings.get("config"):
        own.setdefault("delay", settings.delay_s)
    if settings.slots > 1:
        own.setdefault("tabs", 1)
    known = {each.name: each for each in SETTABLE}
    words: list[str] = []
    # In an order of ours: PostgreSQL keeps names in one of its own.
    for name, value in sorted(own.items()):
        option = known.get(name)
        if option is None:
            raise HistoryError(
                f"{site.url} has a setting {name!r}, which this civiscope does not know. Take it "
                f"away with `civiscope watch sites set {site.id} --unset {name}`."
            )
        if not (resume and option.kept_on_resume):
            words += words_of(option, value)
    return words


def words_of(option: ScanOption, value: Any) -> list[str]:  # noqa: ANN401 - of the option's type
    """Return what stands on a command line for a *value* as it is kept in the history."""
    if not option.takes_value:
        return [option.flag]
    if option.is_mapping:
        return [word for name, each in value.items() for word in (option.flag, f"{name}={each}")]
    if option.is_list:
        return [word for each in value for word in (option.flag, str(each))]
    if option.is_sequence:
        return [option.flag, "x".join(str(each) for each in value)]
    return [option.flag, str(value)]


def settings_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return scan options as the history keeps them. Raises HistoryError for secrets."""
    known = {each.name: each for each in SETTABLE}
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name in _SECRET or name not in known:
            raise HistoryError(
                f"The value of {name} would stand in the database for all to read. Name a file "
                "with a signed-in session with --storage-state; header fields may stand in a "
                "configuration of the site's own, named with --config."
            )
        # Scans run in folders of their own.
        kept[name] = str(Path(value).resolve()) if known[name].type is Path else value
        if name == "journeys":
            kept[name] = [str(read_journey(Path(each), _ANY).path.resolve()) for each in value]
        if isinstance(kept[name], Sequence) and not isinstance(kept[name], str):
            kept[name] = list(kept[name])
    return kept
