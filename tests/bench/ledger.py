"""The ledger: carrying over 50,000 items, 50,000 open items into the workbook, and 10,000 Nessus items from report to workbook.

Each step runs in a process of its own, and what it needs is made before its clock starts: `python -m tests.bench.ledger carry`.
"""

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.items import ledger_of
from generator.ledger.rating import Rater
from generator.model.comparison import Comparison
from generator.model.content import NoContent
from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.system import System
from generator.oscal.bundle import OscalBundle, bundle_of
from generator.oscal.common import Citations
from generator.oscal.components import Naming
from generator.oscal.oscal_input import OscalInput
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import poam
from generator.oscal.poam_items import observation
from generator.oscal.poam_reading import read_poam
from generator.oscal.types import PlanOfActionAndMilestones
from generator.parsers.document import Document
from generator.parsers.registry import read as read_evidence
from generator.renderers.poam.xlsx import POAM_XLSX
from generator.workspace.system_yaml import read as read_system
from tests.bench.findings import report
from tests.bench.words import score, sentence, vector
from tests.packages_made import package_made, story_made

_AS_OF = date(2026, 11, 20)
_ITEMS, _IMAGES, _NESSUS = 50_000, 20, 10_000
_LIMITS = {"carry": "5 s", "workbook": "8 s, 500 MB more", "nessus": "1.5 s"}
_WHAT = {
    "carry": f"{_ITEMS:,} items carried over from last month's OSCAL",
    "workbook": f"{_ITEMS:,} open items into the POA&M workbook",
    "nessus": f"{_NESSUS:,} Nessus items → ledger → OSCAL → POA&M workbook",
}

Row = tuple[str, str, float, int]


def rows() -> Iterator[Row]:
    """What, the limit, processor seconds, and the MB that the step took on top of its input."""
    for step, what in _WHAT.items():
        seconds, _ = _measured(step)
        _, megabytes = _measured(step, "memory")
        yield what, _LIMITS[step], seconds, megabytes


def _measured(*arguments: str) -> tuple[float, int]:
    command = [sys.executable, "-m", "tests.bench.ledger", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"measuring {arguments[0]} failed\n{done.stderr}")
    seconds, megabytes = json.loads(done.stdout)
    return float(seconds), int(megabytes)


def _carry() -> Callable[[], object]:
    facts, system = trivy(_ITEMS), read_system("", folder="bench")
    plan = bundle_of_facts(facts, system).files()["plan-of-action-and-milestones.json"]

    def step() -> int:
        before = read_poam(plan, where="plan")
        found = ledger_of(facts, FEDRAMP_REV5, UuidFactory("bench"), rater=Rater(FEDRAMP_REV5, NoContent()), before=before)
        return len(found.items)

    return step


def _workbook() -> Callable[[], object]:
    facts, system = trivy(_ITEMS), read_system("", folder="bench")
    package = package_of(facts, system, bundle_of_facts(facts, system))
    return lambda: len(POAM_XLSX.render(package, None).data)


