"""What an approval stands for: the text, and the states of the requirements behind it. It lapses when either is another one.

The workbench writes both as short hashes into the head of a narrative (`approves`, `approves-evidence`). An approval that was
written by hand without them stands for whatever the file says, as before.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.model.evidence import Gap, GapKind
from generator.model.identifiers import ControlId
from generator.model.posture import Posture
from generator.narrative.reading import Narratives, short_hash


def evidence_hash(control: ControlId, postures: Sequence[Posture]) -> str:
    """Of the state of each requirement that concerns a control, in each cluster."""
    return short_hash(
        f"{posture.requirement.id} {posture.cluster} {posture.state}"
        for posture in sorted(postures, key=lambda each: (each.requirement.id, each.cluster))
        if control in posture.requirement.control_ids
    )


def lapsed(narratives: Narratives, postures: Sequence[Posture]) -> Narratives:
    """The narratives, where those whose approved evidence is another one today are drafts again, with a gap for each."""
    written, gaps = [], []
    for narrative in narratives.written:
        stands = narrative.approves_evidence in ("", evidence_hash(narrative.control, postures))
        if stands or narrative.approver is None:
            written.append(narrative)
            continue
        doubt = "the state of a requirement of this control is another one than when it was approved"
        written.append(replace(narrative, doubts=(*narrative.doubts, doubt)))
        gaps.append(
            Gap(
                path=narrative.file,
                kind=GapKind.CONTRADICTED,
                reason=f"it stays a draft although it names an approver: {doubt}",
                next_step="read it against report/requirements.html, and approve it again",
            )
        )
    return replace(narratives, written=tuple(written), gaps=(*narratives.gaps, *gaps))
