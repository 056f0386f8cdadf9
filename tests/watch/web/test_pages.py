"""Every page and file of the dashboard, on both kinds of database."""

from __future__ import annotations

import csv
import io
import re

import pytest
from tests.watch.web.dashboards import HOSTILE, add_user, browsing, proof_of, sign_in

from civiscope_watch.store.history import History
from civiscope_watch.store.schema import issue, issue_event, job, rule, run, schedule, site
from civiscope_watch.store.totals import refresh_totals

PAGES = {
    "/": ["All sites", "Never seen", "Health &amp; Co", "1 not seen by their last run"],
    "/?tag=tax": ["Sites with the tag tax", "Example"],
    "/?owner=Finance&days=30": ["Sites of Finance", "How the numbers went"],
    "/?text=portal": ["Health portal"],
    "/?condition=problems&order=name": ["Example"],
    "/?condition=stale&order=stale": ["Health portal"],
    "/?condition=not-run": ["No site is like that."],
    "/?page=99": ["Example"],
    "/owners": ["Finance", "Health &amp; Co", "(none)"],
    "/tags": ["tax", "new"],
    "/sites/1": ["Example", "Images have a text alternative", "Compare the run of", "<svg"],
    "/sites/1?state=fixed": ["Issues: fixed"],
    "/sites/1?state=all&days=365": ["Issues: all"],
    "/sites/2": ["Not seen since", "A chart needs figures of two days."],
    "/sites/3": ["Never seen", "There was no run yet."],
    "/sites/1/issues/1": ["What became of it", "Accept the issue", "Found for the first time"],
    "/sites/1/compare?from=1&to=4": ["Two runs of Example", "In both"],
    "/runs/1": ["Run 1 of Example", "The report"],
    "/rules": ["What one fix may clear", "accessibility/image-alt", "seal"],
    "/rules/accessibility/image-alt": ["Sites that have it", "Example", "Health portal"],
    "/queue": ["No scan is like that."],
    "/queue?state=failed": ["No scan is like that."],
    "/queue?state=all": ["No scan is like that."],
    "/schedules": ["nothing is scanned by itself"],
    "/alerts": ["nobody is told anything", "nothing is told", "Nothing was sent yet."],
    "/users": ["Nobody yet.", "Nobody has changed anything yet."],
    "/account": ["this machine"],
    "/sign-in": ["Password"],
}
FILES = {
    "/sites.csv": 3,
    "/sites.csv?tag=tax": 2,
    "/owners.csv": 3,
    "/tags.csv": 2,
    "/sites/1/days.csv": 4,
    "/sites/1/issues.csv": 2,
    "/sites/1/issues.csv?state=all": 3,
    "/sites/1/runs.csv": 4,
    "/sites/1/compare.csv?from=1&to=2": 2,
    "/rules.csv": 1,
    "/fixes.csv": 1,
    "/rules/accessibility/image-alt/sites.csv": 2,
    "/queue.csv": 0,
    "/schedules.csv": 0,
    "/channels.csv": 0,
    "/alerts.csv": 0,
    "/digests.csv": 0,
    "/users.csv": 0,
    "/changes.csv": 0,
}
_ID = re.compile(r'\bid="([^"]+)"')


def test_every_page_says_what_it_is_for(filled: History) -> None:
    with browsing(filled) as client:
        for path, words in PAGES.items():
            response = client.get(path)
            assert response.status_code == 200, path
            missing = [word for word in words if word not in response.text]
            assert (path, missing) == (path, [])
            ids = _ID.findall(response.text)
            assert (path, len(ids)) == (path, len(set(ids)))


def test_every_list_is_a_file_as_well(filled: History) -> None:
    with browsing(filled) as client:
        for path, number in FILES.items():
            response = client.get(path)
            assert response.headers["content-type"].startswith("text/csv"), path
            rows = list(csv.DictReader(io.StringIO(response.text)))
            assert (path, len(rows)) == (path, number)


def test_the_worst_stand_first_and_what_was_never_seen_before_them(small: History) -> None:
    with browsing(small) as client:
        rows = list(csv.DictReader(io.StringIO(client.get("/sites.csv").text)))

    assert [(row["name"], row["critical"], row["seen"]) for row in rows] == [
        ("c.gov", "0", "never"),
        ("Example", "2", "seen"),
        ("Health portal", "1", "failing"),
    ]


