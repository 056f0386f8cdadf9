"""Evidence is written so that nothing is lost, and what cannot be read is said in one sentence."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope.evidence import (
    EVIDENCE_VERSION,
    EvidenceReader,
    EvidenceStore,
    IndexEntry,
    PageFile,
    ScanFile,
)
from civiscope.evidence.schema import EndFile
from civiscope.evidence.secret_values import SecretValues
from civiscope.model import Document, Evidence, Missing, Page, Skipped

GO_ON = " A scan with --resume visits what is missing again."
ROOT = "https://www.example.gov"
HEAD = ScanFile(
    evidence_version=EVIDENCE_VERSION,
    id="0123456789abcdef",
    targets=("www.example.gov",),
    pages=(ROOT + "/",),
    follow=True,
    started="2026-03-01T10:00:00Z",
    settings={"scope": "host"},
    civiscope="0.1.0",
    browser="HeadlessChrome/140",
    engines={"axe-core": "4.10.0"},
    seed=1,
    depth="quick",
)
NOTHING = Missing("not-gathered", "Not part of this test.")
END = EndFile(
    finished="2026-03-01T10:01:00Z",
    stopped="",
    found=3,
    documents=(Document(ROOT + "/a.pdf", ROOT + "/", 200),),
    skipped=(Skipped(ROOT + "/c", "robots", "Not asked for."),),
    skipped_total=1,
    templates={ROOT + "/": "/"},
    notes=("A note.",),
)


def page(path: str, order: int = 0) -> Page:
    evidence = Evidence(
        requests=NOTHING,
        cookies=NOTHING,
        console=NOTHING,
        dom=NOTHING,
        raw_html=NOTHING,
        axe=NOTHING,
    )
    return Page(url=ROOT + path, evidence=evidence, order=order)


def finished(folder: Path) -> Path:
    """Write a scan of two pages and a redirect, from beginning to end."""
    store = EvidenceStore.create(folder, HEAD, force=False)
    for number, path in enumerate(("/", "/b", "/moved")):
        store.write_page(number, PageFile(page(path, number), (ROOT + "/c",)))
    store.note(IndexEntry(0, ROOT + "/", "page"))
    store.note(IndexEntry(1, ROOT + "/b", "page"))
    store.note(IndexEntry(2, ROOT + "/moved", "duplicate", ROOT + "/b"))
    store.finish(END)
    return folder


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        work()
    return str(caught.value)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    found = EvidenceReader(finished(tmp_path / "evidence"))

    assert (found.scan, found.end) == (HEAD, replace(END, entries=3))
    # Scans that were not asked about header fields of their own machine are judged by them.
    assert list(found.pages()) == [
        replace(page("/"), template="/", local_headers=True),
        replace(page("/b", 1), local_headers=True),
    ]
    assert found.entries == (
        IndexEntry(0, ROOT + "/", "page"),
        IndexEntry(1, ROOT + "/b", "page"),
        IndexEntry(2, ROOT + "/moved", "duplicate", ROOT + "/b"),
    )


def test_the_output_folder_of_a_scan_will_do(tmp_path: Path) -> None:
    finished(tmp_path / "evidence")

    assert EvidenceReader(tmp_path).folder == tmp_path / "evidence"


def test_only_pages_have_files_in_the_end(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")

    assert sorted(path.name for path in (folder / "pages").iterdir()) == [
        "000000.json.gz",
        "000001.json.gz",
    ]


def test_a_scan_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")
    (folder / "end.json").unlink()
    index = folder / "index.jsonl"
    index.write_bytes(index.read_bytes() + b'{"number": 3, "url": "https://www.exa')

    found = EvidenceReader(folder)

    assert len(found.entries) == 3
    assert found.end.stopped == "The scan was cut off before its end."


def test_a_scan_that_was_cut_off_at_once_has_no_pages(tmp_path: Path) -> None:
    EvidenceStore.create(tmp_path / "evidence", HEAD, force=False)
    (tmp_path / "evidence" / "index.jsonl").unlink()

    assert list(EvidenceReader(tmp_path).pages()) == []


def damage(name: str, content: bytes | None) -> Callable[[Path], None]:
    def work(folder: Path) -> None:
        if content is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(content)

    return work


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (damage("scan.json", None), "There is no evidence in {0}; name the evidence folder of a"),
        (damage("scan.json", b"{"), "The evidence in {0} is of version unknown; this civiscope"),
        (damage("scan.json", b"[]"), "The evidence in {0} is of version unknown; this civiscope"),
        (
            damage("scan.json", b'{"evidence_version": "2.0", "new": 1}'),
            "The evidence in {0} is of version 2.0; this civiscope reads 1.0. Scan the site again.",
        ),
        (
            damage("scan.json", b'{"evidence_version": "1.0"}'),
            "The evidence is not whole: {0}/scan.json is damaged.",
        ),
        (damage("index.jsonl", None), "The evidence is not whole: {0}/index.jsonl is missing."),
        (
            damage("index.jsonl", b'{"number": 0}\n'),
            "The evidence is not whole: {0}/index.jsonl, line 1, is damaged." + GO_ON,
        ),
        (
            damage("index.jsonl", b'{"number": 0, "url": "https://www.example.gov/", "kind": "pa'),
            "The evidence is not whole: {0}/index.jsonl, line 1, is damaged." + GO_ON,
        ),
        (damage("end.json", b"{"), "The evidence is not whole: {0}/end.json is damaged."),
        (
            damage("pages/000001.json.gz", None),
            "The evidence is not whole: {0}/pages/000001.json.gz is missing." + GO_ON,
        ),
        (
            damage("pages/000001.json.gz", b"\x1f\x8b\x08"),
            "The evidence is not whole: {0}/pages/000001.json.gz cannot be read." + GO_ON,
        ),
        (
            damage("pages/000001.json.gz", gzip.compress(b'{"page": {')),
            "The evidence is not whole: {0}/pages/000001.json.gz cannot be read." + GO_ON,
        ),
        (
            damage("pages/000001.json.gz", gzip.compress(b"{}")),
            "The evidence is not whole: {0}/pages/000001.json.gz cannot be read." + GO_ON,
        ),
    ],
)
def test_damage_is_said_in_one_sentence(
    tmp_path: Path, harm: Callable[[Path], None], sentence: str
) -> None:
    folder = finished(tmp_path / "evidence")
    harm(folder)

    said = refused(lambda: list(EvidenceReader(folder).pages()))

    assert said.startswith(sentence.format(folder))
    assert "\n" not in said


def test_a_folder_that_is_there_is_kept(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    said = refused(lambda: EvidenceStore.create(folder, HEAD, force=False))

    assert said == (
        f"{folder} already holds the evidence of a scan; add --force to replace it, --resume to go "
        f"on with it, or name another folder with --out."
    )
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_force_replaces_a_scan_and_leaves_other_files_alone(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")

    EvidenceStore.create(folder, replace(HEAD, id="new"), force=True)

    found = EvidenceReader(folder)
    assert (found.scan.id, found.entries) == ("new", ())
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == [
        ".lock",
        "index.jsonl",
        "notes.txt",
        "scan.json",
    ]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    folder = tmp_path / "file" / "evidence"

    said = refused(lambda: EvidenceStore.create(folder, HEAD, force=False))

    assert (
        said == f"The folder {folder} cannot be written (Not a directory); name another with --out."
    )


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (
            damage("scan.json", None),
            "There is no scan to resume in {0}: {0}/scan.json is missing.",
        ),
        (
            damage("scan.json", b'{"evidence_version": "0.9"}'),
            "The scan in {0} was made by another version (evidence 0.9, here 1.0); start it anew "
            "with --force.",
        ),
        (
            damage("scan.json", b'{"evidence_version": "1.0"}'),
            "The scan in {0} cannot be resumed: {0}/scan.json is damaged; start it anew with "
            "--force.",
        ),
    ],
)
def test_a_scan_that_cannot_be_resumed_is_said_and_left_as_it_is(
    tmp_path: Path, harm: Callable[[Path], None], sentence: str
) -> None:
    folder = finished(tmp_path / "evidence")
    harm(folder)
    before = sorted(folder.rglob("*"))

    said = refused(lambda: EvidenceStore.resume(folder))

    assert said == sentence.format(folder)
    assert sorted(folder.rglob("*")) == before


def test_half_a_page_is_no_page_to_a_scan_that_goes_on(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")
    store = EvidenceStore.resume(folder)
    path = store.page_path(1)
    path.write_bytes(path.read_bytes()[:50])

    assert store.read_page(0) == PageFile(page("/"), (ROOT + "/c",))
    assert store.read_page(1) is None
    assert store.read_page(7) is None


def test_what_must_not_be_kept_is_hidden_wherever_a_page_shows_it(tmp_path: Path) -> None:
    store = EvidenceStore.create(tmp_path / "evidence", HEAD, force=False)
    token = 'tok"en é/1'  # noqa: S105 - opens nothing
    store.hide(SecretValues([token]))
    shown = replace(page("/"), found_on=f"{ROOT}/?said=tok%22en%20%C3%A9/1", template=token)
    store.write_page(0, PageFile(shown))
    store.note(IndexEntry(0, ROOT + "/", "page", f"It says {token}."))

    store.finish(replace(END, notes=(token,)))

    found = EvidenceReader(tmp_path)
    (kept,) = found.pages()
    assert (kept.found_on, found.entries[0].detail, found.end.notes) == (
        f"{ROOT}/?said=[hidden]",
        "It says [hidden].",
        ("[hidden]",),
    )


def test_a_disk_that_is_full_is_said_and_costs_nothing_that_was_seen(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import dataclasses, resource, sys
        from pathlib import Path
        from tests.scanner.evidence.test_evidence import HEAD, ROOT, page
        from civiscope.errors import InternalError
        from civiscope.evidence import IndexEntry, EvidenceStore, PageFile

        store = EvidenceStore.create(Path(sys.argv[1]), HEAD, force=False)
        store.write_page(0, PageFile(page("/")))
        store.note(IndexEntry(0, ROOT + "/", "page"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
        try:
            links = tuple(f"{ROOT}/{n * n * 7919 % 104729}" for n in range(2000))
            store.write_page(1, PageFile(page("/b"), links))
        except InternalError as error:
            print(error)
        """
    )
    folder = tmp_path / "evidence"

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert done.stdout == (
        f"{folder}/pages/000001.json.gz cannot be written (File too large). What was seen so far "
        f"is kept; make room and go on with --resume.\n"
    )
    assert [entry.url for entry in EvidenceReader(folder).entries] == [ROOT + "/"]
    assert EvidenceStore.resume(folder).read_page(1) is None


