"""Keep what was seen: one folder a scan, readable by any later version that knows its schema."""

from civiscope.evidence.reader import EvidenceReader
from civiscope.evidence.schema import EVIDENCE_VERSION, IndexEntry, PageFile, ScanFile
from civiscope.evidence.store import EvidenceStore

__all__ = [
    "EVIDENCE_VERSION",
    "EvidenceReader",
    "EvidenceStore",
    "IndexEntry",
    "PageFile",
    "ScanFile",
]
