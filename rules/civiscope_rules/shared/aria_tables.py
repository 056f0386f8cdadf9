"""What ARIA allows and asks for, role by role, for elements whose role only the browser knows."""

from __future__ import annotations

from collections.abc import Mapping

_GLOBAL = """
actions atomic braillelabel brailleroledescription busy controls current describedby description
details dropeffect flowto grabbed hidden keyshortcuts label labelledby live owns relevant
roledescription
"""
GLOBAL_ATTRIBUTES = frozenset(f"aria-{name}" for name in _GLOBAL.split())
"""Attributes that any element may bear, apart from roles that cannot have a name."""

_SUPPORTED = """
alertdialog: modal
application: activedescendant disabled errormessage expanded haspopup invalid
button: disabled expanded haspopup pressed
cell: colindex colindextext colspan rowindex rowindextext rowspan
checkbox: checked disabled errormessage expanded invalid readonly required
columnheader: colindex colindextext colspan disabled errormessage expanded haspopup invalid
    readonly required rowindex rowindextext rowspan selected sort
combobox: activedescendant autocomplete disabled errormessage expanded haspopup invalid readonly
    required
comment: level posinset setsize
dialog: modal
grid: activedescendant colcount disabled multiselectable readonly rowcount
gridcell: colindex colindextext colspan disabled errormessage expanded haspopup invalid readonly
    required rowindex rowindextext rowspan selected
group: activedescendant disabled
article: posinset setsize
heading: level
link: disabled expanded haspopup
listbox: activedescendant disabled errormessage expanded invalid multiselectable orientation
    readonly required
listitem: level posinset setsize
menu: activedescendant disabled orientation
menubar: activedescendant disabled orientation
menuitem: disabled expanded haspopup posinset setsize
menuitemcheckbox: checked disabled expanded haspopup posinset setsize
menuitemradio: checked disabled expanded haspopup posinset setsize
meter: valuemax valuemin valuenow valuetext
option: checked disabled posinset selected setsize
progressbar: valuemax valuemin valuenow valuetext
radio: checked disabled posinset setsize
radiogroup: activedescendant disabled errormessage invalid orientation readonly required
row: activedescendant colindex disabled expanded level posinset rowindex rowindextext selected
    setsize
rowheader: colindex colindextext colspan disabled errormessage expanded haspopup invalid readonly
    required rowindex rowindextext rowspan selected sort
scrollbar: disabled orientation valuemax valuemin valuenow valuetext
searchbox: activedescendant autocomplete disabled errormessage haspopup invalid multiline
    placeholder readonly required
separator: disabled orientation valuemax valuemin valuenow valuetext
slider: disabled errormessage haspopup invalid orientation readonly required valuemax valuemin
    valuenow valuetext
spinbutton: activedescendant disabled errormessage invalid readonly required valuemax valuemin
    valuenow valuetext
switch: checked disabled errormessage expanded invalid readonly required
tab: disabled expanded haspopup posinset selected setsize
table: colcount rowcount
tablist: activedescendant disabled multiselectable orientation
textbox: activedescendant autocomplete disabled errormessage haspopup invalid multiline
    placeholder readonly required
toolbar: activedescendant disabled orientation
tree: activedescendant disabled errormessage invalid multiselectable orientation required
treegrid: activedescendant colcount disabled errormessage invalid multiselectable orientation
    readonly required rowcount
treeitem: checked disabled expanded haspopup level posinset selected setsize
"""


def _table(text: str) -> Mapping[str, frozenset[str]]:
    lines = text.replace("\n    ", " ").strip().splitlines()
    pairs = (line.split(": ") for line in lines)
    return {role: frozenset(values.split()) for role, values in pairs}


SUPPORTED_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    role: frozenset(f"aria-{name}" for name in names) for role, names in _table(_SUPPORTED).items()
}
"""Attributes that each role supports beside those that all have."""

NAMELESS_ROLES = frozenset(
    {
        "",
        "caption",
        "code",
        "definition",
        "deletion",
        "emphasis",
        "generic",
        "insertion",
        "mark",
        "none",
        "paragraph",
        "presentation",
        "strong",
        "subscript",
        "superscript",
        "term",
    }
)
"""Roles that cannot have a name, or for which the browser is asked in vain."""

OWNED_ROLES = _table(
    """
feed: article
grid: row rowgroup caption
list: listitem
listbox: option group
menu: menuitem menuitemcheckbox menuitemradio group separator
menubar: menuitem menuitemcheckbox menuitemradio group separator
radiogroup: radio
row: cell columnheader gridcell rowheader
rowgroup: row
suggestion: insertion deletion comment
table: row rowgroup caption
tablist: tab
tree: treeitem group
treegrid: row rowgroup caption
"""
)
"""Roles that may stand in each role that asks for certain ones."""

CONTEXT_ROLES = _table(
    """
cell: row
columnheader: row
gridcell: row
listitem: list directory
menuitem: menu menubar group
menuitemcheckbox: menu menubar group
menuitemradio: menu menubar group
option: listbox group
row: table grid treegrid rowgroup
rowgroup: table grid treegrid
rowheader: row
tab: tablist
treeitem: tree group
"""
)
"""Roles in one of which each role has to stand."""

NEW_ATTRIBUTES = frozenset(
    {"aria-actions", "aria-colindextext", "aria-rowindextext", "aria-braillelabel"}
    | {"aria-brailleroledescription", "aria-description"}
)
"""Attributes of ARIA 1.3, which axe-core may not know yet."""
