"""The command line: arguments, progress and exit codes. Decides nothing; heavy modules are imported by the command used.

Exit codes: 0 clean, 1 discrepancies (the package is written), 2 usage or configuration, 3 evidence that could not be
read under --strict, 4 output failed validation (nothing is published).
"""

import argparse
import gc
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.absorb_cli import add_absorb_arguments
from generator.collect_cli import add as add_sources
from generator.collect_cli import utc_now
from generator.convert_cli import add_convert_arguments, add_format_argument, run_convert
from generator.diff_cli import add_arguments as add_diff_arguments
from generator.errors import ConfigError, GeneratorError
from generator.export_cli import add_export_arguments, add_verify_arguments
from generator.monitor_cli import add_arguments as add_monitor_arguments
from generator.printed import say
from generator.status_cli import add_status_arguments
from generator.template_cli import add_arguments as add_template_arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.evidence_reading import Progress

OK, DISCREPANCIES, USAGE, INCOMPLETE, INVALID = range(5)

_DESCRIPTION = """Turns evidence about a containerised system into its authorization package:
OSCAL JSON, inventory and POA&M workbooks, SSP appendix, and a cross-check of scans, diagrams and inventory."""


_FINAL = "refuse while a mandatory cell of the inventory is blank or a control of the baseline is not approved"