def test_pages_of_long_lists_lead_to_each_other(small: History) -> None:
    with small.database.writing() as connection:
        row = dict(connection.execute(run.select().where(run.c.id == 1)).mappings().one())
        for number in range(120):
            connection.execute(run.insert().values({**row, "id": 100 + number, "scan": number}))

    from civiscope_watch.store.views.sites import run_listing

    with small.database.reading() as connection:
        listing = run_listing(1)
        assert listing.count(connection) == 124
        parts = [listing.rows(connection, 50, start) for start in (0, 50, 100)]
        assert [len(part) for part in parts] == [50, 50, 24]
        assert len({each["run"] for part in parts for each in part}) == 124
        after = listing.after(connection, 150, 10)
        assert [each["run"] for each in after] == list(range(151, 161))


def test_what_differs_between_two_runs(small: History) -> None:
    with browsing(small) as client:
        text = client.get("/sites/1/compare.csv?from=1&to=4").text
        rows = {row["component"]: row["change"] for row in csv.DictReader(io.StringIO(text))}
        same = client.get("/sites/1/compare.csv?from=4&to=1").text
        wrong = client.get("/sites/1/compare?from=1&to=5")

    assert rows == {"seal": "open", "menu": "gone", "map": "new"}
    assert same == text
    assert wrong.status_code == 400
    assert "Choose two runs of this site" in wrong.text


def test_results_and_report_of_a_run(small: History) -> None:
    with browsing(small) as client:
        results = client.get("/runs/1/results.json")
        report = client.get("/runs/1/report")
        for path in small.folder.glob("runs/*/1/*"):
            path.unlink()
        gone = client.get("/runs/1/report")
        page = client.get("/runs/1")

    assert results.json()["scan"]["id"].startswith("scan-")
    # As `results.json` of the scan had them: scripts read the rule of each finding.
    assert {found["rule"] for found in results.json()["findings"]} <= {
        rule["id"] for rule in results.json()["rules"]
    }
    assert results.json()["findings"]
    assert "<h1>" in report.text
    assert report.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert (gone.status_code, "not kept any more" in gone.text) == (400, True)
    assert "Its results are not kept any more" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/sites/99",
        "/sites/99999999999999999999",
        "/sites/1/issues/99",
        "/sites/2/issues/1",
        "/runs/99",
        "/rules/no/such",
        "/sites/99/compare?from=1&to=2",
    ],
)
def test_what_is_not_there_is_said_so(small: History, path: str) -> None:
    with browsing(small) as client:
        response = client.get(path)

    assert response.status_code == 404
    assert "There is no page of this address." in response.text


def make_hostile(history: History) -> None:
    with history.database.writing() as connection:
        words = {"name": HOSTILE, "owner": "=cmd|'/c calc'!A1"}
        connection.execute(site.update().where(site.c.id == 1).values(**words))
        columns = ("title", "message", "component", "note", "rule")
        hostile = {**dict.fromkeys(columns, HOSTILE), "rule": f"a/{HOSTILE}"[:190]}
        places = {"javascript:alert(1)": 2, f"https://a.gov/{HOSTILE}": 1}
        connection.execute(issue.update().values(**hostile, places=places, accepted=True))
        connection.execute(issue_event.update().values(detail=HOSTILE))
        connection.execute(run.update().values(why=HOSTILE, engines={HOSTILE: HOSTILE}))
        connection.execute(rule.update().values(title=HOSTILE, fails=HOSTILE))
        now = connection.execute(run.select().where(run.c.id == 1)).one().started
        connection.execute(
            job.insert().values(
                site=1, state="failed", priority=0, begins=now, host="h", attempt=1,
                created=now, ended=now, why=HOSTILE,
            )
        )  # fmt: skip
        connection.execute(
            schedule.insert().values(
                tag=HOSTILE[:100], cron=HOSTILE[:100], zone="UTC", spread_s=0, window_s=0,
                priority=0, missed="run", enabled=True, created=now,
            )
        )  # fmt: skip
    refresh_totals(history.database)
    add_user(history, HOSTILE, "admin")


def test_hostile_words_are_words_in_every_page_and_file(small: History) -> None:
    make_hostile(small)
    with browsing(small) as client:
        sign_in(client, HOSTILE)
        token = {
            "name": HOSTILE,
            "role": "viewer",
            "days": "90",
            "proof": proof_of(client, "/account"),
        }
        assert client.post("/account/tokens", data=token).status_code == 200
        for path in (*PAGES, f"/sign-in?next={HOSTILE}", "/sites/1?state=accepted"):
            text = client.get(path).text
            found = re.findall(r"<script|<img src=x|onerror=alert\(2\)>(?!&)|\u202e|>49<", text)
            assert (path, [each for each in found if each != "onerror=alert(2)>"]) == (path, [])
            assert 'href="javascript:' not in text
        for path in FILES:
            text = client.get(path).text
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert (path, [cell for cell in cells if cell.startswith(("=", "@", "+"))]) == (
                path,
                [],
            )
            assert "\u202e" not in text
        assert "'=cmd|" in client.get("/sites.csv").text
