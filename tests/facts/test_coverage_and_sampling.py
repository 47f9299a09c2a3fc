"""Inventory and scans counted per kind; and which of identical assets are selected."""

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.facts.coverage import coverage, doubt_of_latest_scan, image_in_latest_scan
from generator.facts.sampling import read_sampling, samples
from generator.model.coverage import AssetCoverage, Sample
from generator.model.scan import ScanSnapshot, TargetKind
from tests.facts.assets_made import cluster, ingress, node, pod, scan_of, sha
from tests.facts.scans_made import day, scan
from tests.facts.test_facts import facts


def row(kind: str, **numbers: int) -> AssetCoverage:
    every = {"total": 0, "latest": 0, "by_name": 0, "older": 0, "never": 0, "unauthenticated": 0} | numbers
    return AssetCoverage(kind=kind, **every)


def test_each_asset_stands_in_one_column() -> None:
    images = [pod(name, f"{name}:1", sha(name)) for name in "abcde"]
    found = facts(
        cluster("prod", *images, node("n1"), node("n2"), ingress("shop.example")),
        scan("s/a.json", "a:1", [], day(18), digests=(sha("a"),)),
        scan("s/b.json", "b:1", [], day(18), digests=(sha("f"),)),
        scan("s/c.json", "c:1", [], day(1, 10), digests=(sha("c"),)),
        replace(scan("s/d.json", "d:1", [], day(18), digests=(sha("d"),)), assessed=False),
        scan("s/idle.json", "idle:1", [], day(18)),
        scan_of(TargetKind.HOST, "s/n1.json", "n1", [], authenticated=False),
    )
    assert coverage(found) == (
        row("image", total=5, latest=1, by_name=1, older=1, never=2),
        row("node", total=2, latest=1, never=1, unauthenticated=1),
        row("web address", total=1, never=1),
        row("cluster", total=1, never=1),
    )


def test_an_undated_scan_is_not_in_the_latest() -> None:
    made = scan("s/a.json", "a:1", [], None)
    assert coverage(facts(cluster("prod", pod("a", "a:1")), made))[0] == row("image", total=1, older=1)


def test_every_digest_that_runs_has_to_be_scanned_within_the_month() -> None:
    both = cluster("prod", pod("a", "a:1", sha("new")), pod("b", "a:1", sha("old")))
    new, old = (scan(f"s/{name}.json", "a:1", [], day(18), digests=(sha(name),)) for name in ("new", "old"))
    early = scan("s/early.json", "a:1", [], day(1, 10), digests=(sha("old"),))
    assert coverage(facts(both, new))[0] == row("image", total=1, by_name=1)
    assert coverage(facts(both, new, early))[0] == row("image", total=1, by_name=1)
    assert coverage(facts(both, new, old))[0] == row("image", total=1, latest=1)


def test_a_scan_of_the_tag_does_not_show_that_what_runs_was_scanned() -> None:
    def doubt(digest: str | None, *scanned: str) -> str:
        found = facts(cluster("prod", pod("a", "a:1", digest)), scan("s/a.json", "a:1", [], day(18), digests=scanned))
        (image,) = found.inventory
        assert image_in_latest_scan(image, found.as_of) is not bool(doubt_of_latest_scan(image, found.as_of))
        return doubt_of_latest_scan(image, found.as_of)

    assert doubt(sha("a"), sha("a")) == ""
    assert doubt(sha("a"), sha("b")) == "The scan looked at sha256:bbbbbbbbbbbb…, and not at sha256:aaaaaaaaaaaa…, which runs."
    assert doubt(sha("a")) == "The scan names the tag and no digest: it may have looked at another image."
    assert doubt(None, sha("a")) == "The digest that runs is not known: the scan may have looked at another image."


def test_a_weakness_says_that_the_scan_looked_at_other_bytes() -> None:
    def others(*snapshots: object) -> list[tuple[str, ...]]:
        found = facts(cluster("prod", pod("a", "a:1", sha("a"))), *snapshots)
        return [asset.other_digests for weakness in found.weaknesses for asset in weakness.assets]

    other = scan("s/b.json", "a:1", ["CVE-1"], day(18), digests=(sha("b"),))
    assert others(other) == [(sha("b"),)]
    assert others(replace(other, targets=tuple(replace(each, digests=(sha("a"),)) for each in other.targets))) == [()]
    assert others(scan("s/c.json", "a:1", ["CVE-1"], day(18))) == [()], "the scan does not say what it looked at"


