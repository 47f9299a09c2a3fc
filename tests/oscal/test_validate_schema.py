"""The derived schema: equal to NIST's own, kept between runs, and cut back for older versions."""

import hashlib
import json
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest
from prerequisites import needs, shared
from test_validate_valid import changed, given, plan, poam, uid
from test_validate_variants import POAM_VARIANTS

from generator.oscal import schema as schema_module
from generator.oscal.faults import Level
from generator.oscal.schema import schema_of
from generator.oscal.schema_derivation import DATE_TIME, DOCUMENT_CLASSES, references
from generator.oscal.versions import LATER_FIELDS, LATEST, SUPPORTED, fields_newer_than, has_mapping_model

P = "/plan-of-action-and-milestones"
S = "/system-security-plan"
REFERENCE = shared("reference/oscal")
NIST_FILES = {
    "component-definition": "component",
    "mapping-collection": "mapping",
    "plan-of-action-and-milestones": "poam",
    "system-security-plan": "ssp",
}
needs_reference = needs(REFERENCE)


def nist(model: str) -> dict:
    path = REFERENCE / "schemas-1.2.3" / f"oscal_{NIST_FILES.get(model, model)}_schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def judges():
    """For a model: ours and NIST's, as predicates."""

    def both(model: str):
        ours = jsonschema_rs.validator_for(
            schema_of(model, LATEST), validate_formats=True, pattern_options=jsonschema_rs.RegexOptions()
        )
        return ours, jsonschema_rs.validator_for(nist(model), validate_formats=True)

    return both


def model_of(path: Path) -> str | None:
    """The OSCAL model a published file holds; None for schemas and other JSON."""
    names = msgspec.json.decode(path.read_bytes(), type=dict[str, msgspec.Raw])
    return None if path.parent.name == "schemas-1.2.3" else next((name for name in names if name in DOCUMENT_CLASSES), None)


@needs_reference
@pytest.mark.parametrize(
    "path", sorted(path for path in REFERENCE.glob("*/*.json") if model_of(path)), ids=lambda path: path.name
)
def test_ours_and_nists_find_the_same_places_in_published_documents(path, judges) -> None:
    document, model = msgspec.json.decode(path.read_bytes()), model_of(path)
    ours, theirs = judges(model)
    assert places(ours, document) == places(theirs, document)


@needs_reference
@pytest.mark.parametrize(("name", "place", "value", "rule"), POAM_VARIANTS, ids=[one[0] for one in POAM_VARIANTS])
def test_ours_and_nists_agree_on_every_variant(name, place, value, rule, judges) -> None:
    ours, theirs = judges("plan-of-action-and-milestones")
    document = changed(poam(), place, value)
    assert ours.is_valid(document) == theirs.is_valid(document)


@needs_reference
@pytest.mark.parametrize("model", sorted(DOCUMENT_CLASSES))
def test_ours_and_nists_are_the_same_field_by_field(model) -> None:
    ours, theirs = schema_of(model, LATEST), nist(model)
    fields, differences = compare(ours, theirs)
    assert fields > 100
    assert differences == []


def places(validator, document) -> set[str]:
    return {"/".join(map(str, error.instance_path)) for error in validator.iter_errors(document)}


