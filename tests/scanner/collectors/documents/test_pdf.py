"""What is seen in PDF files that tests make: nothing in good ones, the fault in broken ones."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.scanner.collectors.documents.pdf_faults import FAULTS, GOOD
from tests.scanner.collectors.documents.pdf_files import TITLE, good_pdf

from civiscope.collectors.documents.kinds import UnreadableDocument
from civiscope.collectors.documents.pdf.read import read_pdf
from civiscope.model import Document
from civiscope.rulebook import Rule, all_rules, load_rulebooks

RULES: dict[str, Rule] = {rule.id: rule for rule in all_rules(load_rulebooks())}
ONLY_OTHERS = {1: {"root-namespace", "claim-revision"}, 2: {"language-of-metadata"}}
"""What a good file of one part of the standard has that only the other part minds."""
PARTS = {1: "documents/pdf-ua-1", 2: "documents/pdf-ua-2"}


def kinds_in(path: Path) -> set[str]:
    return {each.kind for each in read_pdf(path).seen}


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_seen_in_a_good_file(part: int, tmp_path: Path) -> None:
    facts = read_pdf(good_pdf(part).save(tmp_path / "good.pdf"))

    assert {each.kind for each in facts.seen} - ONLY_OTHERS[part] == set()
    assert (facts.title, facts.language, facts.pages) == (TITLE, "en-GB", 1)
    assert facts.claims == (f"pdf-ua-{part}",)
    assert facts.counts["elements"] == 3
    assert facts.gaps == ()


@pytest.mark.parametrize("kind", FAULTS)
def test_a_broken_file_shows_its_fault(kind: str, tmp_path: Path) -> None:
    part = 2 if kind == "root-namespace" else 1
    made = good_pdf(part)

    FAULTS[kind](made)

    assert kind in kinds_in(made.save(tmp_path / "broken.pdf"))


@pytest.mark.parametrize("kind", sorted(set(FAULTS) - {"root-namespace", "claim-revision"}))
def test_a_good_file_does_not_show_it(kind: str, tmp_path: Path) -> None:
    assert kind not in kinds_in(good_pdf(1).save(tmp_path / "good.pdf"))


@pytest.mark.parametrize("what", GOOD)
@pytest.mark.parametrize("part", PARTS)
def test_what_the_standard_allows_is_no_fault(what: str, part: int, tmp_path: Path) -> None:
    made = good_pdf(part)
    GOOD[what](made)

    facts = read_pdf(made.save(tmp_path / "good.pdf"))

    rule = RULES[PARTS[part]]
    assert rule.check is not None
    found = list(rule.check(Document("good.pdf", "", facts=facts)))
    assert [(each.verdict, each.message) for each in found] == [("passed", "")]


@pytest.mark.parametrize("part", PARTS)
def test_every_message_of_a_claim_has_a_file_that_brings_it(part: int, tmp_path: Path) -> None:
    rule = RULES[PARTS[part]]
    assert rule.check is not None
    silent: list[str] = []
    for kind in rule.facts.messages:
        made = good_pdf(part)
        FAULTS[kind](made)
        facts = read_pdf(made.save(tmp_path / f"{kind}.pdf"))
        found = rule.check(Document("broken.pdf", "", facts=facts), unclaimed=True)
        if kind not in {each.message for each in found}:
            silent.append(kind)

    assert silent == []


@pytest.mark.parametrize("part", PARTS)
def test_claims_are_judged_only_where_they_are_made(part: int, tmp_path: Path) -> None:
    made = good_pdf(0)
    FAULTS["figure-without-alt"](made)
    facts = read_pdf(made.save(tmp_path / "broken.pdf"))
    rule = RULES[PARTS[part]]
    assert rule.check is not None

    assert list(rule.check(Document("broken.pdf", "", facts=facts))) == []
    assert list(rule.check(Document("broken.pdf", "", facts=facts), unclaimed=True)) != []


def test_protection_that_forbids_reading_aloud_is_seen(tmp_path: Path) -> None:
    forbidden = pikepdf.Permissions(accessibility=False)
    let_in = pikepdf.Encryption(owner="o", user="", allow=pikepdf.Permissions(extract=False))

    inside = good_pdf().save(tmp_path / "in.pdf", encryption=let_in)

    # Newer protection lets screen readers in whatever the bit says, and writers set it always.
    assert "reading-forbidden" not in kinds_in(inside)
    old = pikepdf.Encryption(
        owner="o",
        user="",
        R=3,
        aes=False,
        metadata=False,
        allow=forbidden,
    )
    out = good_pdf().save(tmp_path / "old.pdf", encryption=old)
    assert "reading-forbidden" in kinds_in(out)


def test_places_name_page_path_and_text(tmp_path: Path) -> None:
    made = good_pdf()
    section = made.element("Sect")
    made.text(made.element("Figure", section))
    made.text(made.element("Figure", section))

    facts = read_pdf(made.save(tmp_path / "figures.pdf"))

    found = facts.sighting("figure-without-alt")
    assert found is not None
    assert found.count == 2
    assert [(place.page, place.path) for place in found.places] == [
        (1, "Document/Sect/Figure[1]"),
        (1, "Document/Sect/Figure[2]"),
    ]


def test_a_page_tree_that_leads_back_to_itself_is_refused(tmp_path: Path) -> None:
    made = good_pdf()
    pages = made.root.Pages
    pages.Kids.append(pages)
    path = made.save(tmp_path / "loop.pdf")

    with pytest.raises(
        UnreadableDocument, match=r"^It cannot be read as PDF \(.*Loop.*\)\.$"
    ) as no:
        read_pdf(path)

    assert str(tmp_path) not in str(no.value)


def test_names_with_control_characters_are_told_on_one_line(tmp_path: Path) -> None:
    made = good_pdf()
    made.text(made.element("Le\nad\x1b[31m"))

    facts = read_pdf(made.save(tmp_path / "names.pdf"))

    (place,) = facts.places("role-missing")
    assert place.detail == "Le ad [31m"


@pytest.mark.parametrize("where", ["page", "field", "following"])
def test_actions_that_go_to_a_page_are_seen_wherever_they_stand(where: str, tmp_path: Path) -> None:
    made = good_pdf(2)
    to_page = Dictionary(S=Name.GoTo, D=Array([made.page, Name.Fit]))
    if where == "page":
        made.page.AA = Dictionary(O=to_page)
    else:
        first = Dictionary(S=Name.URI, URI=String("https://example.gov/"), Next=Array([to_page]))
        key = "A" if where == "following" else "AA"
        action = first if where == "following" else Dictionary(U=to_page)
        made.annotation("Widget", made.element("Form"), Contents=String("Go"), **{key: action})

    assert "destination-not-structural" in kinds_in(made.save(tmp_path / "goto.pdf"))


def test_many_pages_are_read_in_one_go(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(2000):
        pdf.add_blank_page()
    pdf.Root.Kept = Array([Name.Empty])
    pdf.save(tmp_path / "many.pdf")

    assert read_pdf(tmp_path / "many.pdf").pages == 2000


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ([f"/{digit}" for digit in "0123456789"], "text-mapped-by-habit"),
        ([f"/{digit}" for digit in "1234567890"], "text-unmapped"),
    ],
)
def test_names_of_glyphs_that_are_their_codes_are_a_habit(
    names: list[str], kind: str, tmp_path: Path
) -> None:
    made = good_pdf(0)
    made.font.Encoding = Dictionary(
        BaseEncoding=Name.WinAnsiEncoding,
        Differences=Array([48, *(Name(each) for each in names)]),
    )
    made.font.Subtype = Name.Type3
    made.text(made.element("P"), "0123456789" * 3)

    found = kinds_in(made.save(tmp_path / "codes.pdf"))

    assert found & {"text-unmapped", "text-mapped-by-habit"} == {kind}
