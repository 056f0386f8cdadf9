"""Backups, pruning and moving."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.watch.conftest import fresh_postgres
from tests.watch.scans import scan

from civiscope_watch.store.archive import ResultsArchive
from civiscope_watch.store.database import Database, sqlite_url
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History, make_history, open_history
from civiscope_watch.store.importing import import_results
from civiscope_watch.store.maintain import back_up, move, prune
from civiscope_watch.store.overview import issues_of, portfolio
from civiscope_watch.store.record import record
from civiscope_watch.store.schema import issue_event, metadata, run
from civiscope_watch.store.sites import NewSite, add_site

DAYS = ["2025-09-01", "2025-09-15", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04"]


def filled(history: History) -> int:
    with history.database.writing() as connection:
        site, _ = add_site(connection, NewSite(url="https://www.example.gov/", tags=("eu",)))
    for day in DAYS:
        record(history.database, history.archive, site, scan(day, {"seal": ["/"]}))
    return site


def kept(history: History) -> list[str]:
    asked = select(run.c.started).where(run.c.archived != "").order_by(run.c.started)
    with history.database.reading() as connection:
        return [moment.date().isoformat() for moment in connection.execute(asked).scalars()]


def test_pruning_keeps_the_newest_and_one_a_month(history: History) -> None:
    filled(history)
    stray = history.archive.folder / "runs" / "9" / "9" / "results.json.gz"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x" * 100)

    planned = prune(history.database, history.archive, today=date(2026, 11, 1), keep=2)
    assert (planned.results, planned.strays, planned.events) == (2, 1, 1)
    assert planned.size > 100
    assert kept(history) == DAYS
    done = prune(history.database, history.archive, today=date(2026, 11, 1), keep=2, really=True)

    assert done == planned
    assert kept(history) == ["2025-09-01", "2025-10-01", "2025-10-03", "2025-10-04"]
    assert len(list(history.archive.names())) == 4
    with history.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(issue_event)).scalar() == 0
        assert len(issues_of(connection, 1)) == 1


def test_a_backup_is_a_history(tmp_path: Path) -> None:
    make_history(tmp_path / "h")
    with open_history(tmp_path / "h") as history:
        filled(history)
        back_up(history.database, tmp_path / "backup.db")
        with pytest.raises(HistoryError, match="is there already; name a new file"):
            back_up(history.database, tmp_path / "backup.db")

    copy = Database.open(f"sqlite:///{tmp_path / 'backup.db'}")
    with copy.reading() as connection:
        [row] = portfolio(connection)
    copy.close()
    assert (row.url, row.figures["critical"]) == ("https://www.example.gov/", 1)


def test_a_server_is_backed_up_by_its_own_program(server: str, tmp_path: Path) -> None:
    make_history(tmp_path, fresh_postgres(server))

    with (
        open_history(tmp_path, server) as history,
        pytest.raises(HistoryError, match="pg_dump"),
    ):
        back_up(history.database, tmp_path / "b.db")


def test_a_history_moves_to_a_server_and_goes_on_there(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "h"
    make_history(folder)
    with open_history(folder) as history:
        site = filled(history)
        target = Database.connect(fresh_postgres(server))
        moved = move(history.database, target)
        with pytest.raises(HistoryError, match="holds sites already"):
            move(history.database, target)
        with history.database.reading() as old, target.reading() as new:
            for table in metadata.sorted_tables:
                order = list(table.primary_key)
                before = old.execute(select(table).order_by(*order)).all()
                assert new.execute(select(table).order_by(*order)).all() == before
        target.close()
    assert moved.rows["run"] == len(DAYS)

    with open_history(folder, server) as there:
        done = record(there.database, there.archive, site, scan("2025-10-05", {"map": ["/"]}))
        assert dict(+done.changes) == {"opened": 1, "fixed": 1}
        with there.database.reading() as connection:
            history_of = connection.execute(select(issue_event.c.event)).scalars()
            assert sorted(history_of) == ["fixed", "opened", "opened"]


def test_results_of_the_past_are_taken_oldest_first(history: History, tmp_path: Path) -> None:
    from civiscope.results.file import write

    for name, day in (("a", "2026-11-03"), ("b", "2026-11-01"), ("c/d", "2026-11-02")):
        (tmp_path / "past" / name).mkdir(parents=True)
        found = {"seal": ["/"]} if day < "2026-11-03" else {}
        write(scan(day, found), tmp_path / "past" / name / "results.json")
    (tmp_path / "past" / "e").mkdir()
    (tmp_path / "past" / "e" / "results.json").write_text("{", encoding="utf-8")

    done = list(import_results(history, [tmp_path / "past"], tags=("old",)))

    broken, *taken = done
    assert "is cut off" in broken.error
    assert [each.path.parent.name for each in taken] == ["b", "d", "a"]
    assert [dict(+each.recorded.changes) for each in taken if each.recorded] == [
        {"opened": 1},
        {},
        {"fixed": 1},
    ]
    with history.database.reading() as connection:
        [row] = portfolio(connection, tags=["old"])
    assert row.day == date(2026, 11, 3)


def test_a_folder_without_results_is_said_so(history: History, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(HistoryError, match=r"There is no results\.json in"):
        list(import_results(history, [tmp_path / "empty"]))


def test_the_portfolio_begins_with_what_was_never_seen_then_the_worst(history: History) -> None:
    with history.database.writing() as connection:
        good, bad, _ = (
            add_site(connection, NewSite(url=f"{name}.gov"))[0] for name in ("good", "bad", "never")
        )
    record(history.database, history.archive, good, scan("2026-11-01", {}))
    record(history.database, history.archive, bad, scan("2026-11-01", {"seal": ["/"]}))
    blind = scan("2026-11-02", {}, failed=["/"])
    record(history.database, history.archive, bad, blind)

    with history.database.reading() as connection:
        rows = portfolio(connection)

    assert [row.name for row in rows] == ["never.gov", "bad.gov", "good.gov"]
    assert [row.not_seen_since for row in rows] == [None, date(2026, 11, 2), None]
    assert rows[1].day == date(2026, 11, 1)


def test_archives_give_the_same_bytes_for_the_same_results(tmp_path: Path) -> None:
    for name in ("a", "b"):
        ResultsArchive(tmp_path / name).keep(1, 1, scan("2026-11-01", {"seal": ["/"]}))

    one, other = (next((tmp_path / name).rglob("*.gz")).read_bytes() for name in ("a", "b"))
    assert one == other
    assert sqlite_url(tmp_path).startswith("sqlite:///")
