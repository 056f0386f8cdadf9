"""Read a journey file: checked as a whole before anything is opened, each fault in one sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

from civiscope.errors import UsageError
from civiscope.journeys.grammar import (
    COMMITMENTS,
    COMMON,
    CONDITION_KEYS,
    DEFAULT_TIMEOUT_S,
    DEPTHS,
    FILE_KEYS,
    LOGIN_KEYS,
    MADE,
    MAX_TIMEOUT_S,
    MIN_TIMEOUT_S,
    TARGET_KEYS,
    VALUE_KEYS,
    VERBS,
)
from civiscope.journeys.journey import Condition, Journey, Login, Step, Target, Value, slug
from civiscope.journeys.secret_words import is_called_secret
from civiscope.suggestions import nearest
from civiscope.web.urls import host_of, is_web_url

MAX_STEPS = 500


def read_journey(path: Path, base: str = "") -> Journey:
    """Return the journey in the file at *path*; addresses may be relative to *base*.

    Raises UsageError that names the file, the step and what is expected.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"There is no journey file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The journey {path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}.") from error
    return _JourneyReader(path, base).read(data)


class _JourneyReader:
    """Checks one file."""

    def __init__(self, path: Path, base: str) -> None:
        self._path = path
        self._base = base
        self._where = str(path)

    def read(self, data: Mapping[str, Any]) -> Journey:
        self._check_keys(data, FILE_KEYS)
        start = urljoin(self._base, self._text(data, "start", needed=True))
        if not is_web_url(start):
            raise self._error(f"start is the address of a page, not {start!r:.80}")
        hosts: Any = data.get("hosts", [])
        if not isinstance(hosts, list) or not all(isinstance(each, str) for each in hosts):  # pyright: ignore[reportUnknownVariableType] # TOML
            raise self._error('hosts is a list of host names, such as ["pay.example.gov"]')
        steps = self._steps(data.get("step"), "step")
        names = [slug(step.text) for step in steps if step.verb == "state"]
        for name in names:
            if names.count(name) > 1:
                raise self._error(f"two states are called {name!r}; give each a name of its own")
        return Journey(
            name=slug(self._path.stem),
            path=self._path,
            title=self._text(data, "title") or self._path.stem,
            start=start,
            hosts=tuple(
                dict.fromkeys([host_of(start), *(h.lower() for h in cast("list[str]", hosts))])
            ),
            language=self._text(data, "language"),
            depth=self._choice(data, "depth", DEPTHS),
            login=self._login(data.get("login")),
            steps=steps,
        )

    def _login(self, raw: object) -> Login | None:
        if raw is None:
            return None
        self._where = f"{self._path}, [login]"
        data = self._mapping(raw, "login")
        self._check_keys(data, LOGIN_KEYS)
        storage = self._text(data, "storage")
        user, password = (
            self._value(data[key], secret=key == "password") if key in data else None
            for key in ("user", "password")
        )
        if (user is None) != (password is None):
            raise self._error("user and password belong together: they are for HTTP authentication")
        if not ("step" in data or user is not None or storage):
            raise self._error(
                "it says nothing about how to sign in: give [[login.step]], user and password, or "
                "storage"
            )
        if "proof" not in data and user is None:
            raise self._error(
                'proof is missing: name what only people who are signed in see, such as "Sign out"'
            )
        steps = self._steps(data["step"], "login.step") if "step" in data else ()
        if any(step.verb == "state" for step in steps):
            raise self._error("a login has no states; audit the sign-in page by a journey to it")
        self._where = f"{self._path}, [login]"
        return Login(
            steps=steps,
            proof=self._target(data["proof"], "") if "proof" in data else Target(),
            user=user,
            password=password,
            storage=self._path.parent / storage if storage else None,
        )

    def _steps(self, raw: object, table: str) -> tuple[Step, ...]:
        if not isinstance(raw, list) or not raw:
            raise self._error(f"there are no steps; write each as [[{table}]]")
        listed = cast("list[object]", raw)
        if len(listed) > MAX_STEPS:
            raise self._error(f"there are {len(listed)} steps, more than {MAX_STEPS}")
        return tuple(self._step(each, n, table) for n, each in enumerate(listed, 1))

    def _step(self, raw: object, number: int, table: str) -> Step:
        kind = "step" if table == "step" else "step of the login"
        self._where = f"{self._path}, {kind} {number}"
        data = self._mapping(raw, "a step")
        verbs = [key for key in data if key in VERBS]
        if len(verbs) != 1:
            unknown = [key for key in data if key not in VERBS]
            near = nearest(unknown[0], VERBS) if unknown and not verbs else ""
            said = f"has {' and '.join(verbs)}" if verbs else f"has none of them{near.rstrip('?')}"
            raise self._error(f"a step has one of {', '.join(VERBS)}, and this one {said}")
        name = verbs[0]
        verb = VERBS[name]
        self._check_keys(data, (name, *verb.keys, *COMMON))
        for key in verb.needs:
            if key not in data:
                raise self._error(f"{name} needs {key} beside it")
        within = self._text(data, "within") or self._text(data, "of")
        target, condition, text = Target(), Condition(), ""
        match verb.form:
            case "target":
                target = self._target(data[name], self._text(data, "role"))
            case "condition":
                condition = self._condition(data[name])
            case _:
                text = self._text(data, name, needed=True)
        target = replace(target, within=within, nth=self._number(data, "nth", 0, 1, 1000))
        if name == "go":
            text = urljoin(self._base, text)
        if name == "upload":
            text = str(self._file(data))
        value = None
        if "with" in data:
            value = self._value(data["with"], secret=is_called_secret(target.words))
        timeout = self._number(data, "timeout", DEFAULT_TIMEOUT_S, MIN_TIMEOUT_S, MAX_TIMEOUT_S)
        return Step(
            number=number,
            verb=name,
            target=target,
            text=text,
            value=value,
            condition=condition,
            sends=self._flag(data, "sends"),
            commits=self._choice(data, "commits", COMMITMENTS),
            depth=self._choice(data, "depth", DEPTHS),
            timeout=timeout,
        )

    def _target(self, raw: object, role: str) -> Target:
        if isinstance(raw, str):
            if not raw.strip():
                raise self._error("the name is empty")
            return Target(name=raw, role=role)
        data = self._mapping(raw, "what it acts on")
        self._check_keys(data, TARGET_KEYS)
        named = {key: self._text(data, key) for key in TARGET_KEYS}
        label = named.pop("label")
        found = Target(
            name=named["name"] or label,
            role=named["role"] or role,
            text=named["text"],
            test_id=named["test_id"],
            css=named["css"],
        )
        if not (found.name or found.text or found.test_id or found.css):
            raise self._error("what it acts on has no name; write { role = …, name = … }")
        return found

    def _condition(self, raw: object) -> Condition:
        if isinstance(raw, str):
            return Condition(text=raw)
        data = self._mapping(raw, "a condition")
        self._check_keys(data, CONDITION_KEYS)
        found = Condition(**{key: self._text(data, key) for key in CONDITION_KEYS})
        if not any(getattr(found, key) for key in CONDITION_KEYS if key != "role"):
            raise self._error("the condition says nothing that can be seen")
        return found

    def _value(self, raw: object, *, secret: bool) -> Value:
        if isinstance(raw, str):
            if secret:
                raise self._error(
                    'a password or code does not stand in the file; write { env = "NAME" } and set '
                    "the variable where the journey runs"
                )
            return Value("text", raw)
        data = self._mapping(raw, "a value")
        self._check_keys(data, VALUE_KEYS)
        if len(data) != 1:
            raise self._error(f"a value has one of {', '.join(VALUE_KEYS)}")
        [kind] = data
        text = self._text(data, kind, needed=True)
        if kind == "made" and text not in MADE:
            raise self._error(f"made is one of {', '.join(MADE)}, not {text!r}")
        return Value(kind, text)

    def _file(self, data: Mapping[str, Any]) -> Path:
        path = self._path.parent / self._text(data, "file", needed=True)
        if not path.is_file():
            raise self._error(f"there is no file {path} to upload")
        return path

    def _check_keys(self, data: Mapping[str, Any], known: Iterable[str]) -> None:
        for key in data:
            if key not in known:
                near = nearest(key, known)
                raise self._error(f"there is no key {key!r}{near.rstrip('?')}")

    def _mapping(self, raw: object, what: str) -> Mapping[str, Any]:
        if not isinstance(raw, dict):
            raise self._error(f"{what} is a table, not {raw!r:.60}")
        return cast("dict[str, Any]", raw)

    def _text(self, data: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        value = data.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self._error(f"{key} is a text, not {value!r:.60}" if value else f"{key} is empty")
        return value

    def _choice(self, data: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
        value = self._text(data, key)
        if value and value not in choices:
            raise self._error(f"{key} is one of {', '.join(choices)}, not {value!r}")
        return value

    def _flag(self, data: Mapping[str, Any], key: str) -> bool:
        value = data.get(key, False)
        if not isinstance(value, bool):
            raise self._error(f"{key} is true or false, not {value!r:.60}")
        return value

    def _number(
        self, data: Mapping[str, Any], key: str, default: float, low: float, high: float
    ) -> Any:  # noqa: ANN401 - int or float, as the default
        value = data.get(key, default)
        fits = isinstance(value, int if isinstance(default, int) else int | float)
        if isinstance(value, bool) or not fits or not (value == default or low <= value <= high):
            raise self._error(f"{key} is a number from {low:g} to {high:g}, not {value!r:.60}")
        return value

    def _error(self, said: str) -> UsageError:
        mark = "" if said.endswith((".", "?")) else "."
        return UsageError(f"{self._where}: {said}{mark}")
