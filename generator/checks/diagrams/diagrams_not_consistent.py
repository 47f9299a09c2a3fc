"""A component is on one of the boundary, network and data flow diagrams and missing on another, or has another name there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.graph.normalize import plain, possible_names
from generator.model.comparison import Discrepancy, PageCompared, PageKind
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_NAMES = {PageKind.BOUNDARY: "boundary", PageKind.NETWORK: "network", PageKind.DATA_FLOW: "data flow"}


_REQUIREMENT = PostureRequirement(
    id="diagrams-not-consistent",
    area="Diagrams",
    title="Boundary, network and data flow diagrams agree",
    problem="Component not on every diagram",
    asks="Is every component on each of the boundary, network and data flow diagrams, and under one name?",
    rationale="Diagrams that show different components, or call one by two names, describe two systems.",
    fix="Draw it under one name on every diagram; name pages that show something else under `not-compared`.",
    reference=(
        "FedRAMP SSP template, section 8: several diagrams must be consistent, use the same component names and each represent "
        "the boundary and its components; our own mapping for PL-8, CM-8"
    ),
    controls=mapped(ours="PL-8 CM-8"),
    subjects=("drawn component", "drawn components"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class DiagramsNotConsistent:
    """See `Check`. One diagram may show everything; only several have to agree."""

    id: str = "diagrams-not-consistent"
    title: str = "Component not on every diagram"
    question: str = "Is every component on each of the boundary, network and data flow diagrams, and under one name?"
    controls: tuple[ControlId, ...] = control_ids("PL-8", "CM-8")
    source: str = (
        "FedRAMP SSP template, section 8: several diagrams must be consistent, use the same component names and each represent "
        "the boundary and its components; our own mapping for PL-8, CM-8"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        if not evidence.comparison.compared:
            return flow_words.DRAWN_AND_RUNNING
        kinds = {page.kind for page in evidence.comparison.pages if page.kind}
        return None if len(kinds) > 1 else "two of the boundary, network and data flow diagrams, distinguished by name"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        drawn = _by_kind(evidence.comparison.pages)
        for key in sorted({key for names in drawn.values() for key in names}):
            missing = [kind for kind in drawn if key not in drawn[kind]]
            names = {label for labels_by_id in drawn.values() for label in labels_by_id.get(key, ())}
            apart = len({plain(possible_names(name)[-1]) for name in names if plain(name)}) > 1
            if missing:
                there = " and ".join(_NAMES[kind] for kind in drawn if key in drawn[kind])
                lacking = " and ".join(_NAMES[kind] for kind in missing)
                title = f"{_short(key)} is not on the {lacking} diagram"
                detail = f"It is drawn on the {there} diagram and missing on the {lacking} diagram."
                yield self._discrepancy(evidence, key, title, detail)
            elif apart:
                shown = " and ".join(f"“{name}”" for name in sorted(names))
                title = f"{_short(key)} has different names on the diagrams"
                yield self._discrepancy(evidence, key, title, f"It is drawn as {shown}.")

    def _discrepancy(self, evidence: CheckEvidence, key: str, title: str, detail: str) -> Discrepancy:
        return Discrepancy(
            check=self.id,
            subject=key,
            title=title,
            detail=detail,
            controls=self.controls,
            severity=Severity.LOW,
            next_step="Draw it under one name on every diagram; where a page shows something else, name the page under "
            "`not-compared` in decisions/diagram-mapping.yaml.",
            sources=_files(evidence.facts, evidence.comparison.pages),
        )


def _by_kind(pages: Iterable[PageCompared]) -> Mapping[PageKind, Mapping[str, set[str]]]:
    """Kind of page to workload or external service to the texts it is drawn with."""
    labels: dict[PageKind, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for page in pages:
        if page.kind is not None:
            for key in (*page.workloads, *page.externals):
                labels[page.kind][key] |= {label for of, label in page.called if of == key}
    return {kind: labels[kind] for kind in PageKind if kind in labels}


def _short(key: str) -> str:
    return key.rpartition("/")[2] if key.count("/") == 2 else key


def _files(facts: SystemFacts, pages: Iterable[PageCompared]) -> tuple[EvidenceSource, ...]:
    paths = {page.path for page in pages if page.kind}
    return tuple(diagram.evidence.source for diagram in facts.diagrams if diagram.evidence.path in paths)
