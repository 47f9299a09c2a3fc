"""Volumes: do the storage classes encrypt what they make?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import Certainty, PostureRequirement, PostureState, Problem
from generator.model.settings.base import Setting, Settings
from generator.model.settings.rest import VolumeClass, VolumeUse
from generator.posture.base import Judgment, PostureContext, named, none_found, not_collected
from generator.text import counted

_CLASS = ("storage.k8s.io", "StorageClass")
_ON_NODE = ("hostPath", "local", "kubernetes.io/no-provisioner", "rancher.io/local-path", "k8s.io/minikube-hostpath")

_REQUIREMENT = PostureRequirement(
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

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. A class that says nothing is the provider's matter: neither right nor wrong, and missing."""
        classes, volumes = context.of(VolumeClass), context.of(VolumeUse)
        if not classes and not context.listed(_CLASS):
            return not_collected("storage classes", refused=context.refused((_CLASS[0], "storageclasses")))
        if not classes:
            return none_found("No storage class was found.", missing=("volumes that pods bring along themselves",))
        used = {volume.says.storage_class for volume in volumes}
        counting = [setting for setting in classes if not used or setting.name in used or setting.says.default]
        problems = [*_plain(counting), *_on_nodes(counting, volumes)]
        silent = [
            setting.name for setting in counting if setting.says.encrypted is None and setting.says.provisioner not in _ON_NODE
        ]
        encrypted = sum(setting.says.encrypted is True for setting in counting)
        objects: tuple[Setting[Settings], ...] = (*counting, *(volume for volume in volumes if volume.says.driver in _ON_NODE))
        summary = f"{encrypted} of {counted(len(counting), 'storage class', 'storage classes')} that count ask for encryption."
        missing = [f"how the provider encrypts what {named(silent)} makes: no parameter says it"] if silent else []
        if not problems and not encrypted:
            answer = not_collected("how the provider encrypts volumes")
            return Judgment(state=answer.state, summary=summary, certainty=Certainty.NONE, missing=tuple(missing))
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=summary,
            certainty=Certainty.INDICATION if silent else None,
            missing=tuple(missing),
            problems=tuple(problems),
            citations=tuple(setting.cited for setting in objects),
            held=(encrypted, len(counting)),
        )


def _plain(classes: list[Setting[VolumeClass]]) -> Iterator[Problem]:
    for setting in classes:
        if setting.says.encrypted is False:
            yield Problem(
                subject=setting.key, text="makes volumes without encryption (parameter encrypted)", citations=(setting.cited,)
            )


def _on_nodes(classes: list[Setting[VolumeClass]], volumes: tuple[Setting[VolumeUse], ...]) -> Iterator[Problem]:
    for setting in classes:
        if setting.says.provisioner in _ON_NODE:
            text = "keeps volumes on the nodes' own disks, whose encryption is not shown"
            yield Problem(subject=setting.key, text=text, citations=(setting.cited,))
    for volume in volumes:
        if volume.says.driver in ("hostPath", "local") and volume.says.storage_class not in {
            setting.name for setting in classes
        }:
            text = "lies on a node's own disk, whose encryption is not shown"
            yield Problem(subject=volume.key, text=text, citations=(volume.cited,))
