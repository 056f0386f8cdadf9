"""The commands of a scan: audit, and its four steps on their own."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from civiscope.audit.api import page_scripts, probes_of
from civiscope.audit.nothing_seen import nothing_seen
from civiscope.audit.recheck import not_seen_again
from civiscope.cli import baseline as baseline_commands
from civiscope.cli import ci as ci_commands
from civiscope.cli import gating as g
from civiscope.cli import more
from civiscope.cli import options as o
from civiscope.cli import reporting as r
from civiscope.cli import scan_options as v
from civiscope.cli.output_folder import EVIDENCE, check_room, folder_to_resume, remove_reports
from civiscope.cli.outputs import write_outputs
from civiscope.cli.progress import ScanProgress
from civiscope.config import Loaded
from civiscope.config.scan_options import ScanSettings
from civiscope.errors import InconclusiveError, Interrupted, UsageError
from civiscope.evidence import EvidenceReader
from civiscope.judge.engine import judge as judge_evidence
from civiscope.results import Results
from civiscope.results.file import NAME as RESULTS_NAME
from civiscope.results.file import read as read_results
from civiscope.results.file import write as write_results
from civiscope.rulebook import all_rules
from civiscope.rulebook.select import Rules
from civiscope.scan import scan as scan_site
from civiscope_ci.gate import file as gate_file
from civiscope_ci.gate.decision import GateDecision
from civiscope_reports import FORMATS, Context
from civiscope_reports.formats.terminal import short, summary
from civiscope_reports.text.plain import plain

app = typer.Typer(
    name="civiscope",
    help="Visit a public site as its citizens do, and say what breaks accessibility, privacy and "
    "security rules, with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog="Exit codes: 0 gate passed, 1 gate failed, 2 wrong use or configuration, "
    "3 inconclusive, 4 internal error, 130 interrupted.",
)
more.register(app)
app.add_typer(baseline_commands.baseline_app, name="baseline")
app.add_typer(ci_commands.ci_app, name="ci")


@app.callback(invoke_without_command=True)
def _civiscope(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version; with -v, of every engine, too."),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="With --version: of every engine, too.")
    ] = False,
) -> None:
    if version:
        more.show_version(verbose=verbose)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise UsageError("Name a command; `civiscope --help` lists them.")


@app.command()
def audit(
    targets: v.Targets = None,
    out: o.Out = None,
    config: o.ConfigFile = None,
    formats: o.Formats = None,
    framework: o.Frameworks = None,
    rule: o.Only = None,
    rulebook: o.Books = None,
    trust_rulebook: o.Trust = False,
    language: r.LanguageOption = None,
    layout: r.LayoutOption = None,
    earlier: r.EarlierOption = None,
    fail_on: o.FailOn = None,
    baseline: g.BaselineOption = None,
    waivers: g.WaiversOption = None,
    exit_zero: g.ExitZero = False,
    serve: g.Serve = None,
    ready_url: g.ReadyUrl = None,
    ready_timeout: g.ReadyTimeout = 120,
    max_pages: v.MaxPages = None,
    max_depth: v.MaxDepth = None,
    max_time: v.MaxTime = None,
    sample: v.Sample = None,
    seed: v.Seed = None,
    scope: v.ScopeOption = None,
    include: v.Include = None,
    exclude: v.Exclude = None,
    depth: v.DepthOption = None,
    privacy: v.PrivacyOption = None,
    privacy_pages: v.PrivacyPagesOption = None,
    ignore_robots: v.IgnoreRobots = False,
    no_sitemaps: v.NoSitemaps = False,
    delay: v.Delay = None,
    tabs: v.Tabs = None,
    page_timeout: v.PageTimeout = None,
    script_timeout: v.ScriptTimeout = None,
    header: v.HeaderOption = None,
    cookie: v.CookieOption = None,
    user: v.User = None,
    storage_state: v.StorageState = None,
    resolve: v.ResolveOption = None,
    ca: v.Ca = None,
    browser: v.Browser = None,
    user_agent: v.UserAgent = None,
    viewport: v.Viewport = None,
    screenshots: v.Screenshots = False,
    dns: v.Dns = False,
    resolver: v.Resolver = None,
    resume: v.Resume = False,
    force: o.Force = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    as_json: o.Json = False,
    debug: o.Debug = False,
) -> int:
    """Scan, judge, report and gate."""
    loaded = o.read_config(config)
    settings = _settings(loaded, locals())
    rules = o.read_rules(
        loaded.config, frameworks=framework, only=rule, folders=rulebook, trust=trust_rulebook
    )
    names = o.read_formats(formats, loaded.config)
    reporting = r.read_reporting(loaded.config, language, layout, earlier)
    gating = g.read_gating(
        loaded,
        policy=o.read_policy(fail_on, loaded.config.gate),
        baseline=baseline,
        waivers=waivers,
        known=lambda: g.rule_names(rules=all_rules(rules.books)),
    )
    folder = _out(out, loaded)
    if resume:
        folder, targets = folder_to_resume(targets, out, folder), None
    words = list(targets or loaded.config.scan.targets)
    with g.site_served(serve, ready_url, words, ready_timeout):
        evidence = _scan(
            "audit", targets, loaded, settings, rules, folder, force, resume, quiet, verbose
        )
        results = judge_evidence(evidence, rules.rules, rules.books)
        decision = gating.decide(results)
        if gating.baseline is not None and decision.against:
            console = Console(stderr=True)
            with ScanProgress(console, quiet=quiet, verbose=verbose) as progress:
                flaky = not_seen_again(
                    results, decision, rules, settings, evidence.folder, progress.listener
                )
            decision = gating.decide(results, flaky)
    files = write_outputs(
        results, decision, folder, names, reporting=reporting, exit_zero=exit_zero
    )
    gating.write_suggested(results, decision, folder)
    code = 0 if exit_zero else decision.exit_code
    told = reporting.context(folder)
    _show(results, decision, files, code, told, quiet=quiet, as_json=as_json)
    if decision.status == "inconclusive":
        _tell_nothing_seen(evidence)
    return code


@app.command()
def scan(
    targets: v.Targets = None,
    out: o.Out = None,
    config: o.ConfigFile = None,
    rulebook: o.Books = None,
    trust_rulebook: o.Trust = False,
    max_pages: v.MaxPages = None,
    max_depth: v.MaxDepth = None,
    max_time: v.MaxTime = None,
    sample: v.Sample = None,
    seed: v.Seed = None,
    scope: v.ScopeOption = None,
    include: v.Include = None,
    exclude: v.Exclude = None,
    depth: v.DepthOption = None,
    privacy: v.PrivacyOption = None,
    privacy_pages: v.PrivacyPagesOption = None,
    ignore_robots: v.IgnoreRobots = False,
    no_sitemaps: v.NoSitemaps = False,
    delay: v.Delay = None,
    tabs: v.Tabs = None,
    page_timeout: v.PageTimeout = None,
    script_timeout: v.ScriptTimeout = None,
    header: v.HeaderOption = None,
    cookie: v.CookieOption = None,
    user: v.User = None,
    storage_state: v.StorageState = None,
    resolve: v.ResolveOption = None,
    ca: v.Ca = None,
    browser: v.Browser = None,
    user_agent: v.UserAgent = None,
    viewport: v.Viewport = None,
    screenshots: v.Screenshots = False,
    dns: v.Dns = False,
    resolver: v.Resolver = None,
    resume: v.Resume = False,
    force: o.Force = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    debug: o.Debug = False,
) -> int:
    """Visit a site and keep what is seen; judge nothing."""
    loaded = o.read_config(config)
    settings = _settings(loaded, locals())
    rules = o.read_rules(loaded.config, folders=rulebook, trust=trust_rulebook)
    folder = _out(out, loaded)
    if resume:
        folder, targets = folder_to_resume(targets, out, folder), None
    evidence = _scan(
        "scan", targets, loaded, settings, rules, folder, force, resume, quiet, verbose
    )
    pages = sum(entry.kind == "page" for entry in evidence.entries)
    if not quiet:
        kept = "1 page is" if pages == 1 else f"{pages} pages are"
        print(
            f"{kept} kept in {evidence.folder}; judge them with `civiscope judge {folder}`.",
            file=sys.stderr,
        )
    return InconclusiveError.exit_code if _tell_nothing_seen(evidence) else 0


@app.command()
def judge(
    evidence: Annotated[
        Path,
        typer.Argument(metavar="EVIDENCE", help="Evidence folder of a scan, or its output folder."),
    ],
    out: o.Out = None,
    config: o.ConfigFile = None,
    framework: o.Frameworks = None,
    rule: o.Only = None,
    rulebook: o.Books = None,
    trust_rulebook: o.Trust = False,
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """Apply the rules to stored evidence; needs no browser and no network."""
    loaded = o.read_config(config)
    rules = o.read_rules(
        loaded.config, frameworks=framework, only=rule, folders=rulebook, trust=trust_rulebook
    )
    reader = EvidenceReader(evidence)
    results = judge_evidence(reader, rules.rules, rules.books)
    path = (out or reader.folder.parent) / RESULTS_NAME
    write_results(results, path)
    if not quiet:
        print(f"The results are in {path}.", file=sys.stderr)
    return 0


@app.command()
def report(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="results.json, or the folder that holds it.")
    ],
    out: o.Out = None,
    config: o.ConfigFile = None,
    formats: o.Formats = None,
    language: r.LanguageOption = None,
    layout: r.LayoutOption = None,
    earlier: r.EarlierOption = None,
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """Write reports of results."""
    loaded = o.read_config(config)
    names = o.read_formats(formats, loaded.config)
    reporting = r.read_reporting(loaded.config, language, layout, earlier)
    found = read_results(results)
    home = results if results.is_dir() else results.parent
    context, folder = reporting.context(home), out or home
    for name in reporting.formats(names):
        path = folder / FORMATS[name].file_name
        FORMATS[name].write(found, path, context)
        if not quiet:
            print(path)
    return 0


@app.command()
def gate(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="results.json, or the folder that holds it.")
    ],
    out: o.Out = None,
    config: o.ConfigFile = None,
    fail_on: o.FailOn = None,
    baseline: g.BaselineOption = None,
    waivers: g.WaiversOption = None,
    exit_zero: g.ExitZero = False,
    quiet: o.Quiet = False,
    as_json: o.Json = False,
    debug: o.Debug = False,
) -> int:
    """Decide whether results may pass, and say why."""
    loaded = o.read_config(config)
    policy = o.read_policy(fail_on, loaded.config.gate)
    found = read_results(results)
    gating = g.read_gating(
        loaded, policy=policy, baseline=baseline, waivers=waivers, known=lambda: g.rule_names(found)
    )
    decision = gating.decide(found)
    folder = out or (results if results.is_dir() else results.parent)
    gate_file.write(decision, folder / gate_file.NAME, exit_zero=exit_zero)
    gating.write_suggested(found, decision, folder)
    if as_json:
        sys.stdout.buffer.write(gate_file.to_bytes(decision, exit_zero=exit_zero))
    elif not quiet:
        for sentence in decision.sentences:
            print(plain(sentence, 1000))
    return 0 if exit_zero else decision.exit_code


def _settings(loaded: Loaded, given: dict[str, Any]) -> ScanSettings:
    if given["resume"]:
        _refuse_new_settings(given)
    if given["scope"] is not None:
        o.choice("scope", given["scope"], ["host", "domain", "path"])
    if given["depth"] is not None:
        o.choice("depth", given["depth"], ["quick", "standard", "deep"])
    if given["privacy"] is not None:
        o.choice("privacy", given["privacy"], ["off", "start", "templates"])
    names = (
        *("max_pages", "max_depth", "max_time", "sample", "seed", "scope", "include", "exclude"),
        *("depth", "delay", "tabs", "page_timeout", "script_timeout", "user", "storage_state"),
        *("ca", "browser", "user_agent", "resolver", "privacy", "privacy_pages"),
    )
    values = {name: given[name] for name in names}
    values["headers"] = o.parse_headers(given["header"])
    values["cookies"] = given["cookie"]
    values["resolve"] = o.parse_resolve(given["resolve"])
    values["viewport"] = o.parse_viewport(given["viewport"])
    values["ignore_robots"] = ["*"] if given["ignore_robots"] else None
    values["sitemaps"] = False if given["no_sitemaps"] else None
    values["screenshots"] = True if given["screenshots"] else None
    values["dns"] = True if given["dns"] else None
    return o.read_settings(loaded, values)


def _refuse_new_settings(given: dict[str, Any]) -> None:
    """A scan keeps the settings it began with; its results name them."""
    of_the_scan = (
        *("max_pages", "max_depth", "max_time", "sample", "seed", "scope", "include", "exclude"),
        *("depth", "ignore_robots", "no_sitemaps", "delay", "page_timeout", "script_timeout"),
        *("privacy", "privacy_pages", "resolve", "user_agent", "viewport", "screenshots", "dns"),
    )
    for name in of_the_scan:
        if given[name]:
            option = name.replace("_", "-")
            raise UsageError(
                f"--resume goes on with the settings that the scan had; leave --{option} out."
            )


def _out(given: Path | None, loaded: Loaded) -> Path:
    if given is not None:
        return given
    return Path(loaded.config.out) if loaded.config.out else o.DEFAULT_OUT


def _scan(
    command: str,
    targets: Sequence[str] | None,
    loaded: Loaded,
    settings: ScanSettings,
    rules: Rules,
    folder: Path,
    force: bool,
    resume: bool,
    quiet: bool,
    verbose: bool,
) -> EvidenceReader:
    words = list(targets or loaded.config.scan.targets)
    if not resume:
        check_room(folder, force=force)
    begun: list[str] = []

    def clear() -> None:
        begun.append("begun")
        remove_reports(folder)

    console = Console(stderr=True)
    try:
        with ScanProgress(console, quiet=quiet, verbose=verbose) as progress:
            return asyncio.run(
                scan_site(
                    words,
                    settings,
                    folder / EVIDENCE,
                    scripts=page_scripts(rules.rules),
                    probes=probes_of(rules.rules),
                    force=force,
                    resume=resume,
                    listener=replace(progress.listener, begun=clear),
                )
            )
    except KeyboardInterrupt:
        if not (begun or resume):
            raise
        raise Interrupted(
            f"Interrupted; what was seen is kept in {folder}. "
            f"Go on with `civiscope {command} --resume {folder}`."
        ) from None


def _tell_nothing_seen(evidence: EvidenceReader) -> bool:
    sentence = nothing_seen(evidence)
    if sentence:
        print(f"civiscope: {plain(sentence, 1000)}", file=sys.stderr)
    return bool(sentence)


def _show(
    results: Results,
    decision: GateDecision,
    files: Sequence[Path],
    code: int,
    context: Context,
    *,
    quiet: bool,
    as_json: bool,
) -> None:
    if as_json:
        said = short(results, decision, code, files, context)
        states = dict(sorted(decision.comparison.counts.items()))
        print(json.dumps(said | {"states": states}, indent=2))
    elif not quiet:
        summary(results, decision, Console(), files, context)
