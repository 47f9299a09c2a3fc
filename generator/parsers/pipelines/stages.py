"""From everything seen in a pipeline file to at most one statement for each stage."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.pipeline import Gating, Stage, StageFound
from generator.parsers.pipelines.gathered import Gathered

GATED = frozenset(
    (Stage.DOCKERFILE_LINT, Stage.BASE_IMAGE_APPROVAL, Stage.SECRETS_DETECTION, Stage.IMAGE_SCAN, Stage.MANIFEST_SCAN)
)
"""Stages that can find something wrong. The others have gating `na`."""
_STRONGEST = (Gating.YES, Gating.POLICY, Gating.UNKNOWN, Gating.NO, Gating.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One place in the file that is a stage."""

    stage: Stage
    tool: str
    gating: Gating
    visible: bool
    where: str
    """`job build, step Scan image`, without the line."""
    line: int
    because: str


def settle(seen: Iterable[Seen], files: Gathered) -> tuple[StageFound, ...]:
    """Each stage once, in the order of `Stage`: what is shown before what is only named, what blocks before what does not."""
    found = []
    everything = tuple(seen)
    for stage in Stage:
        candidates = sorted((each for each in everything if each.stage is stage), key=_rank)
        if candidates:
            found.append(_statement(candidates[0], candidates[1:], files))
    return tuple(found)


def _rank(each: Seen) -> tuple[bool, int, int]:
    return not each.visible, _STRONGEST.index(each.gating), each.line


def _statement(best: Seen, others: list[Seen], files: Gathered) -> StageFound:
    weaker = sorted({other.line for other in others if other.visible and other.gating is not best.gating})
    because = best.because
    if weaker:
        lines = ", ".join(f"line {line}" for line in weaker[:5])
        whole = "pipeline" if files.files else "file"
        because = f"{because}; elsewhere in this {whole} it is different ({lines})"
    return StageFound(
        stage=best.stage,
        tool=best.tool,
        gating=best.gating,
        visible=best.visible,
        where=files.told(f"{best.where}, line {best.line}"),
        because=files.told(because),
        source=files.source(best.line),
    )
