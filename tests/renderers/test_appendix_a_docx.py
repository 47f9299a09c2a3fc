"""SSP Appendix A from a small invented story, in our own layout and filled into forms."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from discrepancies import discrepancy_of
from growth import calls
from office_program import converted
from packages_made import check_done, package_made, story_made
from prerequisites import needs, needs_program, shared
from replacing import replace
from written_places import check_record, persons_template

from generator.documents.word import DocumentProperties, append, render
from generator.documents.word_blocks import Checkbox, Heading, Paragraph, TextRun, WordCell, WordTable, plain
from generator.documents.word_written import fingerprint
from generator.errors import ConfigError
from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import CONTROLS, FEDRAMP_REV5
from generator.frameworks.rev5.assignments import Assignment
from generator.ids import UuidFactory
from generator.model.claim import Claim, Support
from generator.model.comparison import Comparison
from generator.model.discrepancy import Discrepancy, DiscrepancySubject
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence
from generator.model.evidence import DatedBy, EvidenceFile, EvidenceSource, GapKind
from generator.model.facts import Accounting, SystemFacts
from generator.model.narrative import BlockKind, Grid, Narrative, PartText, Span, TextBlock
from generator.model.posture import Absence, Posture, PostureState
from generator.model.progress import AnswerProgress
from generator.model.scan import Severity
from generator.model.system import ImpactLevel, Regime, System, SystemParty
from generator.oscal.bundle import bundle_of
from generator.oscal.package import AuthorizationPackage
from generator.renderers.answer_progress import FILLS
from generator.renderers.appendix_a.blocks import ORIGINATION_LABEL, ORIGINATIONS, STATUS_LABEL, STATUSES
from generator.renderers.appendix_a.docx import APPENDIX_A_DOCX, view
from generator.renderers.appendix_a.official import form as form_of
from generator.renderers.appendix_a.rows import ControlRow, ParameterRow, part_label
from generator.renderers.base import RenderedDocument
from generator.resources import data
from tests.office_text import dump_text
from tests.word_regions import read_checkboxes, read_regions

AS_OF = date(2026, 3, 1)
OFFICIAL = shared("reference/fedramp/templates")
MODERATE = OFFICIAL / "SSP-Appendix-A-Moderate-FedRAMP-Security-Controls.docx"
HOSTILE = '<w:p>&amp; "quoted" ]]> \x00\x08\x1b \ud800 =1+1 {{ 7 * 7 }} {% raw %}'
needs_official = needs(MODERATE)

POD_FILE = EvidenceFile(
    path="evidence/cluster/pods.json",
    sha256="a1" * 32,
    size=10,
    media_type="application/json",
    collected=datetime(2026, 2, 27, 6, tzinfo=UTC),
    dated_by=DatedBy.SIDECAR,
)
PIPELINE_FILE = EvidenceFile(path="pipelines/build.yml", sha256="b2" * 32, size=20, media_type="application/yaml")
PODS, LINE_7 = (
    EvidenceSource(POD_FILE.sha256, POD_FILE.path),
    EvidenceSource(PIPELINE_FILE.sha256, PIPELINE_FILE.path, "line 7"),
)


def claim(control: str, part: str, text: str, *sources: EvidenceSource, against: tuple[str, ...] = ()) -> Claim:
    return Claim(
        control=control,
        part=part,
        topic="invented",
        subject="Images",
        support=Support.FOUND,
        text=text,
        sources=sources,
        discrepancies=against,
        statement=DraftStatement(key=text, mechanism=IMAGES, sentences=(PlanSentence(text=text, sources=sources),)),
    )


IMAGES = Mechanism(title="Images", main="CM-2(a)")
CLAIMS = (
    claim("CM-2", "a", "The pipeline builds from pinned images.", LINE_7, PODS),
    claim("CM-8", "a", "Nine workloads use eight images.", PODS, against=("undrawn",)),
    claim("CM-8(3)", "a", "No file shows this.", against=("undrawn",)),
    claim("SC-39", "", "Each container runs in its own namespace.", PODS),
)


def discrepancy(number: int) -> Discrepancy:
    return discrepancy_of(
        DiscrepancySubject(
            check="undrawn",
            name=f"shop/Deployment/cart-{number}",
            title=f"cart-{number} is not drawn",
            reason="is not drawn",
            detail="Nobody drew it.",
            controls=("CM-8", "PL-8"),
            severity=Severity.MODERATE,
            next_step="draw it",
            sources=(PODS,),
        )
    )


NARRATIVES = (
    Narrative(
        file="narratives/CM-8.md",
        control="CM-8",
        parts=(
            PartText(
                letter="a",
                content=(
                    TextBlock(
                        spans=(
                            Span(text="Listed "),
                            Span(text="monthly", bold=True),
                            Span(text=" as "),
                            Span(text="x", code=True),
                        )
                    ),
                    TextBlock(kind=BlockKind.NUMBER, spans=(Span(text="collected"),)),
                    TextBlock(kind=BlockKind.NUMBER, spans=(Span(text="compared"),)),
                    Grid(rows=(((Span(text="Who"),), (Span(text="When"),)), ((Span(text="Kim"),), (Span(text="May"),)))),
                    TextBlock(kind=BlockKind.CODE, spans=(Span(text="a\n  b", code=True),)),
                ),
            ),
        ),
        statuses=("implemented", "planned"),
        originations=("hybrid", "inherited"),
        role="Platform team",
        parameters=(("CM-8(b)", "monthly"),),
        inherited_from="Pine Host, 2024-01-01",
        approver="Ada",
        date=date(2026, 2, 1),
    ),
    Narrative(
        file="narratives/SC-39.md",
        control="SC-39",
        parts=(PartText(letter="", content=(TextBlock(spans=(Span(text="By namespaces."),)),)),),
    ),
)


def package(
    claims: tuple[Claim, ...] = CLAIMS,
    system: System | None = None,
    narratives: tuple[Narrative, ...] = (),
    plan: tuple[Control, ...] = CONTROLS,
) -> AuthorizationPackage:
    system = system or System(
        id="toy-shop",
        name="Toy Shop",
        short_name="TS",
        description=None,
        provider="Pine Cloud",
        impact_level=ImpactLevel.MODERATE,
        regime=Regime.BOTH,
        frameworks=("fedramp-rev5",),
        parties=(SystemParty(id="kim", name="Kim Moss", type="person", roles=("asset-owner",)),),
    )
    discrepancies = (discrepancy(1), discrepancy(2))
    facts = SystemFacts(
        as_of=AS_OF,
        evidence=(POD_FILE, PIPELINE_FILE),
        clusters=(),
        workloads=(),
        images=(),
        weaknesses=(),
        pipelines=(),
        diagrams=(),
        scanners=(),
        tallies=(),
        accounting=Accounting(results=0, dropped=0, superseded=0, not_running=0, open=0, by_disposition=(), licenses=0),
    )
    checks = (check_done(name="undrawn", title="Runs undrawn", question="Is all drawn?", controls=("CM-8", "PL-8")),)
    story = story_made(
        system=system,
        facts=facts,
        comparison=Comparison(compared=False),
        checks=checks,
        discrepancies=discrepancies,
        claims=claims,
        controls=CONTROLS,
        plan=plan,
        items=(),
        narratives=narratives,
    )
    return package_made(
        system=system,
        as_of=AS_OF,
        bundle=bundle_of(story, UuidFactory(system.id)),
        comparison=story.comparison,
        drafts=story.drafts,
        narratives=narratives,
        discrepancies=discrepancies,
        gaps=(),
        accounting=facts.accounting,
        evidence=facts.evidence,
        clusters=(),
        workloads=(),
        diagrams=(),
    )


def row(identity: str, claims: tuple[Claim, ...] = CLAIMS) -> ControlRow:
    return next(control for control in view(package(claims)).controls if control.id == identity)


def markup(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode()


@cache
def own() -> bytes:
    return APPENDIX_A_DOCX.render(package(), None).data


@cache
def own_text() -> str:
    return dump_text(own())


@cache
def own_with_narratives() -> bytes:
    return APPENDIX_A_DOCX.render(package(narratives=NARRATIVES), None).data


def anchors(document: bytes) -> tuple[set[str], list[str]]:
    """(links to places of the document, names of places)."""
    text = markup(document)
    return set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', text)), re.findall(
        r'<w:bookmarkStart [^>]*w:name="([^"]+)"', text
    )


def form(controls: tuple[Control, ...], *, fused: bool = False) -> bytes:
    """A small form in the shape of FedRAMP's, made of our own blocks: without placeholders, by which ours would be known."""
    ours = (data("templates") / "docx" / "appendix-a.docx").read_bytes()
    said = {"system": {"name": "Form"}, "provider": "", "baseline": "", "date": "", "marking": ""}
    base = render(ours, said, where="form")
    return append(base, form_blocks(controls, fused=fused), properties=DocumentProperties(title="Form"), date=AS_OF)


