"""What each command does: it opens what the user named, calls the module that does the work, and says what came of it.

Heavy modules are imported by the command used, so that `atopack --help` stays quick.
"""

import argparse
import json
from datetime import date
from pathlib import Path

from generator.cli.collect import add as add_sources
from generator.cli.collect import utc_now
from generator.cli.terminal import cache, progress, today
from generator.cli.terminal_escape import say
from generator.errors import ConfigError

OK, DISCREPANCIES, USAGE, INCOMPLETE = range(4)


def _as_of(options: argparse.Namespace) -> date:
    return options.as_of or today()


def demo(options: argparse.Namespace) -> int:
    from generator.resources import copy_missing, data

    folder: Path = options.folder
    workspace = folder / "parcel-tracker"
    if workspace.exists() and not (workspace / "system.yaml").is_file():
        raise ConfigError("the folder is in use", where=str(workspace), next_step="name another folder: atopack demo DIR")
    if not workspace.exists():
        copy_missing(data("samples") / "parcel-tracker", workspace)
    options.workspace, options.output, options.strict, options.final = workspace, folder / "output", False, False
    options.formats = []
    code = build(options)
    say(f"\nThe sample is yours to change: edit {workspace}, then run\n  atopack build {workspace} --output {options.output}")
    return OK if code == DISCREPANCIES else code


def init(options: argparse.Namespace) -> int:
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


def compare(options: argparse.Namespace) -> int:
    from generator.cli.compare import run

    return run(options)


def draw(options: argparse.Namespace) -> int:
    from generator.cli.draw import run_draw

    return run_draw(options, _as_of(options))


def write_ids(options: argparse.Namespace) -> int:
    from generator.cli.write_ids import run_write_ids

    return run_write_ids(options, _as_of(options), progress)


def match(options: argparse.Namespace) -> int:
    from generator.cli.match import run
    from generator.facts.managed import runs
    from generator.pipeline.stages import assessed
    from generator.workspace.folder import Workspace

    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        result = assessed(workspace, _as_of(options), shown)
    return run(options, workspace, result.comparison, runs(result.facts))


def check(options: argparse.Namespace) -> int:
    from generator.cli.report_lines import checked, gaps, unwaived
    from generator.pipeline.stages import assessed
    from generator.workspace.folder import Workspace

    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        result = assessed(workspace, _as_of(options), shown)
    say("\n".join(checked(result)))
    if result.gaps:
        say("\n".join(["", "Not read or not used:", *gaps(result.gaps)]))
    return _code(found=bool(unwaived(result.discrepancies)), incomplete=bool(result.gaps), strict=options.strict)


def checks(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from generator.checks.described import described
    from generator.checks.documented import documented

    for one in documented():
        text = json.dumps(asdict(one), ensure_ascii=False) if options.json else "\n".join((*described(one), ""))
        say(text)
    return OK


def build(options: argparse.Namespace) -> int:
    from generator.cli import report_lines
    from generator.pipeline.stages import build as write_package
    from generator.workspace.folder import Workspace

    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        asked = {"final": options.final, "formats": options.formats}
        result = write_package(workspace, options.output, _as_of(options), shown, cache=cache(), **asked)
    package = result.package
    if package.accounting.results:
        say(
            "\n".join(
                [
                    *report_lines.accounting(package.accounting),
                    *report_lines.left_out(package.tallies, package.accounting.later),
                    "",
                ]
            )
        )
    if package.gaps:
        say("\n".join(["Not read or not used:", *report_lines.gaps(package.gaps, most=8), ""]))
    say("\n".join(report_lines.built(result)))
    say(f"\nPackage    {result.folder}  (open report/index.html first)")
    return _code(found=bool(report_lines.unwaived(package.discrepancies)), incomplete=bool(package.gaps), strict=options.strict)


def export(options: argparse.Namespace) -> int:
    from generator.cli.export import export as write_bag
    from generator.cli.report_lines import unwaived

    package = write_bag(options, _as_of(options), progress, cache()).prepared.package
    return _code(found=bool(unwaived(package.discrepancies)), incomplete=bool(package.gaps), strict=options.strict)


def verify(options: argparse.Namespace) -> int:
    from generator.cli.export import verify as check_bag

    return check_bag(options)


def template(options: argparse.Namespace) -> int:
    from generator.cli.template import run

    return run(options, today(), cache(), progress)


def accept(options: argparse.Namespace) -> int:
    from generator.workspace.accept import accept as keep

    kept = keep(options.package, options.workspace, draft=options.draft)
    say(f"Kept in {kept.folder}: {', '.join(kept.files)}")
    say("Edit a copy of the workbook, and put it into that folder: the next build takes over what you wrote.")
    return OK


def absorb(options: argparse.Namespace) -> int:
    from generator.cli.absorb import run_absorb

    return run_absorb(options, today())


def status(options: argparse.Namespace) -> int:
    from generator.cli.status import run_status

    return run_status(options, _as_of(options), progress)


def import_ssp(options: argparse.Namespace) -> int:
    from generator.cli.import_ssp import run_import_ssp

    return run_import_ssp(options)


def monitor(options: argparse.Namespace) -> int:
    from generator.cli.monitor import run

    def collect(root: Path) -> None:
        words = ["kubernetes", "--workspace", str(root), "--without-secret-names"]
        parser = argparse.ArgumentParser(prog="atopack collect")
        add_sources(parser, progress)
        collecting = parser.parse_args(words)
        collecting.run(collecting)

    return run(options, utc_now().replace(microsecond=0), progress, collect)


def diff(options: argparse.Namespace) -> int:
    from generator.cli.diff import run

    return run(options)


def inspect(options: argparse.Namespace) -> int:
    from generator.cli.inspect import run_inspect

    return run_inspect(options)


def content_add(options: argparse.Namespace) -> int:
    from generator.cli.content import run_add

    return run_add(options, today())


def content_list(options: argparse.Namespace) -> int:
    from generator.cli.content import run_list

    return run_list(options)


def validate(options: argparse.Namespace) -> int:
    from generator.cli.validate import run_validate

    return run_validate(options, cache())


def _code(*, found: bool, incomplete: bool, strict: bool) -> int:
    if strict and incomplete:
        return INCOMPLETE
    return DISCREPANCIES if found else OK


def doctor(_options: argparse.Namespace) -> int:
    from generator.cli.doctor import examined

    lines, missing = examined()
    say("\n".join(lines))
    return USAGE if missing else OK