class _Side:
    """One schema, with its references followed."""

    def __init__(self, root: dict) -> None:
        self.root = root
        self.by_id: dict[str, dict] = {}
        stack = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, dict):
                if isinstance(node.get("$id"), str):
                    self.by_id[node["$id"]] = node
                stack.extend(node.values())
            elif isinstance(node, list):
                stack.extend(node)

    def alternatives(self, node: dict) -> list[dict]:
        """The node and all that it combines, each with its reference followed."""
        while "$ref" in node:
            node = self.by_id.get(node["$ref"]) or self.pointed(node["$ref"])
        below = [one for key in ("anyOf", "oneOf", "allOf") for one in node.get(key, ())]
        return [node, *(deeper for one in below for deeper in self.alternatives(one))]

    def pointed(self, reference: str) -> dict:
        target = self.root
        for key in reference.removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/")]
        return target

    def objects(self, node: dict) -> list[dict]:
        found = [one for one in self.alternatives(node) if "properties" in one or "additionalProperties" in one]
        return [{"properties": {}} | one for one in found]

    def items(self, node: dict) -> list[dict]:
        return [one["items"] for one in self.alternatives(node) if "items" in one]

    def facts(self, node: dict) -> set:
        """What a field may be. A closed list says all: NIST's puts the datatype beside it."""
        every = self.alternatives(node)
        found = {(key, same(one[key])) for one in every for key in ("pattern", "format", "minItems", "minimum") if key in one}
        # A pattern binds text only.
        if any(one.get("type") == "number" for one in every):
            found = {fact for fact in found if fact[0] != "pattern"}
        return found

    def listed(self, node: dict) -> set:
        return {tuple(one["enum"]) for one in self.alternatives(node) if "enum" in one}


def same(value: object) -> object:
    """NIST spells out the calendar in its pattern for a date and time; ours leaves it to the format."""
    return "date and time" if value == DATE_TIME or str(value).startswith("^(((2000") else value


def compare(ours: dict, theirs: dict) -> tuple[int, list]:
    """Walks both schemas side by side: the number of fields seen, and where they differ."""
    mine, other = _Side(ours), _Side(theirs)
    seen, differences = set(), []
    stack = [(ours, theirs, "")]
    while stack:
        left, right, path = stack.pop()
        pair = (json.dumps(left, sort_keys=True), json.dumps(right, sort_keys=True))
        if pair in seen:
            continue
        seen.add(pair)
        stack += [(one, two, f"{path}[]") for one in mine.items(left) for two in other.items(right)]
        here, there = mine.objects(left), other.objects(right)
        if shapes(here) != shapes(there) or (not here and leaf_differs(mine, left, other, right)):
            differences.append((path, left, right))
        stack += [
            (one["properties"][name], two["properties"][name], f"{path}/{name}")
            for one in here
            for two in there
            for name in one["properties"].keys() & two["properties"].keys()
        ]
    return len(seen), differences


def leaf_differs(mine: _Side, left: dict, other: _Side, right: dict) -> bool:
    if mine.listed(left):
        return mine.listed(left) != other.listed(right)
    # A list that allows other values forbids nothing, and is dropped from ours.
    return mine.facts(left) != other.facts(right)


def shapes(objects: list[dict]) -> set:
    return {
        (tuple(sorted(one["properties"])), tuple(sorted(one.get("required", ()))), str(one.get("additionalProperties")))
        for one in objects
    }