def command() -> None:
    """The installed command: `main`, then the end of the process without taking its records apart one by one."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # NOTE: freeing millions of records at exit costs a tenth of a large build; every file is closed by now.
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    collecting = gc.isenabled()
    # NOTE: a command lives for seconds and its records hold no cycles, while the collector would walk millions of them.
    gc.disable()
    try:
        return _run(options)
    finally:
        if collecting:
            gc.enable()


def _run(options: argparse.Namespace) -> int:
    try:
        return int(options.run(options))
    except GeneratorError as error:
        say(f"atopack: {error.diagnostics()}", to=sys.stderr)
        return error.exit_code
    except OSError as error:
        where = f"\n  where: {error.filename}" if error.filename else ""
        say(f"atopack: {error.strerror or error}{where}", to=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        say("atopack: stopped; nothing was published", to=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="atopack", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"atopack {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    demo = _command(commands, "demo", _demo, "build the sample system: the first minute of a newcomer")
    demo.add_argument("folder", nargs="?", type=Path, default=Path("atopack-demo"), metavar="DIR")
    demo.add_argument("--as-of", type=_day, default=date(2026, 11, 20), metavar="DATE", help="default: the sample's own day")

    init = _command(commands, "init", _init, "make a new workspace, with comments that explain every key")
    init.add_argument("folder", type=Path, metavar="DIR")

    collect = commands.add_parser("collect", help="live systems -> evidence/, raw, hashed, with a sidecar")
    add_sources(collect, _progress)

    inspect = _command(commands, "inspect", _inspect, "what is in this file?")
    inspect.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    inspect.add_argument("--json", action="store_true", help="one JSON object a line")

    compare = _command(commands, "compare", _compare, "drawn against running: a diagram beside a cluster")
    compare.add_argument("diagram", type=Path, metavar="DIAGRAM", help="the drawn file")
    compare.add_argument("cluster", nargs="+", type=Path, metavar="CLUSTER", help="dumps or manifests: files and folders")
    compare.add_argument("--mapping", type=Path, metavar="FILE", help="decisions, as in decisions/diagram-mapping.yaml")
    compare.add_argument("--json", action="store_true", help="one JSON object")

    _match_command(commands)

    check = _command(commands, "check", _check, "cross-check only: do scans, diagrams and inventory tell one story?")
    _workspace_arguments(check)

    checks = _command(commands, "checks", _checks, "list every check with its controls and source")
    checks.add_argument("--json", action="store_true", help="one JSON object a line")

    build = _command(commands, "build", _build, "write the package")
    _workspace_arguments(build)
    build.add_argument("--final", action="store_true", help=_FINAL)
    build.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="default: ./output")
    add_format_argument(build)

    export = _command(commands, "export", _export, "the bag that an assessor checks without us")
    _workspace_arguments(export)
    add_export_arguments(export)

    verify = _command(commands, "verify", _verify, "is this bag or package what it was when it was made?")
    add_verify_arguments(verify)

    accept = _command(commands, "accept", _accept, "this package was handed in: the next one carries over from it")
    accept.add_argument("package", type=Path, metavar="PACKAGE", help="the folder with manifest.json")
    accept.add_argument("--workspace", type=Path, default=Path(), metavar="DIR", help="default: this folder")
    accept.add_argument("--draft", action="store_true", help="also where mandatory cells were still blank")

    monitor = _command(commands, "monitor", _monitor, "running images against scans and POA&M: alerts, and a record")
    add_monitor_arguments(monitor, _day)

    diff = _command(commands, "diff", _diff, "what opened, closed, changed and became late between two packages")
    add_diff_arguments(diff)

    _narrative_commands(commands)

    _content_commands(commands)
    _diagram_commands(commands)

    imported = _command(commands, "import-ssp", _import_ssp, "another producer's plan or components: what is inherited from it")
    imported.add_argument("file", type=Path, metavar="FILE", help="OSCAL: JSON, XML or YAML")
    imported.add_argument("--workspace", type=Path, default=Path(), metavar="DIR", help="default: this folder")

    _oscal_commands(commands)
    add_template_arguments(
        _command(commands, "template", _template, "Word and Excel templates of yours: list, copy ours, check")
    )
    _command(commands, "doctor", _doctor, "what is missing on this machine, and what it is needed for")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
    parser.set_defaults(run=run)
    return parser


def _match_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    match = _command(commands, "match", _match, "say what drawn shapes are that nothing was found for, and keep it")
    _workspace_arguments(match)
    match.add_argument("--list", action="store_true", help="only list them with suggestions, one JSON object a line")
    match.add_argument("--set", action="append", default=[], metavar="DRAWN=WORKLOAD", help="decide without being asked")
    match.add_argument("--nothing", action="append", default=[], metavar="DRAWN", help="it stands for nothing that runs")
    match.add_argument("--reviewed-by", metavar="NAME", help="who decides: written beside each decision")


def _content_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "public data that the package rests on: NVD, CISA's KEV, EPSS, NIST SP 800-53, DISA's STIGs"
    content = commands.add_parser("content", help=text, description=f"{text[:1].upper()}{text[1:]}.")
    actions = content.add_subparsers(title="actions", metavar="ACTION", required=True)
    add = _command(actions, "add", _content_add, "add or renew content from files, or from https addresses")
    add.add_argument("name", metavar="NAME", help="nvd, kev, epss, nist-800-53 or disa-stig")
    add.add_argument("sources", nargs="+", metavar="FILE|URL", help="as its publisher has it; .gz and .zip as well")
    shown = _command(actions, "list", _content_list, "what was added, and how old it is")
    for parser in (add, shown):
        parser.add_argument("--workspace", type=Path, default=Path(), metavar="DIR", help="default: this folder")


def _diagram_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "draw what runs; put the ids of workloads into the team's own drawings"
    diagrams = commands.add_parser("diagrams", help=text, description=f"{text[:1].upper()}{text[1:]}.")
    actions = diagrams.add_subparsers(title="actions", metavar="ACTION", required=True)
    draw = _command(
        actions, "draw", _draw, "pictures of a cluster, as SVG and for draw.io, beside a diagram where you name one"
    )
    draw.add_argument("cluster", nargs="+", type=Path, metavar="CLUSTER", help="dumps or manifests: files and folders")
    draw.add_argument("--diagram", type=Path, metavar="FILE", help="the drawn file: what differs is marked")
    draw.add_argument("--mapping", type=Path, metavar="FILE", help="decisions, as in decisions/diagram-mapping.yaml")
    draw.add_argument("--name", default="System", metavar="TEXT", help="what the system is called in the pictures")
    draw.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="the day written on them; default: today")
    draw.add_argument("--output", type=Path, default=Path("pictures"), metavar="DIR", help="default: ./pictures")

    text = "write each matched workload's id into its shape (draw.io files), so that the next match needs no names"
    write = _command(actions, "write-ids", _write_ids, text)
    write.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the folder with system.yaml")
    write.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="compare as of this day; default: today")
    write.add_argument("--dry-run", action="store_true", help="say what would be written, and change nothing")


def _oscal_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    validate = _command(commands, "validate", _validate, "check OSCAL of any producer: schema, references, allowed values")
    validate.add_argument("files", nargs="*", type=Path, metavar="FILE", help="JSON, XML or YAML")
    validate.add_argument("--rules", action="store_true", help="list FedRAMP's constraints: judged, or why not")
    validate.add_argument("--version", dest="oscal_version", metavar="X.Y.Z", help="judge by this OSCAL version")
    validate.add_argument("--json", action="store_true", help="one JSON object a line")
    text = "OSCAL of any producer in another form: JSON, XML or YAML"
    add_convert_arguments(_command(commands, "convert", run_convert, text))


def _narrative_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add_absorb_arguments(_command(commands, "absorb", _absorb, "merge an edited Appendix A back into narratives/"))
    text = "what is generated, written, reviewed, approved and missing, by family"
    add_status_arguments(_command(commands, "status", _status, text), _day)


def _workspace_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the folder with system.yaml")
    parser.add_argument(
        "--as-of", type=_day, default=None, metavar="DATE", help="the day the package speaks of; default: today"
    )
    parser.add_argument("--strict", action="store_true", help="end with 3 when any evidence could not be read or used")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-11-20") from error
    if not 1970 <= day.year < 3000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day between 1970 and 2999")
    return day


def _as_of(options: argparse.Namespace) -> date:
    return options.as_of or _today()


def _today() -> date:
    """The only place where the clock is read."""
    return datetime.now(UTC).date()


def _cache() -> Path | None:
    """Where derived schemas are kept between runs; None where there is no home folder to keep them in."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(chosen) if chosen else Path.home() / ".cache") / "atopack"
    except RuntimeError:
        return None