def form_blocks(controls: tuple[Control, ...], *, fused: bool) -> Iterator[Heading | WordTable]:
    for control in controls:
        boxes = [
            (STATUS_LABEL, (*STATUSES.values(),)),
            (ORIGINATION_LABEL, (*list(ORIGINATIONS.values())[:-1], "Inherited from pre-existing FedRAMP Authorization for X")),
        ]
        summary = [
            (plain(f"{control.id} Control Summary Information"),),
            (plain("Responsible Role:"),),
            (plain(f"Parameter {control.id}:"),),
            *(
                (plain(title), *(Paragraph(content=(Checkbox(label=label, checked=False),)) for label in labels))
                for title, labels in boxes
            ),
        ]
        solution = [
            (plain(f"{control.id} What is the solution and how is it implemented?"),),
            *((plain(f"Part {part}:" if part else ""),) for part in control.parts or ("",)),
        ]
        yield Heading(level=2, text=f"{control.id} {control.title}")
        for rows in [summary + solution] if fused else [summary, solution]:
            yield WordTable(rows=tuple((WordCell(blocks=blocks),) for blocks in rows), widths=(6.5,))


def named(*ids: str) -> tuple[Control, ...]:
    return tuple(control for control in CONTROLS if control.id in ids)


class TestView:
    def test_says_which_system_and_when(self) -> None:
        document = view(package())
        assert (document.system, document.provider) == ("Toy Shop", "Pine Cloud")
        assert (document.baseline, document.as_of, document.marking) == ("FedRAMP Rev. 5 Moderate", AS_OF, "CUI")

    def test_has_every_control_of_the_plan_in_order(self) -> None:
        assert [(control.id, control.title) for control in view(package()).controls] == [
            (control.id, control.title) for control in CONTROLS
        ]

    def test_evidence_is_numbered_in_the_order_of_its_first_citation(self) -> None:
        first, second = view(package()).evidence
        assert (first.number, first.path, first.sha256) == (1, "evidence/cluster/pods.json", "a1" * 32)
        assert (first.collected, second.collected) == (date(2026, 2, 27), None)
        assert [part_label(*place) for place in first.cited_by] == ["CM-2(a)", "CM-8(a)", "SC-39"]
        assert (second.number, second.cited_by) == (2, (("CM-2", "a"),))
        assert second.path == "evidence/pipelines/build.yml"  # where the package keeps it

    def test_a_part_names_the_place_in_the_file(self) -> None:
        part = row("CM-2").parts[0]
        assert part.drafted
        ((sentence,),) = part.draft
        assert [(citation.number, citation.place) for citation in sentence.citations] == [(1, ""), (2, "line 7")]
        assert part.text == sentence.text == "The pipeline builds from pinned images."

    def test_parts_that_nobody_wrote_are_known_and_tagged(self) -> None:
        control = row("CM-8")
        assert [part.letter for part in control.parts_in(AnswerProgress.GENERATED)] == ["a"]
        (missing,) = control.parts_in(AnswerProgress.MISSING)
        assert (missing.letter, missing.text) == ("b", "")
        assert [part.tag for part in control.parts] == ["narrative:CM-8:a", "narrative:CM-8:b"]
        assert [part.tag for part in row("SC-39").parts] == ["narrative:SC-39"]
        assert [part.tag for part in row("CM-8(3)").parts] == ["narrative:CM-8(3):a", "narrative:CM-8(3):b"]

    def test_what_evidence_proposes_ticks_no_box(self) -> None:
        assert (row("CM-8").statuses, row("CM-8").proposed_statuses) == ((), ("partial",))
        assert (row("SI-2").statuses, row("SI-2").proposed_statuses) == ((), ())
        assert (row("SI-2").originations, row("SI-2").proposed_originations) == ((), ("sp-system",))

    def test_what_a_person_states_is_no_proposal(self) -> None:
        control = next(one for one in view(package(narratives=NARRATIVES)).controls if one.id == "CM-8")
        assert (control.statuses, control.proposed_statuses) == (("implemented", "planned"), ())
        assert (control.originations, control.proposed_originations) == (("hybrid", "inherited"), ())
        assert control.stated == "Approved by Ada on 02/01/2026."

    def test_parameters_are_fedramps_where_the_provider_states_none(self) -> None:
        rows = {each.label: each for each in row("CM-8").parameters}
        assert (rows["CM-8(b)"].value, rows["CM-8(b)"].shown, rows["CM-8(b)"].mark) == (
            "",
            "at least monthly",
            "FedRAMP-defined",
        )
        assert (rows["CM-8(a)(5)"].shown, rows["CM-8(a)(5)"].mark) == ("", "")
        stated = next(one for one in view(package(narratives=NARRATIVES)).controls if one.id == "CM-8").parameters
        (monthly,) = (each for each in stated if each.label == "CM-8(b)")
        assert (monthly.shown, monthly.mark) == ("monthly", "FedRAMP: at least monthly")

    def test_the_same_words_of_the_provider_are_fedramps(self) -> None:
        value = Assignment(value="at least annually")
        assert ParameterRow(label="X", value="At least  annually.", assigned=value).mark == "FedRAMP-defined"
        left = replace(value, is_open=True)
        assert ParameterRow(label="X", value="", assigned=left).mark == "FedRAMP: at least annually"
        assert ParameterRow(label="X", value="", assigned=left).shown == ""

    def test_what_is_not_started_names_the_evidence_that_would_speak_to_it(self) -> None:
        needs_words = (
            "pipeline definitions (`.gitlab-ci.yml`)",
            "which registries are approved (`approved-registries` in system.yaml)",
            "services that system.yaml lists",
            "pipeline definitions",
        )
        asked = check_done(name="built", title="Not built", question="Is it?", controls=("CM-2", "SI-7")).requirement
        absent = [Absence(state=PostureState.NOT_COLLECTED, reason="None.", needs=words) for words in needs_words]
        absent.append(Absence(state=PostureState.NONE_FOUND, reason="None.", needs="nothing"))
        postures = tuple(Posture(requirement=asked, cluster="", summary="", absence=absence) for absence in absent)
        controls = {one.id: one for one in view(replace(package(), postures=postures)).controls}
        sought = ("pipeline definitions", "which registries are approved")
        assert [part.evidence_sought for part in controls["SI-7"].parts] == [sought, ()], "once for a control"
        assert [part.evidence_sought for part in controls["CM-2"].parts] == [(), sought], "part a is drafted"
        assert not any(part.evidence_sought for part in controls["SC-39"].parts)
        text = dump_text(APPENDIX_A_DOCX.render(replace(package(), postures=postures), None).data)
        missing = AnswerProgress.MISSING.label
        assert f"{missing}. Evidence that would support it: pipeline definitions; which registries are approved." in text
        assert "system.yaml" not in text

    def test_roles_name_who_holds_them(self) -> None:
        assert row("CM-8").roles == (("Asset Owner", ("Kim Moss",)),)

    def test_where_nobody_looked_nothing_is_drafted(self) -> None:
        unseen = replace(claim("SC-4", "", "Nobody looked whether it is so."), support=Support.NOT_COLLECTED, statement=None)
        seen = claim("SC-8", "", "It is so.", PODS)
        controls = {one.id: one for one in view(package((unseen, seen))).controls}
        (part,) = controls["SC-4"].parts
        assert not part.drafted
        assert part.text == ""
        assert controls["SC-4"].statuses == ()
        assert controls["SC-8"].parts[0].drafted

    def test_what_the_baseline_lacks_is_marked_as_additional(self) -> None:
        why = {one.id: one.why for one in view(package()).controls if one.why}
        assert set(why) == {"SC-3", "SC-6"}
        assert why["SC-3"].startswith("Additional to the baseline: SC-3 stands in the High baseline only; ")
        assert "SC-3 stands in the High baseline only" in why["SC-3"]
        assert "SC-6 stands in none of FedRAMP's baselines" in why["SC-6"]

    def test_controls_without_parameters_do_not_owe_any(self) -> None:
        without = {control.id for control in view(package()).controls if not control.parameters}
        assert without == {"AC-3", "AC-6", "SC-2", "SC-3", "SC-4", "SC-39"}


