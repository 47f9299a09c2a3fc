"""One image under several digests: indexes, platforms, local ids; resolved through the registry, or reported."""

from datetime import date

import pytest
from replacing import replace

from generator.facts.digests import Digests, newest_by_tag
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.image_vendors import vendor_of, vendors
from generator.model.asset import MatchedBy
from generator.model.facts import ImageAsset
from generator.model.registry import RegistrySnapshot
from generator.workspace.system_yaml import read
from tests.facts.assets_made import cluster, config_of, pod, registry, sha
from tests.facts.scans_made import day, scan

CART = "registry.example/cart:1"
TOP, AMD, ARM, OTHER = sha("1"), sha("a"), sha("b"), sha("c")
STORED = registry("1", TOP, linux_amd64=AMD, linux_arm64=ARM)


def image(*snapshots: object) -> ImageAsset:
    found = facts_of(History.of(snapshots), read("", folder="x"), date(2026, 11, 20))  # type: ignore[arg-type]
    return next(one for one in found.images if one.asset_id == CART)


@pytest.mark.parametrize(
    ("runs", "scanned", "how"),
    [
        (AMD, TOP, MatchedBy.INDEX),
        (TOP, AMD, MatchedBy.PLATFORM),
        (AMD, AMD, "digest"),
        (AMD, ARM, "reference"),
        (AMD, OTHER, "reference"),
    ],
)
def test_an_index_and_its_platform_are_one_image_and_two_platforms_are_two(runs: str, scanned: str, how: str) -> None:
    found = image(cluster("prod", pod("cart", CART, runs)), STORED, scan("s.json", CART, [], day(18), digests=(scanned,)))
    (look,) = found.scans
    assert look.matched_by == how
    assert look.covers(found.digests) is (how != "reference")


def test_a_scan_of_the_index_under_another_name_is_found_too() -> None:
    found = image(cluster("prod", pod("cart", CART, AMD)), STORED, scan("s.json", "mirror/cart:x", [], day(18), digests=(TOP,)))
    assert [one.matched_by for one in found.scans] == [MatchedBy.INDEX]


def test_a_scan_of_the_running_platform_beats_a_newer_one_of_the_name() -> None:
    found = image(
        cluster("prod", pod("cart", CART, AMD)),
        STORED,
        scan("s/index.json", CART, ["CVE-1"], day(10), digests=(TOP,)),
        scan("s/rebuilt.json", CART, ["CVE-2"], day(18), digests=(OTHER,)),
    )
    assert [one.evidence.path for one in found.scans] == ["s/index.json"]


def test_without_the_registry_an_index_is_another_digest() -> None:
    found = image(cluster("prod", pod("cart", CART, AMD)), scan("s.json", CART, [], day(18), digests=(TOP,)))
    assert [one.covers(found.digests) for one in found.scans] == [False]


def test_an_id_of_the_node_is_resolved_where_the_registry_knows_it() -> None:
    local = cluster("prod", pod("cart", CART, image_id=config_of(ARM)))
    assert image(local).digests == ()
    assert image(local, STORED).digests == (ARM,)
    assert image(local, STORED).image_ids == (config_of(ARM),)


def test_a_scanner_that_only_knows_the_configuration_finds_what_runs() -> None:
    made = scan("s.json", "saved.tar", [], day(18))
    made = replace(made, targets=(replace(made.targets[0], image_id=config_of(AMD)),))
    found = image(cluster("prod", pod("cart", CART, AMD)), STORED, made)
    assert [one.matched_by for one in found.scans] == ["image id"]


def test_a_configuration_that_two_manifests_share_tells_neither() -> None:
    again = registry("2", sha("2"), linux_amd64=sha("a")[:-1] + "e")
    twice = Digests.of([STORED, again])
    assert twice.of_image_id(config_of(AMD)) == AMD
    shared = Digests(by_config={"sha256:x": frozenset({AMD, ARM})})
    assert shared.of_image_id("sha256:x") is None


def test_siblings_and_their_platforms() -> None:
    known = Digests.of([STORED])
    assert known.siblings(AMD, ARM)
    assert not known.siblings(AMD, AMD)
    assert not known.siblings(AMD, OTHER)
    assert (known.platform(ARM), known.platform(OTHER)) == ("linux/arm64", None)
    assert known.same_as((TOP,)) == (AMD, ARM)
    assert known.same_as((TOP, AMD)) == (ARM,)


def test_the_maker_of_an_image_is_heard_where_all_platforms_say_the_same() -> None:
    def labelled(*names: str) -> RegistrySnapshot:
        made = registry("1", sha("1"), linux_amd64=sha("a"), linux_arm64=sha("b"))
        (found,) = made.images
        platforms = tuple(
            replace(one, labels=(("org.opencontainers.image.vendor", name),) if name else ())
            for one, name in zip(found.platforms, names, strict=True)
        )
        return replace(made, images=(replace(found, platforms=platforms),))

    assert vendor_of([sha("1")], vendors([labelled("Example  Corp", "Example Corp")])) == "Example Corp"
    assert vendor_of([sha("a")], vendors([labelled("Example Corp", "Other")])) == "Example Corp"
    assert vendor_of([sha("1")], vendors([labelled("Example Corp", "Other")])) is None
    assert vendor_of([sha("1")], vendors([labelled("Example Corp", "")])) is None
    assert vendor_of([sha("a"), sha("c")], vendors([labelled("Example Corp", "Example Corp")])) is None
    assert vendor_of([], {}) is None
    assert vendor_of([sha("1")], vendors([labelled("x" * 121, "x" * 120)])) == "x" * 120


def test_a_tag_points_to_what_the_newest_file_says_and_a_file_without_a_day_of_its_own_is_of_its_collection() -> None:
    early, late = registry("1", sha("1"), linux_amd64=AMD), registry("1", sha("2"), linux_amd64=ARM)
    early = replace(early, evidence=replace(early.evidence, path="z.json", collected=day(3)))
    late = replace(late, evidence=replace(late.evidence, path="a.json", collected=day(4)))
    for files in ((early, late), (late, early), (replace(early, taken=day(1)), late)):
        assert newest_by_tag(files)["registry.example", "cart", "1"].digest == sha("2")
    assert newest_by_tag((early, replace(late, taken=day(2))))["registry.example", "cart", "1"].digest == sha("1")
