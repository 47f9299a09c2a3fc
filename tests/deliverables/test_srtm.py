"""The assessor's workbook: a row for each objective, the provider's columns filled, the assessor's blank."""

import io
from types import SimpleNamespace
from typing import cast

import msgspec
import pytest
from openpyxl import Workbook, load_workbook
from replacing import replace

from generator.deliverables.material import Material
from generator.deliverables.populations import SampledPopulation
from generator.deliverables.srtm_rows import SrtmRow
from generator.deliverables.srtm_view import view
from generator.deliverables.srtm_xlsx import ASSESSORS, FORMS, IDENTIFYING, PROVIDERS, official, own, remarks
from generator.errors import ConfigError
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.objectives import procedure_of
from generator.model.claim import Claim, Support
from generator.model.control_text import CatalogAbout, ControlText
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId, Sha256
from generator.model.posture import (
    Certainty,
    ControlMapping,
    JudgedSubject,
    MappedBy,
    Outcome,
    Posture,
    PostureRequirement,
)
from generator.oscal.package import AuthorizationPackage
from generator.oscal.requirement_texts import objective_texts
from generator.renderers.workbook_filling import own_template
from tests.renderers.workbook_story import package, weakness

HOSTILE = '=HYPERLINK("https://evil.example","x")<script>'
HASH = Sha256("ab" * 32)


def judged(*outcomes: Outcome) -> Posture:
    requirement = PostureRequirement(
        id="inventory-whole",
        area="",
        title="The inventory is whole",
        problem="The inventory is not whole",
        asks="Is it?",
        rationale="",
        fix="",
        reference="",
        controls=(ControlMapping(control=ControlId("CM-8"), by=MappedBy.OURS),),
        subjects=("asset", "assets"),
    )
    subjects = tuple(
        JudgedSubject(name=f"a{number}", outcome=outcome, certainty=None if outcome is Outcome.UNKNOWN else Certainty.OBSERVED)
        for number, outcome in enumerate(outcomes)
    )
    return Posture(requirement=requirement, cluster="", summary="", subjects=subjects)


def claim(part: str, text: str, *places: str) -> Claim:
    sources = tuple(EvidenceSource(HASH, "evidence/pods.json", place) for place in places)
    return Claim(
        control=ControlId("CM-8"), part=part, topic="t", subject="s", support=Support.OBSERVED, text=text, sources=sources
    )


@pytest.fixture(scope="module")
def made() -> AuthorizationPackage:
    found = package(weakness("CVE-1"))
    claims = (claim("a", HOSTILE, "/items/3", "/items/4"), claim("b", "Reviewed."))
    return replace(found, claims=claims, postures=(judged(Outcome.PASSES, Outcome.UNKNOWN),), discrepancies=())


def population(*members: str) -> SampledPopulation:
    return SampledPopulation(
        id="inventory-image",
        title="Images",
        controls=(ControlId("CM-8"),),
        size=len(members),
        members=members,
        seed="7/inventory-image",
        sampled=1,
        sample=members[:1],
    )


def rows(made: AuthorizationPackage, control: str) -> list[SrtmRow]:
    return [row for row in view(made, (population("web", "cart"),)).rows if row.control == control]


def test_every_objective_of_the_baseline_has_a_row(made: AuthorizationPackage) -> None:
    listed = [row.procedure for row in view(made).rows]
    controls = FEDRAMP_REV5.plan(made.system.baseline.value)
    assert listed == [each.label for control in controls for each in procedure_of(control.oscal_id).objectives]
    assert len(set(listed)) == len(listed) > 1_000


def test_what_is_known_stands_in_the_first_row_and_the_others_refer_to_it(made: AuthorizationPackage) -> None:
    first, second, *_, last = rows(made, "CM-8")
    assert (first.procedure, second.procedure, last.procedure) == ("CM-08a.01", "CM-08a.02", "CM-08b.")
    assert first.says == f"Found, observed: {HOSTILE}"
    assert first.evidence == f"evidence/pods.json /items/3 and /items/4\nSHA-256 {HASH}"
    assert first.judged == "The inventory is whole: not established: judged 1 of 2"
    assert first.contradictions == "None by these checks; what they did not judge is not known."
    assert first.population == "inventory-image: 1 of 2 drawn"
    assert (second.says, second.judged) == ("As CM-08a.01", "As CM-08a.01")
    assert (last.says, last.evidence, last.population) == ("Found, observed: Reviewed.", "", "As CM-08a.01")


def test_a_control_without_a_check_does_not_look_free_of_contradictions(made: AuthorizationPackage) -> None:
    (first, *_) = rows(made, "AT-2")
    assert (first.judged, first.contradictions) == ("No check of the provider concerns this control.", "")
    summary = {row.control: row for row in view(made).controls}
    assert (summary[ControlId("AT-2")].contradictions, summary[ControlId("CM-8")].contradictions) == (None, 0)
    assert summary[ControlId("RA-5")].items == 1


