"""What the tabs of a browser remember together of the files that pages share."""

from __future__ import annotations

from dataclasses import dataclass, field

from civiscope.collectors.page.network import SizeMemo
from civiscope.collectors.page.scripts import ScriptReader
from civiscope.collectors.page.sheets import SheetMemo


@dataclass(frozen=True, slots=True)
class Memos:
    """What was found of scripts, style sheets and sizes, so that it is not found out twice."""

    sizes: SizeMemo = field(default_factory=SizeMemo)
    scripts: ScriptReader = field(default_factory=ScriptReader)
    sheets: SheetMemo = field(default_factory=SheetMemo)
