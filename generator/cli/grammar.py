"""The command line's grammar: every command, its arguments and the module that runs it. Decides nothing."""

import argparse
import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from generator.cli.absorb import add_absorb_arguments
from generator.cli.arguments import (
    add_as_of_argument,
    add_cache_argument,
    add_output_argument,
    add_strict_argument,
    add_workspace_argument,
    add_workspace_option,
    read_day,
)
from generator.cli.check_arguments import add_check_arguments
from generator.cli.collect import add as add_sources
from generator.cli.convert import add_convert_arguments, add_format_argument
from generator.cli.diff import add_arguments as add_diff_arguments
from generator.cli.export import add_export_arguments, add_verify_arguments
from generator.cli.json_output import add_json_argument
from generator.cli.monitor import add_arguments as add_monitor_arguments
from generator.cli.review import add_review_arguments
from generator.cli.status import add_status_arguments
from generator.cli.suggesting_parser import Refused, SuggestingParser
from generator.cli.template import add_arguments as add_template_arguments
from generator.text import sentence
from generator.version import VERSION

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

_DESCRIPTION = """Turns evidence about a containerized system into its authorization package:
OSCAL JSON, inventory and POA&M workbooks, SSP appendix, and a cross-check of scans, diagrams and inventory."""

_FINAL = "refuse while a mandatory cell of the inventory is blank or a control of the baseline is not approved"

_NO_DAY = "what is in a file is the same on every day; `atopack check --as-of DATE` shows which files count on one"


