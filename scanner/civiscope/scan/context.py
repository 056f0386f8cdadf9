"""What the stages of a scan work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civiscope.collectors.interaction import Probe
from civiscope.collectors.pool import Pool
from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.crawler import Crawler
from civiscope.crawl.scope import ScanScope
from civiscope.crawl.targets import Targets
from civiscope.evidence import EvidenceStore
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import Fetcher
from civiscope.fetch.robots import Robots
from civiscope.scan.listener import Listener

if TYPE_CHECKING:
    # Not loaded before they are asked for.
    from civiscope.collectors.hosts import Countries, DnsResolver


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanContext:
    """A scan that is under way: its settings, its means, and what the crawl has found so far."""

    settings: ScanSettings
    targets: Targets
    store: EvidenceStore
    pool: Pool
    fetcher: Fetcher
    guard: AddressGuard
    scope: ScanScope
    robots: Robots
    crawler: Crawler
    listener: Listener
    probes: tuple[Probe, ...]
    secrets: tuple[str, ...]
    """What the site is shown and must not be written."""
    public: frozenset[str]
    """Texts that may hold such a value by chance."""
    dns: DnsResolver | None
    """Asks DNS; None when it is not to be asked."""
    countries: Countries | None
    """Knows in which country an address is; None without a database."""
