"""Small inventories and scans, and one check asked about them."""

from datetime import date

from replacing import replace

from generator.checks.base import Check, CheckContext
from generator.checks.judging import judge
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.quality import ApprovedConfiguration, judged
from generator.model.posture import Posture
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.workspace.system_yaml import read

AS_OF = date(2026, 11, 20)


def state(
    check: Check,
    *snapshots: Snapshot,
    system: str = "",
    approved: tuple[ApprovedConfiguration, ...] = (),
    results: tuple[str, ...] = (),
    whole: bool = True,
) -> Posture:
    """The state of one requirement. `whole`: the API listed all nodes and pods of every cluster."""
    described = read(system, folder="x")
    facts = facts_of(History.of(snapshots), described, AS_OF)
    complete = frozenset([("", "Node"), ("", "Pod")] if whole else [])
    configurations = tuple(replace(each, complete=complete) for each in facts.configurations)
    facts = replace(facts, configurations=configurations, scan_quality=judged(facts.scan_quality, approved, results))
    (posture,) = judge(check, CheckContext(system=described, facts=facts))
    return posture


def unfinished(scan: ScanSnapshot) -> ScanSnapshot:
    """The same, of which the scanner says that it looked at a part only."""
    return replace(scan, not_assessed_because="a package database could not be read")
