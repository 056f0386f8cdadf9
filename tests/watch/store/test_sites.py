"""Sites, and the lists that they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.store.site_lists import ImportedSites, import_sites
from civiscope_watch.store.sites import (
    NewSite,
    WatchedSite,
    add_site,
    find_site,
    find_sites,
    remove_site,
    remove_tags,
)


def added(history: History, *new: NewSite) -> list[int]:
    with history.database.writing() as connection:
        return [add_site(connection, each)[0] for each in new]


def listed(history: History, **choice: object) -> list[WatchedSite]:
    with history.database.reading() as connection:
        return find_sites(connection, **choice)  # type: ignore[arg-type]


def imported(history: History, path: Path, text: str) -> ImportedSites:
    path.write_text(text, encoding="utf-8")
    with history.database.writing() as connection:
        return import_sites(connection, path)


def test_a_site_is_added_once_and_brought_up_to_date(history: History) -> None:
    first = added(history, NewSite(url="example.gov", tags=("health",)))
    again = added(history, NewSite(url="https://example.gov/", name="Health", tags=("north",)))

    assert first == again
    [site] = listed(history)
    assert (site.url, site.name, site.tags) == (
        "https://example.gov/",
        "Health",
        ("health", "north"),
    )
    assert site.targets == ("https://example.gov/",)


def test_sites_are_found_by_tag_owner_and_text(history: History) -> None:
    added(
        history,
        NewSite(url="a.gov", name="Taxes", owner="Finance", tags=("eu", "tax")),
        NewSite(url="b.gov", name="100% taxes", owner="Finance", tags=("eu",)),
        NewSite(url="c.gov", name="Bins", owner="City"),
    )

    def hosts(**choice: object) -> list[str]:
        return [site.url[8:-1] for site in listed(history, **choice)]

    assert hosts(tags=["eu"]) == ["a.gov", "b.gov"]
    assert hosts(tags=["eu", "tax"]) == ["a.gov"]
    assert hosts(owner="City") == ["c.gov"]
    assert hosts(text="TAX") == ["a.gov", "b.gov"]
    assert hosts(text="100%") == ["b.gov"]
    assert hosts(text="_") == []


def test_one_site_is_found_by_what_people_call_it(history: History) -> None:
    number, _ = added(history, NewSite(url="www.a.gov", name="Taxes"), NewSite(url="b.gov"))

    with history.database.reading() as connection:
        found = [
            find_site(connection, word).id
            for word in ("https://www.a.gov/", "www.a.gov", "WWW.A.GOV", "Taxes", str(number))
        ]
        with pytest.raises(
            UsageError, match=r"There is no site 'c\.gov'\. Choose one of: https://b\.gov/"
        ):
            find_site(connection, "c.gov")

    assert found == [number] * 5


def test_a_word_for_two_sites_is_no_choice(history: History) -> None:
    added(history, NewSite(url="https://a.gov/one/"), NewSite(url="https://a.gov/two/"))

    with (
        history.database.reading() as connection,
        pytest.raises(HistoryError, match=r"'a\.gov' names 2 sites"),
    ):
        find_site(connection, "a.gov")


def test_tags_are_taken_and_sites_forgotten(history: History) -> None:
    [number] = added(history, NewSite(url="a.gov", tags=("x", "y")))

    with history.database.writing() as connection:
        remove_tags(connection, number, ["x", "z"])
    assert [site.tags for site in listed(history)] == [("y",)]
    with history.database.writing() as connection:
        remove_site(connection, number)
    assert listed(history) == []


@pytest.mark.parametrize(
    "word", ["", "no site", "javascript:alert(1)", "https://", "word", "a b.gov"]
)
def test_what_is_no_address_is_refused(history: History, word: str) -> None:
    with pytest.raises(HistoryError, match=r"https://www\.example\.org/"):
        added(history, NewSite(url=word))


@pytest.mark.parametrize("tag", ["", " x", "a,b", "x" * 101])
def test_what_is_no_tag_is_refused(history: History, tag: str) -> None:
    with pytest.raises(HistoryError, match="is not a tag"):
        added(history, NewSite(url="a.gov", tags=(tag,)))
    assert listed(history) == []


def test_a_list_names_each_row_that_cannot_be_taken(history: History, tmp_path: Path) -> None:
    done = imported(
        history,
        tmp_path / "sites.csv",
        "\ufeffURL,Name,Owner,Tags,Targets\r\n"
        'https://a.gov/,"A, the first",Finance,eu; tax,https://a.gov/ https://a.gov/forms/\r\n'
        "not an address,B,,,\r\n"
        "\r\n"
        "c.gov\r\n"
        "https://a.gov/,,,,\r\n",
    )

    assert (done.added, done.known) == (2, 1)
    assert done.wrong == [
        "sites.csv, line 3: 'not an address' is not the address of a site. Write "
        "https://www.example.org/."
    ]
    first, second = listed(history)
    assert (first.name, first.owner, first.tags) == ("A, the first", "Finance", ("eu", "tax"))
    assert first.targets == ("https://a.gov/", "https://a.gov/forms/")
    assert (second.url, second.name) == ("https://c.gov/", "c.gov")


def test_the_index_of_federal_sites_is_read(history: History, tmp_path: Path) -> None:
    imported(
        history,
        tmp_path / "index.csv",
        "initial_url,initial_base_domain,initial_top_level_domain,agency,bureau,branch\n"
        "tax.example.gov,example.gov,gov,Department of Examples,Revenue,Executive\n",
    )

    [site] = listed(history)
    assert (site.url, site.owner) == ("https://tax.example.gov/", "Department of Examples")
    assert site.tags == ("branch: Executive", "bureau: Revenue")


@pytest.mark.parametrize("between", [";", "\t"])
def test_a_list_from_a_spreadsheet_is_read(history: History, tmp_path: Path, between: str) -> None:
    text = between.join(["url", "owner"]) + "\n" + between.join(["a.gov", "Finance, north"]) + "\n"

    assert imported(history, tmp_path / "sites.csv", text).added == 1
    assert listed(history)[0].owner == "Finance, north"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"host,name\na.gov,A\n", "has no column `url`"),
        (b"", "has no column `url`"),
        ("url\nbücher.gov\n".encode("utf-16"), "is not text in UTF-8"),
        (b'url\n"' + b"x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    history: History, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "sites.csv"
    path.write_bytes(content)

    with history.database.writing() as connection, pytest.raises(HistoryError, match=sentence):
        import_sites(connection, path)


def test_a_list_that_is_not_there_is_said_so(history: History, tmp_path: Path) -> None:
    with (
        history.database.writing() as connection,
        pytest.raises(HistoryError, match="cannot be read"),
    ):
        import_sites(connection, tmp_path / "nothing.csv")
