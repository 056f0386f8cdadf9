"""Header fields as browsers read them: each parsed once, into a value that rules share.

No parser raises, whatever bytes a server sent. A field that browsers would throw away is the value
`Malformed`, with the reason.
"""

from civiscope.headers.content_type import ContentType, parse_content_type
from civiscope.headers.csp import Policies, Policy, enforced_policies, parse_policies
from civiscope.headers.malformed import Malformed
from civiscope.headers.scope import (
    document_response,
    is_loopback,
    is_plain_local,
    own_responses,
    own_url,
    site_response,
)
from civiscope.headers.set_cookie import SetCookie, parse_set_cookie
from civiscope.headers.shown import field_name, printable, printable_field

__all__ = [
    "ContentType",
    "Malformed",
    "Policies",
    "Policy",
    "SetCookie",
    "document_response",
    "enforced_policies",
    "field_name",
    "is_loopback",
    "is_plain_local",
    "own_responses",
    "own_url",
    "parse_content_type",
    "parse_policies",
    "parse_set_cookie",
    "printable",
    "printable_field",
    "site_response",
]
