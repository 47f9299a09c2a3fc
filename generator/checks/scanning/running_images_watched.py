"""Whether a program scans running images by itself, and whether it looked at every digest that runs within 30 days.

A scan in a pipeline looks once, before the image runs; asked for here are reports of a scanner in the cluster, in the
registry or in the cloud (FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring). That such a
program runs shows nothing of one image: its reports do. A digest that no collected report names is unknown, since its
report may lie elsewhere; the alarms that the guidance allows instead are a requirement of their own
(`registry-monitor-alarms`).
"""

from datetime import date
from types import MappingProxyType

from msgspec.structs import replace

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import DigestCoverage, age, judged_digests, of_scan, scan_day
from generator.checks.mapping import mapped
from generator.checks.populations import STALE, images
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.asset import AssetScan
from generator.model.facts import SystemFacts
from generator.model.images import parse_reference
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="running-images-watched",
    area="Registry monitoring",
    title="Running images are scanned again automatically",
    problem="Running images without a recent report",
    asks="Does a program scan running images by itself, and is there a report of the last 30 days for each digest that runs?",
    rationale="New vulnerabilities are found in old images: only images scanned within 30 days may run.",
    fix="Run a scanner in the cluster or registry, see why its reports leave images out, and collect them.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring",
    controls=mapped(article="RA-5 SI-4", ours="CM-8"),
    subjects=("image of a workload", "images of workloads"),
)


_BY_THEMSELVES = frozenset({"Amazon ECR", "Amazon Inspector", "NeuVector"})
"""Scanners that look at what is stored or runs without being asked each time; of others the format of the report says it."""
_PROGRAMS = MappingProxyType(
    {
        "trivy-operator": "Trivy Operator",
        "harbor-jobservice": "Harbor",
        "trivy-adapter-photon": "Harbor",
        "kubevuln": "Kubescape",
        "scanner-v4": "StackRox scanner",
        "rhacs-scanner": "StackRox scanner",
        "clair": "Clair",
        "cluster-scanner": "Sysdig cluster scanner",
        "kai": "Anchore inventory agent",
    }
)
"""Last parts of images of programs that scan running images or a registry by themselves, and their names."""
_NONE = "no report on this digest by a program that scans by itself was collected"
_NOT_DATED = "the report is not dated"


def _judge(context: CheckContext) -> Judgment:
    judgment = judged_digests(context, lambda coverage: _verdict(coverage, context.facts.as_of))
    programs = _programs(context.facts)
    note = f"Programs that scan by themselves and run: {', '.join(programs)}." if programs else ""
    return replace(judgment, notes=(note,) if note else ())


def _verdict(coverage: DigestCoverage, as_of: date) -> JudgedSubject:
    running, name = coverage.running, coverage.running.name
    reports = [scan for scan in coverage.scans if _monitor(scan)]
    dated = [scan for scan in reports if scan_day(scan)]
    if running.stale or not dated:
        why = STALE if running.stale else _NOT_DATED if reports else coverage.missing_because or _NONE
        return unknown(name, why, *running.cited)
    newest, days = dated[0], age(dated[0], as_of) or 0
    if days <= SCAN_WINDOW_DAYS:
        return passes(name, *coverage.cited(newest), certainty=coverage.certainty)
    return fails(
        name,
        f"was scanned by {_monitor(newest)} last {days} days before the as-of date",
        *of_scan(newest),
        certainty=Certainty.REPORTED,
    )


def _monitor(scan: AssetScan) -> str:
    return scan.monitor or (scan.scanner.name if scan.scanner.name in _BY_THEMSELVES else "")


def _programs(facts: SystemFacts) -> list[str]:
    names = set()
    for workload in facts.workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            if reference and (name := _PROGRAMS.get(reference.repository.rpartition("/")[2])):
                names.add(f"{name} ({workload.key})")
    return sorted(names)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
