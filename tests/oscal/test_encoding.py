"""Encoding entry by entry gives the bytes of encoding at once."""

import hashlib
from functools import partial

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from generator.documents.large_content import whole
from generator.ids import UuidFactory
from generator.oscal import types as o
from generator.oscal.encoding import MOST_INDENTED, PLAN, content_digest, identified, written

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12)
METADATA = o.Metadata(title="t", last_modified="2026-01-01T00:00:00Z", version="1", oscal_version="1.2.3")


def observation(text: str) -> o.Observation:
    return o.Observation(
        uuid="u", title=text, description=text, methods=("TEST",), collected="2026-01-01T00:00:00Z",
        props=(o.Property(name="n", value=text),),
    )  # fmt: skip


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4), TEXTS)
def test_the_bytes_are_those_of_the_document_at_once(seen: list[str], items: list[str], title: str) -> None:
    document = o.PlanOfActionAndMilestones(
        uuid="d",
        metadata=msgspec.structs.replace(METADATA, title=title),
        import_ssp=o.Import(href="plan.json"),
        system_id=o.SystemId(id="s"),
        observations=tuple(map(observation, seen)),
        poam_items=tuple(o.PoamItem(title=text, description=text) for text in items),
    )
    whole = msgspec.json.encode({"plan": document})
    assert written("plan", document) == msgspec.json.format(whole, indent=1) + b"\n"
    assert content_digest(document) == hashlib.sha256(msgspec.json.encode(document)).digest()


def test_a_document_without_long_lists() -> None:
    document = o.ComponentDefinition(uuid="d", metadata=METADATA)
    assert written("c", document) == msgspec.json.format(msgspec.json.encode({"c": document}), indent=1) + b"\n"


def test_very_many_entries_are_a_line_each() -> None:
    def plan(number: int) -> o.PlanOfActionAndMilestones:
        return o.PlanOfActionAndMilestones(
            uuid="d",
            metadata=METADATA,
            import_ssp=o.Import(href="plan.json"),
            system_id=o.SystemId(id="s"),
            observations=tuple(observation(f"a\n{row}") for row in range(number)),
            poam_items=(),
        )

    most = whole(written("plan", plan(MOST_INDENTED)))
    assert most == msgspec.json.format(msgspec.json.encode({"plan": plan(MOST_INDENTED)}), indent=1) + b"\n"
    more = whole(written("plan", plan(MOST_INDENTED + 1)))
    assert msgspec.json.decode(more) == msgspec.json.decode(msgspec.json.encode({"plan": plan(MOST_INDENTED + 1)}))
    lines = more.splitlines()
    entries = [line for line in lines if line.startswith(b"   {")]
    assert len(entries) == MOST_INDENTED + 1
    assert all(msgspec.json.decode(line.rstrip(b",")) for line in entries)
    assert b'  "metadata": {' in lines


def test_a_plan_that_is_encoded_once_has_the_identifier_and_the_file_of_one_that_is_encoded_twice() -> None:
    ids = UuidFactory("x")
    for seen, items in ((0, 0), (3, 0), (0, 5), (40, 40), (MOST_INDENTED, 1), (17, MOST_INDENTED + 33)):
        plan = o.PlanOfActionAndMilestones(
            uuid="",
            metadata=METADATA,
            import_ssp=o.Import(href="plan.json"),
            system_id=o.SystemId(id="s"),
            observations=tuple(observation(f"seen {row}") for row in range(seen)),
            poam_items=tuple(o.PoamItem(title=f"item {row}", description="d") for row in range(items)),
            back_matter=o.BackMatter(resources=(o.Resource(uuid="r", title="risks"),)),
        )
        bare = msgspec.structs.replace(plan, metadata=msgspec.structs.replace(METADATA, last_modified=""))
        uuid = ids.digested("plan", content_digest(bare))
        made, file = identified(plan, partial(ids.digested, "plan"))
        assert made == msgspec.structs.replace(plan, uuid=uuid)
        assert whole(file) == whole(written(PLAN, made)), f"{seen} observations, {items} items"
