"""Findings with one cause are one issue, and baselines know its parts."""

from __future__ import annotations

from civiscope.judge.causes import part_id
from civiscope.judge.findings import RawFinding, group
from civiscope.model import Box, Outcome, Place, cannot_tell, failed
from civiscope.results import Finding, Issue
from civiscope.rulebook import Rule
from civiscope.testing import HOME, make_rule

PAGES = [f"https://www.example.gov/{number}" for number in range(12)]
LABEL = make_rule(id="test/label", title="Fields are labelled", fails="A field has no label")
TITLE_ONLY = make_rule(
    id="test/title-only",
    fails="A label cannot be seen",
    kind="best-practice",
    same_as={"test/label": "element"},
)
TRACKER = make_rule(id="test/tracker", standards={"GDPR": ["6"]})
UNCHECKED = make_rule(
    id="test/unchecked",
    kind="best-practice",
    group="host",
    standards={"ASVS": ["3"]},
    same_as={"test/tracker": "host"},
)
PICTURE = make_rule(id="test/picture", severity="critical")
LINK = make_rule(id="test/link", same_as={"test/picture": "picture"})
DEAD = make_rule(id="test/dead", group="page", same_as={"test/notice": "address"})
NOTICE = make_rule(id="test/notice")
NAMELESS = make_rule(id="test/nameless")
MENU = make_rule(id="test/menu")
ITEM = make_rule(id="test/item", same_as={"test/menu": "around"})
UNSEEN = make_rule(id="test/unseen", same_as={"test/nameless": "spot"})


def grouped(*found: tuple[Rule, Outcome, str]) -> tuple[tuple[Finding, ...], tuple[Issue, ...]]:
    raw = [RawFinding(rule, outcome, page) for rule, outcome, page in found]
    return group(raw, {rule.id: rule for rule, _, _ in found})


def field(name: str) -> Outcome:
    return failed(Place(f"input#{name}", selector=f"#{name}"), "none")


def test_elements_that_stand_on_the_same_pages_are_one_problem() -> None:
    names = ("street", "town", "telephone")
    findings, [issue] = grouped(*((LABEL, field(name), HOME) for name in names))

    assert (issue.title, issue.pages, issue.occurrences) == ("A field has no label", 1, 3)
    # Baselines know the parts by the names that issues had when each was one of its own.
    assert {each.part for each in findings} == {
        part_id(("test/label", "none", f"input#{name}", False)) for name in names
    }


def test_an_issue_of_one_part_has_the_name_of_the_part() -> None:
    [finding], [issue] = grouped((LABEL, field("street"), HOME))

    assert issue.id == part_id(("test/label", "none", "input#street", False))
    assert (finding.issue, finding.part) == (issue.id, "")


def test_elements_of_other_pages_are_a_problem_apart() -> None:
    _, issues = grouped((LABEL, field("street"), PAGES[0]), (LABEL, field("town"), PAGES[1]))

    assert len(issues) == 2


def test_parts_of_a_template_are_one_problem_when_a_page_lacks_one_of_them() -> None:
    _, issues = grouped(
        *((LABEL, field("search"), page) for page in PAGES),
        *((LABEL, field("letter"), page) for page in PAGES[1:]),
        (LABEL, field("alone"), PAGES[3]),
    )

    assert [(issue.pages, issue.occurrences) for issue in issues] == [(12, 23), (1, 1)]


def test_what_only_a_person_can_decide_is_one_question() -> None:
    asked = [
        (LABEL, cannot_tell(Place(f"input#{n}", selector=f"#{n}"), "maybe"), page)
        for n, page in enumerate(PAGES)
    ]
    _, [issue] = grouped(*asked)

    assert (issue.needs_review, issue.pages) == (True, 12)


def test_two_rules_that_say_the_same_of_an_element_are_one_problem() -> None:
    findings, [issue] = grouped((TITLE_ONLY, field("street"), HOME), (LABEL, field("street"), HOME))

    assert (issue.rule, issue.also, issue.occurrences) == ("test/label", ("test/title-only",), 1)
    assert {each.rule for each in findings} == {"test/label", "test/title-only"}
    # The other rule's finding keeps the name that a baseline has for it.
    assert findings[0].part == part_id(("test/title-only", "none", "input#street", False))


