"""The pipelines that are printed are whole, and use only what there is."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.scanner.cli.conftest import Call
from typer.main import get_command

from civiscope.cli.app import app
from civiscope_ci.systems.pipelines import PIPELINES, pipeline
from civiscope_reports import FORMATS

ROOT = Path(__file__).parents[3]
CHECK_JSONSCHEMA = Path(sys.executable).with_name("check-jsonschema")
SCHEMAS = {
    "azure": "azure-pipelines",
    "circleci": "circle-ci",
    "github": "github-workflows",
    "github-comment": "github-workflows",
    "gitlab": "gitlab-ci",
}
"""The schema that check-jsonschema brings along, for each pipeline in YAML."""
BASH = shutil.which("bash") or "/bin/bash"


@pytest.mark.parametrize("name", PIPELINES)
def test_a_pipeline_is_printed_as_it_is_kept(call: Call, name: str) -> None:
    ran = call("ci", name)

    assert (ran.code, ran.out) == (0, pipeline(name))
    assert ran.out.endswith("\n")


def test_pipelines_are_found_by_their_folders_and_say_where_they_go() -> None:
    found = {name: (each.source, each.file) for name, each in PIPELINES.items()}

    assert found["gitlab"] == ("gitlab/pipeline.yml", ".gitlab-ci.yml")
    assert found["github-comment"] == (
        "github/comment.yml",
        ".github/workflows/civiscope-comment.yml",
    )
    assert found["jenkins"] == ("jenkins/pipeline.groovy", "Jenkinsfile")
    assert {source for source, _ in found.values()} == {
        f"{path.parent.name}/{path.name}"
        for path in (ROOT / "ci" / "civiscope_ci" / "systems").glob("*/*")
        if path.suffix not in {".py", ".pyc"} and path.is_file()
    }


@pytest.mark.parametrize("name", [n for n, p in PIPELINES.items() if p.source.endswith(".yml")])
def test_a_pipeline_in_yaml_is_a_mapping(name: str) -> None:
    assert isinstance(yaml.safe_load(pipeline(name)), dict)


@pytest.mark.skipif(
    not CHECK_JSONSCHEMA.is_file(), reason="it comes with the packages for development"
)
def test_pipelines_and_the_action_are_as_the_schemas_of_their_systems_ask(tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.yml" for name in PIPELINES if name in SCHEMAS}
    for name, path in files.items():
        path.write_text(pipeline(name), encoding="utf-8")

    said = {name: _checked(SCHEMAS[name], path) for name, path in files.items()}
    said["action"] = _checked("github-actions", ROOT / "action.yml")
    said["compose"] = _checked("compose-spec", ROOT / "compose.yml")
    said["fleet"] = _checked("compose-spec", ROOT / "docker" / "fleet.yml")

    assert {name: text for name, text in said.items() if text} == {}


@pytest.mark.parametrize("name", PIPELINES)
def test_options_formats_and_files_in_a_pipeline_exist(name: str) -> None:
    text = pipeline(name)
    root: Any = get_command(app)
    options = {o for p in root.commands["audit"].params for o in p.opts} | {"--quiet", "--commit"}
    named = {word for line in _commands(text) for word in re.findall(r"(?<=\s)--[a-z-]+", line)}
    formats = {f for found in re.findall(r"--format ([\w,-]+)", text) for f in found.split(",")}
    files = set(re.findall(r"civiscope-out/([\w.-]+\.\w+)", text))
    known = {each.file_name for each in FORMATS.values()} | {
        *("results.json", "gate.json", "baseline.suggested.json")
    }

    assert named - options == set()
    assert formats - set(FORMATS) == set()
    assert files - known == set()


def test_jenkins_publishes_the_report_that_its_policy_lets_work() -> None:
    text = pipeline("jenkins")
    shown = re.findall(r"reportDir: 'civiscope-out/(\S+)', reportFiles: '(\S+)'", text)

    assert ["/".join(each) for each in shown] == [FORMATS["html-folder"].file_name]
    assert "--format html-folder," in text


def test_azure_shows_the_summary_that_it_asks_for() -> None:
    text = pipeline("azure")
    shown = re.findall(r"task\.uploadsummary\]\$PWD/civiscope-out/(\S+)\"", text)

    assert shown == [FORMATS["markdown"].file_name]
    assert re.search(r"--format \S*\bmarkdown\b", text)


@pytest.mark.parametrize(
    "path", [ROOT / "docker" / "entrypoint", ROOT / "docker" / "schedule"], ids=lambda p: p.name
)
def test_scripts_of_the_image_can_be_run(path: Path) -> None:
    assert path.stat().st_mode & 0o111
    _parses(path.read_text(encoding="utf-8"), "--posix")


def test_the_image_is_built_from_everything_that_the_build_reads() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line[1:] for line in lines if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    told = project["project"]
    hook = ast.parse((ROOT / "hatch_build.py").read_text(encoding="utf-8"))
    of_npm = next(
        ast.literal_eval(each.value)
        for each in hook.body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "NPM_FILES"
    )
    read = {"pyproject.toml", "hatch_build.py", "requirements", "docker", told["readme"]}
    read |= {*of_npm, *told.get("license-files", ()), *(each.split("/")[0] for each in packages)}

    assert read - sent == set()
    assert {name for name in sent if not (ROOT / name).exists()} == set()


def test_the_shell_script_parses() -> None:
    _parses(pipeline("shell"))


def test_the_schedule_refuses_a_time_that_is_none(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [str(ROOT / "docker" / "schedule")],
        env={"CIVISCOPE_TARGET": "https://www.example.gov/", "CIVISCOPE_AT": "24:00", "HOME": "/"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (done.returncode, done.stderr) == (
        2,
        "civiscope: CIVISCOPE_AT is '24:00'; give an hour and a minute, as 02:30.\n",
    )


def test_the_compose_file_runs_the_schedule_without_privileges() -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))
    service = compose["services"]["civiscope"]

    assert service["command"] == ["schedule"]
    assert service["cap_drop"] == ["ALL"]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["civiscope"]


def test_a_fleet_runs_commands_that_there_are_with_time_to_end() -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "docker/fleet.yml").read_text("utf-8"))
    parts = yaml.safe_load_all((ROOT / "docker/kubernetes/fleet.yml").read_text(encoding="utf-8"))
    pods = [
        part["spec"]["template"]["spec"] for part in parts if "template" in part.get("spec", {})
    ]
    containers = [
        each for pod in pods for each in [*pod.get("initContainers", []), *pod["containers"]]
    ]
    used = [each["command"] for each in compose["services"].values() if "command" in each]
    used += [each["args"] for each in containers if "args" in each]

    known = re.findall(r"^## civiscope (.+)$", (ROOT / "docs/cli.md").read_text("utf-8"), re.M)
    options = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    for words in used:
        names = [word for word in words if not word.startswith("-") and not word.isdecimal()]
        assert " ".join(names) in known
        assert all(word in options for word in words if word.startswith("-"))
    assert "watch worker" in {" ".join(words[:2]) for words in used}
    # Longer than the half minute that a scan has to end in when its worker is stopped.
    [worker] = [pod for pod in pods if "worker" in pod["containers"][0].get("args", [])[:2]]
    assert worker["terminationGracePeriodSeconds"] > 60
    assert compose["services"]["worker"]["stop_grace_period"] == "60s"
    assert all("image" in each for each in containers)


def _commands(text: str) -> list[str]:
    """Return the lines that run civiscope or gather its options."""
    joined = re.sub(r"\n {6,}(?=--|\$\()", " ", text)
    marks = ("civiscope audit", "civiscope ci", "options=(", "options+=(", "set -- ")
    return [
        line
        for line in joined.splitlines()
        if any(mark in line for mark in marks) and not line.lstrip().startswith("#")
    ]


def _checked(schema: str, path: Path) -> str:
    """Return what is wrong with the file at *path*; empty when nothing is."""
    done = subprocess.run(  # noqa: S603 - a tool of our lock file, on files of our own
        # Azure's schema has patterns that are none when read as Unicode.
        [
            str(CHECK_JSONSCHEMA),
            "--regex-variant=nonunicode",
            f"--builtin-schema=vendor.{schema}",
            str(path),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def _parses(script: str, *options: str) -> None:
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [BASH, *options, "-n"],
        input=script,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
