"""Read accessibility statements: what they claim, when they were written, what they name."""

from civiscope.detectors.statement.html_text import read_html
from civiscope.detectors.statement.plain_text import read_plain
from civiscope.detectors.statement.recognise import calls_itself_statement, statement_links
from civiscope.detectors.statement.roles import DateMention, DateRole, latest, read_dates
from civiscope.detectors.statement.status import Status, StatusClaim, StatusReading, read_status

__all__ = [
    "DateMention",
    "DateRole",
    "Status",
    "StatusClaim",
    "StatusReading",
    "calls_itself_statement",
    "latest",
    "read_dates",
    "read_html",
    "read_plain",
    "read_status",
    "statement_links",
]
