"""SSP Appendix Q: each use of cryptography that the evidence shows, with the module that a person names."""

import re
from datetime import date

import pytest
from prerequisites import needs, shared
from replacing import replace
from written_places import check_record, persons_template

from generator.documents.word_written import fingerprint
from generator.errors import ConfigError
from generator.model.crypto import (
    CryptoArea,
    CryptoUse,
    HeldModule,
    ModuleCertificate,
    ModuleOrigin,
    ModuleStatus,
    ShownMode,
)
from generator.model.crypto_packages import CryptoPackage
from generator.model.evidence import EvidenceSource, GapKind
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_q.docx import APPENDIX_Q_DOCX
from generator.renderers.appendix_q.rows import FIPS_MODE, CryptoRow, view
from tests.office_text import dump_text
from tests.renderers.test_appendix_a_docx import HOSTILE
from tests.renderers.test_ssp_docx import ENTRY, MESH, MODULE, VOLUME
from tests.renderers.test_ssp_docx import package as story
from tests.word_editing import a_letter

OFFICIAL = shared("reference/fedramp/templates/SSP-Appendix-Q-Cryptographic-Modules-Table.docx")
SOURCE = EvidenceSource("0" * 64, "evidence/x.json", "line 1")
FULL = replace(MODULE, origin=ModuleOrigin.EMBEDDED, encryption_type="full disk", notes="Renewed in May.")


def package(*uses: CryptoUse) -> AuthorizationPackage:
    return replace(story(), crypto=uses)


def row(use: CryptoUse) -> CryptoRow:
    return view(package(use)).rows[0]


