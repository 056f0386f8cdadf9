"""What lies behind a dialog is judged as well, or named as not judged."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.page.visit import VisitResult
from civiscope.model import AxeResults

pytestmark = pytest.mark.browser

BEHIND = """<div id="app"><h2>Find your collection day</h2><p>Type the name of your street.</p>
<img id="bin" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
 width="40" height="40"><p id="pale" style="color: #bbb">Collections begin at seven.</p></div>"""
NAMELESS = '<button type="button" id="nameless"></button>'
SAY = "<script>const say = (word) => fetch('/said/' + word);</script>"


def _dialog(inside: str, script: str = "") -> Answer:
    return page(
        "Bins",
        body=f'{SAY}{BEHIND}<dialog id="d" aria-label="Notice">{inside}{NAMELESS}</dialog>'
        f"<script>{script}; d.showModal();</script>",
    )


NO_ESCAPE = "d.setAttribute('closedby', 'none')"
CONSENT = (
    "<p>We use cookies for statistics. You can accept or reject them.</p>"
    "<button onclick=\"say('yes'); d.close()\">Accept all cookies</button>"
    "<button onclick=\"say('no'); d.close()\">Reject all cookies</button>"
)
WALL = f"""{BEHIND}<div id="wall" style="position: fixed; inset: 0; background: #fff8">
<div role="dialog" aria-modal="true" aria-label="Survey" style="margin: 9em; background: #fff">
<p>Tell us what you think of this site.</p>{NAMELESS}
<button onclick="document.getElementById('wall').remove()">No thanks</button>
<button onclick="document.getElementById('wall').remove()" aria-label="Close">&times;</button>
</div></div>"""
INERT = f"""<div inert id="rest">{BEHIND}</div>
<div role="dialog" aria-modal="true" aria-label="News" style="position: fixed; top: 20%; left: 20%">
<p>The office is closed on Monday.</p>{NAMELESS}
<button onclick="this.parentElement.remove(); document.getElementById('rest').inert = false">
Close</button></div>"""
FOREVER = f"""{BEHIND}<script>
const next = () => {{
  const dialog = document.createElement("dialog");
  dialog.innerHTML = "<p>One more thing before you go on.</p><button>Close</button>";
  dialog.addEventListener("close", next);
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}};
next();
</script>"""
LATER = f"""{BEHIND}<dialog id="first"><p>We use no cookies.</p><button>Close</button></dialog>
<dialog id="second"><p>Tell us what you think.</p><img src="x"><button>Close</button></dialog>
<script>
for (const dialog of document.querySelectorAll("dialog"))
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
first.addEventListener("close", () => setTimeout(() => second.showModal(), 500));
first.showModal();
</script>"""
SITE = {
    "/later": page("Bins", body=LATER),
    "/none": page("Bins", body=BEHIND),
    "/escape": _dialog("<p>The bridge is closed until March.</p>"),
    "/button": _dialog("<p>The bridge is closed.</p><button onclick='d.close()'>Close</button>",
                       NO_ESCAPE),
    "/plain": _dialog("<p>The bridge is closed.</p><button onclick='d.close()'>OK</button>",
                      NO_ESCAPE),
    "/consent": _dialog(CONSENT, NO_ESCAPE),
    "/wall": page("Bins", body=WALL),
    "/inert": page("Bins", body=INERT),
    "/terms": _dialog(
        "<p>You must agree to the terms of use of this service first.</p>"
        "<button onclick=\"say('yes'); d.close()\">I agree</button>"
        "<button onclick=\"say('yes'); d.close()\">OK</button>",
        NO_ESCAPE,
    ),
    "/forever": page("Bins", body=FOREVER),
    "/lone": Answer(
        '<!doctype html><html lang="en"><title>Sign in</title><body>'
        '<dialog id="d" aria-label="Sign in"><h1>Sign in</h1><label>Name <input></label></dialog>'
        f"<script>{NO_ESCAPE}; d.showModal()</script>"
    ),
    "/said/no": Answer(""),
    "/said/yes": Answer(""),
}  # fmt: skip
OPENED = ("/escape", "/button", "/plain", "/consent", "/wall", "/inert")
CLOSED = ("/terms", "/forever")


@pytest.fixture(scope="module")
def visited() -> tuple[Site, dict[str, VisitResult]]:
    site = Site(SITE)
    return site, visit(site, "/none", *OPENED, *CLOSED, "/lone", "/later")


def _failed(seen: VisitResult) -> set[tuple[str, str]]:
    axe = seen.evidence.axe
    assert isinstance(axe, AxeResults)
    wanted = {"image-alt", "color-contrast", "button-name", "page-has-heading-one"}
    return {(r.id, n.selector) for r in axe.rules if r.id in wanted for n in r.violations}


BEHIND_FAILED = {("image-alt", "#bin"), ("color-contrast", "#pale")}


@pytest.mark.parametrize("path", OPENED)
def test_the_dialog_and_what_lies_behind_it_are_judged_once_each(
    visited: tuple[Site, dict[str, VisitResult]], path: str
) -> None:
    _, seen = visited

    assert _failed(seen["/none"]) == BEHIND_FAILED
    assert _failed(seen[path]) == {*BEHIND_FAILED, ("button-name", "#nameless")}
    assert not [part for part in seen[path].evidence.parts if part.kind == "covered"]


@pytest.mark.parametrize("path", CLOSED)
def test_what_a_dialog_keeps_covered_is_named_and_no_page_wide_fault_is_told(
    visited: tuple[Site, dict[str, VisitResult]], path: str
) -> None:
    _, seen = visited

    covered = [part for part in seen[path].evidence.parts if part.kind == "covered"]
    assert [part.selector.split(" ")[-1].partition(":")[0] for part in covered] == (
        ["#d"] if path == "/terms" else ["dialog"]
    )
    assert _failed(seen[path]) <= {("button-name", "#nameless")}


def test_a_dialog_that_another_opens_a_while_after_it_is_closed_is_judged_too(
    visited: tuple[Site, dict[str, VisitResult]],
) -> None:
    _, seen = visited

    assert _failed(seen["/later"]) == {*BEHIND_FAILED, ("image-alt", 'img[src="x"]')}
    assert not [part for part in seen["/later"].evidence.parts if part.kind == "covered"]


def test_nothing_is_agreed_to(visited: tuple[Site, dict[str, VisitResult]]) -> None:
    site, _ = visited

    assert [path for path in site.paths() if path.startswith("/said")] == ["/said/no"]


def test_a_page_that_is_nothing_but_a_dialog_is_seen_whole(
    visited: tuple[Site, dict[str, VisitResult]],
) -> None:
    _, seen = visited

    assert not seen["/lone"].evidence.parts
