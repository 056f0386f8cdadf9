"""Judge the files of a site's source, and say what was read of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civiscope.judge.coverage import Judged
from civiscope.judge.documents import judge_file
from civiscope.lists import Lists
from civiscope.model import Source
from civiscope.model.source import SourceSetting, SourceTree
from civiscope.results import DependencyListed, SettingListed, SourceResult, SourceSummary
from civiscope.rulebook import Rule

MAX_NAMED = 10
MAX_LISTED = 200
_MAX_VALUE = 300


def judge_sources(
    tree: SourceTree | None, rules: Sequence[Rule], judged: Judged, lists: Lists
) -> tuple[SourceResult, ...]:
    """Return the outcome of every rule on each file of the site's source."""
    if tree is None:
        return ()
    return tuple(_result(each, rules, judged, lists) for each in tree.files)


def source_summary(tree: SourceTree | None) -> SourceSummary | None:
    """Return what was read of the source as a whole; None when none was."""
    if tree is None:
        return None
    unread = sum(bool(each.error) for each in tree.files)
    return SourceSummary(
        folder=tree.folder,
        seen=tree.seen,
        read=len(tree.files) - unread,
        not_read=tuple(source_notes(tree)),
        bandit=tree.bandit,
        silenced=tree.silenced,
    )


def source_notes(tree: SourceTree) -> Iterator[str]:
    """Yield what of the source was not read, as sentences."""
    yield from tree.gaps
    unread = [each for each in tree.files if each.error]
    for each in unread[:MAX_NAMED]:
        yield f"{each.path} was not read. {each.error}"
    if len(unread) > MAX_NAMED:
        yield f"{len(unread) - MAX_NAMED:,} more files of the source were not read."
    for each in tree.files:
        for gap in each.facts.gaps:
            yield f"{each.path}: {gap}"
    unknown = [
        setting for each in tree.files for setting in each.facts.settings if not setting.known
    ]
    if unknown:
        what = "setting is" if len(unknown) == 1 else "settings are"
        yield (
            f"{len(unknown):,} {what} decided at run time or in several places, so their values "
            "are not known; they were neither passed nor failed."
        )


def _result(source: Source, rules: Sequence[Rule], judged: Judged, lists: Lists) -> SourceResult:
    facts = source.facts
    unseen = " ".join(facts.gaps)
    return SourceResult(
        source.path,
        judge_file(source, source.path, source.error, rules, judged, lists, unseen),
        state="unreadable" if source.error else "read",
        detail=source.error or unseen,
        form=facts.form,
        role=source.role,
        elements=len(facts.elements),
        settings=tuple(_listed(each) for each in facts.settings[:MAX_LISTED]),
        dependencies=tuple(
            DependencyListed(each.name, each.version, each.line, each.development)
            for each in facts.dependencies
        ),
    )


def _listed(setting: SourceSetting) -> SettingListed:
    value = setting.value
    if isinstance(value, tuple):
        told = "; ".join(value)
    elif isinstance(value, bool):
        told = "true" if value else "false"
    else:
        told = "" if value is None else str(value)
    return SettingListed(
        name=setting.name,
        aim=setting.aim,
        framework=setting.framework,
        line=setting.line,
        value=told[:_MAX_VALUE] if setting.known else "",
        subject=setting.subject,
        known=setting.known,
        why=setting.why,
    )
