"""From everything seen in a pipeline file to at most one statement for each stage."""

from collections.abc import Iterable

import msgspec

from generator.model.pipeline import Concern, DetectedStage, Gating, PipelineStage
from generator.parsers.pipelines.multi_file import Gathered

GATED = frozenset(
    (
        PipelineStage.DOCKERFILE_LINT,
        PipelineStage.BASE_IMAGE_APPROVAL,
        PipelineStage.SECRETS_DETECTION,
        PipelineStage.IMAGE_SCAN,
        PipelineStage.MANIFEST_SCAN,
    )
)
"""Stages that can find something wrong. The others have gating `na`."""
_STRONGEST = (Gating.YES, Gating.POLICY, Gating.UNKNOWN, Gating.NO, Gating.NOT_APPLICABLE)


class StageMark(msgspec.Struct, frozen=True, kw_only=True):
    """One place in the file that is a stage."""

    stage: PipelineStage
    tool: str
    gating: Gating
    visible: bool
    where: str
    """`job build, step Scan image`, without the line."""
    line: int
    because: str
    job: str = ""
    at: int = 0
    images: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    concerns: Concern = Concern.IMAGE
    threshold: str = ""
    late: bool = False


def settle(seen: Iterable[StageMark], files: Gathered) -> tuple[DetectedStage, ...]:
    """Each stage once, in the order of `PipelineStage`: what is shown before what is only named, what blocks before what does
    not."""
    statements = []
    everything = tuple(seen)
    for stage in PipelineStage:
        candidates = sorted((each for each in everything if each.stage is stage), key=_rank)
        if candidates:
            statements.append(_statement(candidates[0], candidates[1:], files))
    return tuple(statements)


def _rank(each: StageMark) -> tuple[bool, bool, int, int]:
    return not each.visible, each.concerns is not Concern.IMAGE, _STRONGEST.index(each.gating), each.line


def _statement(best: StageMark, others: list[StageMark], files: Gathered) -> DetectedStage:
    weaker = sorted({other.line for other in others if other.visible and other.gating is not best.gating})
    because = best.because
    if weaker:
        lines = ", ".join(f"line {line}" for line in weaker[:5])
        whole = "pipeline" if files.files else "file"
        because = f"{because}; elsewhere in this {whole} it is different ({lines})"
    return DetectedStage(
        stage=best.stage,
        tool=best.tool,
        gating=best.gating,
        visible=best.visible,
        where=files.with_files(f"{best.where}, line {best.line}"),
        because=files.with_files(because),
        concerns=best.concerns,
        threshold=best.threshold,
        late=best.late,
        source=files.source(best.line),
    )
