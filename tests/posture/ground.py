"""Reads small invented manifests into facts, as a build does, and asks one row about them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime

from beside import shared

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.inventory import ClusterSnapshot
from generator.model.posture import Posture
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document
from generator.posture.registry import judge_all
from generator.workspace.system_yaml import read

AS_OF = date(2026, 11, 20)
TAKEN = datetime(2026, 11, 19, 8, tzinfo=UTC)
CASES = shared("cases/cluster")


def snapshot(text: str | bytes, name: str = "cluster.yaml", taken: datetime | None = TAKEN) -> ClusterSnapshot:
    """One file, read by the member that recognizes it."""
    data = text.encode() if isinstance(text, str) else text
    document = Document(name, data)
    evidence = EvidenceFile(
        path=f"evidence/cluster/{name}",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type="application/octet-stream",
        collected=taken,
    )
    (member,) = [each for each in CLUSTER if each.recognizes(document)]
    return member.parse(document, evidence)


def facts(*files: str | bytes | ClusterSnapshot, system: str = "") -> SystemFacts:
    """The facts of one cluster, from its files."""
    read_files = [
        each if isinstance(each, ClusterSnapshot) else snapshot(each, f"file{number}.yaml") for number, each in enumerate(files)
    ]
    return facts_of(History.of(read_files), read(system, folder="x"), AS_OF)


def postures(*files: str | bytes | ClusterSnapshot, system: str = "") -> Mapping[str, Posture]:
    """Every requirement's state, by the id of its row; of one cluster or none."""
    return {each.requirement.id: each for each in judge_all(read(system, folder="x"), facts(*files, system=system))}


def case(*names: str) -> Mapping[str, Posture]:
    """The same of real files."""
    return postures(*(snapshot((CASES / name).read_bytes(), name) for name in names))


def problems(posture: Posture) -> dict[str, str]:
    """What is wrong, by subject; several faults of one are joined."""
    found: dict[str, str] = {}
    for one in posture.problems:
        found[one.subject] = f"{found[one.subject]}; {one.text}" if one.subject in found else one.text
    return found
