"""What is vulnerable and how it is fixed, asset by asset."""

from replacing import replace

from generator.ledger.affected_packages import described, remedy, unfixed, with_kept
from generator.model.facts import AffectedAsset
from generator.model.identifiers import AssetId
from generator.model.scan import AffectedPackage, ResultKind
from tests.ledger.weaknesses_made import weakness

ALPINE, DEBIAN = AssetId("reg.example/cart:1"), AssetId("reg.example/web:1")


def asset(asset_id: AssetId, *packages: tuple[str, str | None, str | None]) -> AffectedAsset:
    return AffectedAsset(
        asset_id=asset_id,
        first_seen=None,
        last_seen=None,
        packages=tuple(AffectedPackage(name=name, version=version, fixed_version=fixed) for name, version, fixed in packages),
        entries=1,
        sources=(),
    )


CART = asset(ALPINE, ("libssl", "3.0.1-r0", "3.0.2-r1"))
WEB = asset(DEBIAN, ("libssl3", "3.0.1-1", None))


def test_each_asset_has_its_own_package_version_and_fix() -> None:
    assert described("Text.", [CART, WEB]).splitlines() == [
        "Text.",
        "Affected, by asset:",
        f"{ALPINE}: libssl 3.0.1-r0 (fixed in 3.0.2-r1)",
        f"{DEBIAN}: libssl3 3.0.1-1 (no fixed version named)",
    ]


def test_a_fix_for_one_image_is_never_advised_for_another() -> None:
    flaw = replace(weakness(), fixed_versions=("3.0.2-r1",), solution="Upgrade to 3.0.2-r1")
    text = remedy(flaw, [WEB])
    assert "3.0.2-r1" not in text
    assert "no fixed version" in text
    both = remedy(flaw, [CART, WEB])
    assert f"Update libssl 3.0.1-r0 to 3.0.2-r1 in {ALPINE}; rebuild and deploy again." in both
    assert f"no fixed version of libssl3 3.0.1-1 in {DEBIAN}" in both


def test_of_two_scanners_the_one_that_knows_the_fix_counts() -> None:
    both = asset(ALPINE, ("libssl", "3.0.1", None), ("libssl", "3.0.1", "3.0.2"))
    assert "(fixed in 3.0.2)" in described("", [both])
    assert "names no fixed" not in remedy(weakness(), [both])


def test_the_scanners_advice_counts_where_it_names_no_fixed_version() -> None:
    assert remedy(replace(weakness(), solution="Restrict the port."), [asset(ALPINE)]) == "Restrict the port."
    secret = replace(weakness(), kind=ResultKind.SECRET)
    assert remedy(secret, [asset(ALPINE)]).startswith("Revoke the secret")
    assert remedy(replace(weakness(), kind=ResultKind.MISCONFIGURATION), [CART]).startswith("Correct the setting")


def test_what_a_scanner_does_not_name_is_said() -> None:
    assert "libssl (version not named)" in described("", [asset(ALPINE, ("libssl", None, None))])
    assert described("Text.", [asset(ALPINE)]) == "Text."
    assert unfixed([CART, WEB, asset(ALPINE)]) == [WEB]


def test_long_lists_are_cut_and_say_so() -> None:
    many = [asset(AssetId(f"reg.example/a{number:02}:1"), ("zlib", "1.2.3", "1.2.4")) for number in range(45)]
    lines = described("Text.", many).splitlines()
    assert (len(lines), lines[-1]) == (43, "and 5 more assets")
    packages = asset(ALPINE, *((f"p{number}", "1.0", "1.1") for number in range(10)))
    assert described("", [packages]).endswith("and 2 more")
    assert remedy(weakness(), [packages]).endswith("and 2 more; rebuild and deploy again.")


def test_lines_of_assets_that_nobody_looked_at_stay() -> None:
    before = described("Old.", [CART, WEB])
    now = described("New.", [CART])
    assert with_kept(now, before, [DEBIAN]).splitlines() == [
        "New.",
        "Affected, by asset:",
        f"{ALPINE}: libssl 3.0.1-r0 (fixed in 3.0.2-r1)",
        f"{DEBIAN}: libssl3 3.0.1-1 (no fixed version named)",
    ]
    assert with_kept("New.", before, [DEBIAN]).splitlines()[1:] == [
        "Affected, by asset:",
        f"{DEBIAN}: libssl3 3.0.1-1 (no fixed version named)",
    ]
    assert with_kept(now, "Old.", [DEBIAN]) == now
