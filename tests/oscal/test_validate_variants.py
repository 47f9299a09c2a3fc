"""One thing broken at a time: each must be found, at its place, by its rule, and nothing else with it."""

import copy
import json
from pathlib import Path

import pytest
from test_validate_valid import FEDRAMP, FILES, PLAN, POAM, changed, encoded, given, inventory_item, plan, poam, prop, uid

from generator.oscal.forms.other_forms import in_form
from generator.oscal.validate import Level, OscalFile, validate_documents
from generator.oscal.versions import SUPPORTED

P = "/plan-of-action-and-milestones"
S = "/system-security-plan"
NOBODY = "11111111-1111-4111-8111-111111111111"
OBSERVATION = f"{P}/observations/0"
RISK = f"{P}/risks/0"
FACET = f"{RISK}/characterizations/0/facets/0"
SCORE = f"{RISK}/characterizations/0/facets/1"
ITEM = f"{P}/poam-items/0"
AUTHORIZATION = "system-implementation/leveraged-authorizations/0"
HARBOR = "system-implementation/components/1"
BASELINE = "https://example.com/FedRAMP_rev5_LOW-baseline_profile.json"
ANSWER = f"{S}/control-implementation/implemented-requirements/0/statements/0/by-components/0"

POAM_VARIANTS = [
    # The table of what other validators find and miss: first what none or few of them check.
    ("dangling risk", f"{ITEM}/related-risks/0/risk-uuid", NOBODY, "reference-resolves"),
    ("dangling observation", f"{ITEM}/related-observations/0/observation-uuid", NOBODY, "reference-resolves"),
    ("dangling actor", f"{OBSERVATION}/origins/0/actors/0/actor-uuid", NOBODY, "reference-resolves"),
    ("dangling subject", f"{OBSERVATION}/subjects/0/subject-uuid", NOBODY, "reference-resolves"),
    ("dangling party", f"{P}/metadata/responsible-parties/0/party-uuids/0", NOBODY, "reference-resolves"),
    ("dangling location", f"{P}/metadata/parties/1/location-uuids/0", NOBODY, "reference-resolves"),
    ("dangling organization", f"{P}/metadata/parties/1/member-of-organizations/0", NOBODY, "reference-resolves"),
    ("another kind", f"{ITEM}/related-risks/0/risk-uuid", uid("observation 1"), "reference-kind"),
    ("subject of another kind", f"{OBSERVATION}/subjects/0/subject-uuid", uid("image"), "reference-kind"),
    ("undefined role", f"{P}/metadata/responsible-parties/0/role-id", "harbor-master", "role-defined"),
    ("dangling fragment", f"{OBSERVATION}/relevant-evidence/0/href", f"#{NOBODY}", "link-resolves"),
    ("duplicate uuid", f"{P}/observations/1/uuid", uid("observation 1"), "uuid-unique"),
    ("bad timestamp", f"{OBSERVATION}/collected", "yesterday", "schema"),
    ("a day that is none", f"{OBSERVATION}/collected", "2026-02-30T12:00:00Z", "schema"),
    ("timestamp without zone", f"{OBSERVATION}/collected", "2026-03-01T12:00:00", "schema"),
    ("timestamp in small letters", f"{OBSERVATION}/collected", "2026-03-01t12:00:00z", "schema"),
    ("invalid token", f"{RISK}/props/0/name", "bad name!", "schema"),
    ("token with slash and colon", f"{RISK}/props/0/name", "a/b:c", "schema"),
    ("unknown field", f"{RISK}/severity", "high", "schema"),
    ("empty list", f"{RISK}/props", [], "schema"),
    ("malformed uuid", f"{ITEM}/uuid", "not-a-uuid", "schema"),
    ("uuid of version 1", f"{ITEM}/uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "schema"),
    ("resource uuid of version 1", f"{P}/metadata/parties/0/uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "schema"),
    ("actor type", f"{OBSERVATION}/origins/0/actors/0/type", "robot", "schema"),
    ("component state", f"{P}/local-definitions/components/0/status/state", "running", "schema"),
    ("property name NIST lacks", f"{ITEM}/props", [prop("poam-id", "V-1")], "prop-name"),
    ("facet name", f"{FACET}/name", "color", "facet-name"),
    ("facet value", f"{SCORE}/value", "sideways", "facet-value"),
    ("empty property value", f"{ITEM}/props/0/value", "", "schema"),
    ("newline in property value", f"{ITEM}/props/0/value", "a\nb", "schema"),
    ("null", f"{RISK}/deadline", None, "schema"),
    ("number for text", f"{RISK}/title", 7, "schema"),
    ("title of two lines", f"{OBSERVATION}/title", "a\nb", "schema"),
    ("href that is no reference", f"{OBSERVATION}/relevant-evidence/0/href", "a b\\c", "schema"),
    ("empty description", f"{OBSERVATION}/description", " ", "text-empty"),
    ("empty statement", f"{RISK}/statement", "", "text-empty"),
    ("unknown version", f"{P}/metadata/oscal-version", "9.9.9", "oscal-version"),
    ("version with v", f"{P}/metadata/oscal-version", "v1.2.3", "oscal-version"),
    ("file not there", f"{P}/back-matter/resources/0/rlinks/0/href", "../evidence/other.json", "attachment-there"),
    ("path out of the package", f"{P}/back-matter/resources/0/rlinks/0/href", "../../secret", "attachment-path"),
    ("escaped path out", f"{P}/back-matter/resources/0/rlinks/0/href", "%2e%2e/%2e%2e/secret", "attachment-path"),
    ("absolute path", f"{P}/back-matter/resources/0/rlinks/0/href", "/etc/passwd", "attachment-path"),
    ("drive", f"{P}/back-matter/resources/0/rlinks/0/href", "c:/secret", "attachment-path"),
    ("file URL", f"{P}/back-matter/resources/0/rlinks/0/href", "file:///etc/passwd", "attachment-path"),
    ("other hash", f"{P}/back-matter/resources/0/rlinks/0/hashes/0/value", "0" * 64, "attachment-hash"),
    ("FedRAMP value", f"{RISK}/props/0", prop("false-positive", "perhaps", FEDRAMP), "fedramp:false-positive"),
    ("FedRAMP risk level", f"{FACET}/value", "huge", "fedramp:impact-level"),
    ("FedRAMP version", f"{P}/metadata/props/1/value", "fedramp-1", "fedramp:fedramp-version"),
    ("FedRAMP address", f"{P}/metadata/parties/0/addresses/0/type", "home", "fedramp:address-type"),
]
_AT_ANOTHER_PLACE = {
    "property name NIST lacks": f"{ITEM}/props/0/name",
    "FedRAMP value": f"{RISK}/props/0/value",
}
PLAN_VARIANTS = [
    ("dangling component", f"{ANSWER}/component-uuid", NOBODY, "reference-resolves"),
    ("component of another kind", f"{ANSWER}/component-uuid", uid("clerk"), "reference-kind"),
    ("undefined role of a user", f"{S}/system-implementation/users/0/role-ids/0", "captain", "role-defined"),
    ("picture that is none", f"{S}/system-characteristics/data-flow/diagrams/0/links/0/href", f"#{uid('ferry')}", "link-kind"),
    ("value NIST closes", f"{S}/system-implementation/inventory-items/0/props/4/value", "maybe", "prop-value"),
    (
        "value FedRAMP closes",
        f"{S}/system-implementation/inventory-items/0/props/2/value",
        "maybe",
        "fedramp:inventory-item-public",
    ),
    (
        "control origination",
        f"{S}/control-implementation/implemented-requirements/0/props/0/value",
        "shared",
        "fedramp:control-origination",
    ),
    ("scan type", f"{S}/system-implementation/inventory-items/0/props/7/value", "nightly", "fedramp:scan-type"),
    ("component type", f"{S}/system-implementation/components/2/type", "container", "fedramp:component-type"),
    ("state", f"{ANSWER}/implementation-status/state", "done", "fedramp:control-implementation-status"),
    (
        "security level",
        f"{S}/system-characteristics/security-impact-level/security-objective-integrity",
        "medium",
        "fedramp:security-level",
    ),
]


@pytest.mark.parametrize(("name", "place", "value", "rule"), POAM_VARIANTS, ids=[one[0] for one in POAM_VARIANTS])
def test_a_poam_with_one_thing_wrong(name, place, value, rule) -> None:
    faults = [fault for fault in given(changed(poam(), place, value)) if fault.severity is Level.ERROR]
    assert (rule, _AT_ANOTHER_PLACE.get(name, place)) in {(fault.rule, fault.place) for fault in faults}
    assert all(fault.document == POAM and fault.message for fault in faults)
    # What is broken can break what refers to it, but a fault that is no consequence would be a false one.
    assert {fault.rule for fault in faults} <= {rule, "reference-resolves", "prop-name"}


@pytest.mark.parametrize(("name", "place", "value", "rule"), PLAN_VARIANTS, ids=[one[0] for one in PLAN_VARIANTS])
def test_a_plan_with_one_thing_wrong(name, place, value, rule) -> None:
    faults = [fault for fault in given(None, changed(plan(), place, value)) if fault.severity is Level.ERROR]
    assert [(fault.rule, fault.place, fault.document) for fault in faults if fault.rule != "prop-name"] == [(rule, place, PLAN)]


@pytest.mark.parametrize("value", ["SCAN", "TEST-AUTOMATED"])
def test_an_open_list_of_values_allows_others(value) -> None:
    assert given(changed(poam(), f"{OBSERVATION}/methods/0", value)) == ()


def test_a_missing_field_is_reported_at_its_object() -> None:
    (fault,) = given(changed(poam(), f"{RISK}/statement", ...))
    assert (fault.rule, fault.place) == ("schema", RISK)
    assert "'statement' is missing" in fault.message


def test_a_resource_uuid_is_checked_though_the_bindings_do_not() -> None:
    broken = changed(poam(), f"{P}/back-matter/resources/0/uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    assert {fault.place for fault in given(broken) if fault.rule == "schema"} == {f"{P}/back-matter/resources/0/uuid"}


def test_a_choice_is_explained_by_its_nearest_form() -> None:
    place = f"{RISK}/remediations/1/tasks/0/timing/within-date-range/start"
    assert [(fault.rule, fault.place) for fault in given(changed(poam(), place, "soon"))] == [("schema", place)]


def test_an_unknown_version_lists_the_known_ones() -> None:
    (fault,) = given(changed(poam(), f"{P}/metadata/oscal-version", "9.9.9"))
    assert all(version in fault.message for version in SUPPORTED)


def test_controls_statements_and_answers_stand_once() -> None:
    document = plan()
    requirements = document["system-security-plan"]["control-implementation"]["implemented-requirements"]
    again = json.loads(json.dumps(requirements[0]).replace(uid("requirement"), uid("r2")).replace(uid("statement"), uid("s2")))
    again["statements"][0]["by-components"][0]["uuid"] = uid("a2")
    requirements.append(again)
    twice = copy.deepcopy(again["statements"][0]["by-components"][0]) | {"uuid": uid("a3")}
    again["statements"][0]["by-components"].append(twice)
    found = {(fault.rule, fault.place.removeprefix(f"{S}/control-implementation")) for fault in given(None, document)}
    assert found == {
        ("control-id-unique", "/implemented-requirements/1/control-id"),
        ("statement-id-unique", "/implemented-requirements/1/statements/0/statement-id"),
        ("by-component-unique", "/implemented-requirements/1/statements/0/by-components/1/component-uuid"),
    }


def test_a_hash_of_another_length() -> None:
    broken = changed(poam(), f"{P}/back-matter/resources/0/rlinks/0/hashes/0/value", "abc")
    assert {fault.rule for fault in given(broken)} == {"hash-length", "attachment-hash"}


class TestWhatWasNotGiven:
    """A POA&M of another producer, without its system security plan."""

    def alone(self, document):
        return validate_documents([OscalFile(name=POAM, data=encoded(document), resolve=FILES.get)])

    def test_references_into_the_plan_are_one_warning_that_names_it(self) -> None:
        (fault,) = self.alone(poam())
        assert (fault.rule, fault.severity) == ("reference-resolves", Level.WARNING)
        assert fault.place == f"{P}/observations/0/subjects/0/subject-uuid"
        assert "oscal/plan.json (import-ssp)" in fault.message
        assert "and 1 more reference leads to nothing" in fault.message
        assert fault.also == (f"{P}/observations/1/subjects/0/subject-uuid",)

    def test_a_reference_the_plan_cannot_hold_stays_an_error(self) -> None:
        place = f"{ITEM}/related-risks/0/risk-uuid"
        errors = [fault for fault in self.alone(changed(poam(), place, NOBODY)) if fault.severity is Level.ERROR]
        assert [(fault.rule, fault.place) for fault in errors] == [("reference-resolves", place)]

    def test_a_system_id_stands_for_a_plan_too(self) -> None:
        document = changed(poam(), f"{P}/import-ssp", ...)
        document["plan-of-action-and-milestones"]["system-id"] = {"identifier-type": FEDRAMP, "id": "F0001"}
        faults = self.alone(document)
        assert {fault.severity for fault in faults} == {Level.WARNING}
        assert all("system F0001" in fault.message for fault in faults)

    def test_an_import_by_resource_is_followed(self) -> None:
        document = changed(poam(), f"{P}/import-ssp/href", f"#{uid('the plan')}")
        link = {"uuid": uid("the plan"), "title": "plan", "rlinks": [{"href": "plan.json"}]}
        document["plan-of-action-and-milestones"]["back-matter"]["resources"].append(link)
        files = {**FILES, PLAN: "0" * 64}
        both = [
            OscalFile(name=POAM, data=encoded(document), resolve=files.get),
            OscalFile(name=PLAN, data=encoded(plan()), resolve=files.get),
        ]
        assert validate_documents(both) == ()
        (fault,) = validate_documents(both[:1])
        assert (fault.rule, fault.severity) == ("reference-resolves", Level.WARNING)

    def test_another_systems_provided_capability_may_be_elsewhere(self) -> None:
        document = plan()
        answer = document["system-security-plan"]["control-implementation"]["implemented-requirements"][0]["statements"][0]
        answer["by-components"][0]["inherited"] = [{"uuid": uid("i"), "provided-uuid": NOBODY, "description": "From below."}]
        (fault,) = given(None, document)
        assert (fault.rule, fault.severity) == ("reference-resolves", Level.WARNING)

    def test_what_is_exported_here_must_be_here(self) -> None:
        document = plan()
        answer = document["system-security-plan"]["control-implementation"]["implemented-requirements"][0]["statements"][0]
        exported = {"responsibilities": [{"uuid": uid("i"), "provided-uuid": NOBODY, "description": "Yours."}]}
        answer["by-components"][0]["export"] = exported
        (fault,) = given(None, document)
        assert (fault.rule, fault.severity) == ("reference-resolves", Level.ERROR)


class TestImportedPlan:
    """The plan that a POA&M imports is read where it lies, in the package and nowhere else."""

    def faults(self, folder: Path, document, name: str = POAM):
        for path, data in FILES.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        return validate_documents([OscalFile(name=name, data=encoded(document), folder=folder)])

    def test_its_objects_count(self, tmp_path: Path) -> None:
        (tmp_path / "oscal").mkdir()
        (tmp_path / PLAN).write_bytes(encoded(plan()))
        assert self.faults(tmp_path, poam()) == ()

    def test_what_it_does_not_define_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "oscal").mkdir()
        (tmp_path / PLAN).write_bytes(encoded(plan()))
        document = changed(poam(), f"{P}/observations/0/subjects/0/subject-uuid", NOBODY)
        (fault,) = self.faults(tmp_path, document)
        assert (fault.rule, fault.severity) == ("reference-resolves", Level.ERROR)

    def test_its_own_faults_are_not_told(self, tmp_path: Path) -> None:
        (tmp_path / "oscal").mkdir()
        (tmp_path / PLAN).write_bytes(encoded(changed(plan(), f"{S}/metadata/title", ...)))
        assert self.faults(tmp_path, poam()) == ()

    @pytest.mark.parametrize("form", ["xml", "yaml"])
    def test_in_another_form(self, tmp_path: Path, form: str) -> None:
        (tmp_path / "oscal").mkdir()
        (tmp_path / f"oscal/plan.{form}").write_bytes(in_form(plan(), form, {}))
        assert self.faults(tmp_path, changed(poam(), f"{P}/import-ssp/href", f"plan.{form}")) == ()

    def test_through_a_resource_of_the_back_matter(self, tmp_path: Path) -> None:
        (tmp_path / "oscal").mkdir()
        (tmp_path / "oscal/the plan.json").write_bytes(encoded(plan()))
        document = changed(poam(), f"{P}/import-ssp/href", f"#{uid('the plan')}")
        links = [{"href": "https://example.com/plan.json"}, {"href": "the%20plan.json"}]
        document["plan-of-action-and-milestones"]["back-matter"]["resources"].append({"uuid": uid("the plan"), "rlinks": links})
        assert self.faults(tmp_path, document) == ()

    @pytest.mark.parametrize(
        "href",
        ["../../plan.json", "/plan.json", "file:///plan.json", "https://example.com/plan.json", "link.json", "broken.json"],
    )
    def test_nothing_outside_is_opened(self, tmp_path: Path, href: str) -> None:
        folder = tmp_path / "package"
        (folder / "oscal").mkdir(parents=True)
        (tmp_path / "plan.json").write_bytes(encoded(plan()))
        (folder / "oscal/link.json").symlink_to(tmp_path / "plan.json")
        (folder / "oscal/broken.json").write_bytes(b"{")
        (fault,) = self.faults(folder, changed(poam(), f"{P}/import-ssp/href", href))
        assert (fault.rule, fault.severity) == ("reference-resolves", Level.WARNING)

    def test_documents_that_import_one_another_come_to_an_end(self, tmp_path: Path) -> None:
        """Assessment results, their plan, and a plan of the system that names itself."""
        (tmp_path / "oscal").mkdir()
        (tmp_path / PLAN).write_bytes(encoded(changed(plan(), f"{S}/import-profile/href", "profile.json")))
        profile = {"uuid": uid("profile"), "metadata": {}, "imports": [{"href": "profile.json"}, {"href": "plan.json"}]}
        (tmp_path / "oscal/profile.json").write_text(json.dumps({"profile": profile}))
        assert self.faults(tmp_path, poam()) == ()


class TestFedramp:
    """FedRAMP's expectations bind FedRAMP documents only."""

    def test_no_fedramp_rule_when_not_asked_for(self) -> None:
        assert given(changed(poam(), f"{FACET}/value", "huge"), fedramp=False) == ()

    def test_no_fedramp_rule_for_a_document_without_its_namespace(self) -> None:
        text = json.dumps(changed(poam(), f"{P}/metadata/published", ...)).replace(FEDRAMP, "https://example.com/ns")
        assert given(text.encode()) == ()

    def test_the_older_namespace_is_named_once_and_can_be_accepted(self) -> None:
        older = json.dumps(changed(poam(), f"{RISK}/props/0/value", "ra-5")).replace(FEDRAMP, "https://fedramp.gov/ns/oscal")
        rules = {fault.rule for fault in given(older.encode())}
        assert rules == {"fedramp-namespace", "fedramp:fedramp-version"}
        assert given(older.encode(), fedramp_namespaces=(FEDRAMP, "https://fedramp.gov/ns/oscal")) == ()

    def test_an_unknown_extension_is_a_warning(self) -> None:
        (fault,) = given(changed(poam(), f"{RISK}/props/0/name", "colour"))
        assert (fault.rule, fault.severity, fault.place) == ("fedramp-extension", Level.WARNING, f"{RISK}/props/0/name")

    @pytest.mark.parametrize(
        ("place", "value", "rule"),
        [
            ("system-implementation/inventory-items", [inventory_item("shop")], "has-inventory-items"),
            ("system-implementation/inventory-items/1/props/0/value", "shop", "unique-inventory-item-asset-id"),
            ("system-implementation/components/2/props/2", prop("label", "x"), "image-has-checksum"),
            ("system-implementation/inventory-items/0/props/7", prop("label", "x"), "inventory-item-has-scan-type"),
            ("system-implementation/inventory-items/0/props/6", prop("label", "x"), "inventory-item-has-diagram-label"),
            ("system-implementation/inventory-items/0/props/5", prop("label", "x"), "inventory-item-has-function"),
            ("system-implementation/inventory-items/0/props/4", prop("label", "x"), "inventory-item-has-is-scanned"),
            ("system-implementation/inventory-items/0/props/0", prop("label", "x"), "inventory-item-or-component-has-asset-id"),
            ("system-implementation/users/0/props/0", prop("privilege-level", "privileged"), "user-has-user-type"),
            ("system-implementation/users/0/authorized-privileges", ..., "user-has-authorized-privilege"),
            ("system-characteristics/network-architecture", ..., "has-network-architecture-diagram"),
            ("system-characteristics/data-flow/diagrams/0/caption", ..., "has-data-flow-diagram-caption"),
            ("system-characteristics/system-name-short", ..., "has-system-name-short"),
            ("system-characteristics/system-ids/0/identifier-type", "https://example.com", "has-system-id"),
            (
                "system-characteristics/security-sensitivity-level",
                "fips-199-low",
                "security-sensitivity-level-matches-security-impact-level",
            ),
            ("metadata/published", ..., "has-published-date"),
            ("metadata/props/0", prop("keywords", "x"), "marking"),
            ("metadata/responsible-parties/0/role-id", "provider", "responsible-party-prepared-by"),
            ("back-matter/resources/0/title", ..., "resource-has-title"),
            ("back-matter/resources/1/props", ..., "has-configuration-management-plan"),
            ("back-matter/resources/2/props", ..., "has-incident-response-plan"),
            ("back-matter/resources/3/props", ..., "has-information-system-contingency-plan"),
            ("back-matter/resources/4/props", ..., "has-rules-of-behavior"),
            ("back-matter/resources/5/props", ..., "has-user-guide"),
            ("back-matter/resources/6/props", ..., "has-fedramp-citations"),
            ("back-matter/resources/6/rlinks/0/href", "https://example.com/laws", "fedramp-citations-has-correct-link"),
            ("metadata/locations/0/props", ..., "data-center-primary"),
            ("metadata/locations/1/props", ..., "data-center-alternate"),
            ("metadata/locations/1/props", ..., "data-center-count"),
            ("metadata/locations/0/address/country", ..., "data-center-country-code"),
            ("metadata/locations/0/address/country", "CA", "data-center-us"),
            ("metadata/parties/0/addresses", ..., "responsible-party-prepared-by-location-valid"),
            ("metadata/parties/0/addresses/0/state", ..., "responsible-party-prepared-for-location-valid"),
            ("metadata/responsible-parties/1/role-id", "system-owner", "responsible-party-is-person"),
            (
                "system-characteristics/system-information/information-types/0/categorizations/0/system",
                "https://example.com",
                "categorization-has-correct-system-attribute",
            ),
            (
                "system-characteristics/system-information/information-types/0/categorizations/0/information-type-ids",
                ...,
                "categorization-has-information-type-id",
            ),
            (
                "system-characteristics/system-information/information-types/0/categorizations/0/information-type-ids",
                ["C.3.5.1", "C.9.9.9"],
                "information-type-800-60-v2r1",
            ),
            (f"{HARBOR}/props/0", prop("information-type", "Mail", FEDRAMP), "information-type-800-60-v2r1"),
            (
                f"{HARBOR}/props/0",
                prop("information-type", "C.3.5.1", FEDRAMP) | {"class": "sideways"},
                "information-type",
            ),
            (f"{HARBOR}/props/1", prop("nature-of-agreement", "isa", FEDRAMP), "leveraged-authorization-nature-of-agreement"),
            (
                "system-characteristics/system-information/information-types/0/integrity-impact",
                ...,
                "information-type-has-integrity-impact",
            ),
            (
                "system-characteristics/system-information/information-types/0/integrity-impact/selected",
                ...,
                "cia-impact-has-selected",
            ),
            (
                "system-characteristics/system-information/information-types/0/integrity-impact/selected",
                "fips-199-low",
                "cia-impact-has-adjustment-justification",
            ),
            ("system-characteristics/props/5/value", "May", "fully-operational-date-type"),
            ("system-characteristics/props/5/value", "2027-01-01Z", "fully-operational-date-is-valid"),
            ("system-characteristics/props/3/value", "other", "has-cloud-service-model-remarks"),
            ("system-characteristics/props/4/value", "other", "has-cloud-deployment-model-remarks"),
            ("system-characteristics/data-flow/diagrams/0/links", ..., "has-data-flow-diagram-link"),
            ("system-implementation/leveraged-authorizations", ..., "saas-has-leveraged-authorization"),
            (f"{AUTHORIZATION}/props/0", prop("title", "x", FEDRAMP), "leveraged-authorization-has-authorization-type"),
            (f"{AUTHORIZATION}/props/1", prop("title", "x", FEDRAMP), "leveraged-authorization-has-impact-level"),
            (f"{AUTHORIZATION}/props/1/value", "fips-199-low", "leveraged-authorization-has-valid-impact-level"),
            (f"{AUTHORIZATION}/props/2", prop("title", "x", FEDRAMP), "leveraged-authorization-has-system-identifier"),
            (f"{HARBOR}/props/2", prop("label", "x"), "component-has-authentication-method"),
            (f"{HARBOR}/props/2/remarks", ..., "authentication-method-has-remarks"),
            (f"{HARBOR}/responsible-roles/0/party-uuids", ..., "component-has-provider-responsible-role"),
            (f"{HARBOR}/responsible-roles/1/role-id", "provider", "component-has-non-provider-responsible-role"),
            (f"{HARBOR}/responsible-roles/1/props", ..., "non-provider-responsible-role-references-user"),
            (f"{HARBOR}/type", "interconnection", "network-component-has-connection-security-prop"),
            ("system-implementation/components/2/type", "service", "network-component-has-implementation-point"),
            (f"{HARBOR}/props/0", prop("information-type", "C.3.5.1", FEDRAMP), "information-type-has-class"),
            ("system-implementation/components/2/protocols", [{"uuid": uid("p"), "name": "x"}], "component-has-used-by-link"),
            ("import-profile/href", BASELINE, "incomplete-implemented-requirements"),
            ("import-profile/href", BASELINE, "has-required-response-points"),
            ("import-profile/href", BASELINE, "has-required-parameters"),
            ("control-implementation/implemented-requirements/0/control-id", "zz-1", "extraneous-implemented-requirements"),
            (
                "control-implementation/implemented-requirements/0/set-parameters",
                [{"param-id": "ac-1_prm_1", "values": ["everybody"]}],
                "aggregate-parameters-warning",
            ),
        ],
    )
    def test_what_a_plan_should_have(self, place, value, rule) -> None:
        document = plan()
        if rule in ("extraneous-implemented-requirements", "aggregate-parameters-warning"):
            document = changed(document, f"{S}/import-profile/href", BASELINE)
        faults = given(None, changed(document, f"{S}/{place}", value))
        assert f"fedramp:{rule}" in {fault.rule for fault in faults if fault.severity is Level.WARNING}
        assert {fault.rule for fault in faults if fault.severity is Level.ERROR} <= {
            "reference-resolves",
            "fedramp:information-type-system",
        }

    @pytest.mark.parametrize(
        ("place", "value", "rule"),
        [
            (f"{RISK}/deadline", ..., "risk-has-deadline"),
            (f"{RISK}/remediations/0/lifecycle", "completed", "risk-has-recommendation"),
            (f"{RISK}/remediations/1/tasks", ..., "risk-has-milestones"),
            (f"{ITEM}/related-risks", ..., "poam-item-has-one-associated-risk"),
            (f"{ITEM}/related-observations", ..., "poam-item-has-related-observation"),
        ],
    )
    def test_what_a_poam_should_have(self, place, value, rule) -> None:
        faults = given(changed(poam(), place, value))
        assert [(fault.rule, fault.severity) for fault in faults] == [(f"fedramp:{rule}", Level.WARNING)]
