"""What people say about assets: decisions before annotations before labels and tags, with who says it."""

from datetime import date

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.facts.asset_decisions import read_asset_decisions
from generator.facts.notes import noted
from generator.model.asset import AssetNotes, NoteKey
from generator.model.cloud import ResourceKind
from generator.model.evidence import Gap
from tests.facts.assets_made import cloud, cluster, node, pod, resource
from tests.facts.test_facts import facts

CART = "registry.example/cart:1"


def notes(text: str, *snapshots: object) -> tuple[dict[str, AssetNotes], tuple[Gap, ...]]:
    found, gaps = noted(facts(*snapshots), read_asset_decisions(text))
    return {one.asset_id: one.notes for one in (*found.images, *found.assets)}, gaps


def annotated(name: str, image: str, **said: str) -> object:
    pairs = tuple(sorted((f"atopack.io/{key.replace('_', '-')}", value) for key, value in said.items()))
    return pod(name, image, annotations=pairs)


def test_a_decision_reaches_every_asset_that_it_names() -> None:
    text = """
- assets: ["registry.example/*", node-*]
  owner: Platform Team
  end-of-life: 2027-06-30
  authenticated-scan: yes
  category: Security Protection Assets
"""
    found, gaps = notes(text, cluster("prod", pod("cart", CART), node("node-a"), node("other")))
    assert gaps == ()
    for asset_id in (CART, "node-a"):
        said = found[asset_id]
        assert said.text(NoteKey.OWNER) == "Platform Team"
        assert said.day(NoteKey.END_OF_LIFE) == date(2027, 6, 30)
        assert said.text(NoteKey.AUTHENTICATED_SCAN) == "yes"
        assert said.text(NoteKey.CATEGORY) == "Security Protection Assets"
    owner = found[CART].find(NoteKey.OWNER)
    assert owner is not None
    assert owner.by == "decisions/assets.yaml, line 3"
    assert found["other"] == AssetNotes()


def test_the_first_entry_that_says_something_is_heard() -> None:
    text = "- {assets: [a-1], owner: One}\n- {assets: [a-*], owner: Two, function: Both}\n"
    found, _ = notes(text, cluster("prod", node("a-1"), node("a-2")))
    assert [found[name].text(NoteKey.OWNER) for name in ("a-1", "a-2")] == ["One", "Two"]
    assert found["a-1"].text(NoteKey.FUNCTION) == "Both"


def test_decisions_are_heard_before_annotations_and_those_before_labels() -> None:
    labels = (("app.kubernetes.io/component", "database"), ("app.kubernetes.io/part-of", "shop"))
    plain = replace(pod("cart", CART), labels=labels)
    assert notes("", cluster("prod", plain))[0][CART].text(NoteKey.FUNCTION) == "database of shop"
    said = replace(plain, annotations=(("atopack.io/function", "Keeps carts"),))
    found, _ = notes("", cluster("prod", said))
    function = found[CART].find(NoteKey.FUNCTION)
    assert function is not None
    assert (function.value, function.by) == ("Keeps carts", "annotation of web/DaemonSet/cart (atopack.io/function)")
    decided, _ = notes(f"- {{assets: ['{CART}'], function: Decided}}", cluster("prod", said))
    assert decided[CART].text(NoteKey.FUNCTION) == "Decided"


def test_nodes_are_annotated_and_machines_tagged() -> None:
    annotation = (("atopack.io/baseline", "CIS"), ("atopack.io/unknown", "x"), ("other.io/owner", "x"))
    machine = resource(
        ResourceKind.VIRTUAL_MACHINE,
        "bastion",
        tags=(("Owner", "Ops"), ("atopack.io/end-of-life", "2028-01-31"), ("category", "web"), ("comments", "no")),
    )
    found, gaps = notes("", cluster("prod", node("a", annotations=annotation)), cloud(machine))
    assert gaps == (), "a plain tag `category` of another meaning is no mistake"
    assert found["a"].text(NoteKey.BASELINE) == "CIS"
    assert [note.key for note in found["bastion"].notes] == [NoteKey.OWNER, NoteKey.END_OF_LIFE]
    owner = found["bastion"].find(NoteKey.OWNER)
    assert owner is not None
    assert owner.by == "tag of bastion (Owner)"


