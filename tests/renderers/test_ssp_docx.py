"""The System Security Plan from a small invented story: its rows, our own layout, and FedRAMP's form."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from office_program import converted
from prerequisites import needs, needs_program, shared

from generator.documents.bounded_zip import unpack
from generator.documents.text_dump import dump_text
from generator.errors import ConfigError, ParseError
from generator.model.crypto import CryptoArea, CryptoModule, CryptoUse
from generator.model.evidence import GapKind
from generator.model.flow import ANYONE, EndKind, Flow, FlowEnd, FlowGraph, ServicePort, Strength
from generator.model.inventory import Container, Workload
from generator.model.picture import Mark, Picture, PictureFlow, PictureKind
from generator.model.plan import (
    Connection,
    DigitalIdentity,
    Duty,
    FipsImpact,
    ImpactChoice,
    InformationTypeRow,
    Law,
    LeveragedAuthorizationRow,
    PlanStatements,
    PostalAddress,
    Revision,
    UserRole,
)
from generator.model.system import ExternalService, ImpactLevel, OutstandingKey, Regime, System, SystemParty
from generator.oscal.package import AuthorizationPackage
from generator.renderers.ssp.architecture import drafted
from generator.renderers.ssp.docx import SSP_DOCX
from generator.renderers.ssp.rows import PlanDocument, PlanTable
from generator.renderers.ssp.text import categorization
from generator.renderers.ssp.view import stated, view
from tests.renderers.test_appendix_a_docx import HOSTILE
from tests.renderers.test_appendix_a_docx import package as story
from tests.word_editing import a_letter

CHOICE = ImpactChoice(recommended=FipsImpact.LOW, selected=FipsImpact.MODERATE)
USER = UserRole(
    id="admin",
    title="Administrator",
    type="internal",
    privilege="read-write",
    sensitivity="high-risk",
    authentication="Hardware key",
    functions=("Deploys",),
    roles=(),
)
PLAN = PlanStatements(
    package_id="FR0000000000",
    authorization_type="fedramp-agency",
    operational_since=date(2025, 2, 1),
    identity=DigitalIdentity(identity=2, authenticator=2, federation=2),
    information_types=(
        InformationTypeRow(
            name="Toys",
            id="C.3.4.1",
            description="Toys",
            confidentiality=CHOICE,
            integrity=CHOICE,
            availability=CHOICE,
            justification="Children",
        ),
    ),
    users=(USER, replace(USER, id="clerk", title="Clerk")),
    duties=(Duty(description="Adds administrators", users=("admin",)),),
    leveraged=(
        LeveragedAuthorizationRow(
            id="pine",
            name="Pine Host",
            provider="Pine",
            services=("Hosting",),
            authorization_type="fedramp-agency",
            package_id="FR1",
            impact_level=FipsImpact.HIGH,
            authorized=None,
            nature_of_agreement="sla",
            data_types=("C.3.4.1",),
            users=("admin",),
            authentication="Hardware key",
            description=None,
            ssp=None,
        ),
    ),
    laws=(Law(number="15 U.S.C. 6501", title="Children's Online Privacy", day=date(1998, 10, 21)),),
    appendices=(("D", "appendices/guide.md"),),
    acronyms=(("TS", "Toy Shop itself"),),
    revisions=(Revision(day=date(2026, 2, 1), version="1.2", description="Update", author="Kim"),),
    network="One network.\n\nNo other.",
    data_flow="From shop to desk.",
)
SYSTEM = System(
    id="toy-shop",
    name="Toy Shop",
    short_name="TS",
    description="Sells toys.",
    provider="Pine Cloud",
    impact_level=ImpactLevel.MODERATE,
    regime=Regime.BOTH,
    frameworks=("fedramp-rev5",),
    service_model="saas",
    deployment_model="government-only-cloud",
    boundary="All of it.",
    parties=(
        SystemParty(
            id="co",
            name="Pine Cloud",
            type="organization",
            roles=("cloud-service-provider", "prepared-by"),
            address=PostalAddress(lines=("1 Oak Way", "Floor 2"), city="Haven", state="ME", postal_code="04000"),
        ),
        SystemParty(id="kim", name="Kim Moss", type="person", roles=("system-owner",), organization="co", title="Head"),
        SystemParty(id="ao", name="Ada Reed", type="person", roles=("authorizing-official",)),
    ),
    external_services=(
        ExternalService(name="Sign-in", purpose="Signs in", authorization="FedRAMP High"),
        ExternalService(name="Old Mail", purpose="Mail", authorization="FedRAMP Low"),
        ExternalService(name="Maps", purpose="Maps", connection=Connection(number=1, direction="out", supported=True)),
    ),
    plan=PLAN,
)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100" fill="#ffffff"/>'
    b'<text x="1" y="9" font-size="9" fill="#000000" textLength="20">cart</text></svg>'
)


def picture(kind: PictureKind, name: str) -> Picture:
    return Picture(
        name=name,
        kind=kind,
        path=f"diagrams/{name}.svg",
        title=f"Toy Shop: {name}",
        caption=f"What {name} shows.",
        alt=f"In words: {name}",
        svg=SVG,
        width=200,
        height=100,
        printed=SVG,
        printed_height=100,
    )


MESH = CryptoUse(id="mesh/prod", area=CryptoArea.TRANSIT, where="Between services", mechanism="Istio mutual TLS")
VOLUME = CryptoUse(id="volumes/prod/gp3", area=CryptoArea.REST, where="Volumes", mechanism="ebs.csi.aws.com")
ENTRY = CryptoUse(id="ingress/prod/shop/Ingress/front", area=CryptoArea.TRANSIT, where="From outside", mechanism="TLS")
MODULE = CryptoModule(
    module="Pine Crypto",
    vendor="Pine",
    certificate=4321,
    origin=None,
    fips_mode=True,
    uses=("mesh/*",),
    usage="TLS 1.3",
    encryption_type="",
    notes="",
    place="line 1",
)
PORTS = (
    ServicePort(service="cart", port=8080, transport="TCP", protocol="http", encryption="mutual TLS", used_by=("front",)),
    ServicePort(service="front", port=443, transport="TCP", protocol="https", reference="WEB-1", used_by=("Internet",)),
    ServicePort(service="spare", port=9, transport="UDP"),
    ServicePort(service="Maps", port=443, transport="TCP", protocol="https", external=True, used_by=("cart",)),
)


def package(system: System = SYSTEM) -> AuthorizationPackage:
    cart = Workload(
        cluster="prod",
        namespace="shop",
        kind="Deployment",
        name="cart",
        containers=(Container(name="cart", image="reg.example/cart:1@sha256:" + "ab" * 32),),
        instances=1,
        diagram_label="APP-1",
    )
    kinds = (PictureKind.BOUNDARY, PictureKind.DRIFT, PictureKind.NAMESPACE)
    return replace(
        story(system=system),
        running=(cart,),
        pictures=tuple(picture(kind, kind.value) for kind in kinds),
        flows=FlowGraph(ports=PORTS),
        crypto=(ENTRY, replace(MESH, module=MODULE), VOLUME),
    )


NOTHING = System(
    id="bare",
    name="Bare",
    short_name="",
    description=None,
    provider=None,
    impact_level=ImpactLevel.MODERATE,
    regime=Regime.BOTH,
    frameworks=("fedramp-rev5",),
)


def cells(table: PlanTable) -> list[list[str]]:
    return [[said.text for said in row] for row in table.rows]


def facts(table: PlanTable) -> dict[str, str]:
    return {row[0].text: row[1].text for row in table.rows}


def document() -> PlanDocument:
    return view(package())


class TestView:
    def test_table_3_1_is_as_system_yaml_says(self) -> None:
        said = facts(document().information)
        assert said["CSP Name:"] == "Pine Cloud"
        assert said["CSO Name:"] == "Toy Shop (TS)"
        assert said["FedRAMP Package ID:"] == "FR0000000000"
        assert said["Service Model:"] == "SaaS"
        assert said["Digital Identity Level (DIL) Determination (SSP Appendix E):"] == "IAL2/FAL2/AAL2"
        assert said["Fully Operational as of:"] == "02/01/2025"
        assert said["Deployment Model:"] == "Government-Only Cloud"
        assert said["Authorization Path:"] == "Agency Authorization"
        assert said["General System Description:"] == "Sells toys."

    def test_the_owner_works_where_their_organization_is(self) -> None:
        said = facts(document().owner)
        assert (said["Name"], said["Title"]) == ("Kim Moss", "Head")
        assert (said["Company / Organization"], said["Address"]) == ("Pine Cloud", "1 Oak Way, Floor 2, Haven, ME 04000")

    def test_who_is_missing_is_owed_by_name_of_the_role(self) -> None:
        owed = [(one.what, one.key) for one in document().owing if one.table == "Table 5.1"]
        assert ("Name", "parties (role information-system-security-officer)") in owed

    def test_an_authorized_service_is_leveraged_and_a_weaker_one_is_external(self) -> None:
        plan = document()
        assert [row[1] for row in cells(plan.leveraged)] == ["Pine: Pine Host", "Sign-in"]
        assert [row[1] for row in cells(plan.external)] == ["Old Mail", "Maps"]

    def test_table_6_1_has_what_a_person_said(self) -> None:
        first = cells(document().leveraged)[0]
        assert first == [
            *("1", "Pine: Pine Host", "Hosting", "Agency\nFR1", "Service Level Agreement", "High", "C.3.4.1"),
            "Administrator\nHardware key",
        ]

    def test_what_nobody_said_of_a_connection_is_owed(self) -> None:
        maps = document().external.rows[1]
        assert (maps[0].text, maps[4].text) == ("1", "Y")
        assert [said.is_outstanding for said in maps] == [
            False,
            False,
            False,
            True,
            False,
            True,
            True,
            True,
            True,
            False,
            True,
            True,
        ]

    def test_ports_name_the_rows_of_appendix_q(self) -> None:
        rows = cells(document().ports)
        assert rows[0] == ["cart", "8080", "TCP", "DIT-2", "HTTP, mutual TLS", "front"]
        assert rows[1] == ["front (WEB-1)", "443", "TCP", "DIT-1", "HTTPS", "Internet"]
        assert rows[2] == ["spare", "9", "UDP", "None in Appendix Q", "", "No caller is known"]
        assert rows[3][3] == "None in Appendix Q"

    def test_a_port_without_any_purpose_is_owed(self) -> None:
        assert [row[4].is_outstanding for row in document().ports.rows] == [False, False, True, False]

    def test_a_column_for_each_kind_of_user(self) -> None:
        table = document().duties
        assert table.header == ("Duty Description", "Administrator", "Clerk")
        assert cells(table) == [["Adds administrators", "X", ""]]

    def test_appendices_are_files_of_the_package_of_people_or_owed(self) -> None:
        table = document().appendices
        said = {row[0].text.split(":")[0]: row[1] for row in table.rows}
        assert len(said) == 17
        assert said["Appendix A"].text == "Appendix-A-Security-Controls.docx"
        assert said["Appendix B"].text == "Included within the SSP"
        assert said["Appendix D"].text == "appendices/guide.md"
        assert (said["Appendix H"].is_outstanding, said["Appendix H"].key) == (True, "plan.appendices.H")

    def test_policies_of_families_are_appendix_c(self) -> None:
        papers = replace(
            SYSTEM.plan, policies=(("AC", "docs/ac.md"), ("AU", "docs/ac.md")), procedures=(("AC", "docs/how.md"),)
        )
        table = view(package(replace(SYSTEM, plan=papers))).appendices
        said = {row[0].text.split(":")[0]: row[1] for row in table.rows}
        assert said["Appendix C"].text == "docs/ac.md, docs/how.md"

    def test_li_saas_does_not_owe_what_it_need_not_have(self) -> None:
        table = view(package(replace(SYSTEM, impact_level=ImpactLevel.LOW, tailored=True))).appendices
        said = {row[0].text.split(":")[0]: row[1] for row in table.rows}
        assert said["Appendix H"].text == "Not required for LI-SaaS"
        assert said["Appendix N"].is_outstanding

    def test_differences_from_drawings_are_no_part_of_a_plan(self) -> None:
        assert [(one.number, one.title) for one in document().figures] == [
            (1, "Toy Shop: boundary"),
            (2, "Toy Shop: namespace"),
        ]

    def test_cryptography_claims_only_what_a_person_named(self) -> None:
        first, held, _ = document().cryptography
        assert "3 uses of cryptography: 2 for data in transit, 1 for data at rest, 0 other" in first
        assert "For 1 of them a person names the module, for 0 one whose FIPS 140 certificate is active" in first
        assert held.startswith("For 0 of the uses a list of packages shows")

    def test_acronyms_are_those_that_are_used(self) -> None:
        plan = view(
            package(replace(SYSTEM, description="Runs on an API by TLS 1.2 with XYZZY and part II. Not AC-2 or APP-1."))
        )
        explained = dict(plan.acronyms)
        assert explained["API"] == "Application Programming Interface"
        assert explained["TS"] == "Toy Shop itself"
        assert "SAML" not in explained
        assert plan.unexplained == ("XYZZY",)
        assert [one.key for one in plan.owing if one.table == "Appendix B"] == ["plan.acronyms"]

    def test_a_bare_system_owes_every_place_and_invents_nothing(self) -> None:
        plan = view(package(NOTHING))
        assert plan.information_types.rows == ()
        assert plan.information_types.none.key == "plan.information-types"
        owed = {one.key for one in plan.owing}
        assert {"plan.package-id", "plan.network", "plan.duties", "plan.users", "plan.laws", "external-services"} - owed == {
            "plan.duties"
        }
        assert plan.outstanding == sum(said.is_outstanding for _, _, said in plan.places)
        assert 0 < plan.outstanding < plan.counted

    def test_labels_and_rows_that_need_nobody_are_no_places(self) -> None:
        plan = document()
        assert [what for what, said in plan.laws.places if said.key] == ["Toy Shop-specific Laws and Regulations"]
        assert sum(bool(said.key) for _, said in plan.information.places) == 9

    def test_a_level_that_nobody_stated_is_no_categorization(self) -> None:
        unsaid = replace(SYSTEM, outstanding=(OutstandingKey(key="system.impact-level", why="the baseline"),))
        plan = stated(unsaid, date(2026, 3, 1))
        (level,) = [said for label, said in plan.information.rows if label.text.startswith("FIPS PUB 199")]
        assert (plan.categorization, level.text, level.key) == ("", "", "system.impact-level")
        said = dump_text(SSP_DOCX.render(package(unsaid), None).data)
        assert "The security categorization of Toy Shop is not stated yet." in said
        assert "security categorization of Toy Shop is Moderate" not in said

    @pytest.mark.parametrize(
        ("types", "begins"),
        [
            (True, "The security categorization of Toy is High: the highest impact"),
            (False, "The provider states High as the security categorization of Toy. Its information types"),
        ],
    )
    def test_the_highest_impact_of_information_types_needs_information_types(self, types: bool, begins: str) -> None:
        assert categorization("Toy", level="High", baseline="High", types=types)[0].startswith(begins)

    def test_encryption_is_counted_where_there_is_some(self) -> None:
        words = ("TLS", "none", "TLS and none", None)
        flows = tuple(
            Flow(
                source=ANYONE,
                target=FlowEnd(EndKind.WORKLOAD, f"shop/Deployment/{number}", "prod"),
                strength=Strength.DECLARED,
                encryption=each,
            )
            for number, each in enumerate(words)
        )
        (sentence,) = [one for one in drafted(replace(package(), flows=FlowGraph(flows=flows))) if " flows " in one]
        assert sentence == (
            "The evidence shows 4 flows (4 declared): 1 of 4 encrypted, 2 of 4 not encrypted, or not in every case, for 1 of 4 "
            "it does not show whether there is encryption."
        )

    def test_a_log_of_flows_shows_no_encryption_and_a_blank_no_side_of_the_boundary(self) -> None:
        flow = Flow(
            source=ANYONE,
            target=FlowEnd(EndKind.WORKLOAD, "shop/Deployment/cart", "prod"),
            strength=Strength.OBSERVED,
            encryption="TLS",
        )
        outside = tuple(
            ServicePort(service=name, port=443, transport="TCP", external=True, strength=strength)
            for name, strength in (
                ("Bank", Strength.OBSERVED),
                ("((av))", Strength.PERMITTED),
                ("Mail", Strength.PERMITTED),
            )
        )
        said = drafted(replace(package(), flows=FlowGraph(flows=(flow,), ports=outside)))
        assert said[-4:] == (
            "The evidence shows 1 flow (1 observed). By what configures them, which no log of flows confirms, 1 of 1 "
            "encrypted.",
            "Logs of flows show traffic across the boundary to Bank; Table 9.1 names the ports.",
            "Policies allow traffic across the boundary to Mail; Table 9.1 names the ports.",
            "On which side of the boundary ((av)) lies is not known: the name is filled in when it is deployed.",
        )

    def test_without_evidence_it_says_what_system_yaml_says(self) -> None:
        alone = stated(SYSTEM, date(2026, 3, 1))
        assert cells(alone.leveraged) == cells(document().leveraged)
        assert (alone.figures, alone.drafted, alone.ports.rows) == ((), (), ())


class TestOwnLayout:
    def test_belongs_to_the_rev5_documents(self) -> None:
        first = package()
        assert SSP_DOCX.applies(first)
        assert not SSP_DOCX.applies(replace(first, system=replace(first.system, regime=Regime.CR26)))

    def test_has_fedramps_sections_in_order_with_numbers_in_the_contents(self) -> None:
        text = dump_text(SSP_DOCX.render(package(), None).data)
        headings = re.findall(r"^\[heading 1\] (.*)$", text, re.MULTILINE)
        assert headings[:3] == ["Introduction", "Purpose", "System Information"]
        assert len(headings) == 12
        assert headings[-1] == "SSP Appendices List"
        appendices = re.findall(r"^\[Appendix 1\] (.*)$", text, re.MULTILINE)
        assert len(appendices) == 17
        for entry in ("3\tSystem Information", "8.2\tNarrative", "Appendix Q\tToy Shop Cryptographic Modules Table"):
            assert entry in text

    def test_every_table_has_its_caption_and_header_rows_repeat(self) -> None:
        made = SSP_DOCX.render(package(), None).data
        text = dump_text(made)
        for number in ("3.1", "4.1", "5.1", "6.1", "7.1", "9.1", "11.1", "12.1", "E.2", "K.1", "L.1"):
            assert re.search(rf"^\[caption\] Table {re.escape(number)} ", text, re.MULTILINE | re.IGNORECASE), number
        markup = unpack(made)["word/document.xml"].decode()
        assert markup.count("<w:tblHeader/>") >= markup.count("<w:tbl>") - 2  # the places to sign have no header

    def test_every_internal_link_leads_somewhere(self) -> None:
        markup = unpack(SSP_DOCX.render(package(), None).data)["word/document.xml"].decode()
        links = set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', markup))
        places = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', markup)
        assert links
        assert links <= set(places)
        assert len(places) == len(set(places))

    def test_pictures_have_words_and_numbered_captions(self) -> None:
        made = SSP_DOCX.render(package(), None).data
        text = dump_text(made)
        assert "[Figure] <picture: In words: boundary>" in text
        assert "Figure {SEQ Figure \\* ARABIC}1  Toy Shop: boundary. What boundary shows." in text
        assert [name for name in unpack(made) if name.endswith(".emf")] == ["word/media/drawing1.emf"]  # equal bytes, kept once

    def test_every_figure_is_on_a_letter_page_with_its_flows_in_a_table(self) -> None:
        flow = PictureFlow(number=1, source="cart", target="valkey", what="TCP 6379", known_by="declared", mark=Mark.PLAIN)
        shown = replace(picture(PictureKind.BOUNDARY, "wide"), width=900, printed_height=440, flows=(flow,))
        made = SSP_DOCX.render(replace(package(), pictures=(shown,)), None).data
        assert 'w:w="24480"' not in unpack(made)["word/document.xml"].decode()
        (row,) = (line for line in dump_text(made).splitlines() if "valkey" in line)
        assert all(text in row for text in ("1", "cart", "TCP 6379", "declared"))

    def test_who_provides_the_system_is_never_made_up(self) -> None:
        plan = view(package(NOTHING))
        assert plan.provider == ""
        assert plan.information.rows[0][1].is_outstanding
        named = view(package(replace(NOTHING, provider="Fir Cloud")))
        assert named.prepared_for.rows[0][1].text == "Fir Cloud"

    def test_paragraphs_of_a_person_stay_paragraphs(self) -> None:
        text = dump_text(SSP_DOCX.render(package(), None).data)
        assert "[Body Text] One network.\n[Body Text] No other.\n" in text

    def test_what_is_owed_is_counted_on_the_cover_listed_and_told(self) -> None:
        plan = document()
        made = SSP_DOCX.render(package(), None)
        text = dump_text(made.data)
        assert f"DRAFT – {plan.outstanding} of {plan.counted} places of the front matter are not stated yet" in text
        assert re.search(r"Table 7.1 \| .*Hosting Environment \| .*2 \| .*external-services, connection.hosting", text)
        assert "Not stated yet (parties (role information-system-security-officer))" in text
        (gap,) = made.notes
        assert (gap.path, gap.kind) == (SSP_DOCX.path, GapKind.UNDECIDED)
        assert gap.reason.startswith(f"{plan.outstanding} of {plan.counted} places")

    def test_the_chosen_identity_level_is_ticked(self) -> None:
        text = dump_text(SSP_DOCX.render(package(), None).data)
        assert re.search(r"Level 2: AAL2, IAL2, FAL2 \| .*Moderate \| .*\[x\]", text)
        assert text.count("[x]") == 1

    def test_same_package_same_bytes(self) -> None:
        assert SSP_DOCX.render(package(), None).data == SSP_DOCX.render(package(), None).data

    def test_hostile_text_stays_text(self) -> None:
        system = replace(SYSTEM, name=HOSTILE.replace("\n", " "), description=HOSTILE, boundary="{{ 7 * 7 }}")
        text = dump_text(SSP_DOCX.render(package(system), None).data)
        assert '<w:p>&amp; "quoted" ]]>' in text
        assert "{{ 7 * 7 }} {% raw %}" in text

    def test_nothing_known_at_all_still_makes_a_document(self) -> None:
        text = dump_text(SSP_DOCX.render(story(system=NOTHING), None).data)
        assert "Nothing that was collected can be drawn: there are no diagrams." in text
        assert "Nothing that was collected shows where cryptography protects data." in text

    @needs_program("soffice")
    def test_opens_in_libreoffice(self, tmp_path: Path) -> None:
        text = opened(SSP_DOCX.render(package(), None).data, tmp_path)
        assert "Leveraged FedRAMP-Authorized Services" in text
        assert "Figure 2" in text
        assert "Error" not in text


OFFICIAL = shared("reference/fedramp/templates/FedRAMP-SSP-Template.docx")


class TestRefusals:
    @pytest.mark.parametrize("template", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
    def test_a_file_that_is_no_word_document_is_refused(self, template: bytes) -> None:
        with pytest.raises((ConfigError, ParseError)) as caught:
            SSP_DOCX.render(package(), template)
        assert "templates.ssp" in str(caught.value.diagnostics())

    def test_another_document_is_refused_by_naming_what_is_missing(self) -> None:
        with pytest.raises(ConfigError, match="System Information"):
            SSP_DOCX.render(package(), a_letter())


@needs(OFFICIAL)
class TestOfficialTemplate:
    def test_every_place_is_found(self) -> None:
        made = SSP_DOCX.render(package(), OFFICIAL.read_bytes())
        assert [note.kind for note in made.notes] == [GapKind.UNDECIDED]

    def test_says_what_our_own_says(self) -> None:
        text = dump_text(SSP_DOCX.render(package(), OFFICIAL.read_bytes()).data).replace("[Table text_light] ", "")
        for said in (
            "| CSO Name: | Toy Shop (TS) |",
            "| Deployment Model: | Government-Only Cloud |",
            "| Name | Kim Moss |",
            "Pine: Pine Host",
            "| front (WEB-1) | 443 | TCP | DIT-1 | HTTPS | Internet |",
            "(CSP-provided; not required for LI-SaaS) | appendices/guide.md |",
            "C.3.4.1 Toys",
            "| 15 U.S.C. 6501 | Children's Online Privacy | 10/21/1998 |",
            "Level 2: AAL2, IAL2, FAL2 | Moderate | [x] |",
            "Figure {SEQ Figure \\* ARABIC}1  Toy Shop: boundary. What boundary shows.",
            "<picture: In words: boundary>",
        ):
            assert said in text, said
        assert text.count("[x]") == 1

    def test_instructions_placeholders_and_examples_are_gone(self) -> None:
        text = dump_text(SSP_DOCX.render(package(), OFFICIAL.read_bytes()).data)
        for gone in ("instruction", "<Insert", "<Enter", "<Choose", "<Sign", "PAGEREF", "Template Revision", "Linux Admin"):
            assert gone.lower() not in text.lower(), gone
        assert "\nor\n" not in text

    def test_what_the_form_claims_of_cryptography_stands_beside_what_is_known(self) -> None:
        text = dump_text(SSP_DOCX.render(package(), OFFICIAL.read_bytes()).data)
        assert "3 uses of cryptography: 2 for data in transit, 1 for data at rest" in text
        assert "reference numbers that are specified in Table 9.1, and not yet in the figures in Section 8" in text

    def test_its_own_text_stays(self) -> None:
        text = dump_text(SSP_DOCX.render(package(), OFFICIAL.read_bytes()).data)
        for kept in (
            "The SSP is the “security blueprint” of a CSO.",
            "The Toy Shop incident response plan is included as Appendix I, attached separately.",
            "[toc 1] {TOC",
            "8.1\tIllustrated Architecture",
            "**1- Non-FedRAMP Authorized Cloud Services",
        ):
            assert kept in text, kept

    def test_what_nobody_stated_is_marked_and_listed(self) -> None:
        text = dump_text(SSP_DOCX.render(package(replace(SYSTEM, plan=PlanStatements())), OFFICIAL.read_bytes()).data)
        assert "| FedRAMP Package ID: | Not stated yet (plan.package-id) |" in text
        assert "Not stated yet (plan.laws)" in text
        assert "How far this plan has come" in text

    def test_same_template_same_bytes(self) -> None:
        template = OFFICIAL.read_bytes()
        assert SSP_DOCX.render(package(), template).data == SSP_DOCX.render(package(), template).data

    @needs_program("soffice")
    def test_opens_in_libreoffice_with_what_was_filled_in(self, tmp_path: Path) -> None:
        text = opened(SSP_DOCX.render(package(), OFFICIAL.read_bytes()).data, tmp_path)
        assert "for Pine Cloud" in text  # a content control that is bound to a property would show that
        assert "<Insert" not in text


def opened(made: bytes, folder: Path) -> str:
    """What LibreOffice reads in it."""
    (folder / "made.docx").write_bytes(made)
    (text,) = converted(folder, "txt:Text", folder / "made.docx")
    return text.read_text(encoding="utf-8-sig")
