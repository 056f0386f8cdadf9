"""What cannot be sent is wrong use that names its option, before anything is asked."""

from __future__ import annotations

from typing import Any

import pytest

from civiscope.config.scan_options import ScanSettings
from civiscope.errors import UsageError


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ({"headers": {"X A": "a"}}, "--header (headers in the configuration): 'X A'"),
        ({"headers": {"X-A": "zoë"}}, "--header (headers in the configuration): the value of X-A"),
        ({"headers": {"X-A": "a\r\nX-B: c"}}, "--header (headers in the configuration): the value"),
        ({"headers": {"Content-Length": "5"}}, "--header (headers in the configuration): Content"),
        ({"headers": {"Host": "a"}}, "--header (headers in the configuration): Host is set by"),
        ({"cookies": ("a=b\x01;c",)}, "--cookie: the value of a holds"),
        ({"cookies": ("a b=c",)}, "--cookie: 'a b' is not a name"),
        ({"cookies": ("a=ü",)}, "--cookie: the value of a holds"),
        ({"user_agent": "a\r\nX: y"}, "--user-agent (user_agent in the configuration) holds"),
        ({"accept_language": "de\n"}, "accept_language in the configuration holds"),
        ({"viewport": (-1, 0)}, ""),
        ({"viewport": (99_999_999, 1)}, ""),
    ],
)
def test_what_cannot_be_sent_is_refused(given: dict[str, Any], begins: str) -> None:
    with pytest.raises(UsageError) as caught:
        ScanSettings(**given)

    assert str(caught.value).startswith(begins)


@pytest.mark.parametrize(
    "given",
    [
        {"headers": {"X-Preview": "on", "Authorization": "Bearer a.b-c=="}},
        {"cookies": ("session=abc123", '__Host-a="quoted"', "empty=", "a=b=c")},
        {"user_agent": "Mozilla/5.0 (compatible; audit/1.0)"},
    ],
)
def test_what_can_be_sent_is_taken(given: dict[str, Any]) -> None:
    ScanSettings(**given)