def test_a_link_without_a_name_is_told_with_the_picture_that_could_name_it() -> None:
    image = '<img src="crest.png">'
    nameless = failed(Place("a", selector="a", snippet=f'<a href="/">{image}</a>'), "none")
    silent = failed(Place("img", selector="a > img", snippet=image), "none")

    findings, [issue] = grouped((LINK, nameless, HOME), (PICTURE, silent, HOME))

    assert (issue.rule, issue.also, issue.occurrences) == ("test/picture", ("test/link",), 1)
    assert {each.rule for each in findings} == {"test/link", "test/picture"}


def test_two_rules_that_name_an_element_otherwise_are_one_problem_by_where_it_stands() -> None:
    box = Box(10.2, 400, 0, 17)
    empty = failed(
        Place("a.news", selector=".list > a", snippet='<a class="news"> </a>', box=box), "none"
    )
    stop = failed(
        Place("ul > a", selector="html > body > ul > a", snippet="<a></a>", box=box), "hidden"
    )
    field = Place("input", selector="html > input", snippet="<input>", box=box)
    far = Place("ul > a", selector="html > a", snippet="<a></a>", box=Box(10, 430, 0, 17))
    _, issues = grouped(
        (NAMELESS, empty, HOME),
        *((UNSEEN, each, HOME) for each in (stop, failed(field, "hidden"), failed(far, "hidden"))),
    )

    assert {(issue.rule, issue.also, issue.occurrences) for issue in issues} == {
        ("test/nameless", ("test/unseen",), 1),
        ("test/unseen", (), 2),
    }


def test_a_part_is_told_with_what_it_lies_in_and_not_with_others_of_the_page() -> None:
    def at(name: str, box: Box | None) -> Outcome:
        return failed(Place(name, selector=name, box=box), "none")

    menu, grid = at("ul.menu", Box(10, 400, 300, 60)), at("div.grid", Box(10, 600, 300, 60))
    inside, outside = at("li", Box(10, 430, 300, 30.4)), at("p.tab", Box(10, 500, 300, 30))
    findings, issues = grouped(
        *((MENU, each, HOME) for each in (menu, grid)),
        *((ITEM, each, HOME) for each in (inside, outside, at("p.row", None))),
        (ITEM, inside, PAGES[1]),
    )

    rules = {issue.id: issue.rule for issue in issues}
    told = {(each.component, each.page): rules[each.issue] for each in findings}
    assert told == {
        ("ul.menu", HOME): "test/menu",
        ("div.grid", HOME): "test/menu",
        ("li", HOME): "test/menu",
        ("p.tab", HOME): "test/item",
        ("p.row", HOME): "test/item",
        ("li", PAGES[1]): "test/item",
    }


def test_what_failed_is_not_told_as_a_part_of_a_question() -> None:
    asked = cannot_tell(Place("input#street", selector="#street"), "maybe")
    advice = make_rule(id="test/named", same_as={"test/label": "element"})

    _, issues = grouped((advice, field("street"), HOME), (LABEL, asked, HOME))

    assert {(each.rule, each.needs_review) for each in issues} == {
        ("test/named", False),
        ("test/label", True),
    }


def test_a_link_that_is_too_long_to_quote_is_told_with_the_picture_that_lies_in_it() -> None:
    picture = Place("img", selector="#x", snippet='<img src="a.png">', box=Box(10, 20, 90, 60))
    links = [
        failed(Place("a", selector=name, snippet=snippet, box=box), "none")
        for name, snippet, box in (
            ("#long", '<a href="/">', Box(10, 20, 90, 61)),
            ("#other", '<a href="/">', Box(10, 200, 90, 61)),
            ("#quoted", '<a href="/"></a>', Box(10, 20, 90, 61)),
        )
    ]
    findings, issues = grouped(
        (PICTURE, failed(picture, "none"), HOME), *((LINK, link, HOME) for link in links)
    )

    rules = {issue.id: issue.rule for issue in issues}
    assert [rules[each.issue] for each in findings] == ["test/picture"] * 2 + ["test/link"] * 2


def test_a_link_that_is_lower_than_its_picture_is_told_with_it() -> None:
    snippet, low = '<a href="/">…</a>', Box(10, 284, 215, 16)
    in_it, beside = (
        Place("img", selector=f"{where} > img", snippet=f'<img src="{where}">', box=box)
        for where, box in (
            ("p > a", Box(10, 74, 215, 223)),
            ("p:nth-of-type(2) > ab", Box(10, 574, 215, 223)),
        )
    )
    links = [
        failed(Place("a", selector=path, snippet=snippet, box=low), "none")
        for path in ("p > a", "p:nth-of-type(2) > a", "")
    ]
    quoted = failed(Place("a", selector="p > a", snippet='<a href="/">Logo</a>'), "none")

    findings, issues = grouped(
        *((PICTURE, failed(each, "none"), HOME) for each in (in_it, beside)),
        *((LINK, link, HOME) for link in (*links, quoted)),
    )

    rules = {issue.id: issue.rule for issue in issues}
    told = [rules[each.issue] for each in findings if each.rule == "test/link"]
    assert sorted(told) == ["test/link"] * 3 + ["test/picture"]