@pytest.mark.parametrize(("text", "value"), [("yes", "yes"), ("True", "yes"), (" NO ", "no"), ("false", "no")])
def test_yes_and_no_are_read_in_either_spelling(text: str, value: str) -> None:
    found, gaps = notes("", cluster("prod", annotated("cart", CART, virtual=text)))  # type: ignore[arg-type]
    assert (found[CART].text(NoteKey.VIRTUAL), gaps) == (value, ())


def test_what_an_annotation_says_amiss_is_a_gap() -> None:
    odd = annotated("cart", CART, end_of_life="soon", category="important", virtual="maybe")
    found, gaps = notes("", cluster("prod", odd))  # type: ignore[arg-type]
    assert found[CART] == AssetNotes()
    assert sorted(gap.reason.split(" says ")[1] for gap in gaps) == [
        "`important` where one of CUI Assets, Security Protection Assets, Contractor Risk Managed Assets, Specialized Assets, "
        "Out-of-Scope Assets is asked for",
        "`maybe` where yes or no is asked for",
        "`soon` where a day like 2027-06-30 is asked for",
    ]
    assert {gap.path for gap in gaps} == {"evidence/cluster/prod/all.json"}


def test_two_workloads_that_contradict_each_other_about_their_image_are_a_gap() -> None:
    two = (annotated("a", CART, owner="One"), annotated("b", CART, owner="Two"), annotated("c", CART, owner="One"))
    found, gaps = notes("", cluster("prod", *two))  # type: ignore[arg-type]
    assert found[CART].text(NoteKey.OWNER) == "One"
    assert len(gaps) == 1
    assert "said twice" in gaps[0].reason
    decided, none = notes(f"- {{assets: ['{CART}'], owner: Three}}", cluster("prod", *two))  # type: ignore[arg-type]
    assert (decided[CART].text(NoteKey.OWNER), none) == ("Three", ())


def test_the_same_image_in_two_clusters_hears_the_workloads_of_both() -> None:
    one = cluster("one", annotated("cart", CART, owner="Ops"))  # type: ignore[arg-type]
    two = cluster("two", annotated("cart", CART, baseline="CIS"))  # type: ignore[arg-type]
    found, _ = notes("", one, two)
    assert [note.key for note in found[CART].notes] == [NoteKey.OWNER, NoteKey.BASELINE]


def test_a_pattern_that_names_no_asset_is_shown() -> None:
    _, gaps = notes("- assets: [node-a, 'gone:*']\n  owner: Ops\n", cluster("prod", node("node-a")))
    assert [(gap.path, gap.place) for gap in gaps] == [("decisions/assets.yaml", "line 1")]
    assert "`gone:*` is no asset of the inventory" in gaps[0].reason


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("- assets: [a]\n  ownr: x\n", "`ownr` is not a known key", "line 2"),
        ("- assets: a\n  owner: x\n", "must be a list", "line 1"),
        ("- assets: []\n  owner: x\n", "no asset is named", "line 1"),
        ("- assets: ['']\n  owner: x\n", "the text is empty", "line 1"),
        ("- assets: [a]\n", "nothing is said", "line 1"),
        ("- assets: [a]\n  owner: ' '\n", "the text is empty", "line 2"),
        ("- assets: [a]\n  end-of-life: soon\n", "`end-of-life` must be a day like 2026-11-20; found `soon`", "line 2"),
        ("- assets: [a]\n  category: CUI\n", "`category` must be one of ", "line 2"),
        ("owner: x\n", "must be a list", "line 1"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, what: str, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_asset_decisions(text)
    assert what.lower() in caught.value.what.lower()
    assert caught.value.where.startswith(f"decisions/assets.yaml, {where}")
    assert caught.value.next_step


def test_an_empty_file_says_nothing() -> None:
    assert read_asset_decisions("# later\n") == ()


def test_of_a_long_annotation_that_says_something_amiss_the_first_eighty_letters_are_shown() -> None:
    _, (gap,) = notes("", cluster("prod", annotated("cart", CART, virtual="x" * 81)))  # type: ignore[arg-type]
    assert f"says `{'x' * 80}` where" in gap.reason
