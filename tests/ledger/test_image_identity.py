"""Which images are the same one over time, and which of one repository are several."""

import pytest

from generator.ledger.image_identity import ImageIdentities, ImagesOfRepository, fault_of
from generator.model.identifiers import AssetId

SHOP = "reg.example/shop"
OTHER = AssetId("reg.example/till:3.0-cart")


def at(*tags: str) -> list[AssetId]:
    return [AssetId(f"{SHOP}:{tag}") for tag in tags]


def one_after_another(*months: tuple[str, ...]) -> ImageIdentities:
    """The last of several months, each of which runs these tags."""
    identities, before = ImageIdentities(), ()
    for tags in months:
        identities = ImageIdentities(at(*tags), identities.remembered, side_by_side=at(*before), earlier=at(*before))
        before = tags
    return identities


@pytest.mark.parametrize(
    "tags",
    [
        pytest.param(("3.0", "3.1"), id="numbers"),
        pytest.param(("16.4-r3", "16.5-r1"), id="revisions"),
        pytest.param(("3.1-beta", "latest", "3.0", "main-0defaced", "sha-1defaced", "3.2-rc1"), id="states of a release"),
        pytest.param(("main-abcdefa", "fedcbaf"), id="hashes of commits that have letters only"),
        pytest.param(("17-jdk17", "18-jdk21"), id="words with a number"),
        pytest.param(("3.0-ad", "v3.1-ad", "3.2-ad-rc2"), id="words of two letters"),
        pytest.param(("3.0-Cart", "3.1-cart"), id="case"),
        pytest.param(("1.2.3-9-gb123456", "1.2.3", "1.2.4-0-gABCDEF0"), id="what git describe writes"),
        pytest.param(("3.0-pre", "3.0-hotfix2", "3.0-patch1", "3.0-dirty", "pr-17", "tip"), id="further states of a release"),
    ],
)
def test_these_tags_of_one_repository_are_versions_of_one_image(tags: tuple[str, ...]) -> None:
    identities = one_after_another(tags)
    assert identities.remembered == ()
    assert {identities.names(image) for image in at(*tags)} == {(SHOP,)}
    assert all(identities.same(at(tags[0])[0], image) for image in at(*tags))


def test_words_of_the_tag_tell_images_apart_that_run_side_by_side() -> None:
    cart, checkout, newer = at("3.0-cart", "3.0-ad", "3.1_cart.2")
    identities = ImageIdentities([cart, checkout, newer, OTHER])
    assert (identities.same(cart, newer), identities.same(cart, checkout), identities.same(cart, OTHER)) == (True, False, False)
    assert identities.versions(AssetId(f"{SHOP}:2.9-cart")) == (cart, newer)
    assert identities.names(cart) == (f"{SHOP}:cart", SHOP), "all were known by the name of their repository before"
    assert identities.name(OTHER) == "reg.example/till", "another repository"


def test_a_tag_that_changes_its_word_is_the_same_image_while_it_is_the_only_one() -> None:
    identities = one_after_another(("3.0-alpine",), ("3.1-bookworm",))
    assert identities.same(*at("3.0-alpine", "3.1-bookworm"))
    assert identities.remembered == ()


@pytest.mark.parametrize("later", [("3.1-cart", "3.1-checkout"), ("3.2-cart",), ("3.2-checkout",), ()])
def test_one_that_appears_later_is_another_and_the_first_keeps_the_name_for_good(later: tuple[str, ...]) -> None:
    identities = one_after_another(("3.0-cart",), ("3.0-cart", "3.0-checkout"), later, later)
    assert identities.names(f"{SHOP}:9-cart") == (SHOP,)
    assert identities.names(f"{SHOP}:9-checkout") == (f"{SHOP}:checkout",)
    assert not identities.same(*at("3.0-cart", "3.1-checkout"))
    assert identities.remembered == (ImagesOfRepository(repository=SHOP, variants=("cart", "checkout"), first="cart"),)