def test_every_file_can_be_read_by_other_tools(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")

    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()

    assert [json.loads(line)["kind"] for line in lines] == ["page", "page", "duplicate"]
    assert json.loads(gzip.decompress((folder / "pages" / "000000.json.gz").read_bytes()))["page"]


def test_a_folder_is_for_one_scan_at_a_time_however_the_first_ends(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    holding = (
        "import sys; from pathlib import Path; from civiscope.evidence.lock import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    folder.mkdir()
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", holding, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        said = refused(lambda: EvidenceStore.create(folder, HEAD, force=True))
        other.kill()
        other.wait(10)

    assert said == (
        f"Another scan (process {other.pid}) is writing to {folder}; wait until it has ended, or "
        f"name another folder with --out."
    )
    EvidenceStore.create(folder, HEAD, force=True).close()


@pytest.mark.parametrize(("times", "lines"), [(1, 2), (2, 6)], ids=["cut", "doubled"])
def test_an_index_that_lost_lines_or_has_them_twice_is_noticed(
    tmp_path: Path, times: int, lines: int
) -> None:
    folder = finished(tmp_path / "evidence")
    index = folder / "index.jsonl"
    written = index.read_bytes().splitlines(keepends=True) * times
    index.write_bytes(b"".join(written[:lines]))

    assert refused(lambda: EvidenceReader(folder)) == (
        f"The evidence is not whole: {index} has {lines} lines, and the scan wrote 3." + GO_ON
    )


def test_a_page_of_another_address_than_the_index_says_is_noticed(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")
    (folder / "pages" / "000001.json.gz").replace(folder / "pages" / "000000.json.gz")

    said = refused(lambda: list(EvidenceReader(folder).pages()))

    assert said == (
        f"The evidence is not whole: {folder}/pages/000000.json.gz is of another page than the "
        f"index says." + GO_ON
    )


def test_what_was_known_stays_known_until_the_scan_that_goes_on_knows_more(tmp_path: Path) -> None:
    folder = finished(tmp_path / "evidence")

    for known in (0, 1):
        store = EvidenceStore.resume(folder)
        store.begin_again()
        for number, path in list(enumerate(("/", "/b")))[:known]:
            store.note(IndexEntry(number, ROOT + path, "page"))
        store.close()
        found = EvidenceReader(folder)
        assert [entry.number for entry in found.entries] == [0, 1, 2]
        assert found.end.stopped == "The scan was cut off before its end."

    store = EvidenceStore.resume(folder)
    store.begin_again()
    store.note(IndexEntry(0, ROOT + "/", "page"))
    store.finish(END)
    assert [entry.number for entry in EvidenceReader(folder).entries] == [0]