def _nessus() -> Callable[[], object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.nessus"
        _write_nessus(path)
        data = path.read_bytes()
    system = read_system("", folder="bench")
    files = [("evidence/cluster/nodes.json", _nodes()), ("evidence/scans/scan.nessus", data)]
    # the documents beside the plan: the workbook takes the names of the assets from one of them
    others = bundle_of_facts(_facts(files, system), system)

    def step() -> int:
        facts = _facts(files, system)
        plan = _plan(facts, system)
        if len(plan.risks) != _NESSUS:
            sys.exit(f"{len(plan.risks)} items, not {_NESSUS}")
        encoded = msgspec.json.encode({"plan-of-action-and-milestones": plan})
        return len(encoded) + len(POAM_XLSX.render(package_of(facts, system, replace(others, poam=plan)), None).data)

    return step


_STEPS = {"carry": _carry, "workbook": _workbook, "nessus": _nessus}


def trivy(items: int) -> SystemFacts:
    """So many items: images that share no vulnerability."""
    each = items // _IMAGES
    names = [f"registry.example/team/service-{number:02}" for number in range(_IMAGES)]
    reports = [json.dumps(report(name, number, each, items)).encode() for number, name in enumerate(names)]
    named = [(f"evidence/scans/{number:02}.json", data) for number, data in enumerate(reports)]
    return _facts(named, read_system("", folder="bench"))


def _facts(files: list[tuple[str, bytes]], system: System) -> SystemFacts:
    snapshots = []
    for number, (path, data) in enumerate(files):
        evidence = EvidenceFile(path=path, sha256=f"{number:064x}", size=len(data), media_type="application/octet-stream")
        snapshots.append(read_evidence(Document(path, data), evidence)[1])
    return facts_of(History.of(snapshots), system, _AS_OF)


def _plan(facts: SystemFacts, system: System) -> PlanOfActionAndMilestones:
    story, ids = _story(facts, system), UuidFactory(system.id)
    cite = Citations(ids, {file.sha256: file for file in facts.evidence})
    return poam(story, tuple(observation(item, Naming(ids), cite) for item in story.items), cite)


def bundle_of_facts(facts: SystemFacts, system: System) -> OscalBundle:
    """The five documents."""
    return bundle_of(_story(facts, system), UuidFactory(system.id))


def _story(facts: SystemFacts, system: System) -> OscalInput:
    ids = UuidFactory(system.id)
    ledger = ledger_of(facts, FEDRAMP_REV5, ids, rater=Rater(FEDRAMP_REV5, NoContent()))
    return story_made(
        system=system,
        facts=facts,
        comparison=Comparison(compared=False),
        checks=(),
        discrepancies=(),
        claims=(),
        controls=FEDRAMP_REV5.controls("moderate"),
        plan=FEDRAMP_REV5.controls("moderate"),
        items=ledger.items,
        looks=ledger.looks,
    )


def package_of(facts: SystemFacts, system: System, bundle: OscalBundle) -> AuthorizationPackage:
    """What renderers read."""
    return package_made(
        system=system,
        as_of=facts.as_of,
        bundle=bundle,
        comparison=Comparison(compared=False),
        discrepancies=(),
        gaps=(),
        accounting=facts.accounting,
        evidence=facts.evidence,
        clusters=facts.clusters,
        workloads=facts.workloads,
        diagrams=(),
    )


def _write_nessus(path: Path) -> None:
    """Nodes of a cluster with findings that are all different."""
    with path.open("w", encoding="utf-8") as out:
        out.write("<NessusClientData_v2><Report name='bench'>\n")
        for host in range(_NESSUS // 100):
            out.write(f'<ReportHost name="10.0.{host >> 8}.{host & 255}"><HostProperties>')
            out.write('<tag name="HOST_END">Wed Nov 18 06:00:00 2026</tag></HostProperties>\n')
            out.writelines(_nessus_item(host * 100 + number) for number in range(100))
            out.write("</ReportHost>\n")
        out.write("</Report></NessusClientData_v2>\n")


def _nodes() -> bytes:
    """The hosts are nodes: a scan of anything else is no scan of the system."""
    items = [
        {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": f"node-{host}"},
            "status": {
                "addresses": [{"type": "InternalIP", "address": f"10.0.{host >> 8}.{host & 255}"}],
                "nodeInfo": {"osImage": "Example Linux 12", "kubeletVersion": "v1.31.4"},
            },
        }
        for host in range(_NESSUS // 100)
    ]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items}).encode()


def _nessus_item(key: int) -> str:
    return (
        f'<ReportItem port="443" svc_name="www" protocol="tcp" severity="{1 + key % 4}" pluginID="{10_000 + key}" '
        f'pluginName="Web Server 2.4.{key} Multiple Vulnerabilities" pluginFamily="Web Servers">'
        f"<cve>CVE-2099-{key:05}</cve><cvss3_base_score>{score(key):.1f}</cvss3_base_score>"
        f"<cvss3_vector>{vector(key).replace('3.1', '3.0')}</cvss3_vector>"
        f"<description>{sentence(key, 560)}</description><solution>Upgrade to a later version.</solution>"
        "<risk_factor>Medium</risk_factor><synopsis>The web server is affected.</synopsis></ReportItem>\n"
    )


def main() -> None:
    """Measure one step and print processor seconds and MB on top of the input."""
    gc.disable()
    step = _STEPS[sys.argv[1]]()
    if "memory" in sys.argv:
        # NOTE: a new process counts from what it holds now, not from the peak of making the input; it also pays for each page
        # that it shares, so it says nothing about time
        child = os.fork()
        if child:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    step()
    used = time.process_time() - start
    print(json.dumps([used, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024]))


if __name__ == "__main__":
    main()
