"""Kinds of evidence are declared once; store, reader, gaps and examples follow."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from civiscope.evidence.kinds import BESIDE, KINDS
from civiscope.judge.gaps import failures_of
from civiscope.model import Evidence, Missing
from civiscope.testing import page_of_data

BROKEN = Missing("failed", "The collector broke.")


def test_every_field_of_evidence_is_a_kind() -> None:
    assert [kind.name for kind in KINDS] == [each.name for each in fields(Evidence)]


def test_every_kind_stands_in_the_page_file_or_in_a_file_of_its_own() -> None:
    assert {kind.folder for kind in KINDS} == {"pages", *BESIDE}


@pytest.mark.parametrize("name", [kind.name for kind in KINDS if kind.name != "parts"])
def test_a_kind_that_could_not_be_gathered_is_a_gap(name: str) -> None:
    page = page_of_data()
    kind = next(kind for kind in KINDS if kind.name == name)
    value = {"area/rule": BROKEN} if kind.by_name else BROKEN
    changes: dict[str, Any] = {name: value}
    broken = replace(page, evidence=replace(page.evidence, **changes))

    told = {failure.collector: failure.reason for failure in failures_of(broken)}

    label = "area/rule" if kind.by_name else {"privacy": "privacy visits"}.get(name, name)
    assert told == {label: BROKEN.reason}