def parser() -> argparse.ArgumentParser:
    """The whole command line: every command with its arguments, and the function that runs it."""
    whole: argparse.ArgumentParser = SuggestingParser(
        prog="atopack", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    whole.add_argument("--version", action="version", version=f"atopack {VERSION}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)

    demo = _command(commands, "demo", _runs("demo"), "build the sample system")
    demo.add_argument("folder", nargs="?", type=Path, default=Path("atopack-demo"), metavar="DIR")
    add_json_argument(demo)
    demo.add_argument(
        "--as-of", type=read_day, default=date(2026, 11, 20), metavar="DATE", help="default: the sample's own day"
    )

    init = _command(commands, "init", _runs("init"), "create a new workspace, with comments that explain every key")
    init.add_argument("folder", type=Path, metavar="DIR")
    # NOTE: questions and JSON would stand on the same output.
    asking = init.add_mutually_exclusive_group()
    asking.add_argument("--guided", action="store_true", help="ask a dozen questions and write the answers into system.yaml")
    add_json_argument(asking)

    add_sources(
        commands.add_parser("collect", help="collect raw evidence into evidence/, each file with its hash and a sidecar")
    )

    _inspect_command(commands)

    compare = _command(commands, "compare", _runs("compare"), "compare a diagram with a cluster: what is drawn, what runs")
    compare.add_argument("diagram", type=Path, metavar="DIAGRAM", help="the drawn file")
    compare.add_argument("cluster", nargs="+", type=Path, metavar="CLUSTER", help="dumps or manifests: files and folders")
    compare.add_argument("--mapping", type=Path, metavar="FILE", help="decisions, as in decisions/diagram-mapping.yaml")
    compare.add_argument("--json", action="store_true", help="one JSON object")

    _match_command(commands)

    check = _command(commands, "check", _runs("check"), "cross-check only: where scans, diagrams and inventory disagree")
    _workspace_arguments(check)
    add_check_arguments(check)

    checks = _command(commands, "checks", _runs("checks"), "list every check with its controls and source")
    add_json_argument(checks)

    _build_commands(commands)

    _handing_in_commands(commands)

    _decision_commands(commands)

    text = "compare running images with scans and POA&M: raise alerts, and write a record"
    monitor = _command(commands, "monitor", _runs("monitor"), text)
    add_monitor_arguments(monitor)
    add_cache_argument(monitor)

    diff = _command(commands, "diff", _runs("diff"), "what opened, closed, changed and became overdue between two packages")
    add_diff_arguments(diff)

    _narrative_commands(commands)

    _content_commands(commands)
    _diagram_commands(commands)

    text = "import another provider's plan or components, for inherited controls"
    imported = _command(commands, "import-ssp", _runs("import_ssp"), text)
    imported.add_argument("file", type=Path, metavar="FILE", help="OSCAL: JSON, XML or YAML")
    add_workspace_option(imported)
    add_json_argument(imported)

    _oscal_commands(commands)
    text = "your own Word and Excel templates: list, copy, check"
    add_template_arguments(_command(commands, "template", _runs("template"), text))
    completion = _command(commands, "completion", _runs("completion"), "completion of commands for a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    add_json_argument(_command(commands, "doctor", _runs("doctor"), "check the installation and optional programs"))
    return whole


def _runs(module: str, function: str = "run") -> Callable[[argparse.Namespace], int]:
    """A command's function, imported when the command is used, so that `atopack --help` stays quick."""

    def run(options: argparse.Namespace) -> int:
        return int(getattr(import_module(f"generator.cli.{module}"), function)(options))

    return run


def _command(commands: _Commands, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=f"{sentence(text)}.")
    parser.set_defaults(run=run)
    return parser


def _group(commands: _Commands, name: str, text: str) -> _Commands:
    """A command whose actions are commands themselves."""
    parser = commands.add_parser(name, help=text, description=f"{sentence(text)}.")
    return parser.add_subparsers(title="actions", metavar="ACTION", required=True)


def _inspect_command(commands: _Commands) -> None:
    inspect = _command(commands, "inspect", _runs("inspect"), "what is in this file?")
    inspect.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    inspect.add_argument("--as-of", action=Refused, const=_NO_DAY, help=argparse.SUPPRESS)
    add_cache_argument(inspect)
    add_json_argument(inspect)


def _build_commands(commands: _Commands) -> None:
    build = _command(commands, "build", _runs("build"), "write the package")
    _workspace_arguments(build)
    add_json_argument(build)
    build.add_argument("--final", action="store_true", help=_FINAL)
    add_output_argument(build)
    add_format_argument(build)
    build.add_argument("--jobs", type=_jobs, metavar="N", help="processes at once; default: the cores of this machine")

    actions = _group(commands, "fleet", "build the packages of many systems, and pages that compare them")
    whole = _command(actions, "build", _runs("fleet"), "write the package of each system, and fleet/ over all of them")
    whole.add_argument("file", type=Path, metavar="FLEET.yaml", help="`systems:`, each with `id` and `workspace`")
    add_as_of_argument(whole, "of all packages; default: `as-of` of the file, else today")
    add_strict_argument(whole)
    add_output_argument(whole)
    add_cache_argument(whole, "keep there what was made, as in `build`: a scan that systems share is read once")
    add_json_argument(whole)
    whole.add_argument("--jobs", type=_jobs, metavar="N", help="systems at once; default: the cores of this machine")
    whole.add_argument("--engine", choices=("local", "dask"), default="local", help="what builds; default: local")
    whole.add_argument("--address", metavar="URL", help="of a scheduler of Dask: tls://HOST:PORT, or tcp:// on loopback")
    for name, what in (("ca", "of the cluster's authority"), ("cert", "of this client"), ("key", "of this client")):
        whole.add_argument(f"--tls-{name}", type=Path, metavar="FILE", help=f"PEM file {what}, for a tls:// address")


def _handing_in_commands(commands: _Commands) -> None:
    export = _command(commands, "export", _runs("export"), "evidence bag for independent verification")
    _workspace_arguments(export)
    add_export_arguments(export)

    text = "is this bag or package unchanged since it was sealed?"
    add_verify_arguments(_command(commands, "verify", _runs("export", "run_verify"), text))
    text = "store a submitted package: ids, dates and decisions are carried forward from it"
    accept = _command(commands, "accept", _runs("accept"), text)
    accept.add_argument("package", type=Path, metavar="PACKAGE", help="the folder with manifest.json")
    add_workspace_option(accept)
    accept.add_argument("--draft", action="store_true", help="also where mandatory cells were still blank")
    add_json_argument(accept)


def _decision_commands(commands: _Commands) -> None:
    text = "open the workbench: decide in a browser, which writes the files of the workspace"
    add_review_arguments(_command(commands, "review", _runs("review"), text))
    title = "write all decisions into one workbook, and import it; write schemas for editors"
    decisions = _command(commands, "decisions", _runs("decisions"), title)
    ways = decisions.add_subparsers(dest="what", metavar="WHAT", required=True)
    for name, text in (("export", "write FILE.xlsx"), ("import", "take over what was changed in FILE.xlsx")):
        way = ways.add_parser(name, help=text)
        way.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the folder with system.yaml")
        way.add_argument("file", type=Path, metavar="FILE.xlsx")
        add_json_argument(way)
    schemas = ways.add_parser("schemas", help="write the JSON Schemas for editors into .schemas/")
    add_json_argument(schemas)
    schemas.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the folder with system.yaml")


def _match_command(commands: _Commands) -> None:
    match = _command(commands, "match", _runs("match"), "match drawn shapes to workloads by hand, and keep the decisions")
    _workspace_arguments(match)
    match.add_argument("--list", action="store_true", help="only list them with suggestions, one JSON object a line")
    match.add_argument(
        "--accept", type=_share, metavar="SHARE", help="accept every suggestion from 0.8 on, say, and print why the rest stays"
    )
    match.add_argument("--set", action="append", default=[], metavar="DRAWN=WORKLOAD", help="decide without being asked")
    match.add_argument("--nothing", action="append", default=[], metavar="DRAWN", help="it stands for nothing that runs")
    match.add_argument("--reviewed-by", metavar="NAME", help="who decides: written beside each decision")


def _content_commands(commands: _Commands) -> None:
    actions = _group(commands, "content", "public reference data: NVD, CISA's KEV, EPSS, NIST SP 800-53, DISA's STIGs")
    add = _command(actions, "add", _runs("content", "run_add"), "add or renew content from files, or from https addresses")
    add.add_argument("name", metavar="NAME", help="nvd, kev, epss, nist-800-53, disa-stig, cmvp or fedramp-rules")
    add.add_argument(
        "sources",
        nargs="*",
        metavar="FILE|URL",
        help="as its publisher has it; .gz and .zip as well; of nist-800-53 by default atopack[catalog]'s or NIST's own",
    )
    shown = _command(actions, "list", _runs("content", "run_list"), "what was added, and how old it is")
    for parser in (add, shown):
        add_json_argument(parser)
        add_workspace_option(parser)


def _diagram_commands(commands: _Commands) -> None:
    actions = _group(commands, "diagrams", "draw what runs; write workload ids into your diagrams")
    text = "pictures of a cluster, as SVG and for draw.io, beside a diagram where you name one"
    draw = _command(actions, "draw", _runs("draw"), text)
    draw.add_argument("cluster", nargs="+", type=Path, metavar="CLUSTER", help="dumps or manifests: files and folders")
    draw.add_argument("--diagram", type=Path, metavar="FILE", help="the drawn file: what differs is marked")
    draw.add_argument("--mapping", type=Path, metavar="FILE", help="decisions, as in decisions/diagram-mapping.yaml")
    draw.add_argument("--name", default="System", metavar="TEXT", help="what the system is called in the pictures")
    add_as_of_argument(draw, "the day written on them; default: today")
    add_output_argument(draw, "pictures")

    text = "write each matched workload's id into its shape (draw.io files), so that the next match needs no names"
    write = _command(actions, "write-ids", _runs("write_ids"), text)
    write.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the folder with system.yaml")
    add_as_of_argument(write, "compare as of this day; default: today")
    write.add_argument("--dry-run", action="store_true", help="say what would be written, and change nothing")
    for parser in (draw, write):
        add_json_argument(parser)


def _oscal_commands(commands: _Commands) -> None:
    text = "check OSCAL of any producer: schema, references, allowed values"
    validate = _command(commands, "validate", _runs("validate"), text)
    validate.add_argument("files", nargs="*", type=Path, metavar="FILE", help="JSON, XML or YAML")
    validate.add_argument("--rules", action="store_true", help="list FedRAMP's constraints: judged, or why not")
    validate.add_argument("--version", dest="oscal_version", metavar="X.Y.Z", help="judge by this OSCAL version")
    add_json_argument(validate)
    text = "OSCAL of any producer in another form: JSON, XML or YAML"
    add_convert_arguments(_command(commands, "convert", _runs("convert"), text))


def _narrative_commands(commands: _Commands) -> None:
    text = "merge the edits in a document of the package back into the workspace"
    add_absorb_arguments(_command(commands, "absorb", _runs("absorb"), text))
    text = "how many control parts are not started, drafted, written, reviewed and approved"
    status = _command(commands, "status", _runs("status"), text)
    add_status_arguments(status)
    add_cache_argument(status)


def _workspace_arguments(parser: argparse.ArgumentParser) -> None:
    add_workspace_argument(parser)
    add_as_of_argument(parser, "the as-of date of the package; default: today")
    add_strict_argument(parser)
    add_cache_argument(parser)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share like 0.8") from error
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share between 0 and 1, such as 0.8")
    return share


def _jobs(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {_MOST_JOBS}")
    return int(text)


_MOST_JOBS = 256
