"""`atopack diagrams write-ids`: ids of workloads into a team's own drawings."""

import argparse
from collections.abc import Iterator, Sequence

from generator.cli.json_output import JsonRow, say_result
from generator.cli.terminal import as_of, progress
from generator.diagram_annotation.write_ids import AnnotationOutcome, cannot_take_ids, write_ids
from generator.facts.managed import runs
from generator.graph.match import matched_shapes
from generator.limits import PRINTED
from generator.model.diagram import DiagramSnapshot
from generator.pipeline.stages import assessed
from generator.text import bulleted, counted
from generator.workspace.decisions import mapping
from generator.workspace.folder import Workspace

CLEAN, REFUSED = 0, 1


def run(options: argparse.Namespace) -> int:
    """Write, and print what became of each file; the exit code says whether one was refused."""
    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        checked = assessed(workspace, as_of(options), shown)
    facts = checked.facts
    matches = matched_shapes(facts.diagrams, runs(facts), mapping=mapping(workspace), flows=checked.flows.neighbors)
    outcomes = write_ids(workspace.root, facts.diagrams, matches, pretend=options.dry_run)
    rows = _rows(outcomes, facts.diagrams, dry_run=options.dry_run)
    say_result(options, rows, _lines(outcomes, facts.diagrams, dry_run=options.dry_run))
    return REFUSED if any(outcome.refused for outcome in outcomes) else CLEAN


def _rows(outcomes: Sequence[AnnotationOutcome], diagrams: Sequence[DiagramSnapshot], *, dry_run: bool) -> Iterator[JsonRow]:
    """Each file that ids were found for, and each that cannot take any."""
    for outcome in outcomes:
        yield {
            "path": outcome.path,
            "written": bool(outcome.added) and not outcome.refused and not dry_run,
            "ids": list(outcome.added),
            "present": outcome.present,
            "shared": list(outcome.shared),
            "copy": outcome.copy or None,
            "refused": outcome.refused or None,
        }
    yield from (
        {"path": path, "written": False, "refused": "ids go into draw.io files only"} for path in cannot_take_ids(diagrams)
    )


def _lines(outcomes: Sequence[AnnotationOutcome], diagrams: Sequence[DiagramSnapshot], *, dry_run: bool) -> Iterator[str]:
    if not diagrams:
        yield "There is no drawing that could be read. Put the team's own files into diagrams/."
        return
    others = cannot_take_ids(diagrams)
    if not outcomes and len(others) < len(diagrams):
        yield "No drawn shape stands for a workload yet: `atopack compare` and decisions/diagram-mapping.yaml join them."
    for outcome in outcomes:
        yield from _outcome(outcome, dry_run=dry_run)
    for path in others:
        yield f"{path}: not changed; ids go into draw.io files only. decisions/diagram-mapping.yaml can name its shapes."


def _outcome(outcome: AnnotationOutcome, *, dry_run: bool) -> Iterator[str]:
    if outcome.refused:
        yield f"{outcome.path}: not changed: {outcome.refused}"
        if outcome.next_step:
            yield f"  next:  {outcome.next_step}"
        return
    verb = "would be written" if dry_run else "written"
    had = f"; {counted(outcome.present, 'shape has its', 'shapes have their')} own already" if outcome.present else ""
    yield f"{outcome.path}: {counted(len(outcome.added), 'id')} {verb}{had}"
    yield from (f"  {place}" for place in bulleted(outcome.added, PRINTED))
    for shared in outcome.shared[:PRINTED]:
        yield f"  check: {shared}"
    if outcome.compressed:
        yield "  Its pages are compressed: in a diff their lines differ as a whole, though only ids were added."
    if outcome.copy and not dry_run:
        yield f"  The file as it was: {outcome.copy}"
