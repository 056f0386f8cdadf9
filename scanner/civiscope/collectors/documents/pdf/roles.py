"""Say which standard structure type an element of a PDF stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from civiscope.collectors.documents.pdf.objects import (
    Object,
    array,
    dictionary,
    identity,
    name_of,
    text,
    text_of,
)

PDF_1 = "http://iso.org/pdf/ssn"
PDF_2 = "http://iso.org/pdf2/ssn"
MATHML = "http://www.w3.org/1998/Math/MathML"
_MAX_STEPS = 50
_COMMON = (
    "Document Part Sect Div NonStruct P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead "
    "TBody TFoot Span Link Annot Ruby RB RT RP Warichu WT WP Form Figure Formula Caption"
)


def _words(*lists: str) -> list[str]:
    return " ".join(lists).split()


STANDARD_1 = frozenset(
    _words(_COMMON, "Art BlockQuote TOC TOCI Index Private Quote Note Reference BibEntry Code")
)
STANDARD_2 = frozenset(
    _words(_COMMON, "DocumentFragment Aside Title FENote Sub Em Strong Artifact")
)


@dataclass(frozen=True, slots=True)
class Role:
    """The standard type that a structure type comes to."""

    type: str
    """Empty when it comes to none."""
    namespace: str = PDF_1
    circular: bool = False
    remapped: str = ""
    """A standard type on the way that stands for another one."""
    same_namespace: bool = False
    """Whether a type of an explicit namespace stands for another of the same."""


def is_standard(kind: str, namespace: str) -> bool:
    """Say whether *kind* is a standard type of *namespace*."""
    if namespace == PDF_1:
        return kind in STANDARD_1
    if namespace == PDF_2:
        return kind in STANDARD_2 or (
            kind[:1] == "H" and kind[1:].isdecimal() and len(kind) < 6 and kind[1] != "0"
        )
    return namespace == MATHML


@dataclass
class RoleMap:
    """Knows the role maps of a document."""

    tree: Object
    """The structure tree's root; None when there is none."""
    _known: dict[tuple[str, tuple[int, int], str], Role] = field(
        default_factory=dict[tuple[str, tuple[int, int], str], Role]
    )

    def __post_init__(self) -> None:
        """Read the document's role map."""
        found = dictionary(self.tree, "/RoleMap")
        self._default: dict[str, str] = {}
        if found is not None:
            for key in list(found.keys())[:5000]:
                self._default[str(key)[1:]] = name_of(found.get(key))

    def role(self, kind: str, namespace: Object) -> Role:
        """Return what *kind* stands for, in the namespace dictionary that the element names."""
        key = kind, identity(namespace), text(namespace, "/NS") or ""
        if key not in self._known:
            self._known[key] = self._find(kind, namespace)
        return self._known[key]

    def _find(self, kind: str, namespace: Object) -> Role:
        if namespace is None:
            return self._by_default(kind, "")
        url = text(namespace, "/NS") or ""
        met: set[tuple[str, str]] = set()
        remapped, same = "", False
        for _ in range(_MAX_STEPS):
            if (kind, url) in met:
                return Role("", url, circular=True, remapped=remapped, same_namespace=same)
            met.add((kind, url))
            target, onward = _mapped(namespace, kind)
            if target and is_standard(kind, url):
                remapped = remapped or kind
            if is_standard(kind, url) or not target:
                break
            if onward is None:
                role = self._by_default(target, remapped)
                return Role(role.type, role.namespace, role.circular, role.remapped, same)
            namespace, before = onward, url
            kind, url = target, text(onward, "/NS") or ""
            same = same or before == url
        else:
            return Role("", url, circular=True)
        standard = is_standard(kind, url)
        shown = ("math" if kind == "math" else "MathML") if url == MATHML else kind
        return Role(shown if standard else "", url, False, remapped, same)

    def _by_default(self, kind: str, remapped: str) -> Role:
        met: set[str] = set()
        first = kind
        while kind not in STANDARD_1:
            if kind in met:
                return Role("", circular=True, remapped=remapped)
            met.add(kind)
            target = self._default.get(kind)
            if not target:
                return Role("", remapped=remapped)
            kind = target
        onward = self._default.get(kind)
        if onward and kind == first:
            if self._leads_back(kind):
                return Role(kind, circular=True, remapped="" if onward == kind else kind)
            return Role(onward if onward in STANDARD_1 else kind, remapped=kind)
        return Role(kind, remapped=remapped)

    def _leads_back(self, kind: str) -> bool:
        met: set[str] = set()
        at = kind
        while at and at not in met:
            met.add(at)
            at = self._default.get(at, "")
        return at == kind


def _mapped(namespace: Object, kind: str) -> tuple[str, Object]:
    """Return the type that *kind* stands for and its namespace; an empty type when none."""
    table = dictionary(namespace, "/RoleMapNS")
    found = table.get(f"/{kind}") if table is not None and kind else None
    if found is None:
        return "", None
    if name_of(found):
        return name_of(found), None
    pair = array(table, f"/{kind}")
    if len(pair) == 2 and name_of(pair[0]):
        return name_of(pair[0]), pair[1]
    return text_of(found) or "", None