def _demo(options: argparse.Namespace) -> int:
    from generator.resources import copy_missing, data

    folder: Path = options.folder
    workspace = folder / "parcel-tracker"
    if workspace.exists() and not (workspace / "system.yaml").is_file():
        raise ConfigError("the folder is in use", where=str(workspace), next_step="name another folder: atopack demo DIR")
    if not workspace.exists():
        copy_missing(data("samples") / "parcel-tracker", workspace)
    options.workspace, options.output, options.strict, options.final = workspace, folder / "output", False, False
    options.formats = []
    code = _build(options)
    say(f"\nThe sample is yours to change: edit {workspace}, then run\n  atopack build {workspace} --output {options.output}")
    return OK if code == DISCREPANCIES else code


def _init(options: argparse.Namespace) -> int:
    from generator.resources import copy_missing, data

    folder: Path = options.folder
    if (folder / "system.yaml").exists():
        raise ConfigError("there is a system.yaml already", where=str(folder), next_step="it is yours: edit it")
    copy_missing(data("templates") / "workspace", folder)
    for name in ("evidence/cluster", "evidence/scans", "evidence/pipelines", "diagrams", "narratives", "decisions", "previous"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    say(
        f"{folder} is ready. Put evidence into its folders, fill in system.yaml as far as you know, then run\n"
        f"  atopack build {folder}"
    )
    return OK


def _compare(options: argparse.Namespace) -> int:
    from generator.compare_cli import run

    return run(options)


def _draw(options: argparse.Namespace) -> int:
    from generator.draw_cli import run_draw

    return run_draw(options, _as_of(options))


def _write_ids(options: argparse.Namespace) -> int:
    from generator.diagrams_cli import run_write_ids

    return run_write_ids(options, _as_of(options), _progress)


def _match(options: argparse.Namespace) -> int:
    from generator.build import cross_check
    from generator.facts.managed import runs
    from generator.match_cli import run
    from generator.workspace import Workspace

    workspace = Workspace.open(options.workspace)
    with _progress() as progress:
        result = cross_check(workspace, _as_of(options), progress)
    return run(options, workspace, result.comparison, runs(result.facts))


def _check(options: argparse.Namespace) -> int:
    from generator.build import cross_check
    from generator.summary import checked, gaps, unwaived
    from generator.workspace import Workspace

    workspace = Workspace.open(options.workspace)
    with _progress() as progress:
        result = cross_check(workspace, _as_of(options), progress)
    say("\n".join(checked(result)))
    if result.gaps:
        say("\n".join(["", "Not read or not used:", *gaps(result.gaps)]))
    return _code(found=bool(unwaived(result.discrepancies)), incomplete=bool(result.gaps), strict=options.strict)


def _checks(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from generator.checks.described import described
    from generator.checks.documented import documented

    for one in documented():
        text = json.dumps(asdict(one), ensure_ascii=False) if options.json else "\n".join((*described(one), ""))
        say(text)
    return OK


def _build(options: argparse.Namespace) -> int:
    from generator import summary
    from generator.build import build
    from generator.workspace import Workspace

    workspace = Workspace.open(options.workspace)
    with _progress() as progress:
        asked = {"final": options.final, "formats": options.formats}
        result = build(workspace, options.output, _as_of(options), progress, cache=_cache(), **asked)
    package = result.package
    if package.accounting.results:
        say(
            "\n".join(
                [*summary.accounting(package.accounting), *summary.left_out(package.tallies, package.accounting.later), ""]
            )
        )
    if package.gaps:
        say("\n".join(["Not read or not used:", *summary.gaps(package.gaps, most=8), ""]))
    say("\n".join(summary.built(result)))
    say(f"\nPackage    {result.folder}  (open report/index.html first)")
    return _code(found=bool(summary.unwaived(package.discrepancies)), incomplete=bool(package.gaps), strict=options.strict)


def _export(options: argparse.Namespace) -> int:
    from generator.export_cli import export
    from generator.summary import unwaived

    package = export(options, _as_of(options), _progress, _cache()).prepared.package
    return _code(found=bool(unwaived(package.discrepancies)), incomplete=bool(package.gaps), strict=options.strict)


def _verify(options: argparse.Namespace) -> int:
    from generator.export_cli import verify

    return verify(options)


def _template(options: argparse.Namespace) -> int:
    from generator.template_cli import run

    return run(options, _today(), _cache(), _progress)


def _accept(options: argparse.Namespace) -> int:
    from generator.accept import accept

    kept = accept(options.package, options.workspace, draft=options.draft)
    say(f"Kept in {kept.folder}: {', '.join(kept.files)}")
    say("Edit a copy of the workbook, and put it into that folder: the next build takes over what you wrote.")
    return OK


def _absorb(options: argparse.Namespace) -> int:
    from generator.absorb_cli import run_absorb

    return run_absorb(options, _today())


def _status(options: argparse.Namespace) -> int:
    from generator.status_cli import run_status

    return run_status(options, _as_of(options), _progress)


def _import_ssp(options: argparse.Namespace) -> int:
    from generator.import_ssp_cli import run_import_ssp

    return run_import_ssp(options)


def _monitor(options: argparse.Namespace) -> int:
    from generator.monitor_cli import run

    def collect(root: Path) -> None:
        words = ["collect", "kubernetes", "--workspace", str(root), "--without-secret-names"]
        collecting = _parser().parse_args(words)
        collecting.run(collecting)

    return run(options, utc_now().replace(microsecond=0), _progress, collect)


def _diff(options: argparse.Namespace) -> int:
    from generator.diff_cli import run

    return run(options)


def _inspect(options: argparse.Namespace) -> int:
    from generator.inspect_cli import run_inspect

    return run_inspect(options)


def _content_add(options: argparse.Namespace) -> int:
    from generator.content_cli import run_add

    return run_add(options, _today())


def _content_list(options: argparse.Namespace) -> int:
    from generator.content_cli import run_list

    return run_list(options)


def _validate(options: argparse.Namespace) -> int:
    from generator.validate_cli import run_validate

    return run_validate(options, _cache())


def _code(*, found: bool, incomplete: bool, strict: bool) -> int:
    if strict and incomplete:
        return INCOMPLETE
    return DISCREPANCIES if found else OK


def _doctor(_options: argparse.Namespace) -> int:
    from generator.doctor import examined

    lines, missing = examined()
    say("\n".join(lines))
    return USAGE if missing else OK


@contextmanager
def _progress() -> "Iterator[Progress]":
    """A bar on a terminal; nothing when the output is piped."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda text, done, total: bar.update(task, description=text, completed=done, total=total)


def _silent(_text: str, _done: int, _total: int) -> None:
    """No progress where nobody watches."""


if __name__ == "__main__":
    command()
