"""Whatever the bytes are, the answer is a fault and never an exception; and no path is followed out of the package."""

import copy
import gc
import json
import random

import pytest
from test_validate_valid import FILES, POAM, REPORT, changed, encoded, given, plan, poam, resource, uid

from generator.oscal import reading
from generator.oscal.faults import FAULTS_PER_RULE
from generator.oscal.schema_derivation import DOCUMENT_CLASSES
from generator.oscal.validate import Level, OscalFile, validate_documents

P = "/plan-of-action-and-milestones"


def rules(data: bytes) -> set[str]:
    return {fault.rule for fault in validate_documents([OscalFile(name="x.json", data=data)])}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "json"),
        (b"not json", "json"),
        (b"<catalog/>", "json"),
        (b'{"catalog": {"uuid": NaN}}', "json"),
        (b'{"catalog": {"uuid": 1e999}}', "json"),
        (b'{"catalog": ' + b"9" * 5000 + b"}", "json"),
        (b'{"catalog": "\xff"}', "json"),
        (b'{"catalog": "\\ud800"}', "json"),
        ('{"catalog": {}}'.encode("utf-16"), "json"),
        (b'{"catalog": {}} trailing', "json"),
        (b"[]", "json"),
        (b"null", "json"),
        (b"{}", "oscal-model"),
        (b'{"kind": "Pod"}', "oscal-model"),
        (b'{"catalog": {}, "profile": {}}', "oscal-model"),
        (b'{"catalog": []}', "schema"),
        (b'{"catalog": null}', "schema"),
        (b'{"catalog": {}}', "schema"),
        (b'{"catalog":' * 500 + b"1" + b"}" * 500, "json-depth"),
        (b'{"catalog": ' + b"[" * 500 + b"]" * 500 + b"}", "json-depth"),
        (b'{"catalog": {"props": [{"value": ' + b"[" * 500 + b"]" * 500 + b"}]}}", "json-depth"),
        (b"[" * 200_000, "json-depth"),
        (b'{"mapping-collection": {"metadata": {"oscal-version": "1.1.3"}}}', "oscal-version"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:40]),
)
def test_wrong_input_is_a_fault(data, rule) -> None:
    assert rule in rules(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{}", "this is no OSCAL document: its root has nothing; "),
        (b'{"kind": "Pod"}', "this is no OSCAL document: its root has 'kind'; "),
        (b'{"catalog": {}, "profile": {}}', "this is more than one OSCAL document: its root has 'catalog', 'profile'; "),
    ],
)
def test_what_is_no_document_or_several_is_told_apart(data: bytes, what: str) -> None:
    (fault,) = validate_documents([OscalFile(name="x.json", data=data)])
    assert fault.message.startswith(what)


def test_a_document_cut_off_anywhere_is_a_fault() -> None:
    whole = encoded(poam())
    for length in range(0, len(whole), 97):
        assert rules(whole[:length]) == {"json"}


