"""An image holds a shell, a package manager or network tools. Informational.

By everything that lists packages of this very digest: what one list or scan names is held, whatever the next leaves out. A list
that names no operating system may hold language packages only and shows nothing; what was copied in (busybox, static binaries)
stands in no list, so a pass is only as good as the list. A list that leaves out a package which a scan of the same digest names
is incomplete, and shows nothing.
"""

from collections.abc import Sequence

from generator.checks.base import Check, CheckContext, Judgment, named
from generator.checks.images.list_contradictions import INCOMPLETE, ListContradictions
from generator.checks.images.scan_coverage import DIGEST_UNKNOWN, DigestCoverage, judged_digests, of_scan
from generator.checks.mapping import mapped
from generator.checks.populations import STALE, images
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId
from generator.model.image_tools import TOOLS
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import listed

_REQUIREMENT = PostureRequirement(
    id="image-has-shell-or-package-manager",
    area="Hardened images",
    title="Images hold only what their programs need",
    problem="Image with a shell, package manager or network tool",
    asks="Does an image hold more than its program needs: shells, package managers, network tools?",
    rationale="Tools that the program does not need are available to an attacker.",
    fix="Build on an image without them, or say in the narrative of CM-7 why the program needs them.",
    reference="NIST SP 800-190, section 4.1.2; informational: some programs need one",
    controls=mapped(nist="CM-7"),
    subjects=("image of a workload", "images of workloads"),
    severity=Severity.INFORMATIONAL,
)


_NO_LIST = "no bill of materials of this digest was collected"
_LANGUAGES = "the list names language packages only"
_COLLECT = "collect its bill of materials (CycloneDX or SPDX), or scan it with a list of all packages"


def _judge(context: CheckContext) -> Judgment:
    contradictions = ListContradictions.of_facts(context.facts)
    return judged_digests(context, lambda coverage: _verdict(coverage, contradictions))


def _verdict(coverage: DigestCoverage, contradictions: ListContradictions) -> JudgedSubject:
    running, name = coverage.running, coverage.running.name
    lists = [(scan, scan.packages) for scan in coverage.covering if scan.packages]
    scanned = {} if running.stale else contradictions.tools(coverage)
    if running.stale or not (lists or scanned):
        unnamed = not running.digest and not running.image_ids
        why = STALE if running.stale else DIGEST_UNKNOWN if unnamed else _NO_LIST
        return unknown(name, why, *running.cited, next_step=_COLLECT)
    holding = [scan for scan, packages in lists if packages.tools]
    tools = {tool for _, packages in lists for tool in packages.tools} | set(scanned)
    if tools:
        shown = {each.source: each for source in scanned.values() for each in cite("Scan", name, source)}
        shown |= {each.source: each for scan in holding for each in of_scan(scan)}
        return _holds(name, sorted(tools), tuple(shown.values()))
    whole = [scan for scan, packages in lists if packages.os_name]
    if not whole:
        return unknown(name, _LANGUAGES, *coverage.cited(lists[0][0]), next_step=_COLLECT)
    against = contradictions.of(coverage)
    if against is not None:
        step = f"collect a list that has every package: it lacks {named(against.names)}"
        cited = coverage.cited(*whole)
        return unknown(name, INCOMPLETE, *cited, next_step=step, contested_by=against.sources)
    return passes(name, *coverage.cited(*whole), certainty=coverage.certainty)


def _holds(name: AssetId, tools: Sequence[str], cited: tuple[ObjectCitation, ...]) -> JudgedSubject:
    kinds = grouped(sorted((TOOLS[tool], tool) for tool in tools))
    what = listed(f"a {kind}" for kind in kinds)
    which = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items())
    return fails(
        name,
        f"holds {what}",
        *cited,
        certainty=Certainty.REPORTED,
        title=f"{name} holds {what}",
        detail=f"Of the packages that lists and scans of this digest name these help an attacker: {which}.",
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