class TestOwnLayout:
    def test_belongs_to_the_rev5_documents(self) -> None:
        first = package()
        assert APPENDIX_A_DOCX.applies(first)
        assert not APPENDIX_A_DOCX.applies(replace(first, system=replace(first.system, regime=Regime.CR26)))
        assert (APPENDIX_A_DOCX.path, APPENDIX_A_DOCX.template) == ("ssp/Appendix-A-Security-Controls.docx", "appendix-a")

    def test_every_part_has_one_empty_place_for_the_writer(self) -> None:
        regions = read_regions(own())
        document = view(package())
        fields = [f"parameter:{each.label}" for one in CONTROLS for each in one.parameters]
        assert {region.tag for region in regions} == {
            *(part.tag for part in document.parts),
            *(f"{kind}:{one.id}" for one in document.controls for kind in ("role", "inherited")),
            *fields,
        }
        assert len({region.tag for region in regions}) == len(regions)
        filled = {region.tag for region in regions if region.paragraphs}
        assert filled == {row.tag for control in document.controls for row in control.parameters if row.shown}, (
            "FedRAMP's values"
        )

    def test_boxes_are_empty_until_a_person_states_a_value(self) -> None:
        boxes = {box.tag: box.checked for box in read_checkboxes(own())}
        assert len(boxes) == len(CONTROLS) * (len(STATUSES) + len(ORIGINATIONS))
        assert not any(boxes.values())
        assert "Proposed: Partially Implemented" in own_text()
        assert "Proposed: Service Provider System Specific" in own_text()
        made = own_with_narratives()
        ticked = {box.tag for box in read_checkboxes(made) if box.checked}
        assert ticked == {
            *("status:CM-8:implemented", "status:CM-8:planned"),
            *("origination:CM-8:hybrid", "origination:CM-8:inherited"),
        }

    def test_every_internal_link_leads_somewhere_and_places_are_unique(self) -> None:
        links, places = anchors(own())
        assert links
        assert links <= set(places)
        assert len(places) == len(set(places))

    def test_counts_the_states(self) -> None:
        text, parts = own_text(), sum(len(control.parts) or 1 for control in CONTROLS)
        assert f"{len(CONTROLS)} controls with {parts} statements: {parts - 4} not started, 4 drafted from evidence." in text
        configuration = [control for control in CONTROLS if control.id.startswith("CM")]
        of_family = sum(len(control.parts) or 1 for control in configuration)
        counted = (
            f"{len(configuration)} controls with {of_family} statements: {of_family - 3} not started, 3 drafted from evidence."
        )
        assert counted in text

    def test_a_family_begins_with_a_table_of_its_controls(self) -> None:
        approved, _, written, drafted, missing = (state.label for state in AnswerProgress)
        text = dump_text(own_with_narratives()).replace("[Table Text] ", "")
        assert f"CM-8 System Component Inventory | Implemented, Planned | b: {missing}; a: {approved}" in text
        assert f"CM-2 Baseline Configuration | – | b: {missing}; a: {drafted}" in text
        assert f"SC-39 Process Isolation | – | {written}" in text
        assert f"AC-3 Access Enforcement | – | {missing}" in text

    def test_states_differ_by_word_and_background(self) -> None:
        assert len(set(FILLS.values())) == len(AnswerProgress)
        cells = re.findall(r'w:fill="(\w+)"/></w:tcPr>(?:(?!</w:tc>).)*?Part a:.*?<w:t[^>]*>([^<]*)</w:t></w:r></w:p></w:tc>',
            markup(own_with_narratives()))  # fmt: skip
        assert (FILLS[AnswerProgress.APPROVED], AnswerProgress.APPROVED.label) in cells
        assert (FILLS[AnswerProgress.GENERATED], AnswerProgress.GENERATED.label) in cells

    def test_each_sentence_of_a_draft_is_followed_by_what_proves_it(self) -> None:
        text = own_text()
        assert re.search(r"DRAFT – 0 of \d+ control statements are approved by a named person", text)
        assert "Nine workloads use eight images [E1]." in text
        assert "The pipeline builds from pinned images [E1; E2, line 7]." in text
        assert "No file shows this." in text
        assert "Proposed: Asset Owner (Kim Moss)" in text
        for words in (
            "undrawn",
            "contradict",
            "report/index.html",
            "absorb",
            "Write here",
            "How to read",
            "Not yet",
            "narratives/",
        ):
            assert words not in text, words
        assert re.search(
            r"Text\] E1 \| .*evidence/cluster/pods.json / .*(a1){32} \| .*02/27/2026 \| .*CM-2\(a\), CM-8\(a\), SC-39",
            text.replace("\u200b", ""),
        )
        assert re.search(r"evidence/pipelines/build.yml / .*(b2){32} \| .*undated", text.replace("\u200b", ""))

    def test_words_about_evidence_are_explained_where_something_is_drafted(self) -> None:
        assert "“observed” is what was seen on the running system" in own_text()
        assert "“observed”" not in dump_text(APPENDIX_A_DOCX.render(package(claims=()), None).data)

    def test_contents_stand_there_without_an_update(self) -> None:
        text = own_text()
        assert "[toc 1] Configuration Management (CM)\t4-1" in text, "a line for each family, with its page"
        assert "[toc 2]" not in text
        assert "[heading 3] CM-8(3) Automated Unauthorized Component Detection" in text
        assert "[heading 1] Configuration Management (CM)" in text

    def test_same_package_same_bytes(self) -> None:
        assert APPENDIX_A_DOCX.render(package(), None).data == own()

    def test_nothing_known_at_all_still_makes_a_document(self) -> None:
        text = dump_text(APPENDIX_A_DOCX.render(package(claims=()), None).data)
        assert "drafted from evidence." not in text
        assert "No collected file is cited by the text of this document." in text

    def test_hostile_text_stays_text(self) -> None:
        first = package()
        made = package(
            claims=(claim("CM-8", "a", HOSTILE, PODS), claim("CM-8", "b", "y" * 200_000 + " " + "z " * 50_000)),
            system=replace(first.system, name=HOSTILE.replace("\n", " ")),
        )
        text = dump_text(APPENDIX_A_DOCX.render(made, None).data)
        assert '<w:p>&amp; "quoted" ]]>' in text
        assert "{{ 7 * 7 }} {% raw %}" in text
        assert "y" * 200_000 in text

    def test_is_quick(self) -> None:
        """Counted in calls, of which a second rendering takes about 230,000."""
        made = package()
        APPENDIX_A_DOCX.render(made, None)
        assert calls(lambda: APPENDIX_A_DOCX.render(made, None)) < 700_000