class TestVersions:
    """A document is judged by the version it declares."""

    def test_remarks_of_a_related_risk_came_with_1_2_1(self) -> None:
        place = f"{P}/poam-items/0/related-risks/0/remarks"
        for version in SUPPORTED:
            document = changed(changed(poam(), place, "See there."), f"{P}/metadata/oscal-version", version)
            expected = [("schema", place)] if SUPPORTED.index(version) < SUPPORTED.index("1.2.1") else []
            assert [(fault.rule, fault.place) for fault in given(document)] == expected

    def test_users_may_be_left_out_from_1_2_0(self) -> None:
        for version, expected in (("1.1.3", [("schema", f"{S}/system-implementation")]), ("1.2.0", [])):
            document = changed(plan(), f"{S}/system-implementation/users", ...)
            document = changed(document, f"{S}/metadata/oscal-version", version)
            errors = [fault for fault in given(None, document) if fault.severity is Level.ERROR]
            assert [(fault.rule, fault.place) for fault in errors] == expected

    def test_a_protocol_needs_no_name_from_1_1_3(self) -> None:
        for version, count in (("1.1.2", 1), ("1.1.3", 0)):
            document = changed(poam(), f"{P}/local-definitions/components/0/protocols", [{"uuid": uid("protocol")}])
            assert len(given(changed(document, f"{P}/metadata/oscal-version", version))) == count

    def test_the_version_asked_for_wins_and_that_is_said(self) -> None:
        faults = given(version="1.1.2")
        assert [(fault.rule, fault.severity) for fault in faults] == [("oscal-version", "warning")] * 2

    def test_a_version_nobody_knows_cannot_be_asked_for(self) -> None:
        with pytest.raises(ValueError, match=r"supported are 1\.1\.2"):
            given(version="9.9.9")

    def test_what_writers_ask(self) -> None:
        assert fields_newer_than(LATEST) == ()
        assert fields_newer_than("1.1.2") == LATER_FIELDS
        assert {later.since for later in fields_newer_than("1.2.0")} == {"1.2.1"}
        assert [has_mapping_model(version) for version in SUPPORTED] == [False, False, True, True, True, True]

    def test_the_table_names_fields_that_are_there(self) -> None:
        found = set()
        for model in DOCUMENT_CLASSES:
            schema = schema_of(model, LATEST)
            for later in LATER_FIELDS:
                properties = schema["$defs"].get(later.definition, {}).get("properties", {})
                if later.field in properties:
                    text = json.dumps(schema["$defs"])
                    assert any(f'"{name}"' in text for name in later.inside)
                    found.add(later)
        assert found == set(LATER_FIELDS)


def test_a_process_compiles_a_schema_once(monkeypatch) -> None:
    broken = changed(poam(), f"{P}/risks/0/status", "bad status!")
    faults = given(broken)
    monkeypatch.setattr(jsonschema_rs, "validator_for", lambda *_, **__: pytest.fail("compiled again"))
    assert given(broken) == faults
    assert faults


class TestCache:
    """Derived schemas kept in a folder."""

    MODEL = "plan-of-action-and-milestones"

    def kept(self, folder: Path) -> Path:
        (path,) = folder.glob(f"oscal-{self.MODEL}-*.json")
        return path

    def test_a_kept_schema_is_the_derived_one(self, tmp_path, monkeypatch) -> None:
        first = schema_of(self.MODEL, LATEST, cache=tmp_path / "new")
        monkeypatch.setattr(schema_module, "encoded", lambda model: pytest.fail(f"{model} was derived again"))
        assert schema_of(self.MODEL, LATEST, cache=tmp_path / "new") == first
        assert [path.suffix for path in (tmp_path / "new").iterdir()] == [".json"]

    @pytest.mark.parametrize(
        "body", [b"{}", b"", b"\xff", b"[" * 100_000, b'{"$defs": {"x": {"$ref": "https://example.com/"}}}']
    )
    @pytest.mark.parametrize("signed", [True, False])
    def test_a_kept_file_that_cannot_be_relied_on_is_replaced(self, tmp_path, body, signed) -> None:
        right = schema_of(self.MODEL, LATEST, cache=tmp_path)
        path = self.kept(tmp_path)
        before = path.read_bytes()
        path.write_bytes((hashlib.sha256(body).hexdigest().encode() if signed else b"0" * 64) + b"\n" + body)
        assert schema_of(self.MODEL, LATEST, cache=tmp_path) == right
        assert path.read_bytes() == before

    def test_a_folder_that_is_a_file_costs_speed_only(self, tmp_path) -> None:
        (tmp_path / "file").write_text("x", encoding="utf-8")
        assert schema_of(self.MODEL, LATEST, cache=tmp_path / "file")["$defs"]

    def test_validation_with_a_cache_says_the_same(self, tmp_path) -> None:
        broken = changed(poam(), f"{P}/risks/0/status", "bad status!")
        assert given(broken, cache=tmp_path) == given(broken, cache=tmp_path) == given(broken)

    def test_nothing_refers_outside(self) -> None:
        for model in DOCUMENT_CLASSES:
            assert all(one.startswith("#/$defs/") for one in references(schema_of(model, LATEST)))
