"""Read accessibility statements: what they claim, when they were written, what they name."""

from civiscope.detectors.statement.date_mentions import DateMention
from civiscope.detectors.statement.html_text import read_html
from civiscope.detectors.statement.jurisdiction import (
    Applicable,
    Jurisdiction,
    jurisdiction_of,
    jurisdictions,
)
from civiscope.detectors.statement.plain_text import read_plain
from civiscope.detectors.statement.recognise import calls_itself_statement, statement_links
from civiscope.detectors.statement.role_words import ROLES, DateRole
from civiscope.detectors.statement.roles import latest, read_dates
from civiscope.detectors.statement.scripted import (
    before_todays_date,
    scripted_dates,
    writes_today,
)
from civiscope.detectors.statement.status import Status, StatusClaim, StatusReading, read_status

__all__ = [
    "ROLES",
    "Applicable",
    "DateMention",
    "DateRole",
    "Jurisdiction",
    "Status",
    "StatusClaim",
    "StatusReading",
    "before_todays_date",
    "calls_itself_statement",
    "jurisdiction_of",
    "jurisdictions",
    "latest",
    "read_dates",
    "read_html",
    "read_plain",
    "read_status",
    "scripted_dates",
    "statement_links",
    "writes_today",
]
