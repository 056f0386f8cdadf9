"""Tell what a button of a consent banner does, from the words on it, in more than fifty languages.

The words stand in consent_words.toml. A text is called accept or reject only when every word of it
is known in one language and together they can mean nothing else, because pressing a button that was
misread changes what is measured.
"""

from __future__ import annotations

from typing import Literal

from civiscope.detectors.consent_words import Role, readings, split_words

ConsentLabel = Literal["accept", "reject", "settings", "acknowledge", "other"]

_MAX_TEXT_CHARACTERS = 160
"""Characters. Longer texts are sentences, not buttons."""
_MAX_WORDS = 24
_MAX_WORDS_TWICE = 8
_TELLING: tuple[ConsentLabel, ...] = ("accept", "reject", "settings", "acknowledge")
# Short words for yes and no that are codes of languages and countries as well.
_CODES = frozenset({"da", "la", "na", "ne", "nu"})
_ACCEPT_CLOSE = frozenset[Role]({"accept", "close"})
_SAVE_CLOSE = frozenset[Role]({"save", "close"})
_SILENT = frozenset[Role]({"fill", "and", "thanks"})
_ANSWERS = frozenset[Role]({"accept", "reject", "yes", "no", "without"})
_REFUSALS = frozenset[Role]({"reject", "no", "not", "without"})
# These answer only together with what they are about: "enable" alone may enable anything, and
# "none" is one of several choices as often as it is an answer.
_MEANT: dict[Role, Role] = {"on": "accept", "off": "reject", "none": "no"}
_VAGUE = frozenset[Role](_MEANT)
_OBJECTS = frozenset[Role]({"thing", "all", "optional", "need", "choice"})
_GO_ON_USING = frozenset[Role]({"go", "use", "thing"})
_WITHOUT_CHOICE = frozenset[Role]({"go", "without", "choice"})
_WITHOUT_CONSENT = frozenset[Role]({"go", "without", "consent"})
# Times signs, crosses and ballot marks; and where icon fonts have theirs (Font Awesome, Material
# Icons, Glyphicons).
_CROSSES = frozenset(
    "\u00d7\u2573\u2715\u2716\u2717\u2718\u274c\u2a09\u2a2fx\uf00d\uf057\ue5c9\ue5cd\ue014"
)


def classify_consent_button(text: str) -> ConsentLabel:
    """Return what pressing a button with this text does in a consent banner.

    `accept` and `reject` decide about cookies, `settings` leads to choices, `acknowledge` only
    takes the banner away, and `other` is everything else, links to policies above all.
    """
    if len(text) > _MAX_TEXT_CHARACTERS:
        return "other"
    words = split_words(text)
    if not words or words == ["x"]:
        return "acknowledge" if _is_cross(text) else "other"
    if len(words) > _MAX_WORDS:
        return "other"
    label = _label(words)
    if label is None:
        return _twice(words)
    if label in ("accept", "reject") and len(words) == 1 and words[0] in _CODES:
        return "other"
    return label


def _label(words: list[str]) -> ConsentLabel | None:
    """Return what *words* mean, None if no language knows all of them."""
    found = [_decide(roles) for roles in readings(words)]
    if not found:
        return None
    if "accept" in found and "reject" in found:
        return "other"
    # A word may be one thing in one language and nothing in another: the one that says more counts.
    for label in _TELLING:
        if label in found:
            return label
    return "other"


def _twice(words: list[str]) -> ConsentLabel:
    """Return what a button in two languages says, "Accepter / Accept", if it says one thing."""
    if len(words) <= _MAX_WORDS_TWICE:
        for cut in range(1, len(words)):
            label = _label(words[:cut])
            if label in _TELLING and label == _label(words[cut:]):
                return label
    return "other"


def _is_cross(text: str) -> bool:
    shown = text.replace("\ufe0f", "").strip().lower()
    return len(shown) == 1 and shown in _CROSSES


def _decide(roles: list[Role]) -> ConsentLabel:
    """Return what words with these roles mean together."""
    said = frozenset(roles) - _SILENT
    if "optout" in said:
        return "settings" if said & {"settings", "manage"} else "reject"
    if "manage" in said:
        return _with_manage(said)
    if said & _VAGUE:
        if not said - _VAGUE - {"message"}:
            return "other"
        if said & {"on", "off"} and not said & _OBJECTS:
            return "other"
        roles = [_MEANT.get(role, role) for role in roles]
        said = frozenset(roles) - _SILENT
    if "extra" in said and said & _ANSWERS and not said & {"thing", "all", "optional"}:
        # "Allow advertising" may be one switch of many, "no advertising" what a subscription buys.
        return "other"
    if "message" in said and said & _ANSWERS and "thing" not in said:
        # "I agree, close this message" takes it away; "allow messages" is about something else.
        return "acknowledge" if "close" in said and not said & _REFUSALS else "other"
    if "reject" in said:
        return _with_reject(roles, said)
    if "accept" in said:
        return _with_accept(roles, said)
    if said & {"save", "use", "confirm"}:
        return _with_save(roles, said)
    if _is_needed(said) and said & {"only", "go"} and not said & {"about", "consent", "not"}:
        refused = "no" not in said or roles[0] == "no"
        return "reject" if refused and not said & {"extra", "settings", "all"} else "other"
    if "settings" in said:
        # "Advertising settings" are those of an account as often as those of a banner.
        return "other" if "extra" in said and not said & {"thing", "show"} else "settings"
    if said & {"no", "not", "without"}:
        return _with_no(roles, said)
    return _without_verb(roles, said)


