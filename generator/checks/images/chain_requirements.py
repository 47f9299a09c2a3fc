"""Links of an image's chain that a requirement asks as well: their verdicts are those of the requirement, and no others.

Pipeline, gates, admission, scan, running, and the tag in the registry. What a requirement does not establish for an image does
not hold in its chain either; where several requirements belong to a link the worst decides.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.checks.admission import admission_gate, unsigned_images_admitted
from generator.checks.base import NAMESPACE, Check, CheckContext
from generator.checks.images import image_never_scanned, running_digest_unknown, scan_too_old, scanned_digest_differs, tag_moved
from generator.checks.images.image_built_by_unknown import BuildOrigins
from generator.checks.judging import worst_of
from generator.checks.pipelines import pipeline_image_scan
from generator.checks.pipelines.pushed_images import PushedImage, match_of_pushes, pushed_in
from generator.facts.builds import container_uses
from generator.model.facts import ImageAsset
from generator.model.grouping import grouped
from generator.model.inventory import Container, Workload
from generator.model.pipeline import NameMatch, PipelineSnapshot
from generator.model.posture import JudgedSubject, Outcome
from generator.model.settings.base import GroupKind
from generator.model.verdict_makers import unknown

_NO_BUILDER = "which pipeline built it is not established"
_NO_PUSH = "the definition that builds it does not show that it pushes it"
_NOT_COLLECTED = "not collected"
_ADMITTING: tuple[GroupKind, ...] = (
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("kyverno.io", "ClusterPolicy"),
    ("policy.sigstore.dev", "ClusterImagePolicy"),
    NAMESPACE,
)
"""Kinds of which one at least has to be looked for before anything is known of admission."""
_BY_IMAGE: Mapping[str, tuple[Check, ...]] = {
    "registry": (tag_moved.CHECK,),
    "running": (running_digest_unknown.CHECK,),
    "scan": (image_never_scanned.CHECK, scan_too_old.CHECK, scanned_digest_differs.CHECK),
}
_Verdicts = Mapping[str, Sequence[JudgedSubject]]
"""Of a requirement, by the name of the subject."""


class RequirementVerdicts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that requirements say of the images of a system."""

    context: CheckContext
    origins: BuildOrigins
    by_image: Mapping[str, tuple[_Verdicts, ...]]
    """By the link."""
    admission: Mapping[str, tuple[_Verdicts, _Verdicts]]
    """(image in a namespace, namespace), by cluster; only of clusters in which something of it was looked for."""
    uses: Mapping[str, Sequence[tuple[Workload, Container]]]

    @classmethod
    def of(cls, context: CheckContext) -> "RequirementVerdicts":
        """Asks the requirements."""
        facts = context.facts
        here = (dataclasses.replace(context, configuration=each) for each in facts.configurations)
        return cls(
            context=context,
            origins=BuildOrigins.of(facts),
            by_image={link: tuple(_verdicts(each, context) for each in checks) for link, checks in _BY_IMAGE.items()},
            admission={
                each.cluster: (_verdicts(unsigned_images_admitted.CHECK, each), _verdicts(admission_gate.CHECK, each))
                for each in here
                if each.listed(*_ADMITTING)
            },
            uses=container_uses(facts),
        )

    def is_collected(self, link: str, image: ImageAsset) -> bool:
        """Is there anything at all that the link could be judged by?"""
        return bool(image.looks) if link == "scan" else link != "pipeline" or bool(self.origins.pipelines)

    def of_link(self, link: str, image: ImageAsset) -> JudgedSubject | None:
        """The verdict of one link; None where no requirement asks it of this image, or nothing of it was collected."""
        if link == "pipeline":
            return self.origins.verdict(image)
        if link == "gates":
            return self._gates(image) if self.origins.pipelines else None
        if link == "admission":
            return _worst(self._admitted(image))
        given = (subject for verdicts in self.by_image[link] for subject in verdicts.get(image.asset_id, ()))
        return _worst(given)

    def _gates(self, image: ImageAsset) -> JudgedSubject:
        builders = self.origins.builders(image)
        if self.origins.verdict(image).outcome is not Outcome.PASSES:
            return unknown(image.asset_id, _NO_BUILDER)
        return worst_of([self._gate(builder, image) for builder in builders])

    def _gate(self, builder: PipelineSnapshot, image: ImageAsset) -> JudgedSubject:
        """Of one definition: by the pushes that come nearest to the image."""
        pushed = list(_nearest(pushed_in(builder), image))
        if not pushed:
            return unknown(image.asset_id, _NO_PUSH)
        return worst_of([pipeline_image_scan.verdict_of(self.context, each) for each in pushed])

    def _admitted(self, image: ImageAsset) -> Iterator[JudgedSubject]:
        """Of every namespace in which it runs, in every cluster."""
        used = self.uses.get(image.asset_id, ())
        if not any(workload.cluster in self.admission for workload, _ in used):
            return
        for workload, container in used:
            answers = self.admission.get(workload.cluster)
            if answers is None:
                yield unknown(image.asset_id, _NOT_COLLECTED)
                continue
            signed, gates = answers
            yield from signed.get(f"{container.image} in {workload.namespace}", ())
            for gate in gates.get(workload.namespace, ()):
                yield replace(gate, reason=f"{workload.namespace} {gate.reason}") if gate.outcome is Outcome.FAILS else gate


def _verdicts(check: Check, context: CheckContext) -> _Verdicts:
    return grouped((subject.name, subject) for subject in check.judge(context).subjects)


def _worst(given: Iterable[JudgedSubject]) -> JudgedSubject | None:
    subjects = list(given)
    return worst_of(subjects) if subjects else None


def _nearest(pushed: Iterable[PushedImage], image: ImageAsset) -> Iterator[PushedImage]:
    """The image itself; else what may be it: names by a variable, and pushes that name nothing."""
    matches = [(each, match_of_pushes(each, image)) for each in pushed]
    exact = [each for each, match in matches if match is not None and match.is_shown]
    yield from exact or [
        each for each, match in matches if not each.repository or match in (NameMatch.TAG_OPEN, NameMatch.NAME_OPEN)
    ]
