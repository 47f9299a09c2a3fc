"""Benchmarks that somebody chose for an image and that no image is held against: a name that does not fit, or came too late."""

from collections.abc import Iterator, Sequence

from generator.facts.hardening_decisions import MINIMAL, ChosenBenchmark
from generator.model.evidence import Gap, GapKind
from generator.model.hardening import ImageHardening


def unmet(chosen: Sequence[ChosenBenchmark], hardened: Sequence[ImageHardening]) -> Iterator[Gap]:
    """One gap per row that decides nothing, where there are images that it could decide."""
    decided = {one.benchmark.because for one in hardened if one.benchmark}
    for row in chosen if hardened else ():
        if row.benchmark.because not in decided:
            file, _, line = row.place.partition(", ")
            about = MINIMAL if row.minimal else f"`{row.image or row.system}`"
            reason = f"`{row.benchmark.name}` for {about} decides for no image of the inventory"
            step = "write the image or the system as the inventory has it, or remove the row; a row for one image goes first"
            yield Gap(path=file, place=line, kind=GapKind.CONTRADICTED, reason=reason, next_step=step)