def test_too_many_bytes(monkeypatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert rules(encoded(poam())) == {"json-size"}


def test_a_byte_order_mark_is_a_warning() -> None:
    faults = given(b"\xef\xbb\xbf" + encoded(poam()))
    assert [(fault.rule, fault.severity) for fault in faults] == [("json-byte-order-mark", Level.WARNING)]


@pytest.mark.parametrize("spacing", ['"title": "again", ', '"title" : "again", ', '"title"\n:"again",'])
def test_a_repeated_name_is_told(spacing) -> None:
    text = json.dumps(poam()).replace('"title": "Old library"', f'{spacing}"title": "Old library"', 1)
    (fault,) = given(text.encode())
    assert (fault.rule, "'title'" in fault.message) == ("json-repeated-name", True)


@pytest.mark.parametrize("value", ['": colon first', 'a quoted \\": colon', "ends in a backslash \\\\", 'spaced " :'])
def test_text_that_looks_like_a_name_is_none(value) -> None:
    assert given(changed(poam(), f"{P}/risks/0/description", value)) == ()


@pytest.mark.parametrize("spacing", [{"indent": 2}, {"separators": (",", ":")}, {"separators": (" , ", " : ")}])
def test_spacing_does_not_matter(spacing) -> None:
    assert given(json.dumps(poam(), **spacing).encode()) == ()


def test_one_rule_is_not_repeated_without_end() -> None:
    document = poam()
    body = document["plan-of-action-and-milestones"]
    body["observations"] = [body["observations"][0] | {"uuid": uid(f"o {n}"), "title": ""} for n in range(500)]
    faults = given(document)
    empty = [fault for fault in faults if fault.rule == "text-empty"]
    assert len(empty) == FAULTS_PER_RULE + 1
    assert empty[-1].message == "at least 400 more faults of this rule are not listed"


def test_a_reference_to_a_file_outside_is_never_opened(tmp_path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (tmp_path / "secret").write_bytes(REPORT)
    (package / "link").symlink_to(tmp_path / "secret")
    (package / "folder").mkdir()
    for href, rule in (("../secret", "attachment-path"), ("link", "attachment-there"), ("folder", "attachment-there")):
        document = changed(poam(), f"{P}/back-matter/resources/0", resource("report", href))
        file = OscalFile(name="poam.json", data=encoded(document), folder=package)
        errors = [fault.rule for fault in validate_documents([file]) if fault.severity is Level.ERROR]
        assert errors == [rule]


def test_a_resolver_is_asked_for_paths_inside_only() -> None:
    asked: list[str] = []
    document = poam()
    links = ["../evidence/report.json?x#y", "a%20b.txt", "./c", "https://example.com/d", "#e", "mailto:f@example.com", "/g", ""]
    document["plan-of-action-and-milestones"]["back-matter"]["resources"][0]["rlinks"] = [{"href": href} for href in links]
    validate_documents([OscalFile(name=POAM, data=encoded(document), resolve=lambda path: asked.append(path))])
    assert asked == ["evidence/report.json", "oscal/a b.txt", "oscal/c", "oscal/plan.json"], (
        "its links, then the plan it imports"
    )


def test_without_a_folder_the_links_are_said_to_be_unchecked() -> None:
    faults = validate_documents([OscalFile(name=POAM, data=encoded(poam()))])
    assert "attachment-unchecked" in {fault.rule for fault in faults}
    assert all(fault.severity is Level.WARNING for fault in faults)


@pytest.mark.parametrize("answer", [REPORT, "FILLED"])
def test_a_resolver_may_answer_with_bytes_or_a_hash(answer) -> None:
    stated = poam()["plan-of-action-and-milestones"]["back-matter"]["resources"][0]["rlinks"][0]["hashes"][0]["value"]
    files = FILES | {"evidence/report.json": stated.upper() if answer == "FILLED" else answer}
    faults = validate_documents([OscalFile(name=POAM, data=encoded(poam()), resolve=files.get)])
    assert not [fault for fault in faults if fault.rule.startswith("attachment")]


def test_the_collector_is_as_it_was() -> None:
    given()
    assert gc.isenabled()
    gc.disable()
    try:
        given()
        assert not gc.isenabled()
    finally:
        gc.enable()


_JUNK = [
    None,
    True,
    0,
    -1,
    2.5,
    "",
    "x",
    "#",
    "#\ud83d\ude00",
    [],
    {},
    [[]],
    [{}],
    {"uuid": []},
    [None],
    {"props": {}},
    "a" * 300,
]


def _mutated(document, dice):
    """A copy with some nodes replaced by junk, renamed or doubled."""
    found = copy.deepcopy(document)
    for _ in range(dice.randint(1, 6)):
        node = found
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = dice.choice(keys)
            if isinstance(node[key], dict | list) and dice.random() < 0.85:
                node = node[key]
                continue
            if dice.random() < 0.2 and isinstance(node, dict):
                node[dice.choice(["props", "uuid", "links", "x-uuid", "rlinks", "role-ids", "facets"])] = node.pop(key)
            else:
                node[key] = copy.deepcopy(dice.choice(_JUNK))
            break
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_document_of_any_shape_gives_faults_only(seed, tmp_path) -> None:
    dice = random.Random(seed)  # noqa: S311 -- a seeded choice, no secret
    for _ in range(25):
        mutated = _mutated(dice.choice([poam(), plan()]), dice)
        faults = given(mutated, _mutated(plan(), dice), cache=tmp_path)
        assert all(fault.message and isinstance(fault.place, str) for fault in faults)


@pytest.mark.parametrize("model", sorted(DOCUMENT_CLASSES))
@pytest.mark.parametrize("junk", _JUNK, ids=repr)
def test_every_model_takes_junk(model, junk) -> None:
    root = {model: {"uuid": junk, "metadata": junk, "back-matter": junk, "imports": junk, "controls": junk, "components": junk}}
    assert "schema" in rules(json.dumps(root).encode())


@pytest.mark.parametrize("odd", [[], {}, [["x"]], {"x": {}}, None, 7])
@pytest.mark.parametrize("field", ["name", "ns", "value", "system"])
def test_properties_and_facets_may_hold_anything(odd: object, field: str) -> None:
    """Where a text belongs: it is named, twice over, and what follows it is looked at as before."""
    document = copy.deepcopy(json.loads(encoded(poam())))
    body = document["plan-of-action-and-milestones"]
    good = {"name": "of-ours", "ns": "urn:example:ours", "value": "x"}
    facet = {"name": "likelihood", "system": "urn:example:ours", "value": "x"}
    origin = {"actors": [{"type": "tool", "actor-uuid": uid(90)}]}
    wrong = {"name": "no-such-name", "value": "x"}
    risks = [
        {
            "uuid": uid(91 + number),
            "title": "t",
            "description": "d",
            "statement": "s",
            "status": "open",
            "props": [good, {**good, field: odd}, good, {**good, field: odd}, wrong],
            "characterizations": [{"origin": origin, "facets": [facet, {**facet, field: odd}, facet, {**facet, field: odd}]}],
        }
        for number in range(2)
    ]
    body["risks"] = [*body.get("risks", []), *risks]
    assert {"schema", "prop-name"} <= rules(encoded(document))
