"""An image runs that no collected pipeline builds.

Passes where provenance whose signature verifies names a collected definition that may build it, or where a definition writes
this repository and tag, or a tag made of the commit whose form the running one has. A tag that is set when the pipeline runs
may be the one that runs, which is not shown; another tag is not it (`facts.pushed_tags`). That no pipeline was collected which
names it shows nothing: the image is unknown, not failing. Fails only what provenance contradicts (SLSA v1.0, Verifying
artifacts). Decisions about the origin of third-party images are not read anywhere yet.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import judged_images
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.facts.digests import Digests
from generator.model.attestation import Attestation, SignatureStatus
from generator.model.facts import ImageAsset, ImageBuilder, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.pipeline import NameMatch, PipelineSnapshot
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="image-built-by-unknown",
    area="Build pipeline",
    title="Images that run are built by known pipelines",
    problem="Image built by no known pipeline",
    asks="Is every image that runs built by a pipeline whose definition was collected?",
    rationale="For an image of unknown origin, the checks that it went through are unknown.",
    fix="Collect the pipeline that builds it, or record where the image comes from and who approved it.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"
    ),
    controls=mapped(fedramp="CM-3", ours="SR-3"),
    subjects=("image of a workload", "images of workloads"),
)


_NO_PIPELINE = "no collected pipeline names this repository"
_BY_VARIABLE = "the pipeline names it by a variable"
_TAG_OPEN = "a pipeline pushes this repository by a tag that is set when it runs, and that it pushed this one is not shown"
_OTHER_TAG = "collected pipelines push other tags of this repository, none of which can be the one that runs"
_OTHER_IMAGES = "verified provenance names a workflow, and the collected definition of that file name pushes other images"
_ONE_DIGEST = "several digests run under this name, and verified provenance names the pipeline of some of them only"
_REFUSED = "carries a signature that is refused"
_STEP = "collect the provenance of the digest that runs, or deploy a tag that the definition itself states ({} writes `{}`)"


class BuildOrigins(msgspec.Struct, frozen=True, kw_only=True):
    """What definitions and provenance say of who builds images."""

    pipelines: tuple[PipelineSnapshot, ...]
    provenance: Mapping[AssetId, Sequence[Attestation]]
    digests: Digests

    @classmethod
    def of(cls, facts: SystemFacts) -> "BuildOrigins":
        """Of the whole system."""
        return cls(
            pipelines=tuple(pipeline for pipeline in facts.pipelines if pipeline.runs),
            provenance={chain.asset_id: chain.provenance for chain in facts.chains},
            digests=Digests.of(facts.registries),
        )

    def builders(self, image: ImageAsset) -> tuple[PipelineSnapshot, ...]:
        """The definitions by which `verdict` passes: those that verified provenance names, else those that write the image."""
        named = self._verified(image)
        if named and self._covered(image, named):
            return tuple(dict.fromkeys(each for statement in named for each in self._named_by(statement, image)))
        return tuple(each for each in self.pipelines if _is_shown(each, image))

    def verdict(self, image: ImageAsset) -> JudgedSubject:
        """Of one image that runs; also the link *pipeline* of its chain."""
        name, named, declared = (
            image.asset_id,
            self._verified(image),
            [each for each in self.pipelines if _is_shown(each, image)],
        )
        contradicted = self._contradicted(image, named, declared)
        if contradicted is not None:
            return contradicted
        statements = cite("Provenance", name, *(each.source for each in named))
        if named and self.pipelines and self._covered(image, named):
            builders = self.builders(image)
            if not builders:
                return unknown(name, _OTHER_IMAGES, *statements)
            return passes(name, *statements, *_files(image, builders), certainty=Certainty.REPORTED)
        if declared:
            others = [each for each in self.provenance.get(name, ()) if each.workflow and not self._collected(each)]
            return passes(
                name,
                *_files(image, declared),
                certainty=Certainty.DECLARED,
                reason=f"{declared[0].evidence.path} pushes {_builder(declared[0], image).written}",
                contested_by=tuple(each.source for each in others),
            )
        if named and self.pipelines:
            return unknown(name, _ONE_DIGEST, *statements)
        return _not_shown(image)

    def _contradicted(
        self, image: ImageAsset, named: Sequence[Attestation], declared: Sequence[PipelineSnapshot]
    ) -> JudgedSubject | None:
        """By verified provenance of a pipeline that is none of these, or by signatures of provenance none of which verifies."""
        name, provenance = image.asset_id, self.provenance.get(image.asset_id, ())
        foreign = [each for each in named if self.pipelines and not self._collected(each)]
        refused = [each for each in provenance if each.standing is SignatureStatus.REFUSED]
        if not foreign and (not refused or any(each.standing is SignatureStatus.VERIFIED for each in provenance)):
            return None
        wrong = foreign or refused
        says = f"names {wrong[0].workflow}, which is none of the collected pipelines" if foreign else _REFUSED
        rivals = tuple(each.evidence.source for each in declared)
        return fails(
            name,
            f"runs with provenance that {says}",
            *cite("Provenance", name, *(each.source for each in wrong)),
            certainty=Certainty.REPORTED,
            contested_by=(*rivals, *(each.source for each in wrong)) if rivals else (),
        )

    def _verified(self, image: ImageAsset) -> list[Attestation]:
        statements = self.provenance.get(image.asset_id, ())
        return [each for each in statements if each.standing is SignatureStatus.VERIFIED and each.workflow]

    def _covered(self, image: ImageAsset, statements: Sequence[Attestation]) -> bool:
        """Is every digest that runs one of theirs, or the index or a platform of one?"""
        about = {digest for each in statements for digest in each.digests}
        return all(digest in about or not about.isdisjoint(self.digests.related(digest)) for digest in image.digests)

    def _collected(self, statement: Attestation) -> list[PipelineSnapshot]:
        """Definitions with the file name of its workflow. Folders differ between repository and evidence."""
        last = (statement.workflow or "").partition("@")[0].rpartition("/")[2]
        return [each for each in self.pipelines if each.evidence.path.rpartition("/")[2] == last]

    def _named_by(self, statement: Attestation, image: ImageAsset) -> list[PipelineSnapshot]:
        """Of these the ones that may build the image: a file name says little, and what the file pushes may exclude it."""
        return [each for each in self._collected(statement) if _may_build(each, image)]


def _judge(context: CheckContext) -> Judgment:
    origins = BuildOrigins.of(context.facts)
    return judged_images(context, lambda image: (origins.verdict(image),))


def _not_shown(image: ImageAsset) -> JudgedSubject:
    """No definition writes it: by the one that comes nearest."""
    reasons = {NameMatch.TAG_OPEN: _TAG_OPEN, NameMatch.NAME_OPEN: _BY_VARIABLE, NameMatch.OTHER_TAG: _OTHER_TAG}
    nearest = next((each for match in reasons for each in image.builders if each.match is match), None)
    name = image.asset_id
    cited = cite("Image", name, *image.sources)
    if nearest is None:
        return unknown(name, _NO_PIPELINE, *cited)
    step = _STEP.format(nearest.path, nearest.written)
    return unknown(name, reasons[nearest.match], *cited, next_step=step)


def _builder(pipeline: PipelineSnapshot, image: ImageAsset) -> ImageBuilder:
    return next(each for each in image.builders if each.path == pipeline.evidence.path)


def _is_shown(pipeline: PipelineSnapshot, image: ImageAsset) -> bool:
    return any(each.path == pipeline.evidence.path and each.match.is_shown for each in image.builders)


def _may_build(pipeline: PipelineSnapshot, image: ImageAsset) -> bool:
    """Does it write the image, or may it, or is what it builds not in the file?"""
    match = next((each.match for each in image.builders if each.path == pipeline.evidence.path), None)
    if match is not None and match is not NameMatch.OTHER_TAG:
        return True
    unnamed = not pipeline.images or any(not push.names for push in pipeline.pushes)
    return unnamed or bool(pipeline.opaque) or any(not step.visible for step in pipeline.steps)


def _files(image: ImageAsset, pipelines: Iterable[PipelineSnapshot]) -> tuple[ObjectCitation, ...]:
    return cite("Pipeline", image.asset_id, *(each.evidence.source for each in pipelines))


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
