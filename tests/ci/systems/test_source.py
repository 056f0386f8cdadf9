"""One setting says where pipelines take civiscope from, and no page names what nobody owns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civiscope_ci.systems.pipelines import PIPELINES, SOURCE, pipeline

ROOT = Path(__file__).parents[3]
_UNOWNED = re.compile(
    r"pip install (?:--\S+ )*civiscope(?![\w.\[])|github\.com/civiscope|civiscope@v\d"
)

each_pipeline = pytest.mark.parametrize("name", PIPELINES)


@each_pipeline
def test_a_pipeline_takes_civiscope_from_where_it_is_told(name: str) -> None:
    assert SOURCE in pipeline(name)

    other = pipeline(name, "../tools/civiscope")

    assert "../tools/civiscope" in other
    assert SOURCE not in re.sub(
        r"^\s*(#|//).*$", "", other.replace("../tools/civiscope", ""), flags=re.M
    )


@each_pipeline
def test_no_pipeline_sends_to_a_name_that_nobody_owns(name: str) -> None:
    assert _UNOWNED.findall(pipeline(name)) == []


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "action.yml", "docs/getting-started.md", "docs/ci.md"]
)
def test_no_page_sends_to_a_name_that_nobody_owns(page: str) -> None:
    assert _UNOWNED.findall((ROOT / page).read_text(encoding="utf-8")) == []


def test_the_readme_begins_with_two_commands_that_work_in_a_checkout() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"```console\n(.*?)```", readme, re.S)[0].split("\n") == [
        "make demo",
        "make test",
        "",
    ]
