"""Ready pipelines for CI systems, kept as files that can be read and checked on their own.

A pipeline is found by its folder: `gitlab/pipeline.yml` is `gitlab`, another file of a folder, such
as `github/comment.yml`, is `github-comment`. The first comment says what it is for and where it
goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_HEAD = re.compile(
    r"^(?:#|//) civiscope for (?P<system>[^:\n]+): put this into (?P<file>\S*\w)", re.M
)
_MAIN = "pipeline"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline that can be printed."""

    name: str
    """What `civiscope ci` calls it."""
    file: str
    """Where its owner puts it."""
    system: str
    """What it is for."""
    source: str
    """The file in this package."""
    text: str


def _find_pipelines() -> Iterator[Pipeline]:
    """Yield the pipelines of all folders."""
    for folder in files("civiscope_ci.systems").iterdir():
        for each in folder.iterdir() if folder.is_dir() else ():
            stem, _, ending = each.name.rpartition(".")
            if not stem or ending in {"py", "pyc"} or not each.is_file():
                continue
            text = each.read_text(encoding="utf-8")
            head = _HEAD.search(text)
            if head is None:
                raise ValueError(
                    f"{folder.name}/{each.name} does not say what it is for and where it goes."
                )
            name = folder.name if stem == _MAIN else f"{folder.name}-{stem}"
            source = f"{folder.name}/{each.name}"
            yield Pipeline(name, head["file"], head["system"], source, text)


PIPELINES = {each.name: each for each in sorted(_find_pipelines(), key=lambda each: each.name)}
"""Every pipeline by name."""


SOURCE = "./civiscope"
"""Where pipelines take civiscope from until it is published: a checkout beside the site."""


def pipeline(name: str, source: str = SOURCE) -> str:
    """Return the text of the pipeline called *name*, which takes civiscope from *source*: a folder
    with a checkout, what pip takes, or for GitHub what `uses` takes."""
    return re.sub(
        rf"(?<![\w/.]){re.escape(SOURCE)}(?![\w/.-])", lambda _: source, PIPELINES[name].text
    )
