"""`atopack check --markdown FILE`: the discrepancies as a table in Markdown, for the summary of a job or a merge request."""

from collections.abc import Iterator, Sequence

from generator.cli.report_lines import discrepancy_counts
from generator.limits import NAMED, PRINTED
from generator.model.discrepancy import Discrepancy
from generator.pipeline.assess import Assessed
from generator.text import counted, left_out, listed, visible

_MARKUP = str.maketrans({character: f"\\{character}" for character in "\\`*_[]|<>#"} | {"\n": " ", "\r": " "})
"""Names come from evidence: none of them is markup here."""


def markdown(result: Assessed) -> str:
    """Counts, then the discrepancies with their subjects and next steps, the waived apart, then what could not be read."""
    made = len({posture.requirement.id for posture in result.postures if posture.made})
    return "\n".join((*_rows(result, made), ""))


def _rows(result: Assessed, made: int) -> Iterator[str]:
    yield "## Scans, diagrams and inventory"
    yield ""
    yield plain(discrepancy_counts(result.discrepancies, made))
    yield from _table("Discrepancies", [row for row in result.discrepancies if row.waiver is None])
    yield from _table("Waived", [row for row in result.discrepancies if row.waiver is not None])
    if result.gaps:
        yield from ("", f"<details><summary>{counted(len(result.gaps), 'gap')}: not read or not used</summary>", "")
        for gap in result.gaps[:PRINTED]:
            yield f"- {plain(f'{gap.path} {gap.place}'.strip())}: {plain(gap.reason)}; {plain(gap.next_step)}"
        if len(result.gaps) > PRINTED:
            yield f"- {left_out(len(result.gaps) - PRINTED, 'gap')}"
        yield from ("", "</details>")


def _table(title: str, rows: Sequence[Discrepancy]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"### {title}", "", "| severity | what | subjects | where | next step |", "|---|---|---|---|---|")
    for row in sorted(rows, key=lambda each: -each.severity.rank):
        names = listed((subject.name for subject in row.subjects), NAMED)
        source = row.sources[0] if row.sources else None
        where = f"{source.path} {source.place}".strip() if source else ""
        cells = (str(row.severity), row.title, names, where, row.next_step)
        yield f"| {' | '.join(plain(cell) for cell in cells)} |"


def plain(text: str) -> str:
    """Text from evidence as one line that is no markup and steers nothing."""
    return visible(text).translate(_MARKUP)