class TestView:
    def test_rows_have_the_numbers_that_table_9_1_names(self) -> None:
        found = view(package(ENTRY, MESH, VOLUME)).rows
        assert [(one.reference, one.where) for one in found] == [
            ("DIT-1", "From outside"),
            ("DIT-2", "Between services"),
            ("DAR-1", "Volumes"),
        ]

    def test_without_a_named_module_nothing_is_claimed(self) -> None:
        cells = row(VOLUME).module
        assert (cells.certificate.is_outstanding, cells.vendor.is_outstanding, cells.module.is_outstanding, cells.boxes) == (
            True,
            True,
            True,
            (),
        )
        assert row(VOLUME).notes == ()
        assert row(VOLUME).open_points == ("The module of volumes/prod/gp3 is not stated.",)

    def test_a_named_module_fills_the_columns_and_boxes(self) -> None:
        found = row(replace(VOLUME, module=FULL))
        assert (found.module.certificate.text, found.module.vendor.text, found.module.module.text) == (
            "#4321",
            "Pine",
            "Pine Crypto",
        )
        assert found.module.boxes == ("Embedded CM", "In FIPS Mode")
        assert (found.kinds, found.encryption) == (("Full disk",), "full disk")
        assert found.notes == ("Renewed in May.", "Operated in its approved mode.")
        assert found.open_points == (
            "The status of certificate 4321 was not collected.",
            "The approved mode is stated, and shown by no setting that was collected.",
        )

    def test_a_call_names_its_callers_and_what_lies_outside_has_no_module_of_ours(self) -> None:
        call = replace(ENTRY, id="calls/Bank", where="Calls of web to Bank", called="Bank", callers=("web",), module=MODULE)
        outward, inward = row(call), row(replace(call, target_inside=True))
        assert (outward.source, outward.where, outward.module.certificate.text) == ("web", "Bank", "Outside the boundary")
        assert outward.ours == outward.source_module == inward.module == inward.source_module
        document = view(package(replace(call, module=None)))
        assert (document.unnamed, document.uncertified) == (1, 0)

    def test_a_setting_counts_before_what_is_stated(self) -> None:
        on, off = (ShownMode(text=f"GODEBUG: fips140={word} in a/b", on=word == "on", source=SOURCE) for word in ("on", "off"))
        stated = replace(ENTRY, module=MODULE)
        assert FIPS_MODE in row(replace(stated, modes=(on,))).module.boxes
        assert FIPS_MODE in row(replace(ENTRY, module=replace(MODULE, fips_mode=None), modes=(on,))).module.boxes
        assert FIPS_MODE not in row(replace(stated, modes=(on, off))).module.boxes
        assert "Approved mode disabled: GODEBUG: fips140=off in a/b." in row(replace(stated, modes=(on, off))).notes

    def test_the_status_of_a_certificate_is_named_with_who_says_it(self) -> None:
        day = date(2026, 2, 1)
        listed = ModuleCertificate(
            certificate=4321, status=ModuleStatus.ACTIVE, sunset=None, module="Pine", version="1", dated=day
        )
        active = replace(FULL, status=ModuleStatus.ACTIVE, checked=day)
        assert "Certificate #4321: active (as stated on 02/01/2026)." in row(replace(VOLUME, module=active)).notes
        by_list = row(replace(VOLUME, module=replace(active, listed=listed)))
        assert "Certificate #4321: active (CMVP list of 02/01/2026)." in by_list.notes
        historical = row(replace(VOLUME, module=replace(active, status=ModuleStatus.HISTORICAL)))
        assert (by_list.active, historical.active) == (True, False)

    def test_what_images_hold_is_named_with_its_version_and_never_as_validated(self) -> None:
        package_ = CryptoPackage("libssl3", "3.0.15", "OpenSSL")
        certificate = ModuleCertificate(
            certificate=99, status=ModuleStatus.ACTIVE, sunset=None, module="OpenSSL", version="3.0.15", dated=date(2026, 2, 1)
        )
        held = HeldModule(image="r.example/a:1", package=package_, certificates=(certificate,), sources=(SOURCE,))
        use = replace(ENTRY, images=("r.example/a:1", "r.example/b:1"), listed=("r.example/a:1",), held=(held,))
        shown = row(replace(use, certificates_dated=date(2026, 2, 1)))
        assert shown.module.certificate.is_outstanding
        assert "Cryptographic libraries of a:1: libssl3 3.0.15 (OpenSSL) (version of certificate 99, active)." in shown.notes
        assert "No list of the packages that run was collected of b:1." in shown.open_points
        none = row(replace(use, held=(replace(held, certificates=()),), certificates_dated=date(2026, 2, 1)))
        assert "No certificate of CMVP's list of 2026-02-01 names a version of the libraries found." in none.open_points

    def test_a_mesh_has_the_module_at_both_ends_and_a_way_in_at_ours_alone(self) -> None:
        both, ours = row(replace(MESH, module=MODULE)), row(replace(ENTRY, module=MODULE))
        assert both.source_module == both.module
        assert (ours.source, ours.source_module.certificate.text) == ("Clients outside the boundary", "Outside the boundary")

    def test_protocols_are_those_that_the_person_names(self) -> None:
        assert row(replace(MESH, module=MODULE)).kinds == ("TLS 1.3",)
        assert row(replace(MESH, module=replace(MODULE, usage="TLS 1.1, TLS 1.2"))).kinds == ("TLS 1.1 or earlier", "TLS 1.2")
        assert row(replace(MESH, module=replace(MODULE, usage="IPsec"))).kinds == ("Other",)
        assert row(MESH).kinds == ()

    def test_a_claim_of_a_label_is_no_proof(self) -> None:
        claimed = row(replace(MESH, indications=("image proxy-fips",)))
        assert claimed.notes == ()
        assert "A validated module is claimed, and not proven, by: image proxy-fips." in claimed.open_points

    def test_what_lacks_a_certificate_or_its_mode_is_counted_apart(self) -> None:
        document = view(
            package(
                MESH,
                replace(ENTRY, module=replace(MODULE, certificate=None)),
                replace(VOLUME, module=replace(FULL, fips_mode=None)),
            )
        )
        assert (document.unnamed, document.uncertified) == (1, 2)
        lacking = "Whether the module runs in its approved mode is neither stated nor shown by a setting."
        assert lacking in document.rows[-1].open_points


