"""Read a repository: each file into facts, then what only all of them together tell."""

from __future__ import annotations

import ast
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from civiscope.model.source import (
    Source,
    SourceFacts,
    SourceKind,
    SourceSetting,
    SourceTree,
)
from civiscope.source.bandit import NO_EXTRA, BanditAnswers, bandit_version, run_bandit
from civiscope.source.dependencies import names_dependencies, read_dependencies
from civiscope.source.dialects import dialect_of
from civiscope.source.frameworks import read_lines
from civiscope.source.javascript import read_javascript
from civiscope.source.nginx import UnreadableSyntaxError, read_nginx
from civiscope.source.python_settings import read_python
from civiscope.source.source_maps import is_source_map, read_source_map
from civiscope.source.templates import can_read_templates, read_template
from civiscope.source.walk import SourceWalk, role_of, text_of
from civiscope.source.web_servers import (
    read_apache,
    read_headers_file,
    read_host_json,
    read_netlify_toml,
    read_web_config,
)

MAX_CODE_BYTES = 500_000
"""Larger files of scripts are bundles that tools made."""
_SCRIPTS = frozenset({".js", ".mjs", ".cjs", ".ts", ".mts"})
_LINES = frozenset({".rb", ".php", ".java", ".kt", ".cs", ".yml", ".yaml", ".properties"})
_TEMPLATES = frozenset(
    {
        ".html", ".htm", ".xhtml", ".jinja", ".jinja2", ".j2", ".njk", ".nunjucks", ".twig",
        ".erb", ".rhtml", ".ejs", ".hbs", ".handlebars", ".mustache", ".vue", ".svelte", ".jsx",
        ".tsx", ".phtml", ".liquid", ".php",
    }
)  # fmt: skip
_NGINX = re.compile(
    r"^\s*(server|http|location|upstream|add_header|proxy_pass|listen)\b[^=\n]*[;{]", re.M
)
_APACHE = re.compile(
    r"^\s*(<VirtualHost|<Directory|<IfModule|Header\s|Options\s|RewriteEngine|ServerTokens|ServerName)",
    re.M,
)
_BUILT = re.compile(r"(\.min\.|[.-]bundle\.|\.chunk\.|-[0-9a-f]{8,}\.)", re.IGNORECASE)

OnSource = Callable[[str, int], None]
"""Told of each file that is read, and how many were met so far."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What is to be read."""

    bandit: bool = True
    on_file: OnSource = lambda _name, _seen: None


def read_tree(folder: Path, options: ReadOptions | None = None) -> SourceTree:
    """Return what a repository says of its site. Raises UsageError when it is not a folder."""
    options = options or ReadOptions()
    walk = SourceWalk.of(folder)
    files: list[Source] = []
    for name, path in walk.files():
        if not is_read(name):
            continue
        content = walk.read(name, path)
        if content is None:
            continue
        options.on_file(name, walk.seen)
        source = read_file(name, content)
        if source is not None:
            files.append(source)
    python = [each.path for each in files if each.path.endswith(".py")]
    answers = run_bandit(folder, python) if options.bandit else BanditAnswers()
    files = [_with_bandit(each, answers) for each in across_files(files)]
    gaps = [*walk.gaps(), *answers.gaps]
    if not (can_read_templates() and bandit_version()):
        gaps.append(NO_EXTRA)
    return SourceTree(
        folder=folder.name or folder.resolve().name,
        files=tuple(each for each in files if _says_something(each)),
        seen=walk.seen,
        gaps=tuple(gaps),
        bandit=answers.version,
        silenced=answers.silenced,
    )


def is_read(path: str) -> bool:
    """Say whether a file of that name may say something of a site."""
    pure = PurePosixPath(path)
    ending = pure.suffix.lower()
    if is_source_map(path):
        return True
    if _BUILT.search(pure.name) or pure.name.endswith(".d.ts"):
        return False
    return (
        ending == ".py"
        or ending in _TEMPLATES | _SCRIPTS | _LINES
        or _server_file(path) != ""
        or names_dependencies(path)
        or pure.name.lower().startswith("appsettings")
    )


def _server_file(path: str) -> str:
    """Return which server or host a file speaks to, by its name; `conf` where the text tells."""
    name = PurePosixPath(path).name.lower()
    by_name = {
        "_headers": "headers",
        "netlify.toml": "netlify",
        "staticwebapp.config.json": "azure",
        "routes.json": "azure",
        "vercel.json": "vercel",
        "firebase.json": "firebase",
        "web.config": "iis",
        ".htaccess": "apache",
    }
    if name in by_name:
        return by_name[name]
    bare = re.sub(r"\.(template|tmpl|j2|erb|example|conf)$", "", name)
    if name.endswith((".conf", ".vhost", ".nginx")) or bare in {"nginx", "httpd", "apache2"}:
        return "conf"
    return "conf" if re.search(r"\.conf\.(template|tmpl|j2|erb)$", name) else ""


