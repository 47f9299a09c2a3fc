"""Pipelines and Dockerfiles out of their text, as a build reads them."""

import hashlib

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.pipeline import PipelineSnapshot
from generator.model.posture import Posture
from generator.parsers.document import Document
from generator.parsers.registry import read as read_file
from generator.posture.registry import judge_all
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import AS_OF, snapshot

DIGEST = f"sha256:{'a' * 64}"


def definition(text: str, path: str = "evidence/pipelines/build.yml") -> PipelineSnapshot:
    """One file, read by whichever member recognizes it."""
    data = text.encode()
    evidence = EvidenceFile(path=path, sha256=hashlib.sha256(path.encode() + data).hexdigest(), size=len(data), media_type="x")
    _, found = read_file(Document(path, data), evidence)
    assert isinstance(found, PipelineSnapshot)
    return found


def workflow(*scripts: str, path: str = "evidence/pipelines/build.yml") -> PipelineSnapshot:
    """A workflow of one job that checks its source out and runs these scripts."""
    steps = "".join(f"      - run: {script}\n" for script in scripts)
    text = f"on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n{steps}"
    return definition(text, path)


def dockerfile(*lines: str, path: str = "evidence/pipelines/cart/Dockerfile") -> PipelineSnapshot:
    """A Dockerfile."""
    return definition("\n".join(lines) + "\n", path)


def facts(*found: PipelineSnapshot | str, system: str = "") -> SystemFacts:
    """Pipelines, and manifests of a cluster where a text is among them."""
    files = [
        each if isinstance(each, PipelineSnapshot) else snapshot(each, f"file{number}.yaml")
        for number, each in enumerate(found)
    ]
    return facts_of(History.of(files), read(system, folder="x"), AS_OF)


def judged(row: str, *found: PipelineSnapshot | str, system: str = "") -> Posture:
    """The state of one row."""
    described = read(system, folder="x")
    return next(one for one in judge_all(described, facts(*found, system=system)) if one.requirement.id == row)
