"""Volumes: do the storage classes encrypt what they make?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.posture import Certainty, Problem, Requirement, State
from generator.model.settings.base import Setting, Settings
from generator.model.settings.rest import VolumeClass, VolumeUse
from generator.posture.base import Ground, Judgement, named, none_found, not_collected
from generator.posture.mapping import mapped
from generator.text import counted

_CLASS = ("storage.k8s.io", "StorageClass")
_ON_NODE = ("hostPath", "local", "kubernetes.io/no-provisioner", "rancher.io/local-path", "k8s.io/minikube-hostpath")

_REQUIREMENT = Requirement(
    id="volumes-at-rest",
    area="Encryption at rest",
    title="Volumes are encrypted",
    problem="Volumes are not encrypted",
    asks="Does every storage class that is used encrypt its volumes?",
    rationale="A disk or snapshot that leaves the data center carries the data with it.",
    fix="Set `encrypted` and a key in the class's parameters, and move volumes of other classes.",
    reference="https://kubernetes.io/docs/concepts/storage/storage-classes/; FedRAMP containers guidance (SC-28)",
    controls=mapped(fedramp="SC-28", nist="SC-28(1)", ours="SC-12"),
)


@dataclass(frozen=True, slots=True)
class VolumesAtRest:
    """See `Row`."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`. A class that says nothing is the provider's matter: neither right nor wrong, and missing."""
        classes, volumes = ground.of(VolumeClass), ground.of(VolumeUse)
        if not classes and not ground.listed(_CLASS):
            return not_collected("storage classes", refused=ground.refused((_CLASS[0], "storageclasses")))
        if not classes:
            return none_found("No storage class was found.", missing=("volumes that pods bring along themselves",))
        used = {each.says.storage_class for each in volumes}
        counting = [one for one in classes if not used or one.name in used or one.says.default]
        problems = [*_plain(counting), *_on_nodes(counting, volumes)]
        silent = [one.name for one in counting if one.says.encrypted is None and one.says.provisioner not in _ON_NODE]
        encrypted = sum(one.says.encrypted is True for one in counting)
        objects: tuple[Setting[Settings], ...] = (*counting, *(one for one in volumes if one.says.driver in _ON_NODE))
        found = f"{encrypted} of {counted(len(counting), 'storage class', 'storage classes')} that count ask for encryption."
        missing = [f"how the provider encrypts what {named(silent)} makes: no parameter says it"] if silent else []
        if not problems and not encrypted:
            answer = not_collected("how the provider encrypts volumes")
            return Judgement(state=answer.state, found=found, certainty=Certainty.NONE, missing=tuple(missing))
        return Judgement(
            state=State.NOT_ENFORCING if problems else State.ENFORCING,
            found=found,
            certainty=Certainty.INDICATION if silent else None,
            missing=tuple(missing),
            problems=tuple(problems),
            citations=tuple(one.cited for one in objects),
            held=(encrypted, len(counting)),
        )


def _plain(classes: list[Setting[VolumeClass]]) -> Iterator[Problem]:
    for one in classes:
        if one.says.encrypted is False:
            yield Problem(
                subject=one.key, text="makes volumes without encryption (parameter encrypted)", citations=(one.cited,)
            )


def _on_nodes(classes: list[Setting[VolumeClass]], volumes: tuple[Setting[VolumeUse], ...]) -> Iterator[Problem]:
    for one in classes:
        if one.says.provisioner in _ON_NODE:
            text = "keeps volumes on the nodes' own disks, whose encryption is not shown"
            yield Problem(subject=one.key, text=text, citations=(one.cited,))
    for each in volumes:
        if each.says.driver in ("hostPath", "local") and each.says.storage_class not in {one.name for one in classes}:
            text = "lies on a node's own disk, whose encryption is not shown"
            yield Problem(subject=each.key, text=text, citations=(each.cited,))
