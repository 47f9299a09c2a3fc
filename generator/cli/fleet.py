"""`atopack fleet build`: a package for each system of a provider, and one page over all of them."""

import argparse
from collections.abc import Iterator, Sequence

from generator.cli.exit_codes import CLEAN, DISCREPANCIES, INCOMPLETE
from generator.cli.json_output import JsonRow, named_fields, say_rows
from generator.cli.terminal import cache, progress, today
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.fleet.building import BuildFailure, FleetOptions, SystemBuild, build_systems, refuse_page
from generator.fleet.engines import FleetEngine
from generator.fleet.fleet_file import PAGE_FOLDER, read_fleet
from generator.fleet.page import INDEX, FleetView, publish_page, view
from generator.fleet.system_summary import SystemSummary
from generator.limits import PRINTED
from generator.pipeline.worker_processes import cores
from generator.seal.publish import refuse_if_edited
from generator.text import left_out


def run(options: argparse.Namespace) -> int:
    """The command."""
    fleet = read_fleet(options.file)
    as_of = options.as_of or fleet.as_of or today()
    refuse_if_edited(options.output / PAGE_FOLDER)
    refuse_page(fleet.entries, options.output)
    building = FleetOptions(
        output=options.output,
        as_of=as_of,
        cache=cache(),
        evidence_cache=options.cache,
        jobs=options.jobs or cores(),
    )
    with progress() as shown:
        builds = build_systems(fleet.entries, building, shown, _engine(options, building.jobs))
    overview = view(fleet.name, as_of, builds)
    folder = publish_page(overview, builds, options.output)
    if options.json:
        say_rows(_rows(builds))
        say_rows([{"kind": "fleet", "folder": str(folder), "as_of": as_of.isoformat(), "counts": overview.counts}])
    else:
        say("\n".join(_lines(builds, overview)))
        say(f"\nFleet      {folder}  (open {INDEX} first)")
    return exit_code(builds, strict=options.strict)


def _engine(options: argparse.Namespace, jobs: int) -> FleetEngine[SystemBuild] | None:
    files = {"--tls-ca": options.tls_ca, "--tls-cert": options.tls_cert, "--tls-key": options.tls_key}
    if options.engine != "dask":
        used = [name for name, value in {"--address": options.address, **files}.items() if value]
        if used:
            raise ConfigError(f"{used[0]} is for a cluster of Dask", next_step="add `--engine dask`, or leave it out")
        return None
    missing = [name for name, value in files.items() if not value]
    if 0 < len(missing) < len(files):
        raise ConfigError(f"{missing[0]} is missing beside the other certificates", next_step=f"add {missing[0]}")
    from generator.fleet.dask_engine import DaskCertificates, DaskCluster, dask

    certificates = DaskCertificates(authority=options.tls_ca, certificate=options.tls_cert, key=options.tls_key)
    return dask(DaskCluster(workers=jobs, address=options.address, certificates=None if missing else certificates))


def exit_code(builds: Sequence[SystemBuild], *, strict: bool) -> int:
    """That of the systems: where some were not built the highest of theirs; else as `atopack build` would end."""
    if failed := [build.result.exit_code for build in builds if isinstance(build.result, BuildFailure)]:
        return max(failed)
    summaries = [build.result for build in builds if isinstance(build.result, SystemSummary)]
    if strict and any(summary.gaps for summary in summaries):
        return INCOMPLETE
    return DISCREPANCIES if any(summary.discrepancies for summary in summaries) else CLEAN


def _rows(builds: Sequence[SystemBuild]) -> Iterator[JsonRow]:
    """Each system, in the order of the file."""
    for build in builds:
        result = build.result
        system: JsonRow = {"kind": "system", "id": build.entry.id, "built": isinstance(result, SystemSummary)}
        if isinstance(result, SystemSummary):
            numbers = named_fields(result, "draft", "assets", "never_scanned", "discrepancies", "gaps")
            yield system | numbers | {"poam_items": len(result.items)}
        else:
            yield system | {"reason": result.what, "where": result.where, "next_step": result.next_step}


def _lines(builds: Sequence[SystemBuild], overview: FleetView) -> Iterator[str]:
    failed = [(build.entry.id, build.result) for build in builds if isinstance(build.result, BuildFailure)]
    if failed:
        yield "Not built:"
        for name, failure in failed[:PRINTED]:
            yield f"  {name}: {failure.what}"
            yield from (
                f"    {label} {text}" for label, text in (("where:", failure.where), ("next: ", failure.next_step)) if text
            )
        if len(failed) > PRINTED:
            yield f"  … {left_out(len(failed) - PRINTED)}"
        yield ""
    yield from (f"{number:>10} {text}" for number, text, _ in overview.summary)