def test_a_link_around_another_picture_or_none_is_a_problem_of_its_own() -> None:
    silent = failed(Place("img", selector="main > img", snippet='<img src="crest.png">'), "none")
    decorated = '<a href="/"><img src="crest.png" alt=""></a>'
    for inside in (decorated, '<a href="/"></a>'):
        nameless = failed(Place("a", selector="a", snippet=inside), "none")

        _, issues = grouped((LINK, nameless, HOME), (PICTURE, silent, HOME))

        assert {each.rule for each in issues} == {"test/picture", "test/link"}


def test_what_the_other_rule_says_of_another_element_stays_an_issue_of_its_own() -> None:
    _, issues = grouped((TITLE_ONLY, field("town"), HOME), (LABEL, field("street"), HOME))

    assert [(issue.rule, issue.advice) for issue in issues] == [
        ("test/label", False),
        ("test/title-only", True),
    ]


def test_a_tracker_and_its_unchecked_scripts_are_one_problem_with_the_clauses_of_both() -> None:
    script = "https://cdn.tracker.example/a.js"
    _, [issue] = grouped(
        (UNCHECKED, failed(Place(script, url=script), "fixed"), HOME),
        (TRACKER, failed(Place("Tracker", url="https://www.tracker.example/t"), "named"), HOME),
    )

    assert issue.rule == "test/tracker"
    assert issue.standards == {"ASVS": ("3",), "GDPR": ("6",)}


def test_scripts_of_one_host_are_one_problem_and_those_of_another_host_are_not() -> None:
    urls = [f"https://cdn.one.example/{n}.js" for n in range(3)] + ["https://cdn.other.example/x"]
    _, issues = grouped(*((UNCHECKED, failed(Place(u, url=u), "fixed"), HOME) for u in urls))

    assert [issue.occurrences for issue in issues] == [3, 1]


def test_a_dead_link_to_the_notice_is_told_with_the_notice() -> None:
    target = "https://www.example.gov/privacy"
    _, issues = grouped(
        *((DEAD, failed(Place("/privacy", url=p), "gone", target=target), p) for p in PAGES),
        *((DEAD, failed(Place("/map", url=p), "gone", target=f"{p}/map"), p) for p in PAGES),
        (NOTICE, failed(Place("privacy notice"), "broken", url=target), ""),
    )

    assert {(i.rule, i.also, i.occurrences) for i in issues} == {
        ("test/notice", ("test/dead",), 1),
        ("test/dead", (), 12),
    }


def test_two_rules_that_point_at_each_other_end_as_one_problem() -> None:
    one = make_rule(id="test/one", same_as={"test/other": "element"})
    other = make_rule(id="test/other", same_as={"test/one": "element"})
    _, issues = grouped((one, field("a"), HOME), (other, field("a"), HOME))

    assert sum(issue.occurrences for issue in issues) >= 1


def test_forty_thousand_findings_of_one_rule_are_one_problem() -> None:
    pages = [f"https://www.example.gov/{number}" for number in range(1000)]
    findings, [issue] = grouped(
        *((LABEL, field(str(n)), page) for page in pages for n in range(40))
    )

    assert len(findings) == issue.occurrences == 40_000


PALE = make_rule(id="test/pale", group="background")


def pale(name: str, text: str, behind: str = "#ffffff") -> Outcome:
    summary = (
        f"Element has insufficient color contrast of 2.1 (foreground color: {text}, background "
        f"color: {behind}, font size: 12pt). Expected contrast ratio of 4.5:1"
    )
    return failed(Place(name, selector=name), "", summary=summary)


def test_pale_texts_on_one_background_are_one_problem_wherever_they_are() -> None:
    findings, issues = grouped(
        (PALE, pale("p > a", "#0000ff"), PAGES[0]),
        (PALE, pale("li > a", "#777777"), PAGES[1]),
        (PALE, pale("h2", "#777777", "#eeeeee"), PAGES[2]),
    )

    assert [issue.pages for issue in issues] == [2, 1]
    # Baselines still know each component.
    assert {each.part or each.issue for each in findings} == {
        part_id(("test/pale", "", name, False)) for name in ("p > a", "li > a", "h2")
    }


