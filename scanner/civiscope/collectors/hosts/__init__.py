"""Ask hosts, not pages: redirects from plain HTTP, TLS, certificates, well-known files, DNS.

Few connections, none that a careful visitor could not make, each bounded in time and bytes. What is
learnt is kept as values of `civiscope.model.transport`; nothing is judged here.
"""

from civiscope.collectors.hosts.countries import Countries, endpoints_of
from civiscope.collectors.hosts.dns import DnsResolver
from civiscope.collectors.hosts.handshake import Handshaker
from civiscope.collectors.hosts.hosts import HostAsker, hosts_of

__all__ = ["Countries", "DnsResolver", "Handshaker", "HostAsker", "endpoints_of", "hosts_of"]