def read_file(path: str, content: bytes) -> Source | None:
    """Return what one file says; None when it is no text or says nothing by its kind."""
    text = text_of(content)
    if text is None:
        return None
    source = Source(path, _kind(path), role=role_of(path))
    if len(content) > MAX_CODE_BYTES and PurePosixPath(path).suffix.lower() in _SCRIPTS:
        return None
    try:
        facts = _facts(path, text, content)
    except (RecursionError, MemoryError):
        return replace(source, error="It is nested too deep to be read.")
    except (ValueError, SyntaxError) as error:
        return replace(source, error=_why(error))
    return replace(source, facts=facts)


def _why(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        line = f", line {error.lineno}" if error.lineno else ""
        return f"It is not Python that this version reads{line}: {error.msg}."
    told = str(error).strip().rstrip(".")[:200]
    if isinstance(error, UnreadableSyntaxError):
        return f"It cannot be read. {told}."
    return f"It cannot be read: {told}."


def _kind(path: str) -> SourceKind:
    ending = PurePosixPath(path).suffix.lower()
    if path.endswith(".py") or ending in _SCRIPTS | {".rb", ".java", ".kt", ".cs"}:
        return "script"
    if _server_file(path) or names_dependencies(path) or ending in {".yml", ".yaml", ".properties"}:
        return "settings"
    return "template" if ending in _TEMPLATES else "settings"


def _facts(path: str, text: str, content: bytes) -> SourceFacts:
    ending = PurePosixPath(path).suffix.lower()
    if is_source_map(path):
        return SourceFacts(form="source-map", built_from=read_source_map(path, text))
    if path.endswith(".py"):
        with warnings.catch_warnings():
            # What a compiler warns of in the code of others is nothing to us.
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        return SourceFacts(form="python", settings=read_python(path, text, tree))
    if names_dependencies(path):
        return SourceFacts(form="dependencies", dependencies=read_dependencies(path, text))
    if server := _server_file(path):
        return SourceFacts(form=server, settings=_server_settings(server, text, content))
    if ending in _SCRIPTS:
        return SourceFacts(form="javascript", settings=read_javascript(text))
    facts = SourceFacts()
    dialect = dialect_of(path, text) if ending in _TEMPLATES else None
    if dialect is not None and can_read_templates():
        facts = read_template(text, dialect)
    return replace(facts, form=facts.form or ending[1:], settings=read_lines(path, text))


def _server_settings(server: str, text: str, content: bytes) -> tuple[SourceSetting, ...]:
    if server == "headers":
        return read_headers_file(text)
    if server == "netlify":
        return read_netlify_toml(text)
    if server in {"azure", "vercel", "firebase"}:
        return read_host_json(text, server)
    if server == "iis":
        return read_web_config(content, text)
    if server == "apache" or (_APACHE.search(text) and not _NGINX.search(text)):
        return read_apache(text)
    return read_nginx(text) if _NGINX.search(text) else ()


def across_files(files: Sequence[Source]) -> list[Source]:
    """Return *files* with doubt where another file may decide.

    Django's settings are often made of several files; only that of production, or an only one,
    says what holds.
    """
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in files:
        if each.role != "test":
            for setting in each.facts.settings:
                if setting.framework in {"django", "flask"} and setting.where != "call":
                    by_name[_package(each.path), setting.name].add(each.path)
    return [_with_doubt(each, by_name) for each in files]


def _package(path: str) -> str:
    """Return the folder that settings files of one site share."""
    folder = PurePosixPath(path).parent
    return str(folder.parent if folder.name in {"settings", "config", "conf"} else folder)


_FINAL = re.compile(r"prod|live|deploy", re.IGNORECASE)


def _with_doubt(source: Source, by_name: dict[tuple[str, str], set[str]]) -> Source:
    if not source.facts.settings or _FINAL.search(PurePosixPath(source.path).name):
        return source
    package = _package(source.path)
    settings = tuple(
        replace(each, known=False, why="overridden")
        if each.known
        and each.where != "call"
        and each.framework in {"django", "flask"}
        and len(by_name[package, each.name]) > 1
        else each
        for each in source.facts.settings
    )
    return replace(source, facts=replace(source.facts, settings=settings))


def _with_bandit(source: Source, answers: BanditAnswers) -> Source:
    found = answers.found.get(source.path, ())
    failed = answers.failed.get(source.path)
    facts = source.facts
    if found:
        facts = replace(facts, bandit=tuple(sorted(found, key=lambda each: (each.line, each.test))))
    if answers.version and not failed and source.path.endswith(".py"):
        facts = replace(facts, bandit_ran=True)
    if failed and not source.error:
        facts = replace(facts, gaps=(*facts.gaps, f"bandit could not check it: {failed}."))
    return replace(source, facts=facts)


def _says_something(source: Source) -> bool:
    facts = source.facts
    return bool(
        source.error
        or facts.elements
        or facts.settings
        or facts.bandit
        or facts.dependencies
        or facts.built_from
        or facts.gaps
        or source.path.endswith(".py")
    )


def read_files(files: Iterable[tuple[str, str]]) -> list[Source]:
    """Return what files that are given as texts say, for tests and examples of rules."""
    read = [read_file(path, text.encode()) for path, text in files]
    return across_files([each for each in read if each is not None])
