"""Source maps of built scripts say which components a page cannot have come from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from civiscope.judge.bundles import Bundles
from civiscope.judge.page_tree import PageTree
from civiscope.judge.source_join import PageElements, join_sources
from civiscope.model.source import SourceTree
from civiscope.source.read import is_read, read_files
from civiscope.source.source_maps import read_source_map
from civiscope.testing import make_finding, make_issue

CARD = '<section class="card"><h2>Permits</h2><img src="/seal.png" /></section>'
COMPONENTS = {
    "src/pages/Permits.jsx": f"export const Permits = () => {CARD};\n",
    "src/pages/Archive.jsx": f"export const Archive = () => (\n  {CARD}\n);\n",
}


def source_map(*sources: str, **more: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps({"version": 3, "sources": sources, "mappings": "AAAA", **more})


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("dist/assets/a.js.map", source_map("../../src/a.jsx"), ("src/a.jsx",)),
        ("dist/a.js.map", source_map("a.jsx", sourceRoot="../src/"), ("src/a.jsx",)),
        (
            "dist/a.js.map",
            source_map(
                "webpack://@town/site/./src/a.jsx",
                "webpack:///src/b.vue?4f1c",
                "webpack://x/./c.js",
            ),
            ("/src/a.jsx", "/src/b.vue", "/c.js"),
        ),
        (
            "dist/a.js.map",
            source_map("../node_modules/react/index.js", "\0vite/helper", "https://a.b/c.js"),
            (),
        ),
        ("dist/a.js.map", source_map("../../outside/a.jsx"), ()),
        (
            "a.js.map",
            json.dumps({"sections": [{"offset": {}, "map": {"sources": ["src/a.jsx"]}}]}),
            ("src/a.jsx",),
        ),
        ("a.js.map", ")]}'" + source_map("src/a%20b.jsx"), ("src/a b.jsx",)),
        ("a.js.map", "{", ()),
        ("a.js.map", '["a"]', ()),
        ("a.js.map", '{"sources": [1, null, {"a": 1}], "sections": ["x", {"map": null}]}', ()),
    ],
)
def test_a_map_names_the_files_of_the_folder(path: str, text: str, wanted: tuple[str, ...]) -> None:
    assert read_source_map(path, text) == wanted


def test_maps_are_read_whatever_the_script_is_called() -> None:
    assert is_read("dist/app.3f2a9c1b77.min.js.map")
    assert not is_read("dist/app.min.js")
    assert not is_read("dist/site.css.map")
    assert [each.error for each in read_files([("a.js.map", "{")])] == [""]


def tree() -> SourceTree:
    maps = {
        "dist/permits-8c1f.js.map": source_map("../src/pages/Permits.jsx"),
        "dist/archive-77aa.js.map": source_map("webpack://town/./src/pages/Archive.jsx"),
    }
    return SourceTree("site", tuple(read_files([*COMPONENTS.items(), *maps.items()])), 4)


def test_components_of_scripts_that_were_not_loaded_are_told_only_where_a_map_was() -> None:
    bundles = Bundles(tree().files)

    assert bundles.not_in(frozenset({"permits-8c1f.js"})) == {"src/pages/Archive.jsx"}
    assert bundles.not_in(frozenset({"permits-8c1f.js", "archive-77aa.js"})) == frozenset()
    assert bundles.not_in(frozenset({"analytics.js"})) == frozenset()
    assert bundles.not_in(frozenset()) == frozenset()


def test_two_components_alike_are_told_apart_by_the_script_that_the_page_loaded() -> None:
    rows: list[list[Any]] = [
        ["html", -1, [], []],
        ["body", 0, [], []],
        ["section", 1, [["class", "card"]], []],
        ["h2", 2, [], ["Permits"]],
        ["img", 2, [["src", "/seal.png"]], []],
    ]
    issue = make_issue("seal", snippet='<img src="/seal.png">')
    finding = make_finding(issue, selector="img")

    def files(*scripts: str) -> list[str]:
        pages = PageElements({finding.page: PageTree.of(rows)}, {finding.page: frozenset(scripts)})
        told, _ = join_sources((finding,), (issue,), tree(), pages)
        return sorted(place.file for place in told[0].source)

    assert files("jquery.js") == sorted(COMPONENTS)
    assert files("permits-8c1f.js", "jquery.js") == ["src/pages/Permits.jsx"]
    assert files("archive-77aa.js") == ["src/pages/Archive.jsx"]