def test_an_image_of_before_its_repository_held_several_is_each_of_them() -> None:
    identities = one_after_another(("3.0-all",), ("3.1-cart", "3.1-checkout"), ("3.2-cart", "3.2-checkout"))
    assert identities.versions(at("3.0-all")[0]) == tuple(at("3.2-cart", "3.2-checkout"))
    assert not identities.same(*at("3.1-cart", "3.2-checkout"))
    assert identities.remembered[0].first is None


def test_a_tag_without_a_word_keeps_the_name_of_the_repository() -> None:
    identities = ImageIdentities(at("3.0", "3.0-checkout"))
    assert identities.names(f"{SHOP}:3.1") == (SHOP,)
    assert identities.names(f"{SHOP}:3.1-checkout") == (f"{SHOP}:checkout",)


def test_what_ran_side_by_side_by_a_package_that_remembers_nothing_is_told_apart() -> None:
    identities = ImageIdentities(at("3.1-cart"), side_by_side=at("3.0-cart", "3.0-checkout"))
    assert not identities.same(*at("3.1-cart", "3.0-checkout"))
    gone = ImageIdentities(side_by_side=at("3.0-cart", "3.0-checkout"))
    assert gone.remembered == identities.remembered == (ImagesOfRepository(repository=SHOP, variants=("cart", "checkout")),)


def test_a_new_word_that_runs_alone_is_the_image_that_ran_before() -> None:
    identities = one_after_another(("3-alpine", "3-slim"), ("4-alpine",), ("5-bookworm",), ("6-trixie",))
    assert identities.remembered == (ImagesOfRepository(repository=SHOP, variants=("alpine", "slim")),)
    assert identities.versions(at("4-alpine")[0]) == identities.versions(at("5-bookworm")[0]) == tuple(at("6-trixie"))
    assert identities.names(at("6-trixie")[0]) == (SHOP,)


def test_an_image_without_a_tag_is_each_of_those_that_are_distinguished() -> None:
    by_digest = AssetId(f"{SHOP}@sha256:{'ab' * 32}")
    assert ImageIdentities([*at("3.0-cart"), by_digest]).remembered == (), "it distinguishes nothing"
    identities = ImageIdentities([*at("3.0-cart", "3.0-till"), by_digest])
    assert identities.remembered[0].variants == ("cart", "till")
    assert identities.names(by_digest) == (SHOP,)
    assert identities.versions(by_digest) == (*at("3.0-cart", "3.0-till"), by_digest)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (ImagesOfRepository(repository=SHOP, variants=("cart", "till"), first="cart"), ""),
        (ImagesOfRepository(repository=SHOP, variants=("", "web-till")), ""),
        (ImagesOfRepository(repository="shop of mine", variants=("cart", "till")), "no repository with its registry"),
        (ImagesOfRepository(repository=f"{SHOP}:3", variants=("cart", "till")), "no repository with its registry"),
        (ImagesOfRepository(repository=SHOP, variants=("cart",)), "its variants are not two or more, each once and sorted"),
        (ImagesOfRepository(repository=SHOP, variants=("b2", "cart")), "a variant is no word of a tag"),
        (
            ImagesOfRepository(repository=SHOP, variants=("till", "cart")),
            "its variants are not two or more, each once and sorted",
        ),
        (ImagesOfRepository(repository=SHOP, variants=("cart", "till"), first="ad"), "the first is none of its variants"),
    ],
)
def test_what_no_ledger_remembers_is_a_fault(row: ImagesOfRepository, fault: str) -> None:
    assert fault_of(row) == fault


def test_a_third_one_is_remembered_with_the_others() -> None:
    identities = one_after_another(("3.0-cart", "3.0-checkout"), ("3.0-cart", "3.0-till"))
    assert identities.remembered[0].variants == ("cart", "checkout", "till")
    assert not identities.same(*at("3.0-checkout", "3.0-till"))


@pytest.mark.parametrize("name", ["web-1", "https://shop.example/3.0", "10.0.0.1", "build:cart"])
def test_what_is_no_image_has_its_id_and_no_versions(name: str) -> None:
    identities = ImageIdentities([AssetId(name)])
    assert identities.names(name) == (name,)
    assert (identities.versions(AssetId(name)), identities.same(AssetId(name), AssetId(f"{name}x"))) == ((), False)
    assert identities.same(AssetId(name), AssetId(name))
