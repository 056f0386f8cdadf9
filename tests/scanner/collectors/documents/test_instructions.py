"""Content read by one expression is what pikepdf makes of it; anything odd is left to pikepdf."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from civiscope.collectors.documents.pdf.instructions import (
    read_any_content,
    read_instructions,
    read_plain_content,
)

PLAIN = {
    "text": b"BT /F8 9.96 Tf 91.925 759.9 Td [(A)-250(B) 3 <0041>]TJ (c) Tj ET",
    "escapes": rb"BT [(\(\)\\\n\r\t\b\f\053\53\5\q) 0 (a(b)c\)(d))] TJ ET",
    "continued": b"(one \\\nline) Tj",
    "hex": b"<48 65\n6C6> Tj <> Tj <0> '",
    "moves and shows": b"1 2 (x) \" (y) ' T* (z)Tj",
    "numbers": b"1 0 0 -1 .5 -.25 cm 2 Tr 0.1 g 1. 0 0 rg 0 0 0 1 k .2 .3 sc 00012 scn",
    "names": b"/GS0 gs /Im-1.x Do /Cs8 cs /P1 scn /Sh0 sh",
    "paths": b"q 0 0 m 9 9 l 1 2 3 4 5 6 c 0 0 5 5 re W n h [3 1.5] 0 d 1 w 0 j f* S Q",
    "marks": b"/P <</MCID 0>> BDC EMC /P<</MCID 7>>BDC EMC /Artifact BMC EMC /OC /MC0 BDC EMC",
    "properties": (
        b"/Span <</Lang (en-US) /MCID 3 /ActualText <FEFF0041>>> BDC EMC "
        b"/Artifact <</Type /Pagination /BBox [0 0 1 1] /Attached [/Top] /D <</E (x)>> >> BDC EMC"
    ),
    "no marks of content": b"/P <</MCID -1>> BDC EMC /P <<>> BDC EMC /P <</E (x)>> BDC EMC",
    "nothing": b" \n ",
    "many colours": b"/DeviceRGB CS 1 0 0 SC /Cs1 cs 1 0 0 SCN 0 G 0 0 0 RG 0 0 0 0 K 0 i 0 M 0 J",
}
ODD = {
    "comment": b"q % (here) Tj\n(x) Tj Q",
    "inline image": b"q BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q",
    "deep brackets": b"(a(b(c)d)e) Tj",
    "carriage return": b"(a\rb) Tj",
    "large octal": rb"(\777) Tj",
    "name with a code": b"/F#41 1 Tf",
    "number without end": b"(x) Tj 5",
    "unknown operator": b"1 2 zz (x) Tj",
    "pattern with numbers": b"0.5 0.2 /P1 scn",
    "stuck together": b"1 0 0rg (x)Tj",
    "unclosed": b"(x Tj",
    "array of names": b"[/A] TJ (x) Tj",
    "reference": b"/P <</MCID 0 /X 1 0 R>> BDC (x) Tj EMC",
    "binary": bytes(range(128, 160)),
    "null byte": b"(x)\x00Tj",
    "show of a number": b"5 Tj 5 Tf Do /A BDC EMC (x) sc",
}


def plainly(found: list[Any] | None) -> list[Any]:
    """Return instructions in a form that can be compared."""
    assert found is not None
    return [
        (operator, (values[0], values[1].unparse()))
        if operator in {"BMC", "BDC"} and isinstance(values[1], pikepdf.Object)
        else (operator, values)
        for operator, values in found
    ]


def outcome(read: Callable[[Any], list[Any]], stream: pikepdf.Object) -> object:
    """Return the instructions, or which error there is."""
    try:
        return plainly(read(stream))
    except (pikepdf.PdfError, TypeError, UserWarning) as error:
        return type(error)


@pytest.mark.parametrize("content", PLAIN.values(), ids=PLAIN)
def test_plain_content_is_read_as_pikepdf_reads_it(content: bytes) -> None:
    with pikepdf.new() as pdf:
        expected = plainly(read_any_content(pdf.make_stream(content)))

    assert plainly(read_plain_content(content)) == expected
    assert content.isspace() or expected


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_odd_content_is_left_to_pikepdf(content: bytes) -> None:
    assert read_plain_content(content) is None
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(content)

        assert outcome(read_instructions, stream) == outcome(read_any_content, stream)


def test_the_parts_of_a_page_are_put_together() -> None:
    with pikepdf.new() as pdf:
        page = pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                Contents=Array(
                    [pdf.make_stream(b"q (a)"), pdf.make_stream(b"Tj\n"), pdf.make_stream(b"Q")]
                ),
            )
        )

        assert read_instructions(page) == [("q", None), ("Tj", [b"a"]), ("Q", None)]


def test_long_odd_content_takes_no_longer_than_it_is_long() -> None:
    begun = time.process_time()

    assert read_plain_content(b"0 0 m " * 200_000 + b"%") is None
    assert read_plain_content(b"[" + b"(a(" * 100_000 + b"]TJ") is None
    assert read_plain_content(b"(" + b"\\7" * 300_000) is None
    assert read_plain_content(b"/a <<" * 100_000) is None

    assert time.process_time() - begun < 5
