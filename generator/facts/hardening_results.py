"""What tools measured on an image against a benchmark, and with which benchmark it is compared."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from generator.facts.hardening_context import HardeningContext, HardeningEvidence, named_digests
from generator.facts.hardening_decisions import MINIMAL, ChosenBenchmark
from generator.frameworks import hardening as table
from generator.model.hardening import BenchmarkKind, BenchmarkResult, HardeningBenchmark
from generator.model.scan import BenchmarkRun, Disposition, ResultKind, ScanSnapshot
from generator.model.snapshot import day_of

_NAMELESS = (
    f"as of {table.TABLE_OF} no benchmark is known that is published for {{what}}, "
    "and decisions/benchmarks.yaml names none of the provider's own"
)
_SETUID_CHECK = "CIS-DI-0008"
_SETUID = re.compile(r"(?:setuid|setgid) file:\s*(?:[ug]{1,2}[-rwxsSt]+\s+)?(?P<path>\S+)", re.IGNORECASE)
_MOST_FILES = 200


def benchmark_of(
    about: HardeningEvidence, hardening_context: HardeningContext, chosen: Sequence[ChosenBenchmark]
) -> HardeningBenchmark | None:
    """The one that fits: what a person decided for this image, else CM-6(a)'s order; None where the system is not known."""
    decided = next((benchmark.benchmark for benchmark in chosen if benchmark.image and _is_for(benchmark.image, about)), None)
    if decided:
        return decided
    if hardening_context.minimal:
        decided = next((benchmark.benchmark for benchmark in chosen if benchmark.minimal), None)
        return replace(decided or _nameless(MINIMAL), by_system=hardening_context.minimal_by_system)
    if not hardening_context.os_name:
        return None
    system = table.named(hardening_context.os_name)
    for benchmark in chosen:
        if benchmark.system and _is_system(benchmark.system, hardening_context.os_name):
            return replace(benchmark.benchmark, by_system=True)
    row = table.published(*system) if system else None
    if row is None:
        return replace(_nameless(hardening_context.os_name), by_system=True)
    because = f"for {hardening_context.os_name}, as {hardening_context.os_by} says; source: {row.source}"
    return HardeningBenchmark(kind=row.kind, name=row.name, scope=hardening_context.os_name, because=because, by_system=True)


def results_of(
    about: HardeningEvidence, benchmark: HardeningBenchmark | None, system: str | None
) -> tuple[BenchmarkResult, ...]:
    """Newest per tool and benchmark, sorted: the fitting ones first."""
    newest: dict[tuple[str, str], BenchmarkResult] = {}
    for scan in about.scans:
        for run in scan.benchmarks:
            newest[scan.scanner.name, run.name] = _result(scan, run, fits=_fits(run, benchmark, system))
    return tuple(sorted(newest.values(), key=lambda result: (not result.fits, result.tool, result.benchmark)))


def setuid_files(scans: Iterable[ScanSnapshot]) -> tuple[str, ...] | None:
    """Files that Dockle's check lists; empty where the check passed, None where nothing looked."""
    looked, paths = False, set()
    for scan in scans:
        for seen in scan.results if scan.scanner.name == "Dockle" else ():
            if seen.identifier == _SETUID_CHECK and seen.disposition is not Disposition.ERROR:
                looked = True
                paths |= {match["path"] for match in _SETUID.finditer(seen.description)}
    return tuple(sorted(paths)[:_MOST_FILES]) if looked else None


def _is_for(image: str, about: HardeningEvidence) -> bool:
    name = about.image.name
    return name.startswith(image) if image.endswith("/") else image in (name, about.image.asset_id)


def _is_system(written: str, os_name: str) -> bool:
    """`alpine` is every release, `alpine 3.19` is 3.19 and what begins so."""
    want, have = table.named(written), table.named(os_name)
    if want is None or have is None:
        return written.strip().lower() == os_name.strip().lower()
    return want[0] == have[0] and (not want[1] or have[1] == want[1] or have[1].startswith(f"{want[1]}."))


def _nameless(what: str) -> HardeningBenchmark:
    return HardeningBenchmark(kind=BenchmarkKind.CUSTOM, name="", scope=what, because=_NAMELESS.format(what=what))


def _fits(run: BenchmarkRun, benchmark: HardeningBenchmark | None, system: str | None) -> bool:
    if benchmark is None or not benchmark.name:
        return False
    if benchmark.kind is BenchmarkKind.CUSTOM:
        return _plain(benchmark.name) in _plain(run.name)
    named = table.named(system or "")
    row = table.published(*named) if named else None
    return row is not None and table.is_result_of(row, run.name)


def _plain(text: str) -> str:
    return " ".join(re.split(r"[^a-z0-9]+", text.lower())).strip()


def _result(scan: ScanSnapshot, run: BenchmarkRun, *, fits: bool) -> BenchmarkResult:
    counts = Counter(seen.disposition for seen in scan.results if seen.kind is not ResultKind.VULNERABILITY)
    return BenchmarkResult(
        tool=scan.scanner.name,
        benchmark=run.name,
        version=run.version or None,
        fits=fits,
        passed=counts[Disposition.PASSED] + counts[Disposition.RESOLVED],
        failed=counts[Disposition.OPEN],
        not_reviewed=counts[Disposition.MANUAL] + counts[Disposition.ERROR],
        not_applicable=counts[Disposition.NOT_APPLICABLE] + counts[Disposition.NOT_AFFECTED],
        waived=counts[Disposition.SUPPRESSED],
        day=day_of(scan),
        digests=named_digests(scan),
        source=scan.evidence.source,
    )
