"""What `atopack check` prints for people: each discrepancy with what it concerns, what to confirm, and the counts."""

from collections.abc import Iterable, Iterator, Sequence

from generator.cli.report_lines import discrepancy_counts
from generator.limits import PRINTED
from generator.model.comparison import Comparison
from generator.model.discrepancy import Discrepancy, DiscrepancySubject
from generator.pipeline.assess import Assessed
from generator.text import left_out, listed


def checked(result: Assessed) -> list[str]:
    """Everything, the counts last."""
    made = len({posture.requirement.id for posture in result.postures if posture.made})
    sections = (
        [*_discrepancies(result.discrepancies)],
        [*_to_confirm(result.comparison)],
        [*_nothing_behind(result.comparison, result.discrepancies)],
    )
    return [
        *(text for section in sections if section for text in (*section, "")),
        discrepancy_counts(result.discrepancies, made),
    ]


def _discrepancies(rows: Sequence[Discrepancy]) -> Iterator[str]:
    """Grouped by check; of many subjects the first, by what is wrong with them."""
    last = ""
    for row in rows:
        if row.check != last:
            yield from ("", f"{row.check} ({', '.join(row.subjects[0].controls)})")
            last = row.check
        yield f"  - {row.severity}: {row.title}{_place(row)}"
        if len(row.subjects) > 1:
            for reason, subjects in row.by_reason:
                yield f"      {_names(subjects)}: {reason}"
        for check in row.checks:
            following = [each for each in row.consequences if each.check == check]
            if following:
                yield f"      follows from it, {check} ({len(following):,}): {_names(following)}"
        yield f"      next: {row.next_step}"


def _place(row: Discrepancy) -> str:
    if len(row.subjects) > 1 or not row.sources:
        return ""
    return f"  [{f'{row.sources[0].path} {row.sources[0].place}'.rstrip()}]"


def _names(subjects: Iterable[DiscrepancySubject]) -> str:
    return listed((subject.name for subject in subjects), PRINTED)


def _to_confirm(comparison: Comparison) -> Iterator[str]:
    """What is drawn only or runs only, and probably is the same: no difference until a person has decided."""
    drawn = [(each, suggestion) for each in comparison.diagram_only if (suggestion := comparison.suggestion_for(each))]
    running = [(key, shape) for key in comparison.cluster_only if (shape := comparison.suggested_shape_for(key))]
    if not drawn and not running:
        return
    yield from ("", "To be confirmed (`atopack match` asks about each):")
    rows = [
        *(f"drawn only: {each.label or each.id}; {suggestion.workload_words}" for each, suggestion in drawn),
        *(f"running only: {key}; {shape.shape_words}" for key, shape in running),
    ]
    yield from (f"  - {row}" for row in rows[:PRINTED])
    if len(rows) > PRINTED:
        yield f"  … {left_out(len(rows) - PRINTED)}; `atopack match --list` has all"


def _nothing_behind(comparison: Comparison, rows: Sequence[Discrepancy]) -> Iterator[str]:
    """Shapes that nothing stands behind and nothing resembles. They are a discrepancy only where the API of a cluster listed
    all that runs in the box around them; elsewhere it may be that what creates them was not collected. A page without anything
    that runs shows something else: the steps of a process, say.
    """
    reported = {subject.title for row in rows for subject in row.subjects}
    about_the_system = {(shape.path, shape.page) for shape in comparison.shapes if shape.workloads}
    names = [
        each.label or each.id
        for each in comparison.drawn_differences
        if (each.source.path, each.page) in about_the_system and not comparison.suggestion_for(each)
    ]
    left = sorted({name for name in names if not any(f"“{name}”" in title for title in reported)})
    if left:
        yield from ("", "Drawn, and nothing that was collected stands for it:")
        yield f"  - {listed(left, PRINTED)}"
        yield "    next: collect what creates them; where nothing does, remove them from the diagram."
