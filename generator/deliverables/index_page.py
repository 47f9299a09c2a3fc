"""index/index.html: what is in a delivery, what proves each statement, where each piece of evidence is used, what to sample."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.deliverables.artifact_decisions import Marking
from generator.deliverables.base import Purpose
from generator.deliverables.decided import KIND, DecidedFile, summary
from generator.deliverables.envelope import EnvelopeStatus, EvidenceEnvelope
from generator.deliverables.index_rows import (
    DecisionRow,
    DocumentRow,
    IndexControlRow,
    IndexEvidenceRow,
    IndexLink,
    IndexObjectiveRow,
    IndexPage,
    PopulationRow,
    SentenceRow,
)
from generator.deliverables.indexes import FOLDER
from generator.deliverables.material import Material
from generator.deliverables.populations import SampledPopulation, by_control
from generator.deliverables.statements import Citing, DocumentStatement, used_in
from generator.frameworks.base import control_order
from generator.frameworks.cmmc_l2 import OF_OBJECTIVE
from generator.model.claim import Support
from generator.model.grouping import grouped
from generator.oscal.common import quote_path
from generator.renderers.browser_files import NOTE, runs
from generator.renderers.html_page import filled
from generator.renderers.poam.open_by_control import whole_control
from generator.renderers.report.scripts import find
from generator.renderers.report.shell import shell_alone
from generator.text import counted, enumerated, left_out, moment

PATH = f"{FOLDER}index.html"
_MOST = 30
"""Files of one sentence, places in one file, members of one population; the JSON files have all."""
_PARTS = (
    ("Documents", "documents"),
    ("What proves each statement", "controls"),
    ("CMMC objectives", "objectives"),
    ("What people decided", "decisions"),
    ("Evidence and where it is used", "evidence"),
    ("What can be sampled", "populations"),
)
_STYLES = {
    Support.ENFORCING: "good",
    Support.OBSERVED: "good",
    Support.FOUND: "good",
    Support.FOUND_NOT_ENFORCING: "warn",
    Support.NOT_ESTABLISHED: "warn",
    Support.NONE_FOUND: "warn",
    Support.NOT_COLLECTED: "soft",
    Support.CONTEXT: "soft",
}


def write(page: IndexPage) -> bytes:
    """The page as HTML; every text is escaped."""
    parts = [part for part in _PARTS if part[1] != "objectives" or page.objectives]
    shell = shell_alone(system=page.system, as_of=page.as_of, marking=page.marking, parts=parts, scripts=(find(),))
    return filled("delivery.html", page=page, shell=shell).encode()


def view(
    purpose: Purpose,
    material: Material,
    envelopes: Sequence[EvidenceEnvelope],
    populations: Sequence[SampledPopulation],
    decided: Sequence[DecidedFile],
) -> IndexPage:
    """All decisions of the page."""
    documents = [envelope for envelope in envelopes if envelope.kind == "document"]
    evidence = [envelope for envelope in envelopes if envelope.kind == "evidence"]
    drafts = sum(document.status is EnvelopeStatus.DRAFT for document in documents)
    sentences = [statement for statement in material.statements if statement.kind == "statement"]
    return IndexPage(
        system=material.package.system.name,
        title=purpose.title,
        as_of=material.as_of.isoformat(),
        reader=purpose.reader,
        marking="CUI" if any(envelope.marking is Marking.CUI for envelope in envelopes) else "",
        lead=f"{counted(len(documents), 'document')}, {counted(len(evidence), 'piece')} of evidence, "
        f"{counted(len(sentences), 'sentence')} about controls and "
        f"{counted(len(material.statements) - len(sentences), 'other statement')} with their evidence.",
        drafts=f"{drafts} of {counted(len(documents), 'document')} are drafts: no named person approved them as they are."
        if drafts
        else "",
        documents=tuple(_document(document) for document in documents),
        controls=tuple(_controls(sentences, evidence, populations)),
        objectives=tuple(_objectives(evidence)),
        decisions=tuple(_decisions(decided, envelopes)),
        evidence=tuple(_evidence(material, evidence)),
        populations=tuple(_population(population) for population in populations),
        unlinked=NOTE if any(runs(envelope.path) for envelope in evidence) else "",
    )


def _document(envelope: EvidenceEnvelope) -> DocumentRow:
    approved = f"{envelope.approved_by}, {envelope.approved_role}, {envelope.approved_on}" if envelope.approved_by else ""
    return DocumentRow(
        anchor=_anchor(envelope),
        place=_file(envelope.path),
        title=envelope.title,
        status=str(envelope.status),
        approved=approved,
        controls=", ".join(envelope.control_ids),
        marking=str(envelope.marking),
        sha256=envelope.sha256,
    )


def _controls(
    sentences: Sequence[DocumentStatement], evidence: Sequence[EvidenceEnvelope], populations: Sequence[SampledPopulation]
) -> Iterator[IndexControlRow]:
    rows = grouped((whole_control(sentence.controls[0]), sentence) for sentence in sentences)
    anchors = {envelope.path: f"#{_anchor(envelope)}" for envelope in evidence}
    titles = {population.id: population for population in populations}
    samples = by_control(populations)
    for control in sorted({*rows, *map(whole_control, samples)}, key=control_order):
        ids = dict.fromkeys(
            population_id
            for name, ids_of_sample in samples.items()
            if whole_control(name) == control
            for population_id in ids_of_sample
        )
        yield IndexControlRow(
            anchor=f"c-{control}",
            control=control,
            sentences=tuple(_sentence(row, anchors) for row in rows.get(control, ())),
            populations=tuple(
                IndexLink(text=titles[population_id].title, href=f"#p-{population_id}", note=f"{titles[population_id].size:,}")
                for population_id in ids
            ),
        )


def _sentence(statement: DocumentStatement, anchors: dict[str, str]) -> SentenceRow:
    files = grouped((use.path, use.place) for use in statement.evidence)
    shown = list(files.items())[:_MOST]
    places = [IndexLink(text=path, href=anchors.get(path, ""), note=_notes(keys)) for path, keys in shown]
    if left := left_out(len(files) - len(shown), "file", "statements.json"):
        places.append(IndexLink(text=left, href="statements.json"))
    return SentenceRow(
        anchor=f"s-{statement.id}",
        part=statement.controls[0],
        subject=statement.subject,
        text=statement.text,
        support=statement.support,
        style=_STYLES.get(Support(statement.support), ""),
        evidence=tuple(places),
    )


def _notes(places: Sequence[str]) -> str:
    return enumerated([place for place in places if place], _MOST)


def _objectives(evidence: Sequence[EvidenceEnvelope]) -> Iterator[IndexObjectiveRow]:
    rows: dict[str, list[IndexLink]] = {}
    for envelope in evidence:
        for objective in envelope.objective_ids:
            rows.setdefault(objective, []).append(IndexLink(text=envelope.path, href=f"#{_anchor(envelope)}"))
    for objective, requirement in OF_OBJECTIVE.items():
        if objective in rows:
            yield IndexObjectiveRow(
                objective=objective, requirement=f"{requirement.id} {requirement.title}", artifacts=tuple(rows[objective])
            )


def _decisions(decided: Sequence[DecidedFile], envelopes: Sequence[EvidenceEnvelope]) -> Iterator[DecisionRow]:
    by_path = {envelope.path: envelope for envelope in envelopes if envelope.kind == KIND}
    for file in decided:
        envelope = by_path[file.path]
        yield DecisionRow(
            anchor=_anchor(envelope),
            place=_file(file.path),
            decides=file.decides.replace("`", ""),
            deciders=tuple(
                f"{', '.join(filter(None, (person.name, person.role)))}: {enumerated(person.days, _MOST) or 'no day is named'}"
                for person in file.deciders
            ),
            entries=summary(file),
            redacted=_redacted(envelope),
            sha256=file.sha256,
        )


def _evidence(material: Material, evidence: Sequence[EvidenceEnvelope]) -> Iterator[IndexEvidenceRow]:
    uses = used_in(material.statements)
    for envelope in evidence:
        citing = uses.get(envelope.path, ())
        others = Counter(use.statement.kind for use in citing if use.statement.kind != "statement")
        yield IndexEvidenceRow(
            anchor=_anchor(envelope),
            place=IndexLink(text=envelope.path, href="") if runs(envelope.path) else _file(envelope.path),
            title=envelope.title,
            facts=tuple((label, value) for label, value in _facts(envelope) if value),
            sentences=tuple(_cites(citing)),
            others=", ".join(counted(number, kind) for kind, number in sorted(others.items())),
        )


def _cites(citing: Sequence[Citing]) -> Iterator[IndexLink]:
    seen: dict[str, DocumentStatement] = {
        use.statement.id: use.statement for use in citing if use.statement.kind == "statement"
    }
    for statement in seen.values():
        yield IndexLink(text=statement.controls[0], href=f"#s-{statement.id}", note=statement.subject)


def _facts(envelope: EvidenceEnvelope) -> Iterator[tuple[str, str]]:
    yield "As the provider names it", envelope.workspace_path if envelope.workspace_path not in (None, envelope.path) else ""
    yield "Collected", f"{_moment(envelope.collected)} (dated by {envelope.dated_by})" if envelope.collected else "not dated"
    yield "Command", envelope.command or ""
    yield "Collector", f"{envelope.collector.name} {envelope.collector.version}".strip() if envelope.collector else ""
    yield "By", envelope.identity or ""
    yield "Source", envelope.source_system or ""
    yield "About", envelope.target or ""
    yield (
        "Population",
        f"{envelope.population.size:,} {envelope.population.of}; {envelope.sample_rule or 'sample rule not stated'}"
        if envelope.population
        else "",
    )
    yield "SHA-256", f"{envelope.sha256} ({envelope.size:,} bytes)"
    yield "Redacted", _redacted(envelope)
    yield "Marking", f"{envelope.marking} ({envelope.marking_by})"
    yield "Status", f"{envelope.status}{f': {envelope.approved_by}, {envelope.approved_on}' if envelope.approved_by else ''}"
    yield "Supersedes", envelope.supersedes or ""
    yield "Valid until", f"{envelope.valid_until} ({envelope.valid_until_by})" if envelope.valid_until else ""
    yield "CMMC objectives", ", ".join(envelope.objective_ids)
    yield "Not stated", ", ".join(envelope.not_stated)


def _redacted(envelope: EvidenceEnvelope) -> str:
    cuts = "; ".join(f"{cut.count:,} × {cut.rule}{f' by {cut.by}' if cut.by else ''}" for cut in envelope.redactions)
    return f"{cuts}; the file as collected has the SHA-256 {envelope.original_sha256}" if envelope.original_sha256 else cuts


def _population(population: SampledPopulation) -> PopulationRow:
    sample = frozenset(population.sample)
    others = [member for member in population.members if member not in sample]
    left = len(others) - _MOST
    return PopulationRow(
        anchor=f"p-{population.id}",
        title=population.title,
        controls=", ".join(population.controls),
        size=f"{population.size:,}",
        seed=population.seed,
        sample=population.sample[:_MOST],
        others=tuple(others[:_MOST]),
        more=left_out(left, where="populations.csv"),
    )


def _file(path: str) -> IndexLink:
    return IndexLink(text=path, href=f"../{quote_path(path)}")


def _anchor(envelope: EvidenceEnvelope) -> str:
    return f"f-{envelope.id}"


def _moment(value: object) -> str:
    return moment(value) if isinstance(value, datetime) else str(value)