def _is_needed(said: frozenset[Role]) -> bool:
    """Say whether it is about what a site cannot do without, and not about a word like it.

    Functional cookies are the necessary ones to some and those for comfort to others.
    """
    return "need" in said or said >= {"functional", "thing"}


def _count_negations(roles: list[Role], said: frozenset[Role]) -> int:
    """Count what turns a verb round; the "no" of "no, I refuse" does not."""
    return roles.count("not") + roles.count("without") + roles[1:].count("no")


def _with_manage(said: frozenset[Role]) -> ConsentLabel:
    """ "Manage cookies", "no, adjust", "let me choose"."""
    if said >= {"accept", "reject"}:
        return "other"
    return "other" if "extra" in said and not said & {"thing", "settings", "choice"} else "settings"


def _with_reject(roles: list[Role], said: frozenset[Role]) -> ConsentLabel:
    """ "Reject all", "no, I refuse", "refuse everything but what is necessary"."""
    if _count_negations(roles, said) or said & {
        "settings",
        "details",
        "show",
        "about",
        "save",
        "choice",
    }:
        return "other"
    if said & {"ack", "yes"}:
        # No sentence says both: it is two buttons whose texts ran together.
        return "other"
    if "accept" in said and not ("only" in said and _is_needed(said)):
        # "Accept or reject" is a question, or two buttons whose texts ran together.
        return "other"
    if _is_needed(said) and not said & {"except", "accept", "only"}:
        return "other"
    return "reject"


def _with_accept(roles: list[Role], said: frozenset[Role]) -> ConsentLabel:
    """ "Accept all", "I do not agree", "accept only what is necessary"."""
    if said & {"about", "show", "details", "except"}:
        return "other"
    if said & {"no", "not", "without"}:
        # "No, I do not agree" says it twice; "not without accepting" says the opposite, and
        # "accept, continue without accepting" are two buttons.
        clear = not said & {"only", "yes", "ack"} and roles.count("accept") == 1
        clear = clear and _count_negations(roles, said) <= 1
        return "reject" if clear else "other"
    if _is_needed(said):
        return "other" if said & {"extra", "optional", "choice"} else "reject"
    if said & {"only", "functional"}:
        return "accept" if "choice" in said else "other"
    if "settings" in said:
        # "Settings, accept all" are two buttons, "all settings" are what is accepted.
        one = "all" in said and roles.index("all") < roles.index("settings")
        return "accept" if (one or said & {"best", "choice"}) and "close" not in said else "other"
    # Two bare commands run together without "and": it closes, what else it does cannot be told.
    if said == _ACCEPT_CLOSE and "and" not in roles:
        return "acknowledge"
    return "accept"


def _with_save(roles: list[Role], said: frozenset[Role]) -> ConsentLabel:
    """ "Save my choices", "use only necessary cookies", "confirm"."""
    if said & {"about", "show", "details", "no", "not", "without", "except"}:
        return "other"
    if _is_needed(said):
        return "other" if said & {"extra", "optional", "choice", "settings"} else "reject"
    if "only" in said:
        return "accept" if "choice" in said else "other"
    if said & {"choice", "settings", "best", "consent"} or ("all" in said and "use" not in said):
        return "accept"
    if said == _GO_ON_USING:
        return "accept"
    if said == _SAVE_CLOSE:
        return "acknowledge"
    return "acknowledge" if said <= {"confirm", "ack", "close", "go"} else "other"


def _with_no(roles: list[Role], said: frozenset[Role]) -> ConsentLabel:
    """ "No thanks", "no cookies", "continue without marketing cookies"."""
    if said in (_WITHOUT_CHOICE, _WITHOUT_CONSENT):
        return "reject"
    if said & {"about", "consent", "yes", "ack", "choice", "all", "show", "need", "except"}:
        return "other"
    if "details" in said:
        return "settings"
    if "close" in said:
        return "acknowledge"
    if "without" in said:
        return "reject" if said & {"thing", "extra", "optional"} and "no" not in said else "other"
    if "go" in said or roles[0] != "no":
        return "other"
    return "reject"


def _without_verb(roles: list[Role], said: frozenset[Role]) -> ConsentLabel:
    """ "Yes", "cookie choices", "show details", "got it", "continue"."""
    if "yes" in said:
        return "accept" if said <= {"yes", "all", "thing", "extra", "optional", "ack"} else "other"
    if "details" in said:
        # On its own it may lead to the details of anything.
        shown = said & {"show", "thing"} and said <= {"details", "show", "thing", "all", "close"}
        return "settings" if shown else "other"
    if "choice" in said and said & {"thing", "show"} and not said & {"ack", "close", "go", "all"}:
        return "settings"
    if "best" in said:
        return "accept" if "go" in said else "other"
    if said & {"ack", "close", "go"}:
        # "Continue to the website" may be any link.
        rest = said - {"ack", "close", "go"}
        if rest <= {"thing", "message"} and ("ack" in said or "close" in said or not rest):
            return "acknowledge"
    return "other"
