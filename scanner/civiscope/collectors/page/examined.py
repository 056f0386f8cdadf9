"""What a page said when it was asked, on its way to evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from civiscope.collectors.page.examine import Examination
from civiscope.model import Code, Missing, Visit

NO_SCRIPTS = Missing(
    "not-gathered",
    "The page's own header (Content-Security-Policy: sandbox) lets no script run, ours neither.",
)


@dataclass(slots=True)
class ExaminedPage:
    """What the page said when it was asked, as far as it answered."""

    visit: Visit
    exam: Examination
    late: Missing | None
    """Why the rest was not gathered, None when all was."""
    code: Code | Missing | None = None
    shot: str | Missing | None = None
    """The picture of the page in base64."""

    def evidence(self, without: Callable[[Missing], dict[str, Any]]) -> dict[str, Any]:
        """Return it as fields of Evidence; *without* gives the results of scripts that did not
        run."""
        exam = self.exam
        missing = self.late or NO_SCRIPTS
        return {
            "axe": exam.axe or missing,
            "script_results": without(missing) if exam.answers is None else exam.answers,
            "code": self.code or missing,
            "screenshot": "" if isinstance(self.shot, str) else self.shot or missing,
            "parts": tuple(exam.parts),
        }
