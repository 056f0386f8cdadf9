"""What rules about hosts share: where a finding stands, and how to say what was not seen."""

from civiscope_rules.shared.hosts.seen import (
    Unknown,
    label,
    later,
    name_of,
    place_of,
    remembers_https,
    tls_servers,
)

__all__ = ["Unknown", "label", "later", "name_of", "place_of", "remembers_https", "tls_servers"]
