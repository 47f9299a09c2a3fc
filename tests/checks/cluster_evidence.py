"""Reads small invented manifests into facts, as a build does, and asks one check about them."""

import hashlib
import json
from datetime import UTC, date, datetime

from prerequisites import shared
from replacing import replace

from generator.checks.base import Check, CheckContext
from generator.checks.judging import judge
from generator.facts.crypto import with_crypto
from generator.facts.crypto_modules import read_crypto_modules
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.cloud import HARBOR, CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.inventory import ClusterSnapshot
from generator.model.posture import ObjectCitation, Posture
from generator.model.snapshot import Snapshot
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document
from generator.workspace.system_yaml import read

AS_OF = date(2026, 11, 20)
TAKEN = datetime(2026, 11, 19, 8, tzinfo=UTC)
CASES = shared("cases/cluster")


def snapshot(
    text: str | bytes, name: str = "cluster.yaml", taken: datetime | None = TAKEN, *, real: bool = False
) -> ClusterSnapshot:
    """One file, read by its member. An object alone stands for the list of its kind in all namespaces here, but not in a `real`
    file.
    """
    data = text.encode() if isinstance(text, str) else text
    document = Document(name, data)
    evidence = EvidenceFile(
        path=f"evidence/cluster/{name}",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type="application/octet-stream",
        collected=taken,
        command="" if real else "kubectl get --all-namespaces",
    )
    (member,) = [each for each in CLUSTER if each.recognizes(document)]
    read_file = member.parse(document, evidence)
    return read_file if real else replace(read_file, lists=read_file.listed)


def alone(text: str, number: int = 99) -> ClusterSnapshot:
    """An object that was asked for by its name."""
    return snapshot(text, f"file{number}.yaml", real=True)


Evidence = str | bytes | Snapshot


def resource(kind: ResourceKind, name: str, **settings: str) -> CloudResource:
    """A resource of a cloud; `_` in the name of a setting stands for a space."""
    stated = tuple(sorted((key.replace("_", " "), value) for key, value in settings.items()))
    source = EvidenceSource("0" * 64, "evidence/cloud/reply.json", f"/{name}")
    return CloudResource(kind=kind, identifier=f"arn:{name}", name=name, settings=stated, source=source)


def reply(*resources: CloudResource, operation: str = "eks describe-cluster", account: str = "1") -> CloudSnapshot:
    """The reply of a cloud's API to one question."""
    path = f"evidence/cloud/{account}/{operation}.json"
    sha = hashlib.sha256(f"{path}{resources}".encode()).hexdigest()
    evidence = EvidenceFile(path=path, sha256=sha, size=1, media_type="application/json", collected=TAKEN)
    return CloudSnapshot(
        evidence=evidence, provider="AWS", account=account, region="r", operation=operation, taken=TAKEN, resources=resources
    )


def harbor(*resources: CloudResource) -> CloudSnapshot:
    """The projects of a registry."""
    return replace(reply(*resources, operation="harbor projects"), provider=HARBOR, account="h", region="")


def facts(*files: Evidence, system: str = "", modules: str | None = None) -> SystemFacts:
    """The facts of clusters, clouds and scans, with what is decided about cryptographic modules."""
    read_files = [
        snapshot(each, f"file{number}.yaml") if isinstance(each, str | bytes) else each for number, each in enumerate(files)
    ]
    of_files = facts_of(History.of(read_files), read(system, folder="x"), AS_OF)
    return with_crypto(of_files, read_crypto_modules(modules) if modules is not None else None)


def postures(check: Check, *files: Evidence, system: str = "", modules: str | None = None) -> tuple[Posture, ...]:
    """One requirement's state in each cluster of these files, or in none."""
    context = CheckContext(system=read(system, folder="x"), facts=facts(*files, system=system, modules=modules))
    return tuple(judge(check, context))


def posture(check: Check, *files: Evidence, system: str = "", modules: str | None = None) -> Posture:
    """One requirement's state in the one cluster of these files, or in none."""
    (state,) = postures(check, *files, system=system, modules=modules)
    return state


def of_case(check: Check, *names: str) -> Posture:
    """The same of real files."""
    return posture(check, *(snapshot((CASES / name).read_bytes(), name, real=True) for name in names))


def verdicts(state: Posture) -> dict[str, str]:
    """`passes (observed)`, `fails (declared): why` or `unknown: why`, by subject. What passes has to name its evidence."""
    for each in state.passing:
        assert each.citations, f"{state.requirement.id}: {each.name} passes without evidence"
        assert all(isinstance(cited, ObjectCitation) for cited in each.citations)
    return {
        each.name: " ".join(
            part
            for part in (
                each.outcome,
                f"({each.certainty})" if each.certainty else "",
                f": {each.reason}" if each.reason else "",
            )
            if part
        ).replace(" :", ":")
        for each in state.subjects
    }


def listing(kind: str, version: str, *objects: str) -> str:
    """What the API answers where it is asked for all objects of a kind: each as JSON."""
    items = [json.loads(each) for each in objects]
    return json.dumps({"kind": f"{kind}List", "apiVersion": version, "metadata": {"resourceVersion": "7"}, "items": items})


def declared(text: str) -> str:
    """The same object as a person writes it: without what the API server adds."""
    made = json.loads(text)
    made["metadata"] = {key: value for key, value in made["metadata"].items() if key not in ("uid", "resourceVersion")}
    return json.dumps({key: value for key, value in made.items() if key != "status"})


def without_each(check: Check, *files: str, system: str = "") -> list[str]:
    """Subjects that pass where one of the files is taken away, and that did not before; contested ones left out."""
    whole = {each.name: each for each in posture(check, *files, system=system).subjects}
    found = []
    for at, _ in enumerate(files):
        left = posture(check, *(snapshot(text, f"file{number}.yaml") for number, text in enumerate(files) if number != at))
        for each in left.passing:
            before = whole.get(each.name)
            rivals = {source.path for source in before.contested_by} if before else set()
            if before and before.outcome is not each.outcome and f"evidence/cluster/file{at}.yaml" not in rivals:
                found.append(f"{each.name} without file {at}")
    return found