def test_the_assessors_columns_are_blank_and_hostile_text_stays_text(made: AuthorizationPackage) -> None:
    book = load_workbook(io.BytesIO(own(view(made, (population("web", HOSTILE),)), made).data))
    assert "PM" not in book.sheetnames
    sheet = book["CM"]
    headers = [str(cell.value) for cell in sheet[1]]
    assert headers == [*(name for name, _ in IDENTIFYING), *ASSESSORS, *(name for name, _ in PROVIDERS)]
    body = [row for row in sheet.iter_rows(min_row=2) if row[1].value]
    assert len(body) == len([row for row in view(made).rows if row.family == "CM"])
    blank = [headers.index(name) for name in ASSESSORS]
    assert not [row[at].value for row in body for at in blank if row[at].value is not None]
    said = next(row[headers.index("Provider: what the evidence shows")] for row in body if row[2].value == "CM-08a.01")
    assert (said.value, said.data_type) == (f"Found, observed: {HOSTILE}", "s")
    drawn = [[cell.value for cell in row] for row in book["Draw"].iter_rows(min_row=2) if row[0].value]
    assert drawn == [["inventory-image", "Images", 2, "7/inventory-image", "web", None, None]]


def form(*procedures: str) -> bytes:
    """Laid out as FedRAMP's SRTM v3.0, with words of an assessor and of the form."""
    book = Workbook()
    book.worksheets[0].title = "CM"
    book["CM"].append([*(name for name, _ in IDENTIFYING), *ASSESSORS])
    for procedure in procedures:
        book["CM"].append(
            ["Inventory", "CM-08", procedure, "Words of the form", "", "Guidance", "Examine", "Seen.", "E-1", "Satisfied"]
        )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_in_a_form_of_the_users_its_words_stay_and_ours_stand_beside_them(made: AuthorizationPackage) -> None:
    filled = official("srtm", view(made), made, form("CM-8(a)(1)", "CM-08b.", "CM-99"))
    sheet = load_workbook(io.BytesIO(filled.data))["CM"]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert table[0][16:] == [name for name, _ in PROVIDERS]
    assert [row[:4] for row in table[1:]] == [
        ["Inventory", "CM-08", "CM-8(a)(1)", "Words of the form"],
        ["Inventory", "CM-08", "CM-08b.", "Words of the form"],
        ["Inventory", "CM-08", "CM-99", "Words of the form"],
    ]
    assert [row[7:10] for row in table[1:]] == [["Seen.", "E-1", "Satisfied"]] * 3
    assert [row[17] for row in table[1:]] == [f"Found, observed: {HOSTILE}", "Found, observed: Reviewed.", None]


def test_our_own_layout_as_a_template_of_the_users_is_filled_as_ours_is(made: AuthorizationPackage) -> None:
    workbook = view(made)
    assert official("srtm", workbook, made, own_template("srtm.xlsx")).data == own(workbook, made).data


def test_a_form_without_rows_and_sheets_is_refused(made: AuthorizationPackage) -> None:
    with pytest.raises(ConfigError, match="System"):
        official("srtm", view(made), made, form())


def test_a_form_of_which_no_row_is_known_is_refused(made: AuthorizationPackage) -> None:
    with pytest.raises(ConfigError, match="is an objective of the baseline"):
        official("srtm", view(made), made, form("CM-98", "Step 1"))


def test_objectives_that_a_form_does_not_list_are_named(made: AuthorizationPackage) -> None:
    templates = {"srtm": form("CM-08a.01")}
    material = cast("Material", SimpleNamespace(package=made, workspace=SimpleNamespace(template=templates.get)))
    (gap,) = remarks(material, {FORMS["srtm"][0]: (b"", "")})
    whole = len(view(made).rows)
    assert gap.reason.startswith(f"{whole - 1:,} of {whole:,} assessment objectives are not in the form: AC-01a.[01], ")
    assert list(remarks(material, {})) == []


class Catalog:
    """A copy with one invented control."""

    about = CatalogAbout(title="Catalogue", version="1")

    def control(self, control_id: str) -> ControlText | None:
        if control_id != "cm-8":
            return None
        below = {"id": "cm-8_obj.a.1", "name": "assessment-objective", "prose": "is {{ insert: param, cm-8_prm_1 }};"}
        objects = {"name": "assessment-objects", "prose": "the list\n\nthe records"}
        parts = [
            {"id": "cm-8_obj", "name": "assessment-objective", "prose": "the list", "parts": [below]},
            {"id": "cm-8_asm-examine", "name": "assessment-method", "parts": [objects]},
        ]
        params = [{"id": "cm-8_prm_1", "label": "kept"}]
        control = msgspec.json.encode({"id": "cm-8", "title": "T", "params": params, "parts": parts})
        return ControlText(group="cm", group_title="CM", sort_id="cm-008", enhances=None, control=control)

    def catalog_resource(self, uuid: str) -> bytes | None:  # noqa: ARG002 - none is kept
        return None


def test_sentences_come_from_the_users_copy_alone(made: AuthorizationPackage) -> None:
    plain = view(made).rows
    assert not any(row.objective or "\n" in row.methods for row in plain)
    assert {row.methods for row in plain if row.control == "CM-8"} == {"Examine, Interview, Test"}
    texts = objective_texts(FEDRAMP_REV5.plan("moderate"), (), Catalog(), baseline="moderate")
    assert texts["cm-8_obj.a.1"] == "the list is [Assignment: organization-defined kept];"
    first = next(row for row in view(made, texts=texts).rows if row.control == "CM-8")
    assert first.objective == texts["cm-8_obj.a.1"]
    assert first.methods == "Examine: the list; the records\nInterview\nTest"
