"""The System Security Plan from a small invented story: its rows, our own layout, and FedRAMP's form."""

import re
import subprocess
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import approved_results
import approved_texts
import pytest
from msgspec.structs import fields
from office_program import converted
from prerequisites import needs, needs_program, shared
from replacing import replace
from written_places import check_record, persons_template

from generator.documents.bounded_zip import unpack
from generator.documents.word_written import fingerprint
from generator.errors import ConfigError, ParseError
from generator.model.architecture import ArchitectureStatements, StatedConnection
from generator.model.crypto import CryptoArea, CryptoModule, CryptoUse, ModuleStatus
from generator.model.evidence import EvidenceSource, GapKind
from generator.model.flow import ANYONE, NO_FLOWS, EndKind, Flow, FlowEnd, FlowGraph, ServicePort, Strength, WayIn, WayInTarget
from generator.model.inventory import MANAGED_KIND, Container, Workload
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
from generator.model.shared_views import SharedViews
from generator.model.system import ExternalService, ImpactLevel, OutstandingKey, Regime, System, SystemParty
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.ssp.architecture import drafted
from generator.renderers.ssp.docx import SSP_DOCX
from generator.renderers.ssp.ports import callers, port_table
from generator.renderers.ssp.rows import PlanDocument, PlanTable
from generator.renderers.ssp.text import categorization
from generator.renderers.ssp.view import stated, view
from tests.office_text import dump_text
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