def test_pale_texts_on_the_same_pages_are_one_problem_on_any_background() -> None:
    _, [issue] = grouped(
        (PALE, pale("p > a", "#0000ff"), PAGES[0]),
        (PALE, pale("li > a", "#0000ff"), PAGES[1]),
        (PALE, pale("h2", "#0000ff", "#eeeeee"), PAGES[0]),
        (PALE, pale("h2", "#0000ff", "#eeeeee"), PAGES[1]),
    )

    assert (issue.pages, issue.occurrences) == (2, 4)


def test_texts_of_one_colour_on_grounds_that_look_the_same_are_one_problem() -> None:
    _, issues = grouped(
        (PALE, pale("nav > a", "#0000ff", "#f0f0f0"), PAGES[0]),
        (PALE, pale("aside > p > a", "#0000ff", "#eeeeee"), PAGES[1]),
        (PALE, pale("aside > code", "#008000", "#eeeeee"), PAGES[2]),
    )

    assert [issue.pages for issue in issues] == [3]


def test_texts_on_grounds_that_differ_or_of_other_colours_are_problems_apart() -> None:
    _, issues = grouped(
        (PALE, pale("nav > a", "#0000ff", "#f0f0f0"), PAGES[0]),
        (PALE, pale("aside > a", "#0000ff", "#e0f0f0"), PAGES[1]),
        (PALE, pale("aside > code", "#008000", "#f0f0ff"), PAGES[2]),
        (PALE, pale("em", "#0000ff", "rgb(1 2 3)"), PAGES[3]),
    )

    assert [issue.pages for issue in issues] == [1, 1, 1, 1]


def test_one_contrast_is_one_problem_however_it_was_measured() -> None:
    by_pixels = failed(Place("nav > a", selector="nav > a"), "low", least="2.10", letters=4)
    rounded = failed(Place("td > b", selector="b"), "low", least="2.11", letters=4)
    value = failed(Place("input", selector="input"), "value", ratio=2.1, need="4.5")
    other = failed(Place("td", selector="td"), "low", least="3.52", letters=4)
    _, issues = grouped(
        (PALE, pale("p > a", "#0000ff"), PAGES[0]),
        (PALE, by_pixels, PAGES[1]),
        (PALE, value, PAGES[2]),
        (PALE, other, PAGES[3]),
        (PALE, rounded, PAGES[4]),
    )

    assert [issue.pages for issue in issues] == [4, 1]


def test_placeholders_are_one_problem_wherever_they_are() -> None:
    def words(name: str, ratio: float) -> Outcome:
        return failed(Place(name, selector="input"), "part", part="::placeholder", ratio=ratio)

    _, [issue] = grouped(
        (PALE, words("#street", 1.71), PAGES[0]), (PALE, words("#town", 1.72), PAGES[1])
    )

    assert issue.pages == 2


def test_elements_of_one_colour_that_only_pixels_tell_of_join_those_of_their_kind() -> None:
    by_pixels = failed(Place("span.note", selector="span"), "low", least="2.64", letters=5)
    _, [issue] = grouped(
        (PALE, pale("span.note", "#0000ff"), PAGES[0]), (PALE, by_pixels, PAGES[1])
    )

    assert issue.pages == 2


def test_what_one_template_makes_is_one_problem_on_any_page() -> None:
    def one(component: str) -> Outcome:
        return failed(Place(component, selector="input"), "none")

    _, issues = grouped(
        (LABEL, one("input#street.field[type=text]"), PAGES[0]),
        (LABEL, one("input#mail.field[type=email]"), PAGES[1]),
        (LABEL, one("div#tip-1"), PAGES[2]),
        (LABEL, one("div#tip-12"), PAGES[3]),
        (LABEL, one("div.bar.red[role=meter]"), PAGES[4]),
        (LABEL, one("div.bar.blue[role=meter]"), PAGES[5]),
        (LABEL, one("input[type=text][name=street]"), PAGES[6]),
        (LABEL, one("input[type=email][name=mail]"), PAGES[7]),
    )

    assert [issue.pages for issue in issues] == [2, 2, 2, 2]


def test_what_templates_with_most_classes_in_common_make_is_one_problem() -> None:
    components = ("a.btn.icon.dark", "a.btn.icon.light", "a.btn", "input.field", "textarea.field")
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="a"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert sorted(issue.pages for issue in issues) == [1, 1, 1, 2]


