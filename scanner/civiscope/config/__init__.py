"""Configuration: the options of a scan, and the file that sets them."""

from civiscope.config.file import Config, Loaded, SourceConfig, load_config
from civiscope.config.gate import GateConfig
from civiscope.config.scan_table import ScanConfig

__all__ = [
    "Config",
    "GateConfig",
    "Loaded",
    "ScanConfig",
    "SourceConfig",
    "load_config",
]
