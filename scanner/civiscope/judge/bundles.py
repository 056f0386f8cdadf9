"""Which components of a site cannot have printed a page: those in no script that it has loaded."""

from __future__ import annotations

from collections.abc import Iterable

from civiscope.model.source import Source

_COMPONENTS = frozenset({"jsx", "tsx", "vue", "svelte"})
"""Forms of files that print nothing but by a script."""


class Bundles:
    """The built scripts of a site that have a source map, and the components in each."""

    def __init__(self, sources: Iterable[Source]) -> None:
        every = list(sources)
        components = [each.path for each in every if _form(each) in _COMPONENTS]
        self._in: dict[str, frozenset[str]] = {}
        for each in every:
            if each.facts.built_from:
                name = each.path.rpartition("/")[2].removesuffix(".map")
                held = files_named(each.facts.built_from, components)
                self._in[name] = self._in.get(name, frozenset()) | held
        self._all = frozenset[str]().union(*self._in.values())

    def not_in(self, scripts: frozenset[str]) -> frozenset[str]:
        """Return the components that only other scripts hold than those called *scripts*.

        None when the page has loaded no script with a map: then nothing is known of it.
        """
        loaded = [held for name, held in self._in.items() if name in scripts]
        return self._all.difference(*loaded) if loaded else frozenset()


def _form(source: Source) -> str:
    return source.path.rpartition(".")[2].lower()


def files_named(sources: Iterable[str], files: Iterable[str]) -> frozenset[str]:
    """Return those of *files* that *sources* of a map mean."""
    exact = {source for source in sources if not source.startswith("/")}
    ends = tuple(source for source in sources if source.startswith("/"))
    return frozenset(
        file for file in files if file in exact or (ends and f"/{file}".endswith(ends))
    )
