"""The blocks of a tagged PDF in reading order: paragraphs, headings, and tables with cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from .content import ContentReader
from .lines import join_runs
from .page_text import PAGE_ITSELF, PageText, TextRun
from .placing import Span, place_cells, span_of
from .roles import RoleReader, kids_of, string_of

MAX_ELEMENTS = 400_000
MAX_DEPTH = 120
MAX_UNKNOWN_DEPTH = 4
_GROUPS = {
    "Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "NonStruct", "Private", "Aside",
    "BlockQuote", "TOC", "TOCI", "Index", "Form",
}  # fmt: skip
_TABLE_GROUPS = {"THead", "TBody", "TFoot"}
_CELLS = {"TD", "TH"}
_LEFT_OUT = {"Artifact"}
_INLINE = {
    "Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP",
    "Warichu", "WT", "WP", "Figure", "Formula", "Em", "Strong", "Lbl", "Artifact",
}  # fmt: skip
_BLOCKS = {
    "P", "H", "Title", "L", "LI", "LBody", "Caption", "Note", "FENote", "Table", "TR", "TD",
    "TH", "Sub",
} | _GROUPS | {f"H{level}" for level in range(1, 10)}  # fmt: skip


_Place = tuple[int, Span]
"""The page that text stands on, and where on its lines."""


@dataclass(slots=True)
class PdfBlock:
    """A paragraph, heading, list item, or a table."""

    role: str
    page: int = 0
    text: str = ""
    rows: list[list[dict[str, Any]]] = field(default_factory=list[list[dict[str, Any]]])


@dataclass(slots=True)
class PdfFacts:
    """What was read of a document."""

    blocks: list[PdfBlock] = field(default_factory=list[PdfBlock])
    pages: int = 0
    glyphs: int = 0
    unreadable: int = 0
    title: str = ""
    language: str = ""
    more: bool = False
    """Whether a limit cut the reading short."""


class StructureReader:
    """Walks the structure tree of *pdf* and gathers its blocks."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        root = pdf.Root.StructTreeRoot
        self._root = root
        self._roles = RoleReader(root)
        self._content = ContentReader()
        self._pages: dict[tuple[int, int], int] = {
            page.obj.objgen: index for index, page in enumerate(pdf.pages, 1)
        }
        self._read: dict[int, PageText] = {}
        self._pdf = pdf
        self._seen: set[tuple[int, int]] = set()
        self._elements = 0
        self.facts = PdfFacts(pages=len(pdf.pages))

    def read(self) -> PdfFacts:
        """Return the blocks of the document."""
        self._walk(self._root.get("/K"), 0, 0)
        for each in self._read.values():
            self.facts.glyphs += each.glyphs
            self.facts.unreadable += each.unreadable
        return self.facts

    # Blocks in reading order.

    def _walk(self, kids: Any, page: int, depth: int, within: str = "P") -> None:  # noqa: ANN401
        loose: list[Any] = []
        for kid in kids_of(kids):
            role = self._block_role(kid)
            if role in _BLOCKS:
                self._flush(loose, page, within)
                inner = within if role in _GROUPS or role == "P" else role
                self._block(kid, role, self._page_of(kid, page), depth, inner)
            elif role not in _LEFT_OUT:
                loose.append(kid)
        self._flush(loose, page, within)

    def _block(self, element: Any, role: str, page: int, depth: int, within: str = "P") -> None:  # noqa: ANN401
        if depth > MAX_DEPTH or not self._enter(element):
            return
        if role in {"Table", "TR", *_CELLS}:
            self._table(element, role, page, depth)
        elif role in _GROUPS or self._has_blocks(element):
            self._walk(element.get("/K"), page, depth + 1, within)
        else:
            self._paragraph([element], within if role == "P" else role, page)

    def _has_blocks(self, element: Any, depth: int = 0) -> bool:  # noqa: ANN401 - a pikepdf object
        kids = kids_of(element.get("/K"))
        return any(self._roles.role_of(kid) in _BLOCKS for kid in kids) or (
            depth < MAX_UNKNOWN_DEPTH
            and any(self._has_blocks(kid, depth + 1) for kid in kids if self._is_unknown(kid))
        )

    def _block_role(self, element: Any) -> str:  # noqa: ANN401 - a pikepdf object
        """Return the role of *element*; an unknown name is a group when it holds blocks."""
        if self._is_unknown(element) and self._has_blocks(element):
            return "Div"
        return self._roles.role_of(element)

    def _is_unknown(self, element: Any) -> bool:  # noqa: ANN401 - a pikepdf object
        role = self._roles.role_of(element)
        return bool(role) and role not in _BLOCKS and role not in _INLINE

    def _flush(self, loose: list[Any], page: int, within: str) -> None:
        if loose:
            self._paragraph(loose, within, page)
            loose.clear()

    def _paragraph(self, elements: list[Any], role: str, page: int) -> None:
        runs: list[TextRun] = []
        for each in elements:
            self._runs_of(each, page, runs, 0)
        text = join_runs(runs)
        if text:
            self.facts.blocks.append(PdfBlock(role, runs[0].page, text))

    # Tables.

    def _table(self, element: Any, role: str, page: int, depth: int) -> None:  # noqa: ANN401
        table = PdfBlock("Table", page)
        nested: list[tuple[Any, int]] = []
        before = len(self.facts.blocks)
        if role == "Table":
            self._rows(element.get("/K"), page, depth + 1, table, nested)
        else:
            self._row(
                [element] if role in _CELLS else kids_of(element.get("/K")), page, table, nested
            )
        place_cells(table.rows)
        # A caption stands before its table, wherever it is tagged.
        captions = self.facts.blocks[before:]
        del self.facts.blocks[before:]
        pages = [cell["page"] for row in table.rows for cell in row if cell["page"]]
        table.page = min(pages, default=page)
        last = self.facts.blocks[-1] if self.facts.blocks else None
        if role != "Table" and last is not None and last.role == "Table" and not captions:
            last.rows += table.rows
        else:
            self.facts.blocks += [*captions, table]
        for inner, where in nested:
            self._table(inner, "Table", where, depth + 1)

    def _rows(
        self,
        kids: Any,  # noqa: ANN401 - pikepdf objects
        page: int,
        depth: int,
        table: PdfBlock,
        nested: list[tuple[Any, int]],
    ) -> None:
        if depth > MAX_DEPTH:
            self.facts.more = True
            return
        cells: list[Any] = []
        for kid in kids_of(kids):
            role = self._block_role(kid)
            where = self._page_of(kid, page)
            if role in _CELLS:
                cells.append(kid)
                continue
            if cells:
                self._row(cells, page, table, nested)
                cells = []
            if role == "TR":
                if self._enter(kid):
                    self._row(kids_of(kid.get("/K")), where, table, nested)
            elif role in _TABLE_GROUPS | _GROUPS:
                if self._enter(kid):
                    self._rows(kid.get("/K"), where, depth + 1, table, nested)
            elif role == "Table":
                nested.append((kid, where))
            elif role in _BLOCKS:
                self._block(kid, role, where, depth + 1)
        if cells:
            self._row(cells, page, table, nested)

    def _row(
        self,
        kids: list[Any],
        page: int,
        table: PdfBlock,
        nested: list[tuple[Any, int]],
    ) -> None:
        row: list[dict[str, Any]] = []
        for kid in self._cells_of(kids, 0):
            role = self._roles.role_of(kid)
            if not self._enter(kid):
                continue
            lines: list[str] = []
            places: list[_Place] = []
            self._cell_lines(kid, self._page_of(kid, page), lines, places, nested, 0)
            first = min((where for where, _ in places), default=page)
            cell: dict[str, Any] = {"text": "\n".join(lines), "page": first}
            if reach := span_of([span for _, span in places]):
                cell["span"] = reach
            if role == "TH":
                cell["header"] = True
            for name, key in (("ColSpan", "across"), ("RowSpan", "down")):
                span = self._roles.span_of(kid, name)
                if span > 1:
                    cell[key] = span
            row.append(cell)
        if row:
            table.rows.append(row)

    def _cells_of(self, kids: list[Any], depth: int) -> list[Any]:
        """Return the cells among *kids*; a row that holds text alone is one cell."""
        found: list[Any] = []
        for kid in kids:
            role = self._roles.role_of(kid)
            if role in _CELLS:
                found.append(kid)
            elif isinstance(kid, pikepdf.Dictionary) and depth < 8 and "/S" in kid:
                inner = self._cells_of(kids_of(kid.get("/K")), depth + 1)
                found += inner or ([kid] if role not in _LEFT_OUT else [])
        return found

    def _cell_lines(
        self,
        element: Any,  # noqa: ANN401 - a pikepdf object
        page: int,
        lines: list[str],
        places: list[_Place],
        nested: list[tuple[Any, int]],
        depth: int,
    ) -> None:
        if depth > MAX_DEPTH:
            self.facts.more = True
            return
        loose: list[TextRun] = []

        def flush() -> None:
            text = join_runs(loose)
            if text:
                lines.append(text)
                reach = min(run.start for run in loose), max(run.end for run in loose)
                places.append((loose[0].page, reach))
            loose.clear()

        instead = string_of(element, "/ActualText")
        if instead:
            lines.append(instead)
            return
        for kid in kids_of(element.get("/K")):
            role = self._block_role(kid)
            if role in _LEFT_OUT:
                continue
            if role == "Table":
                flush()
                if self._enter(kid):
                    self._table_in_cell(kid, self._page_of(kid, page), lines, places, nested)
            elif role in _BLOCKS:
                flush()
                if self._enter(kid):
                    where = self._page_of(kid, page)
                    self._cell_lines(kid, where, lines, places, nested, depth + 1)
            else:
                self._runs_of(kid, page, loose, depth + 1)
        flush()

    def _table_in_cell(
        self,
        element: Any,  # noqa: ANN401 - a pikepdf object
        page: int,
        lines: list[str],
        places: list[_Place],
        nested: list[tuple[Any, int]],
    ) -> None:
        inner = PdfBlock("Table", page)
        self._rows(element.get("/K"), page, 1, inner, nested)
        wide = max((len(row) for row in inner.rows), default=0)
        if wide >= 3:
            # A table of its own that only stands in a frame.
            place_cells(inner.rows)
            self.facts.blocks.append(inner)
            return
        for row in inner.rows:
            texts = [cell["text"].strip() for cell in row if cell["text"].strip()]
            lines.append(": ".join(texts) if len(texts) == 2 else " ".join(texts))
            places += [(cell["page"], cell["span"]) for cell in row if "span" in cell]

    # Elements.

    def _runs_of(self, kid: Any, page: int, runs: list[TextRun], depth: int) -> None:  # noqa: ANN401
        """Add the text of *kid*: a number of marked content, a reference to one, an element."""
        if depth > MAX_DEPTH:
            self.facts.more = True
            return
        if isinstance(kid, int):
            runs += self._marked(page, PAGE_ITSELF, kid)
            return
        if not isinstance(kid, pikepdf.Dictionary):
            return
        where = self._page_of(kid, page)
        if "/MCID" in kid:
            form = kid.get("/Stm")
            key = form.objgen if form is not None else PAGE_ITSELF
            runs += self._marked(where, key, int(kid["/MCID"]))
            return
        if "/S" not in kid or self._roles.role_of(kid) in _LEFT_OUT:
            return
        before = len(runs)
        for each in kids_of(kid.get("/K")):
            self._runs_of(each, where, runs, depth + 1)
        instead = string_of(kid, "/ActualText")
        if not instead and len(runs) == before:
            # What a picture says stands in its description.
            instead = string_of(kid, "/Alt")
        if instead:
            place = runs[before] if len(runs) > before else TextRun("", 0, 0, 0, 1, where)
            runs[before:] = [place._replace(text=instead)]

    def _marked(self, page: int, form: tuple[int, int], number: int) -> list[TextRun]:
        if page not in self._read:
            found = PageText()
            if 1 <= page <= len(self._pdf.pages):
                found = self._content.read_page(self._pdf.pages[page - 1].obj, page)
            self._read[page] = found
        runs = self._read[page].runs
        if (form, number) in runs or form != PAGE_ITSELF:
            return runs.get((form, number), [])
        # Some files do not say that the content is in a form; with one such, it cannot be another.
        inside = [found for (_, other), found in runs.items() if other == number]
        return inside[0] if len(inside) == 1 else []

    def _enter(self, element: Any) -> bool:  # noqa: ANN401 - a pikepdf object
        """Count *element*; say whether it is new and there is room for it."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            self.facts.more = True
            return False
        key = element.objgen
        if key == (0, 0):
            return True
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _page_of(self, element: Any, page: int) -> int:  # noqa: ANN401 - a pikepdf object
        if not isinstance(element, pikepdf.Dictionary):
            return page
        own = element.get("/Pg")
        return self._pages.get(own.objgen, page) if own is not None else page
