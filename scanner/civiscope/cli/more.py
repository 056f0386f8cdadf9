"""Commands around a scan: frameworks and schema."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from civiscope.cli import options as o
from civiscope.journeys.grammar import journey_schema
from civiscope.results.file import schema as results_schema
from civiscope.rulebook import load_rulebooks
from civiscope.suggestions import unknown


def frameworks(
    rulebook: o.Books = None, trust_rulebook: o.Trust = False, debug: o.Debug = False
) -> int:
    """List the frameworks that rules can be chosen by."""
    books = load_rulebooks(rulebook or (), trust_python=trust_rulebook)
    found = [framework for book in books for framework in book.frameworks]
    width = max((len(framework.id) for framework in found), default=0)
    for framework in found:
        print(f"{framework.id:<{width}}  {framework.title}")
    return 0


def schema(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which schema: results or journey.")
    ] = "results",
    debug: o.Debug = False,
) -> int:
    """Print the JSON Schema of a file."""
    schemas = {"results": results_schema, "journey": journey_schema}
    if name not in schemas:
        raise unknown("schema", name, schemas, "civiscope schema --help")
    print(json.dumps(schemas[name](), indent=2))
    return 0