def test_pictures_are_one_problem_whatever_plain_elements_they_stand_in() -> None:
    components = ("img", "tr > td > img", "div > img", ".hits > img", "img.logo", "#top > img")
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="img"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert sorted(issue.pages for issue in issues) == [1, 1, 1, 3]


def test_pictures_of_sections_that_have_a_name_are_one_problem_on_all_pages() -> None:
    components = ("#opening-hours > p > img", "section#fees > img", "#where > p > a > img", "img")
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="img"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert [issue.pages for issue in issues] == [len(PAGES[: len(components)])]


def test_pictures_of_the_frame_of_a_page_are_apart_from_those_of_its_text() -> None:
    components = ("#page-header > a > img", "#Social > a > img", "#fees > img", "#where > p > img")
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="img"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert sorted(issue.pages for issue in issues) == [1, 1, 2]


def test_the_logo_of_a_header_and_the_pictures_of_a_text_are_problems_apart() -> None:
    components = ("header > a > img", "header > div > img", "p > img", "main > div > img")
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="img"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert sorted(issue.pages for issue in issues) == [2, 2]


def test_the_room_around_an_element_makes_no_other_template() -> None:
    components = (
        "ul.ml-auto.navbar",
        "ul.mr-auto.navbar",
        "ul.mb-lg-3.mt-2.navbar",
        "ul.mb-3.hits",
    )
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="ul"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert sorted(issue.pages for issue in issues) == [1, 3]


def test_elements_without_classes_are_known_by_the_boxes_around_them() -> None:
    components = (".entry > summary", "#list > .entry > summary", ".entry > .parts > summary")
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="summary"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert [issue.pages for issue in issues] == [3]


def test_elements_of_other_classes_and_without_are_problems_apart() -> None:
    components = (
        *("a.menu", "a.card", "p.card", "a#one", "a#two", "nav > a", "footer > a"),
        *(".hits > li > a", ".news > li > a", ".hits > li > p", "a[name=top]", "a[name=end]"),
    )
    _, issues = grouped(
        *(
            (LABEL, failed(Place(component, selector="a"), "none"), page)
            for component, page in zip(components, PAGES, strict=False)
        )
    )

    assert len(issues) == len(components)


def test_pale_texts_on_the_same_pages_are_one_problem_however_they_were_measured() -> None:
    by_pixels = failed(Place("td", selector="td"), "low", least="3.52", letters=4)
    _, issues = grouped((PALE, pale("p > a", "#0000ff"), HOME), (PALE, by_pixels, HOME))

    assert len(issues) == 1


def test_what_a_person_must_measure_is_a_question_apart() -> None:
    open_one = cannot_tell(Place("td", selector="td"), "low", least="2.10")
    _, issues = grouped((PALE, pale("p > a", "#0000ff"), HOME), (PALE, open_one, HOME))

    assert sorted(issue.needs_review for issue in issues) == [False, True]


def test_a_pale_text_whose_background_is_not_told_stands_by_itself() -> None:
    _, issues = grouped(
        (PALE, failed(Place("b", selector="b"), "", summary="not known"), PAGES[0]),
        (PALE, failed(Place("i", selector="i"), "", summary="not known"), PAGES[1]),
    )

    assert len(issues) == 2


def test_what_one_remedy_for_the_site_repairs_is_one_problem() -> None:
    underline = make_rule(id="test/underline", group="site")
    _, [issue] = grouped(
        (underline, failed(Place("p > a", selector="a"), "none"), PAGES[0]),
        (underline, failed(Place("li > a", selector="a"), "none"), PAGES[1]),
    )

    assert (issue.pages, issue.occurrences) == (2, 2)


def test_a_remedy_for_all_is_one_problem_in_whatever_words_it_is_told() -> None:
    underline = make_rule(id="test/underline", group="remedy")
    findings, issues = grouped(
        (underline, failed(Place("p > a", selector="a"), "colour"), PAGES[0]),
        (underline, failed(Place("li > a", selector="a"), "nothing"), PAGES[1]),
        (underline, cannot_tell(Place("dd > a", selector="a"), "sign"), PAGES[2]),
    )

    assert [(issue.pages, issue.needs_review) for issue in issues] == [(2, False), (1, True)]
    assert {each.part for each in findings[:2]} == {
        part_id(("test/underline", "colour", "p > a", False)),
        part_id(("test/underline", "nothing", "li > a", False)),
    }
