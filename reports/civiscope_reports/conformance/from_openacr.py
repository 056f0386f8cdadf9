"""Read OpenACR, the form of GSA: one YAML file a report, held to its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from civiscope.errors import UsageError
from civiscope_reports.conformance.catalogues import catalogues, every_criterion
from civiscope_reports.conformance.levels import level_of
from civiscope_reports.conformance.safe_yaml import DateWithoutQuotes, NumberAsWritten, load_yaml
from civiscope_reports.conformance.values import (
    LEVELS,
    Claim,
    ConformanceReport,
    Contact,
    Level,
    SchemaMistake,
)

MAX_MISTAKES = 200
_TEXTS = (
    "title", "report_date", "last_modified_date", "notes", "evaluation_methods_used",
    "legal_disclaimer", "license", "repository", "feedback", "catalog",
)  # fmt: skip
_CONTACT = ("name", "company_name", "address", "email", "phone", "website")
_KNOWN = {*_TEXTS, "product", "author", "vendor", "version", "related_openacrs", "chapters"}
Json = Mapping[str, Any]
_NOTHING: Json = {}


def read_openacr(source: bytes, name: str) -> ConformanceReport:
    """Return the report in *source*. Raises UsageError for what is not OpenACR at all."""
    loaded = _map_in(load_yaml(source, name))
    if loaded is None or not ({"chapters", "product"} & set(loaded)):
        raise UsageError(
            f"{name} is not OpenACR: it has no 'product' and no 'chapters'. Give a report of "
            "conformance as OpenACR (YAML), PDF, Word, HTML or Markdown."
        )
    return _OpenAcr(loaded).report()


class _OpenAcr:
    """Reads one file and notes what its schema does not allow."""

    def __init__(self, loaded: Json) -> None:
        self._loaded = loaded
        self._mistakes: list[SchemaMistake] = []
        self._notes: dict[str, str] = {}
        self._disabled: set[str] = set()

    def report(self) -> ConformanceReport:
        texts = {key: self._text(self._loaded, key, key) for key in _TEXTS}
        if not texts["title"]:
            self._mistake("title", "is missing")
        product = self._map(self._loaded, "product", "product")
        name = self._text(product, "name", "product.name")
        if not name:
            self._mistake("product.name", "is missing")
        author = self._contact("author", required=True)
        vendor = self._contact("vendor", required=False)
        version = self._version()
        claims = tuple(self._claims())
        for key in self._loaded:
            if key not in _KNOWN:
                self._mistake(str(key)[:60], "is not a key of OpenACR")
        return ConformanceReport(
            form="openacr",
            title=texts["title"],
            product=name,
            product_version=self._text(product, "version", "product.version"),
            product_description=self._text(product, "description", "product.description"),
            author=author,
            vendor=vendor,
            report_date=texts["report_date"],
            last_modified_date=texts["last_modified_date"],
            version=version,
            notes=texts["notes"],
            methods=texts["evaluation_methods_used"],
            disclaimer=texts["legal_disclaimer"],
            license=texts["license"],
            repository=texts["repository"],
            feedback=texts["feedback"],
            catalogue=texts["catalog"].removesuffix(".yaml"),
            edition=texts["catalog"].partition("-")[0],
            claims=claims,
            chapter_notes=self._notes,
            disabled=frozenset(self._disabled),
            mistakes=tuple(self._mistakes[:MAX_MISTAKES]),
            named_catalogue=bool(texts["catalog"]),
        )

    def _mistake(self, place: str, what: str) -> None:
        self._mistakes.append(SchemaMistake(place, what))

    def _text(self, parent: Json, key: str, place: str) -> str:
        value = parent.get(key)
        if value is None:
            return ""
        if isinstance(value, DateWithoutQuotes):
            self._mistake(place, f"needs quotes: '{value}' is read as a date, not as text")
            return str(value)
        if isinstance(value, str):
            return value.strip()
        shown = value.text if isinstance(value, NumberAsWritten) else str(value)[:60]
        self._mistake(place, f"must be text, not {_kind_of(value)} ({shown}); put it in quotes")
        return shown if isinstance(value, (int, float)) else ""

    def _map(self, parent: Json, key: str, place: str) -> Json:
        value = parent.get(key)
        if (found := _map_in(value)) is not None:
            return found
        what = "is missing" if value is None else f"must hold keys, not {_kind_of(value)}"
        self._mistake(place, what)
        return {}

    def _list(self, parent: Json, key: str, place: str) -> Sequence[Any]:
        value = parent.get(key)
        if value is None or isinstance(value, list):
            return [*cast("Iterable[Any]", value or ())]
        self._mistake(place, f"must be a list, not {_kind_of(value)}")
        return []

    def _contact(self, key: str, *, required: bool) -> Contact:
        if key not in self._loaded and not required:
            return Contact()
        facts = self._map(self._loaded, key, key)
        texts = {each: self._text(facts, each, f"{key}.{each}") for each in _CONTACT}
        if facts and not texts["email"]:
            self._mistake(f"{key}.email", "is missing")
        return Contact(
            texts["name"],
            texts["company_name"],
            texts["address"],
            texts["email"],
            texts["phone"],
            texts["website"],
        )

    def _version(self) -> int | None:
        value = self._loaded.get("version")
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self._mistake(
            "version", f"must be a whole number, not {_kind_of(value)} ({str(value)[:40]})"
        )
        return None

    def _claims(self) -> Iterator[Claim]:
        known = {name for each in catalogues().values() for name in each.chapters}
        for chapter, held in self._map(self._loaded, "chapters", "chapters").items():
            facts, place = _map_in(held), f"chapters.{chapter}"
            if chapter not in known:
                self._mistake(place, "is not a chapter of any catalogue")
            if facts is None:
                self._mistake(place, f"must hold keys, not {_kind_of(held)}")
                continue
            if notes := self._text(facts, "notes", f"{place}.notes"):
                self._notes[chapter] = notes
            if facts.get("disabled") is True:
                self._disabled.add(chapter)
            for index, each in enumerate(self._list(facts, "criteria", f"{place}.criteria")):
                yield from self._criterion(str(chapter), each, f"{place}.criteria[{index}]")

    def _criterion(self, chapter: str, held: object, place: str) -> Iterator[Claim]:
        facts = _map_in(held)
        if facts is None:
            self._mistake(place, f"must hold keys, not {_kind_of(held)}")
            return
        number = self._text(facts, "num", f"{place}.num")
        if not number:
            self._mistake(f"{place}.num", "is missing")
            return
        if number not in every_criterion():
            self._mistake(f"{place}.num", f"'{number[:40]}' is in no catalogue")
        components = self._list(facts, "components", f"{place}.components")
        for at, told in enumerate(components):
            where = f"{number} ({chapter}), component {at + 1}"
            each = _map_in(told)
            if each is None:
                self._mistake(where, f"must hold keys, not {_kind_of(told)}")
                continue
            name = self._text(each, "name", f"{where}, name")
            adherence = _map_in(each.get("adherence"))
            if adherence is None:
                if each.get("adherence") is not None:
                    what = f"must hold keys, not {_kind_of(each['adherence'])}"
                    self._mistake(f"{where}, adherence", what)
                adherence = _NOTHING
            stated = self._text(adherence, "level", f"{where}, level")
            remarks = self._text(adherence, "notes", f"{where}, notes")
            level = self._level(stated, where)
            yield Claim(number, chapter, name, level, stated, remarks, cell=stated)
        if not components:
            yield Claim(number, chapter, "", None, "")

    def _level(self, stated: str, where: str) -> Level | None:
        for level in LEVELS:
            if stated == level:
                return level
        if not stated:
            return None
        read = level_of(stated)
        meant = f"; '{read}' is meant" if read else ""
        self._mistake(f"{where}, level", f"'{stated[:40]}' is not a level{meant}")
        return read


def _map_in(value: object) -> Json | None:
    return cast("Json", value) if isinstance(value, dict) else None


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, list):
        return "a list"
    return "keys" if isinstance(value, dict) else "nothing" if value is None else "text"