class TestOwnLayout:
    def test_has_the_three_tables(self) -> None:
        text = dump_text(APPENDIX_Q_DOCX.render(package(ENTRY, replace(MESH, module=FULL)), None).data)
        for title in ("Data in Transit (DIT)", "Data at Rest (DAR)", "Other (Hashes, Digital Signatures, MFA, etc.)"):
            assert f"[heading 2] {title}" in text
        assert text.count("|  |  |  |  |  |  |  |  |") == 2  # an empty row to write in
        assert text.count("[x] In FIPS Mode") == 2  # a mesh has it at both ends

    def test_modules_that_nobody_names_are_one_gap(self) -> None:
        (gap,) = APPENDIX_Q_DOCX.render(package(ENTRY, replace(MESH, module=MODULE)), None).notes
        assert gap.kind is GapKind.UNDECIDED
        assert gap.reason == (
            "of 2 uses of cryptography in Appendix Q, 1 without a named module, 1 without an active certificate, or of whose "
            "approved mode nothing is stated or shown"
        )
        active = replace(MODULE, status=ModuleStatus.ACTIVE, checked=date(2026, 2, 1))
        assert APPENDIX_Q_DOCX.render(package(replace(MESH, module=active)), None).notes == ()

    def test_an_empty_table_says_that_it_is(self) -> None:
        text = dump_text(APPENDIX_Q_DOCX.render(package(ENTRY), None).data)
        assert "No use of cryptography for data in transit" not in text
        for area in ("for data at rest", "for other purposes"):
            assert f"No use of cryptography {area} is documented as of" in text

    def test_nothing_found_still_makes_a_document(self) -> None:
        text = dump_text(APPENDIX_Q_DOCX.render(package(), None).data)
        assert "The tables list the uses of cryptography of Toy Shop and the cryptographic modules that they rely on" in text

    def test_hostile_text_stays_text_and_bytes_stay_equal(self) -> None:
        made = APPENDIX_Q_DOCX.render(package(replace(ENTRY, where=HOSTILE, area=CryptoArea.OTHER)), None).data
        assert '<w:p>&amp; "quoted" ]]>' in dump_text(made)
        assert made == APPENDIX_Q_DOCX.render(package(replace(ENTRY, where=HOSTILE, area=CryptoArea.OTHER)), None).data

    def test_another_document_is_refused(self) -> None:
        with pytest.raises(ConfigError, match="Ref #"):
            APPENDIX_Q_DOCX.render(package(ENTRY), a_letter())


@needs(OFFICIAL)
class TestOfficialForm:
    def test_rows_take_the_place_of_the_examples(self) -> None:
        made = APPENDIX_Q_DOCX.render(package(ENTRY, replace(MESH, module=FULL), VOLUME), OFFICIAL.read_bytes())
        text = dump_text(made.data).replace("[Normal (Web)] ", "")
        assert [note.kind for note in made.notes] == [GapKind.UNDECIDED]
        assert re.search(r"\| DIT-2 \| Between services \| #4321 / .*Pine \| Pine Crypto", text)
        assert "| DAR-1 | Volumes | Enter text." in text
        for gone in (
            "<Fill In",
            "Use Case Example",
            "NGINX",
            "Yubikey",
            "<Insert",
            "<CSO Name>",
            "Template Revision",
            "Delete this",
        ):
            assert gone not in text, gone
        assert "Appendix Q Toy Shop Encryption Implementation Status" in text

    def test_same_form_same_bytes(self) -> None:
        template = OFFICIAL.read_bytes()
        assert APPENDIX_Q_DOCX.render(package(MESH), template).data == APPENDIX_Q_DOCX.render(package(MESH), template).data


@pytest.mark.parametrize("template", [None, "persons", pytest.param("official", marks=needs(OFFICIAL))])
def test_the_record_says_what_is_read_of_the_document(template: str | None) -> None:
    given = persons_template("appendix-q.docx") if template == "persons" else template and OFFICIAL.read_bytes()
    read = check_record(APPENDIX_Q_DOCX.render(package(ENTRY, MESH), given).data)
    assert read.fields
    assert (fingerprint("Words of our house.") in read.outside) is (template == "persons")