class TestForm:
    """Filling a form of FedRAMP's shape."""

    def test_fills_boxes_roles_and_parts_and_leaves_the_rest(self) -> None:
        template = form(named("CM-8", "SC-39", "SI-2"))
        made = APPENDIX_A_DOCX.render(package(), template)
        text = dump_text(made.data)
        assert "| Responsible Role: Proposed: Asset Owner (Kim Moss) |" in text.replace("[Body Text] ", "")
        assert text.count("Proposed: Partially Implemented") == 2
        assert text.count("Proposed: Service Provider System Specific") == 3
        assert text.count("[x]") == 0, "evidence ticks no box"
        assert "Nine workloads use eight images [E1]." in text
        assert "Each container runs in its own namespace [E1]." in text
        assert narrative_tags(made.data) == [
            *("narrative:CM-8:a", "narrative:CM-8:b", "narrative:SC-39"),
            *(f"narrative:SI-2:{letter}" for letter in "abcd"),
        ]
        assert_only_added(dump_text(template), text)

    def test_names_what_was_left_untouched_and_what_found_no_place(self) -> None:
        made = APPENDIX_A_DOCX.render(package(), form(named("CM-8", "SI-2")))
        text = dump_text(made.data)
        assert (
            "Controls of the plan for which this form has no table; their statements are in the OSCAL plan: AC-3, AC-4" in text
        )
        assert {note.place for note in made.notes if " " not in note.place} == {one.id for one in CONTROLS} - {"CM-8", "SI-2"}
        assert all(note.kind is GapKind.SHORTENED and note.path == APPENDIX_A_DOCX.path for note in made.notes)
        assert len(made.notes) == len(set(made.notes))

    def test_links_resolve_even_where_controls_are_missing(self) -> None:
        links, places = anchors(APPENDIX_A_DOCX.render(package(), form(named("CM-8"))).data)
        assert links
        assert links <= set(places)
        assert len(places) == len(set(places))

    def test_tables_fused_into_one(self) -> None:
        """As in the official Low SA-4 and High PE-11."""
        made = APPENDIX_A_DOCX.render(package(), form(named("CM-8"), fused=True))
        assert narrative_tags(made.data) == ["narrative:CM-8:a", "narrative:CM-8:b"]
        assert "Proposed: Partially Implemented" in dump_text(made.data)

    @pytest.mark.parametrize(("label", "kept"), [("Part a:", 1), (STATUS_LABEL, 0), (ORIGINATION_LABEL, 0)])
    def test_the_label_of_a_part_is_never_the_last_line_of_a_page(self, label: str, kept: int) -> None:
        text = markup(APPENDIX_A_DOCX.render(package(), form(named("CM-8"))).data)
        (paragraph,) = re.findall(rf"<w:p>(?:(?!</w:p>).)*>{re.escape(label)}<", text)
        assert paragraph.count("<w:keepNext/>") == kept

    def test_same_form_same_bytes(self) -> None:
        template = form(named("CM-8"))
        assert APPENDIX_A_DOCX.render(package(), template).data == APPENDIX_A_DOCX.render(package(), template).data

    def test_hostile_text_stays_text(self) -> None:
        made = APPENDIX_A_DOCX.render(package(claims=(claim("CM-8", "a", HOSTILE, PODS),)), form(named("CM-8")))
        assert '<w:p>&amp; "quoted" ]]>' in dump_text(made.data)

    @pytest.mark.parametrize("template", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
    def test_a_file_that_is_no_form_is_refused(self, template: bytes) -> None:
        with pytest.raises(ConfigError) as caught:
            APPENDIX_A_DOCX.render(package(), template)
        assert "templates.appendix-a" in caught.value.where
        assert "SSP Appendix A" in caught.value.next_step

    def test_another_document_is_refused_by_naming_what_is_missing(self) -> None:
        other = append(
            form(()), [Paragraph(content=(TextRun(text="A letter"),))], properties=DocumentProperties(title="x"), date=AS_OF
        )
        with pytest.raises(ConfigError, match="AC-3 What is the solution and how is it implemented"):
            APPENDIX_A_DOCX.render(package(), other)


@needs_official
class TestOfficialForm:
    """FedRAMP's own files, each filled with every control of its baseline."""

    def test_only_adds(self) -> None:
        template = MODERATE.read_bytes()
        made = official_with_narratives()
        text = dump_text(made.data)
        assert [note.place for note in made.notes] == ["SC-3", "SC-6", "placeholders"]
        assert "Nine workloads use eight images" not in text, "what is approved stands alone"
        assert "Parameter CM-8(b): monthly" in text
        assert "Inherited from pre-existing FedRAMP Authorization for Pine Host, 2024-01-01, Date of Authorization" in text
        assert_only_added(dump_text(template), text, cleared=True)
        links, places = anchors(made.data)
        assert {link for link in links if link.startswith("b_")} <= set(places)

    @pytest.mark.parametrize(
        ("baseline", "name", "controls"),
        [("li-saas", "LI-SaaS", 66), ("low", "Low", 156), ("moderate", "Moderate", 323), ("high", "High", 410)],
    )
    def test_every_control_of_every_baseline_finds_its_place(self, baseline: str, name: str, controls: int) -> None:
        template = (OFFICIAL / f"SSP-Appendix-A-{name}-FedRAMP-Security-Controls.docx").read_bytes()
        plan = FEDRAMP_REV5.plan(baseline)
        made = APPENDIX_A_DOCX.render(whole(baseline), template)
        additional = {one.id for one in plan if baseline not in one.baselines}
        assert {note.place for note in made.notes} - {"placeholders"} == additional
        there = [one for one in plan if one.id not in additional]
        assert len(there) == controls
        tags = [region.tag for region in read_regions(made.data)]
        assert set(tags) >= {f"narrative:{one.id}:{part}".rstrip(":") for one in there for part in one.parts or ("",)}
        assert {tag for tag in tags if tag.startswith("role:")} == {f"role:{one.id}" for one in there}
        if baseline != "li-saas":
            wanted = {f"parameter:{each.label}" for one in there for each in one.parameters}
            assert {tag for tag in tags if tag.startswith("parameter:")} == wanted
        boxes = [box.tag for box in read_checkboxes(made.data)]
        assert len(boxes) == len(set(boxes))
        assert {f"status:{one.id}:{value}" for one in there for value in STATUSES} <= set(boxes)
        text = dump_text(made.data)
        for gone in ("[Click here", "<Insert", "Instructions:", "REF CSPNAME", "Template Revision History"):
            assert gone.lower() not in text.lower(), gone

    @needs_program("soffice")
    def test_opens_in_libreoffice(self, tmp_path: Path) -> None:
        """The form of baseline Low, which is built as the others are: LibreOffice takes twice as long for Moderate."""
        low = OFFICIAL / "SSP-Appendix-A-Low-FedRAMP-Security-Controls.docx"
        (tmp_path / "filled.docx").write_bytes(APPENDIX_A_DOCX.render(package(), low.read_bytes()).data)
        (saved,) = converted(tmp_path, "txt:Text", tmp_path / "filled.docx")
        text = saved.read_text(encoding="utf-8-sig")
        assert "Nine workloads use eight images [E1]." in text
        assert "Evidence cited" in text


@cache
def official_with_narratives() -> RenderedDocument:
    """FedRAMP's form takes a second to fill in."""
    return APPENDIX_A_DOCX.render(package(narratives=NARRATIVES), MODERATE.read_bytes())


def whole(baseline: str) -> AuthorizationPackage:
    """A package that answers every control of a baseline."""
    level = ImpactLevel("low" if baseline == "li-saas" else baseline)
    system = replace(package().system, impact_level=level, tailored=baseline == "li-saas")
    return package(system=system, narratives=NARRATIVES, plan=FEDRAMP_REV5.plan(baseline))


def narrative_tags(document: bytes) -> list[str]:
    return [region.tag for region in read_regions(document) if region.tag.startswith("narrative:")]


_CLEARED = re.compile(
    r"Instructions:|instructional text|Template Revision History|\[toc \d\]|TABLE OF CONTENTS"
    r"|FedRAMP PMO|How to contact us|info@|www\.",
    re.IGNORECASE,
)


def assert_only_added(before: str, after: str, *, cleared: bool = False) -> None:
    """Every line of the form is still there, in order: as it was but for placeholders, or with something behind it.

    `cleared`: what FedRAMP tells the writer to delete, page numbers of the empty form, and the break before the first family,
    which begins a section of its own, may be gone.
    """
    replacements = form_of(view(package())).replacements.items()
    lines = map(plainly, after.replace("<picture: Mark of the publisher of this form>", "<picture: >").splitlines())
    for line in before.splitlines():
        if cleared and (_CLEARED.search(line) or line.startswith("| Date |") or "Click here" in line or "REF CSP" in line):
            continue
        for placeholder, value in replacements:
            line = line.replace(placeholder, value)
        if cleared:
            line = line.replace("[heading 1] \\n", "[heading 1] ")
        wanted = line.replace("[ ]", "[.]").rstrip(" |")
        assert any(one.startswith(wanted) for one in lines), line


def plainly(line: str) -> str:
    return line.replace("[x]", "[.]").replace("[ ]", "[.]")


@pytest.mark.parametrize("template", [None, "persons", pytest.param("official", marks=needs_official)])
def test_the_record_says_what_is_read_of_the_document(template: str | None) -> None:
    if template == "official":
        made = official_with_narratives()
    else:
        given = persons_template("appendix-a.docx") if template == "persons" else None
        made = APPENDIX_A_DOCX.render(package(narratives=NARRATIVES), given)
    read = check_record(made.data)
    assert "narrative:CM-8:a" in read.regions
    assert "status:CM-8:planned" in read.boxes
    assert (fingerprint("Words of our house.") in read.outside) is (template == "persons")
