"""Small invented replies of a cloud, as snapshots, and facts that hold them."""

from collections.abc import Iterable
from dataclasses import replace

from generator.facts.crypto import with_crypto
from generator.facts.crypto_modules import read_crypto_modules
from generator.model.cloud import HARBOR, CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.posture import Posture
from generator.posture.registry import judge_all
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import TAKEN, facts


def resource(kind: ResourceKind, name: str, **settings: str) -> CloudResource:
    """One resource; `_` in a setting's name stands for a space."""
    said = tuple(sorted((key.replace("_", " "), value) for key, value in settings.items()))
    source = EvidenceSource("0" * 64, "evidence/cloud/reply.json", f"/{name}")
    return CloudResource(kind=kind, identifier=f"arn:{name}", name=name, settings=said, source=source)


def reply(*found: CloudResource, operation: str = "eks describe-cluster") -> CloudSnapshot:
    """One reply."""
    path = f"evidence/cloud/{operation}.json"
    evidence = EvidenceFile(path=path, sha256="0" * 64, size=1, media_type="application/json", collected=TAKEN)
    return CloudSnapshot(
        evidence=evidence, provider="AWS", account="1", region="r", operation=operation, taken=TAKEN, resources=found
    )


def harbor(*found: CloudResource) -> CloudSnapshot:
    """The projects of a registry."""
    return replace(reply(*found, operation="harbor projects"), provider=HARBOR, account="h", region="")


def with_clouds(found: SystemFacts, clouds: Iterable[CloudSnapshot]) -> SystemFacts:
    """Facts beside replies."""
    return replace(found, clouds=tuple(clouds))


def asked(row: str, *clouds: CloudSnapshot, files: tuple[str, ...] = (), decided: str | None = None) -> Posture:
    """One row of facts with these replies, cluster files and decisions about cryptographic modules."""
    modules = None if decided is None else read_crypto_modules(decided)
    ground = with_crypto(with_clouds(facts(*files), clouds), modules)
    (found,) = [each for each in judge_all(read("", folder="x"), ground) if each.requirement.id == row]
    return found
