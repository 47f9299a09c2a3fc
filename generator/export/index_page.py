"""index/index.html: what is in a delivery, what proves each statement, where each piece of evidence is used, what to sample."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.export.artifact_decisions import Marking
from generator.export.base import Purpose
from generator.export.envelope import Envelope, Status
from generator.export.index_rows import (
    ControlRow,
    DocumentRow,
    EvidenceRow,
    IndexPage,
    ObjectiveRow,
    Place,
    PopulationRow,
    SentenceRow,
)
from generator.export.indexes import FOLDER
from generator.export.material import Made, Material
from generator.export.populations import Population, by_control, in_order
from generator.export.statements import Citing, Statement, used_in
from generator.frameworks.cmmc_l2 import OF_OBJECTIVE
from generator.model.claim import Support
from generator.oscal.common import quote_path
from generator.renderers.browser_files import NOTE, runs
from generator.renderers.html_page import filled
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
    ("Evidence and where it is used", "evidence"),
    ("What can be sampled", "populations"),
)
_STYLES = {
    Support.ENFORCING: "good",
    Support.FOUND: "good",
    Support.FOUND_NOT_ENFORCING: "warn",
    Support.NONE_FOUND: "warn",
    Support.NOT_COLLECTED: "soft",
    Support.CONTEXT: "soft",
}


def index_page(purpose: Purpose, material: Material, envelopes: Sequence[Envelope], populations: Sequence[Population]) -> Made:
    """The page, by path in the delivery."""
    return {PATH: (write(view(purpose, material, envelopes, populations)), "Index: begin here")}


def write(page: IndexPage) -> bytes:
    """The page as HTML; every text is escaped."""
    parts = [one for one in _PARTS if one[1] != "objectives" or page.objectives]
    shell = shell_alone(system=page.system, as_of=page.as_of, marking=page.marking, parts=parts, scripts=(find(),))
    return filled("delivery.html", page=page, shell=shell).encode()


def view(purpose: Purpose, material: Material, envelopes: Sequence[Envelope], populations: Sequence[Population]) -> IndexPage:
    """All decisions of the page."""
    documents = [one for one in envelopes if one.kind == "document"]
    evidence = [one for one in envelopes if one.kind == "evidence"]
    drafts = sum(one.status is Status.DRAFT for one in documents)
    sentences = [one for one in material.statements if one.kind == "statement"]
    return IndexPage(
        system=material.package.system.name,
        title=purpose.title,
        as_of=material.as_of.isoformat(),
        reader=purpose.reader,
        marking="CUI" if any(one.marking is Marking.CUI for one in envelopes) else "",
        lead=f"{counted(len(documents), 'document')}, {counted(len(evidence), 'piece')} of evidence, "
        f"{counted(len(sentences), 'sentence')} about controls and "
        f"{counted(len(material.statements) - len(sentences), 'other statement')} with their evidence.",
        drafts=f"{drafts} of {counted(len(documents), 'document')} are drafts: no named person approved them as they are."
        if drafts
        else "",
        documents=tuple(_document(one) for one in documents),
        controls=tuple(_controls(sentences, evidence, populations)),
        objectives=tuple(_objectives(evidence)),
        evidence=tuple(_evidence(material, evidence)),
        populations=tuple(_population(one) for one in populations),
        unlinked=NOTE if any(runs(one.path) for one in evidence) else "",
    )


def _document(one: Envelope) -> DocumentRow:
    approved = f"{one.approved_by}, {one.approved_role}, {one.approved_on}" if one.approved_by else ""
    return DocumentRow(
        anchor=_anchor(one),
        place=_file(one.path),
        title=one.title,
        status=str(one.status),
        approved=approved,
        controls=", ".join(one.control_ids),
        marking=str(one.marking),
        sha256=one.sha256,
    )


def _controls(
    sentences: Sequence[Statement], evidence: Sequence[Envelope], populations: Sequence[Population]
) -> Iterator[ControlRow]:
    rows: dict[str, list[Statement]] = {}
    for one in sentences:
        rows.setdefault(_whole(one.controls[0]), []).append(one)
    anchors = {one.path: f"#{_anchor(one)}" for one in evidence}
    titles = {one.id: one for one in populations}
    samples = by_control(populations)
    for control in sorted({*rows, *map(_whole, samples)}, key=in_order):
        ids = dict.fromkeys(each for name, found in samples.items() if _whole(name) == control for each in found)
        yield ControlRow(
            anchor=f"c-{control}",
            control=control,
            sentences=tuple(_sentence(one, anchors) for one in rows.get(control, ())),
            populations=tuple(Place(text=titles[each].title, href=f"#p-{each}", note=f"{titles[each].size:,}") for each in ids),
        )


def _sentence(one: Statement, anchors: dict[str, str]) -> SentenceRow:
    files: dict[str, list[str]] = {}
    for use in one.evidence:
        files.setdefault(use.path, []).append(use.place)
    shown = list(files.items())[:_MOST]
    places = [Place(text=path, href=anchors.get(path, ""), note=_notes(found)) for path, found in shown]
    if left := left_out(len(files) - len(shown), "file", "statements.json"):
        places.append(Place(text=left, href="statements.json"))
    return SentenceRow(
        anchor=f"s-{one.id}",
        part=one.controls[0],
        subject=one.subject,
        text=one.text,
        support=one.support,
        style=_STYLES.get(Support(one.support), ""),
        evidence=tuple(places),
    )


def _notes(places: Sequence[str]) -> str:
    return enumerated([one for one in places if one], _MOST)


def _objectives(evidence: Sequence[Envelope]) -> Iterator[ObjectiveRow]:
    rows: dict[str, list[Place]] = {}
    for one in evidence:
        for objective in one.objective_ids:
            rows.setdefault(objective, []).append(Place(text=one.path, href=f"#{_anchor(one)}"))
    for objective, requirement in OF_OBJECTIVE.items():
        if objective in rows:
            yield ObjectiveRow(
                objective=objective, requirement=f"{requirement.id} {requirement.title}", artifacts=tuple(rows[objective])
            )


def _evidence(material: Material, evidence: Sequence[Envelope]) -> Iterator[EvidenceRow]:
    uses = used_in(material.statements)
    for one in evidence:
        citing = uses.get(one.path, ())
        others = Counter(use.statement.kind for use in citing if use.statement.kind != "statement")
        yield EvidenceRow(
            anchor=_anchor(one),
            place=Place(text=one.path, href="") if runs(one.path) else _file(one.path),
            title=one.title,
            facts=tuple((label, value) for label, value in _facts(one) if value),
            sentences=tuple(_cites(citing)),
            others=", ".join(counted(number, kind) for kind, number in sorted(others.items())),
        )


def _cites(citing: Sequence[Citing]) -> Iterator[Place]:
    seen: dict[str, Statement] = {use.statement.id: use.statement for use in citing if use.statement.kind == "statement"}
    for one in seen.values():
        yield Place(text=one.controls[0], href=f"#s-{one.id}", note=one.subject)


def _facts(one: Envelope) -> Iterator[tuple[str, str]]:
    yield "As the provider names it", one.workspace_path if one.workspace_path not in (None, one.path) else ""
    yield "Collected", f"{_moment(one.collected)} (dated by {one.dated_by})" if one.collected else "not dated"
    yield "Command", one.command or ""
    yield "Collector", f"{one.collector.name} {one.collector.version}".strip() if one.collector else ""
    yield "By", one.identity or ""
    yield "Source", one.source_system or ""
    yield "About", one.target or ""
    yield (
        "Population",
        f"{one.population.size:,} {one.population.of}; {one.sample_rule or 'sample rule not stated'}" if one.population else "",
    )
    yield "SHA-256", f"{one.sha256} ({one.size:,} bytes)"
    yield "Redacted", _redacted(one)
    yield "Marking", f"{one.marking} ({one.marking_by})"
    yield "Status", f"{one.status}{f': {one.approved_by}, {one.approved_on}' if one.approved_by else ''}"
    yield "Supersedes", one.supersedes or ""
    yield "Valid until", f"{one.valid_until} ({one.valid_until_by})" if one.valid_until else ""
    yield "CMMC objectives", ", ".join(one.objective_ids)
    yield "Not stated", ", ".join(one.not_stated)


def _redacted(one: Envelope) -> str:
    cuts = "; ".join(f"{cut.count:,} × {cut.rule}{f' by {cut.by}' if cut.by else ''}" for cut in one.redactions)
    return f"{cuts}; the file as collected has the SHA-256 {one.original_sha256}" if one.original_sha256 else cuts


def _population(one: Population) -> PopulationRow:
    sample = frozenset(one.sample)
    others = [member for member in one.members if member not in sample]
    left = len(others) - _MOST
    return PopulationRow(
        anchor=f"p-{one.id}",
        title=one.title,
        controls=", ".join(one.controls),
        size=f"{one.size:,}",
        seed=one.seed,
        sample=one.sample[:_MOST],
        others=tuple(others[:_MOST]),
        more=left_out(left, where="populations.csv"),
    )


def _file(path: str) -> Place:
    return Place(text=path, href=f"../{quote_path(path)}")


def _anchor(one: Envelope) -> str:
    return f"f-{one.id}"


def _whole(control: str) -> str:
    """`CM-8(3)(a)` without its part: `CM-8(3)`."""
    return control[:-3] if control.endswith(")") and control[-2:-1].isalpha() else control


def _moment(value: object) -> str:
    return moment(value) if isinstance(value, datetime) else str(value)
