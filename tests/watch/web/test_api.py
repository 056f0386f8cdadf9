"""The API, its description, metrics and badges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from jsonschema import validate
from prometheus_client.openmetrics import parser
from tests.watch.scans import scan
from tests.watch.web.dashboards import add_token, add_user, browsing, days_ago

from civiscope.results.file import to_bytes
from civiscope_watch.store.history import History
from civiscope_watch.web.settings import WebSettings

READS = {
    "/sites": "/sites",
    "/sites?limit=1": "/sites",
    "/sites?condition=problems": "/sites",
    "/owners": "/owners",
    "/tags?limit=1": "/tags",
    "/sites/1": "/sites/{site}",
    "/sites/1/days": "/sites/{site}/days",
    "/sites/1/issues?state=all": "/sites/{site}/issues",
    "/sites/1/issues/1": "/sites/{site}/issues/{issue}",
    "/sites/1/runs": "/sites/{site}/runs",
    "/rules": "/rules",
    "/rules/accessibility/image-alt/sites": "/rules/{rule}/sites",
    "/fixes": "/fixes",
    "/jobs?state=all": "/jobs",
    "/schedules": "/schedules",
    "/totals?days=30": "/totals",
}


def test_responses_are_as_the_description_says(filled: History) -> None:
    with browsing(filled) as client:
        about = client.get("/api/v1/openapi.json").json()
        assert about["openapi"] == "3.1.0"
        for path, name in READS.items():
            response = client.get(f"/api/v1{path}")
            assert response.status_code == 200, path
            content = about["paths"][name]["get"]["responses"]["200"]["content"]
            validate(response.json(), content["application/json"]["schema"])
        read = {name for name, methods in about["paths"].items() if "get" in methods}
        assert read == set(READS.values())


def test_lists_are_read_to_their_end(filled: History) -> None:
    with browsing(filled) as client:
        for path in (
            "/api/v1/sites?limit=1",
            "/api/v1/owners?limit=2",
            "/api/v1/sites/1/runs?limit=3",
        ):
            found: list[dict[str, Any]] = []
            at: str | None = path
            while at:
                part = client.get(at).json()
                found += part["items"]
                at = part["next"]
            whole = client.get(path.partition("?")[0]).json()["items"]
            assert sorted(found, key=str) == sorted(whole, key=str), path


def test_results_are_taken_in_from_ci(filled: History) -> None:
    add_user(filled, "ci", "editor")
    fields = add_token(filled, "ci", "editor")
    body = to_bytes(scan(days_ago(0), {"map": ["/a"]}, pages=["/", "/a"]))
    with browsing(filled) as client:
        said = [client.post("/api/v1/results", content=body, headers=fields) for _ in range(2)]
        wrong = client.post("/api/v1/results", content=b"{}", headers=fields)
        nowhere = client.post("/api/v1/results?site=99", content=body, headers=fields)
        runs = client.get("/api/v1/sites/1/runs", headers=fields).json()["items"]

    assert [(each.status_code, each.json()["state"]) for each in said] == [
        (201, "done"),
        (200, "known"),
    ]
    assert said[0].json()["fixed"] == 1
    assert (wrong.status_code, nowhere.status_code) == (400, 404)
    assert len(runs) == 5


def test_sites_and_acceptances_are_changed_with_a_token_alone(filled: History) -> None:
    add_user(filled, "ed", "editor")
    fields, looks = add_token(filled, "ed", "editor"), add_token(filled, "ed", "viewer")
    path = "/api/v1/sites/1/issues/1/acceptance"
    with browsing(filled) as client:
        said = [
            client.put(path, json={"note": "n", "until": "2099-01-01"}, headers=fields),
            client.put(path, json={"note": ""}, headers=fields),
            client.put(path, content=b"[", headers=fields),
            client.put(path, content=b"[]", headers=fields),
            client.put(path, json={"note": 7}, headers=fields),
            client.put(path, json={"note": "n"}, headers=looks),
            client.put(path, json={"note": "n"}),
            client.delete(path, headers=fields),
            client.put("/api/v1/sites/9/issues/1/acceptance", json={"note": "n"}, headers=fields),
            client.post("/api/v1/sites", json={"url": "d.gov", "tags": ["x"]}, headers=fields),
            client.post("/api/v1/sites", json={"url": "d.gov"}, headers=fields),
            client.post("/api/v1/sites", json={"url": "no"}, headers=fields),
            client.get("/api/v1/nothing", headers=fields),
        ]

    assert [each.status_code for each in said] == [
        200, 400, 400, 400, 400, 403, 401, 200, 404, 201, 200, 400, 404,
    ]  # fmt: skip
    assert all("error" in each.json() for each in said if each.status_code >= 400)


def test_the_machine_itself_reads_but_changes_nothing_by_the_api(small: History) -> None:
    # A page elsewhere could send such a request in its name.
    with browsing(small) as client:
        path = "/api/v1/sites/1/issues/1/acceptance"
        assert client.put(path, json={"note": "n"}).status_code == 403


def test_metrics_are_read_by_prometheus(small: History) -> None:
    with browsing(small) as client:
        response = client.get("/metrics")
    assert response.headers["content-type"].startswith("application/openmetrics-text")
    # As typed, the library gives nothing that is known.
    read: Callable[[str], Iterable[Any]] = vars(parser)["text_string_to_metric_families"]
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in read(response.text)
        for sample in family.samples
    }

    assert found["civiscope_watch_sites",] == 3
    assert found["civiscope_watch_problems", "critical"] == 3
    assert found["civiscope_watch_sites_unknown", "never"] == 1
    assert found["civiscope_watch_sites_unknown", "failing"] == 1
    assert found["civiscope_watch_jobs", "queued"] == 0


@pytest.mark.parametrize(
    ("site", "words"), [(1, "2 problems"), (2, "not seen since"), (3, "not seen yet")]
)
def test_badges_say_what_is_known(small: History, site: int, words: str) -> None:
    with browsing(small, WebSettings(public_badges=True), "192.0.2.7") as client:
        badge = client.get(f"/badges/{site}.svg", headers={"Host": "127.0.0.1"})
        missing = client.get("/badges/9.svg")

    assert badge.headers["content-type"] == "image/svg+xml"
    assert words in badge.text
    assert missing.status_code == 404


def test_the_database_away_is_said_so(small: History) -> None:
    with browsing(small) as client:
        assert client.get("/healthz").text == "ok\n"
        (small.folder / "civiscope.db").write_bytes(b"Dear diary, " * 1000)
        small.database.close()
        assert client.get("/healthz").status_code == 503
        page = client.get("/")
    assert page.status_code == 503
    assert "cannot be reached now" in page.text
    assert str(small.folder) not in page.text


def test_the_description_is_json_that_stays(small: History) -> None:
    with browsing(small) as client:
        texts = [client.get("/api/v1/openapi.json").text for _ in range(2)]
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["security"] == [{"token": []}]