def test_one_scanner_that_logged_in_is_enough() -> None:
    outside = scan_of(TargetKind.HOST, "s/1.json", "n1", [], authenticated=False)
    inside = scan_of(TargetKind.HOST, "s/2.json", "n1", [], authenticated=True)
    inside = replace(inside, scanner=replace(inside.scanner, name="Nessus"))
    found = coverage(facts(cluster("prod", node("n1")), outside, inside))
    assert found[0] == row("node", total=1, latest=1)


def test_nothing_collected_is_nothing_covered() -> None:
    assert coverage(facts()) == ()


NODES = cluster(
    "prod",
    *(node(f"node-{number}", os_image="Linux 1" if number else "Linux 2", kernel="6.1") for number in range(10)),
    pod("cart", "cart:1", sha("a")),
)


def select(text: str, *snapshots: object) -> tuple[Sample, ...]:
    return samples(facts(*(snapshots or (NODES,))), read_sampling(text))[0]


def test_the_same_seed_selects_the_same_and_another_seed_others() -> None:
    text = "seed: s1\nclasses:\n  - assets: node-*\n    share: 25\n"
    (first,) = select(text)
    assert first == select(text)[0]
    assert (len(first.members), len(first.selected)) == (10, 3)
    assert set(first.selected) < set(first.members)
    assert first.place == "decisions/sampling.yaml, line 3"
    assert {select(text.replace("s1", f"s{number}"))[0].selected for number in range(6)} != {first.selected}


def test_a_class_that_grows_keeps_its_selection_in_order() -> None:
    """The lot of an asset hangs on the seed and its own identifier alone."""
    text = "seed: s1\nclasses: [{assets: 'node-*', number: 10}]"
    assert select(text)[0].selected == select(text)[0].members
    half = select(text.replace("10", "5"))[0].selected
    assert set(select(text.replace("10", "3"))[0].selected) < set(half)


def test_what_can_be_reached_from_outside_is_always_selected() -> None:
    (found,) = select(
        "seed: 1\nclasses: [{assets: '*.example', number: 1}]", cluster("prod", ingress("a.example", "b.example"))
    )
    assert found.selected == ("a.example", "b.example")


def test_in_what_a_class_differs_is_shown() -> None:
    (found,) = select("seed: 1\nclasses: [{assets: 'node-*', number: 1}]")
    assert found.variance == ("operating system: 9 × Linux 1; 1 × Linux 2",)
    nodes = cluster("prod", node("node-1", kernel="6.1"), node("node-2", kernel="6.2"), node("node-3", kernel="6.2"))
    (kernels,) = select("seed: 1\nclasses: [{assets: 'node-*', number: 1}]", nodes)
    assert kernels.variance == ("details: 1 × kernel 6.1; 2 × kernel 6.2",)
    two = cluster("prod", pod("a", "cart:1", sha("a")), pod("b", "cart:1", sha("b")))
    (images,) = select("seed: 1\nclasses: [{assets: 'cart:*', share: 100}]", two)
    assert images.variance == ("cart:1: 2 digests run",)
    (alike,) = select("seed: 1\nclasses: [{assets: 'node-[1-9]', number: 1}]")
    assert alike.variance == ()


def test_a_class_of_nothing_is_shown() -> None:
    found, gaps = samples(facts(NODES), read_sampling("seed: 1\nclasses:\n  - assets: gone-*\n    number: 1\n"))
    assert found == ()
    assert [(gap.path, gap.place) for gap in gaps] == [("decisions/sampling.yaml", "line 3")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("classes: []", "the key `seed` is missing"),
        ("seed: 1\nclasses: [{assets: a}]", "not clear how many"),
        ("seed: 1\nclasses: [{assets: a, share: 5, number: 1}]", "not clear how many"),
        ("seed: 1\nclasses: [{assets: a, share: 0}]", "a share of 0 percent"),
        ("seed: 1\nclasses: [{assets: a, share: 101}]", "a share of 101 percent"),
        ("seed: 1\nclasses: [{assets: a, number: 0}]", "a selection of 0"),
        ("seed: 1\nclasses: [{assets: a, number: 1, why: x}]", "`why` is not a known key"),
    ],
)
def test_mistakes_in_the_plan_are_named(text: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_sampling(text)
    assert what in caught.value.what
    assert caught.value.where.startswith("decisions/sampling.yaml")


def test_an_old_scan_of_a_name_tells_no_more_of_what_runs_than_a_new_one() -> None:
    def doubt(digest: str | None, *scans: ScanSnapshot) -> str:
        found = facts(cluster("prod", pod("a", "a:1", digest)), *scans)
        return doubt_of_latest_scan(found.inventory[0], found.as_of)

    old = scan("s/a.json", "a:1", [], day(1, 6))
    assert doubt(None, old) == "The digest that runs is not known: the scan may have looked at another image."
    assert (doubt(None), doubt(sha("new"), old)) == ("", "")