def test_tables_have_the_headings_and_columns_that_were_reviewed(request: pytest.FixtureRequest) -> None:
    lines: list[str] = []
    for field in fields(PlanDocument):
        value = getattr(document(), field.name)
        for table in value if isinstance(value, tuple) else (value,):
            if isinstance(table, PlanTable):
                lines.append(f"{table.number} {table.title}: {' | '.join(table.header)}".strip())
                lines += [f"- {' | '.join(row)}".replace("\n", " / ") for row in cells(table)]
    approved_texts.compare(request.path, request.node.name, lines, approved_results.FOLDER)


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
        outstanding = [(one.what, one.key) for one in document().owing if one.table == "Table 5.1"]
        assert ("Name", "parties (role information-system-security-officer)") in outstanding

    def test_an_authorized_service_is_leveraged_and_a_weaker_one_is_external(self) -> None:
        plan = document()
        assert [row[1] for row in cells(plan.leveraged)] == ["Pine: Pine Host", "Sign-in"]
        assert [row[1] for row in cells(plan.external)] == ["Old Mail", "Maps"]

    def test_table_6_1_has_what_a_person_said(self) -> None:
        first = cells(document().leveraged)[0]
        assert first == [
            *("1", "Pine: Pine Host", "Hosting", "Agency\nFR1", "SLA", "High", "C.3.4.1"),
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
        assert rows[0] == ["cart", "8080", "TCP", "DIT-2", "Web or API requests (HTTP)", "front"]
        assert rows[1] == [
            "front (WEB-1)",
            "443",
            "TCP",
            "DIT-1",
            "Web or API requests (HTTPS)",
            "Clients outside the boundary",
        ]
        assert rows[2] == ["spare", "9", "UDP", "", "", ""]
        assert rows[3] == ["Maps", "443", "TCP", "", "Web or API requests (HTTPS)", "cart"]

    def test_a_port_without_any_purpose_is_owed(self) -> None:
        assert [row[4].is_outstanding for row in document().ports.rows] == [False, False, True, False]

    def test_ports_that_differ_in_their_number_alone_share_a_row(self) -> None:
        more = (*PORTS, replace(PORTS[2], port=10), replace(PORTS[2], port=11, encryption="none"))
        rows = [row[:4] for row in cells(port_table(FlowGraph(ports=more), {}, "Toy Shop")) if row[0] == "spare"]
        assert rows == [["spare", "9, 10", "UDP", ""], ["spare", "11", "UDP", "Not encrypted"]]

    def test_only_a_real_way_in_is_used_from_outside(self) -> None:
        end = FlowEnd(EndKind.WORKLOAD, "shop/Deployment/cart", "prod")
        way = WayIn(
            key="shop/Ingress/web",
            shown="Ingress web",
            cluster="prod",
            targets=(WayInTarget(end=end),),
            because="leads to it",
            source=EvidenceSource(path="a.json", sha256="0" * 64),
        )
        aside = replace(
            way, key="shop/Service/metrics", shown="NodePort service metrics", set_aside="its ports are for metrics"
        )
        port = ServicePort(service="Ingress web", port=443, transport="TCP", used_by=("Internet",))
        behind = replace(port, service="cart", port=8080, used_by=("Internet", "Ingress web"))
        metrics = replace(port, service="metrics", port=9090)
        graph = FlowGraph(ports=(port, behind, metrics), ways_in=(way, aside))
        assert [callers(each, graph) for each in graph.ports] == [("Clients outside the boundary",), ("Ingress web",), ()]

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
        assert [(one.number, one.title) for one in document().figures] == [(1, "Boundary"), (2, "Namespace")]

    def test_cryptography_claims_only_what_is_established(self) -> None:
        (listing,) = document().cryptography
        assert listing.startswith("Appendix Q lists each use of cryptography")
        assert document().relying == ""
        assert not document().validated
        active = replace(MODULE, status=ModuleStatus.ACTIVE, checked=date(2026, 2, 1))
        every = tuple(replace(use, module=active) for use in (ENTRY, MESH, VOLUME))
        assert view(replace(package(), crypto=every)).cryptography == (
            "All 3 uses of cryptography in Toy Shop rely on FIPS 140-validated modules in their approved mode.",
            listing,
        )
        assert view(replace(package(), crypto=(*every[:2], VOLUME))).relying.startswith(
            "2 of the 3 uses of cryptography in Toy Shop rely on"
        )

    def test_what_no_evidence_shows_of_section_8_is_asked_for_once_each(self) -> None:
        asked = {(one.what, one.key): one.count for one in view(package(NOTHING)).owing if one.table.startswith("Table 8.")}
        for what, key in (
            ("Sources of updates", "plan.architecture.update-sources"),
            ("Services of the corporate network", "plan.architecture.corporate-services"),
            ("Backup sites", "plan.architecture.backup-sites"),
            ("Administrative access", "plan.architecture.administration"),
            ("Federal Data and Metadata", "plan.architecture.federal-data"),
            ("DNS Servers", "plan.architecture.name-servers"),
            ("Processing, Alternate, and Backup Sites", "plan.data-centers"),
        ):
            assert asked[what, key] == 1
        none = ArchitectureStatements(
            update_sources=(), administration=(), corporate_services=(), backup_sites=(), federal_data=(), name_servers=()
        )
        answered = view(package(replace(NOTHING, plan=replace(PlanStatements(), architecture=none))))
        assert not [one for one in answered.owing if one.key.startswith("plan.architecture.") and "crossings" not in one.key]

    def test_each_crossing_has_its_port_protocol_and_encryption_or_asks(self) -> None:
        crossing = StatedConnection(name="Maps", encryption="TLS 1.3")
        mirror = StatedConnection(name="Mirror", purpose="Images", port="TCP 443", protocol="HTTPS", encryption="TLS 1.2")
        stated_of = ArchitectureStatements(update_sources=(mirror,), crossings=(crossing,))
        plan = view(package(replace(SYSTEM, plan=replace(PLAN, architecture=stated_of))))
        rows = {row[0]: row[1:] for row in cells(plan.architecture[0])}
        assert rows["Clients outside the boundary to front"] == [
            "Web or API requests",
            "TCP 443 HTTPS",
            "",
            "",
            "Configuration",
        ]
        assert rows["cart to Maps"][1:3] == ["TCP 443 HTTPS", "TLS 1.3"]
        assert rows["Mirror (update source)"] == ["Images", "TCP 443 HTTPS", "TLS 1.2", "", "Provider"]
        assert rows["Sign-in"][1:3] == ["", ""]
        outstanding = {one.what: one.key for one in plan.owing if one.table == "Table 8.1"}
        assert outstanding["Encryption of Sign-in"] == "plan.architecture.crossings, encryption"
        assert "Encryption of cart to Maps" not in outstanding
        assert outstanding["Backup sites"] == "plan.architecture.backup-sites"

    def test_acronyms_are_those_that_are_used(self) -> None:
        plan = view(
            package(
                replace(SYSTEM, description="Runs on an API by TLS 1.2 with XYZZY and part II. Not AC-2 or APP-1. PaaS. HIGH.")
            )
        )
        explained = dict(plan.acronyms)
        assert explained["API"] == "Application Programming Interface"
        assert explained["TS"] == "Toy Shop itself"
        assert explained["PaaS"] == "Platform as a Service"
        assert "SAML" not in explained
        assert plan.unexplained == ("XYZZY",)
        assert [one.key for one in plan.owing if one.table == "Appendix B"] == ["plan.acronyms"]

    def test_a_bare_system_owes_every_place_and_invents_nothing(self) -> None:
        plan = view(package(NOTHING))
        assert plan.information_types.rows == ()
        assert plan.information_types.none.key == "plan.information-types"
        outstanding = {one.key for one in plan.owing}
        assert {
            "plan.package-id",
            "plan.network",
            "plan.duties",
            "plan.users",
            "plan.laws",
            "external-services",
        } - outstanding == {"plan.duties"}
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
        assert "The impact level is not stated yet. This plan is written for the Moderate baseline." in said
        assert "security categorization of Toy Shop is Moderate" not in said

    @pytest.mark.parametrize(
        ("types", "begins"),
        [
            (True, "The security categorization of Toy is High: the highest impact"),
            (False, "The security categorization of Toy is High (FIPS 199)."),
        ],
    )
    def test_the_highest_impact_of_information_types_needs_information_types(self, types: bool, begins: str) -> None:
        assert categorization("Toy", level="High", baseline="High", types=types)[0].startswith(begins)

    def test_what_the_platform_keeps_is_counted_beside_the_workloads(self) -> None:
        kept = Workload(
            cluster="prod", namespace="shop", kind=MANAGED_KIND, name="db", containers=(), instances=None, sources=()
        )
        declared = replace(kept, kind="Deployment", name="cart")
        seen = replace(declared, instances=2)

        def said(*running: Workload) -> str:
            return drafted(replace(package(), running=running, flows=NO_FLOWS))[0].partition(". The tables")[0]

        assert said(seen, kept) == (
            "Toy Shop runs 1 workload in the namespace shop of the cluster prod and uses 1 service that the platform "
            "keeps as of 03/01/2026"
        )
        assert said(declared, kept, replace(kept, name="files")) == (
            "Toy Shop consists of 1 workload in the namespace shop of the cluster prod and uses 2 services that the platform "
            "keeps as of 03/01/2026"
        )
        assert said(kept) == "Toy Shop uses 1 service that the platform keeps as of 03/01/2026"

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
            "The figures show 4 data flows between components and across the boundary, all set in the configuration of "
            "components. 1 is encrypted, 2 are not encrypted and the encryption of 1 is not specified."
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
        assert said[-2:] == (
            "The figures show 1 data flow between components and across the boundary, recorded in flow logs. It is encrypted.",
            "Components call Bank and Mail across the boundary; Table 9.1 lists the ports and protocols.",
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
        text = own_text()
        headings = re.findall(r"^\[heading 1\] (.*)$", text, re.MULTILINE)
        assert headings[:3] == ["Introduction", "Purpose", "System Information"]
        assert len(headings) == 12
        assert headings[-1] == "SSP Appendices List"
        appendices = re.findall(r"^\[Appendix 1\] (.*)$", text, re.MULTILINE)
        assert len(appendices) == 17
        for entry in (
            "3\tSystem Information\t3-1",
            "2\tPurpose\t1-1",
            "8.2\tNarrative\t8.2-1",
            "Appendix Q Toy Shop Cryptographic Modules Table\tM-1",
        ):
            assert entry in text

    def test_tables_are_numbered_in_the_order_in_which_they_stand(self) -> None:
        in_order(own_made().data)

    def test_every_table_has_its_caption_and_header_rows_repeat(self) -> None:
        made = own_made().data
        text = dump_text(made)
        for number in (
            "3.1",
            "4.1",
            "5.1",
            "6.1",
            "7.1",
            "8.1",
            "8.2",
            "8.3",
            "8.4",
            "8.5",
            "9.1",
            "11.1",
            "12.1",
            "E.2",
            "K.1",
            "L.1",
        ):
            assert re.search(rf"^\[caption\] Table {re.escape(number)} ", text, re.MULTILINE | re.IGNORECASE), number
        markup = unpack(made)["word/document.xml"].decode()
        assert markup.count("<w:tblHeader/>") >= markup.count("<w:tbl>") - 2  # the places to sign have no header

    def test_every_internal_link_leads_somewhere(self) -> None:
        markup = unpack(own_made().data)["word/document.xml"].decode()
        links = set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', markup))
        places = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', markup)
        assert links
        assert links <= set(places)
        assert len(places) == len(set(places))

    def test_pictures_have_words_and_numbered_captions(self) -> None:
        made = own_made().data
        text = dump_text(made)
        assert "[Figure] <picture: In words: boundary>" in text
        assert "Figure {SEQ Figure \\* ARABIC}1  Boundary. Each box inside the boundary" in text
        assert [name for name in unpack(made) if name.endswith(".emf")] == ["word/media/drawing1.emf"]  # equal bytes, kept once

    def test_every_figure_is_on_a_letter_page_with_its_flows_in_a_table(self) -> None:
        flow = PictureFlow(
            number=1,
            source="cart",
            target="valkey",
            what="x",
            ports="TCP 6379 (redis)",
            encryption="none (declared)",
            known_by="declared",
            mark=Mark.PLAIN,
        )
        shown = replace(picture(PictureKind.BOUNDARY, "wide"), width=900, printed_height=440, flows=(flow,))
        made = SSP_DOCX.render(replace(package(), pictures=(shown,)), None).data
        assert 'w:w="24480"' not in unpack(made)["word/document.xml"].decode()
        (row,) = (line for line in dump_text(made).splitlines() if "valkey" in line)
        assert all(text in row for text in ("1", "cart", "TCP 6379 Redis", "Not encrypted (as configured)", "Configuration"))

    def test_who_provides_the_system_is_never_made_up(self) -> None:
        plan = view(package(NOTHING))
        assert plan.provider == ""
        assert plan.information.rows[0][1].is_outstanding
        named = view(package(replace(NOTHING, provider="Fir Cloud")))
        assert named.prepared_for.rows[0][1].text == "Fir Cloud"

    def test_a_plan_without_a_version_is_a_draft_and_says_so_once_on_its_cover(self) -> None:
        text = dump_text(SSP_DOCX.render(package(NOTHING), None).data)
        assert re.findall(r"^\[Cover Text\] (?:Draft|Version.*)$", text, re.MULTILINE) == ["[Cover Text] Draft"]
        assert "Version" not in "".join(line for line in text.splitlines() if line.startswith("[header]"))
        assert view(package(NOTHING)).version == "Draft"

    def test_paragraphs_of_a_person_stay_paragraphs(self) -> None:
        text = own_text()
        assert "[Body Text] One network.\n[Body Text] No other.\n" in text

    def test_what_is_owed_is_an_empty_field_and_a_gap(self) -> None:
        plan = document()
        made = own_made()
        text = dump_text(made.data)
        assert "[Cover Text] Draft" in text
        assert "| [Table Text] Name | [Table Text] Click or tap here to enter text. |" in text
        assert "external-services" not in text
        (gap,) = made.notes
        assert (gap.path, gap.kind) == (SSP_DOCX.path, GapKind.UNDECIDED)
        assert gap.reason.startswith(f"{plan.outstanding} of {plan.counted} places")
        hosting = [one for one in plan.owing if one.what.startswith("Hosting Environment of ")]
        assert [(one.what, one.key) for one in hosting] == [
            ("Hosting Environment of Old Mail", "external-services, connection.hosting"),
            ("Hosting Environment of Maps", "external-services, connection.hosting"),
        ]

    @needs_program("soffice")
    @needs_program("pdftotext")
    def test_its_contents_name_the_pages_that_libreoffice_counts(self, printed: Mapping[str, Path]) -> None:
        shown = subprocess.run(["pdftotext", "-layout", str(printed["own"]), "-"], capture_output=True, check=True, text=True)
        pages = shown.stdout.split("\f")
        entries = re.findall(r"^ *(\S.*?)\.{3,}\s*(\S+)$", shown.stdout, re.MULTILINE)
        assert len(entries) > 20
        for entry, number in entries:
            last = entry.split()[-1]
            assert any(f"Page {number}\n" in page and last in page for page in pages), (entry, number)

    def test_the_chosen_identity_level_is_ticked(self) -> None:
        text = own_text()
        assert re.search(r"Level 2: AAL2, IAL2, FAL2 \| .*Moderate \| .*\[x\]", text)
        assert text.count("[x]") == 1

    def test_same_package_same_bytes(self) -> None:
        assert SSP_DOCX.render(package(), None).data == own_made().data

    def test_hostile_text_stays_text(self) -> None:
        system = replace(SYSTEM, name=HOSTILE.replace("\n", " "), description=HOSTILE, boundary="{{ 7 * 7 }}")
        text = dump_text(SSP_DOCX.render(package(system), None).data)
        assert '<w:p>&amp; "quoted" ]]>' in text
        assert "{{ 7 * 7 }} {% raw %}" in text

    def test_nothing_known_at_all_still_makes_a_document(self) -> None:
        text = dump_text(SSP_DOCX.render(story(system=NOTHING), None).data)
        assert "Figure" not in text
        assert "Appendix Q lists each use of cryptography" in text

    @needs_program("soffice")
    def test_opens_in_libreoffice(self, opened: Mapping[str, str]) -> None:
        text = opened["own"]
        assert "Leveraged FedRAMP-Authorized Services" in text
        assert "Figure 2" in text
        assert "Error" not in text


OFFICIAL = shared("reference/fedramp/templates/FedRAMP-SSP-Template.docx")
FORM_ENTRIES = 31
"""Headings that the contents of FedRAMP's form list."""
LABELED_PAGE = re.compile(r"(?:\d+(?:\.\d+)?|[A-Z])-1")
PRINTED_PAGE = re.compile(r"edramp\.gov\s+[\dA-Z][\d.]*-\d+\s*$")
"""The last line of its pages, with the page's number."""


@pytest.mark.parametrize("template", [None, pytest.param("official", marks=needs(OFFICIAL))])
def test_a_table_without_rows_says_that_none_are_documented_or_that_there_are_none(template: str | None) -> None:
    data = OFFICIAL.read_bytes() if template else None
    silent = replace(NOTHING, external_services=())
    stated = replace(silent, lists_externals=True, plan=replace(PlanStatements(), lists_leveraged=True))
    assert _only_rows(SSP_DOCX.render(package(silent), data).data) == ["None documented."] * 2
    assert _only_rows(SSP_DOCX.render(package(stated), data).data) == ["None."] * 2
    outstanding = {
        what for table in (view(package(stated)).leveraged, view(package(stated)).external) for what, _ in table.places
    }
    assert {one.what for one in view(package(silent)).owing} >= outstanding
    assert not {one.what for one in view(package(stated)).owing} & outstanding


def _only_rows(made: bytes) -> list[str]:
    """The row below the heads of Tables 6.1 and 7.1."""
    rows = dump_text(made).replace("[Small Table Text] ", "").replace("[Table Text] ", "").replace("[Table text_light] ", "")
    heads = re.findall(r"^\|.*(?:Authorized Users/ ?Authentication \||Mitigation \|)\n\| (.*?) \|$", rows, re.MULTILINE)
    return [head.strip() for head in heads]


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
        made = form_filled()
        assert [note.kind for note in made.notes] == [GapKind.UNDECIDED] * 2
        assert made.notes[0].reason.endswith("are still open: <Insert Version> (1) and <Insert date> (1)")

    def test_tables_are_numbered_in_the_order_in_which_they_stand(self) -> None:
        in_order(form_filled().data)

    def test_says_what_our_own_says(self) -> None:
        text = form_text().replace("[Table text_light] ", "")
        for said in (
            "| CSO Name: | Toy Shop (TS) |",
            "| Deployment Model: | Government-Only Cloud |",
            "| Name | Kim Moss |",
            "Pine: Pine Host",
            "| front (WEB-1) | 443 | TCP | DIT-1 | Web or API requests (HTTPS) | Clients outside the boundary |",
            "(CSP-provided; not required for LI-SaaS) | appendices/guide.md |",
            "C.3.4.1 Toys",
            "| 15 U.S.C. 6501 | Children's Online Privacy | 10/21/1998 |",
            "Level 2: AAL2, IAL2, FAL2 | Moderate | [x] |",
            "Figure {SEQ Figure \\* ARABIC}1  Boundary. Each box inside the boundary",
            "<picture: In words: boundary>",
        ):
            assert said in text, said
        assert text.count("[x]") == 1

    def test_instructions_placeholders_and_examples_are_gone(self) -> None:
        text = form_text()
        assert OF_THE_LAWS in text
        assert "| Impact Level (High, Moderate, Low, LI-SaaS) |" in text
        text = text.replace(OF_THE_LAWS, "")
        for gone in (
            "instruction",
            "<Insert",
            "<Enter",
            "<Choose",
            "<Sign",
            "Template Revision",
            "each must have a narrative",
            "Linux Admin",
        ):
            assert gone.lower() not in text.lower(), gone
        assert "\nor\n" not in text

    def test_what_the_form_claims_of_cryptography_stays_where_it_is_established(self) -> None:
        text = form_text()
        assert "Appendix Q lists each use of cryptography" not in text, "the form says it in its own words"
        assert "reference numbers that are specified in Table 9.1 in Section 8" in text
        assert "confirms, except where clearly noted" not in text
        active = replace(MODULE, status=ModuleStatus.ACTIVE, checked=date(2026, 2, 1))
        every = tuple(replace(use, module=active) for use in (ENTRY, MESH, VOLUME))
        text = dump_text(SSP_DOCX.render(replace(package(), crypto=every), OFFICIAL.read_bytes()).data)
        assert "Pine Cloud confirms, except where clearly noted" in text
        assert "All 3 uses of cryptography in Toy Shop rely on FIPS 140-validated modules in their approved mode." in text

    def test_its_own_text_stays(self) -> None:
        text = form_text()
        for kept in (
            "The SSP is the “security blueprint” of a CSO.",
            "The Toy Shop incident response plan is included as Appendix I, attached separately.",
            "8.1\tIllustrated Architecture",
            "**1- Non-FedRAMP Authorized Cloud Services",
        ):
            assert kept in text, kept

    def test_what_nobody_stated_is_an_empty_field(self) -> None:
        text = dump_text(SSP_DOCX.render(package(replace(SYSTEM, plan=PlanStatements())), OFFICIAL.read_bytes()).data)
        assert "| FedRAMP Package ID: | Click or tap here to enter text. |" in text
        assert "plan.laws" not in text
        assert "system.yaml" not in text

    def test_its_contents_list_every_heading_with_its_page_as_text(self) -> None:
        text = form_text()
        entries = re.findall(r"^\[toc [12]\] (.*)\t([^\t\n]*)$", text, re.MULTILINE)
        assert len(entries) == FORM_ENTRIES
        assert not [entry for entry in entries if not LABELED_PAGE.fullmatch(entry[1])]
        assert "PAGEREF" not in text

    @needs_program("soffice")
    @needs_program("pdftotext")
    def test_its_contents_list_the_pages_that_footers_print(self, printed: Mapping[str, Path]) -> None:
        shown = subprocess.run(["pdftotext", "-layout", str(printed["form"]), "-"], capture_output=True, check=True, text=True)
        pages = [page for page in shown.stdout.split("\f") if PRINTED_PAGE.search(page)]
        by_number = {page.split()[-1]: " ".join(page.split()) for page in pages}
        listed = re.findall(r"^\[toc [12]\] (.*)\t(.*)$", form_text(), re.MULTILINE)
        for entry, number in listed:
            title = re.sub(r"^[\d.]+\t|^Appendix [A-Z]\s+", "", entry)
            assert title in by_number[number], (entry, number)

    def test_same_template_same_bytes(self) -> None:
        template = OFFICIAL.read_bytes()
        assert SSP_DOCX.render(package(), template).data == form_filled().data

    @needs_program("soffice")
    def test_opens_in_libreoffice_with_what_was_filled_in(self, opened: Mapping[str, str]) -> None:
        text = opened["form"]
        assert "for Pine Cloud" in text  # a content control that is bound to a property would show that
        assert "<Insert" not in text.replace(OF_THE_LAWS, "")


@cache
def own_made() -> RenderedDocument:
    """In our layout."""
    return SSP_DOCX.render(package(), None)


@cache
def own_text() -> str:
    return dump_text(own_made().data)


@cache
def form_filled() -> RenderedDocument:
    """FedRAMP's form."""
    return SSP_DOCX.render(package(), OFFICIAL.read_bytes())


@cache
def form_text() -> str:
    return dump_text(form_filled().data)


def in_order(made: bytes) -> None:
    captions = re.findall(r"^\[caption\] Table (\d+)\.(\d+)", dump_text(made), re.MULTILINE | re.IGNORECASE)
    numbers = [(int(section), int(number)) for section, number in captions]
    assert {(8, number) for number in range(1, 7)} <= set(numbers)
    assert numbers == sorted(set(numbers))


OF_THE_LAWS = "is <Insert Version>, dated <Insert date>"
"""Of FedRAMP's list of laws, which only a person knows: those of the plan are others."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """What LibreOffice prints, in one run."""
    return _converted(tmp_path_factory.mktemp("printed"), "pdf")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What LibreOffice reads in it, in one run."""
    texts = _converted(tmp_path_factory.mktemp("opened"), "txt:Text")
    return {name: text.read_text(encoding="utf-8-sig") for name, text in texts.items()}


def _converted(folder: Path, target: str) -> Mapping[str, Path]:
    made = {"own": own_made()} | ({"form": form_filled()} if OFFICIAL.exists() else {})
    for name, document in made.items():
        (folder / f"{name}.docx").write_bytes(document.data)
    return dict(zip(made, converted(folder, target, *(folder / f"{name}.docx" for name in made)), strict=True))


def test_the_plan_is_derived_once_for_a_package_and_again_for_another() -> None:
    """Documents that count what it leaves open ask for the same; a copy of the package with other members has another."""
    first = package()
    assert view(first) is view(first)
    other = replace(first, crypto=())
    assert view(other).validated is False
    assert view(other) == view(replace(other, views=SharedViews()))
    assert view(first) == view(replace(first, views=SharedViews()))


@pytest.mark.parametrize("template", [None, "persons", pytest.param("official", marks=needs(OFFICIAL))])
def test_the_record_says_what_is_read_of_the_document(template: str | None) -> None:
    given = persons_template("ssp.docx") if template == "persons" else template and OFFICIAL.read_bytes()
    read = check_record(SSP_DOCX.render(package(), given).data)
    assert read.regions
    assert read.fields
    assert (fingerprint("Words of our house.") in read.outside) is (template == "persons")
