"""Packages that hold cryptography, by name, ecosystem and version."""

import pytest

from generator.model.crypto_packages import (
    BY_NAME,
    claims_fips,
    consistent_version,
    crypto_package,
    family_of,
    is_fips_build,
    same_version,
)


@pytest.mark.parametrize(
    ("name", "version", "purl", "family"),
    [
        ("libssl3t64", "3.0.15-1", "pkg:deb/debian/libssl3t64@3.0.15-1", "OpenSSL"),
        ("openssl-libs", "3.0.7-27.el9", None, "OpenSSL"),
        ("openssl-provider-fips", "3.1.2-r0", "pkg:apk/wolfi/openssl-provider-fips@3.1.2-r0", "OpenSSL"),
        ("org.bouncycastle:bc-fips", "2.1.0", "pkg:maven/org.bouncycastle/bc-fips@2.1.0", "Bouncy Castle FIPS"),
        ("bcprov-jdk18on", "1.80", "pkg:maven/org.bouncycastle/bcprov-jdk18on@1.80", "Bouncy Castle"),
        ("libgcrypt20", "1.10.3", "pkg:deb/debian/libgcrypt20@1.10.3", "libgcrypt"),
        ("nss-softokn", "3.101", "pkg:rpm/redhat/nss-softokn@3.101", "NSS"),
        ("aws-lc-fips-sys", "0.13.0", "pkg:cargo/aws-lc-fips-sys@0.13.0", "AWS-LC"),
        ("stdlib", "1.24.3", "pkg:golang/stdlib@1.24.3", "Go"),
        ("stdlib", "1.22.5 X:boringcrypto", "pkg:golang/stdlib@1.22.5", "BoringCrypto"),
        ("envoy-fips", "1.33.0-r0", "pkg:apk/wolfi/envoy-fips@1.33.0-r0", BY_NAME),
    ],
)
def test_known_packages(name: str, version: str, purl: str | None, family: str) -> None:
    package = crypto_package(name, version, purl)
    assert package is not None
    assert (package.name, package.version, package.family) == (name, version, family)


@pytest.mark.parametrize(
    ("name", "purl"),
    [
        ("openssl", "pkg:npm/openssl@2.0.0"),
        ("cryptography", "pkg:deb/debian/cryptography@1"),
        ("stdlib", "pkg:npm/stdlib@1"),
        ("fips-mode-setup", "pkg:rpm/redhat/fips-mode-setup@1"),
        ("fipscheck-not", "pkg:npm/x-fips@1"),
        ("curl", None),
    ],
)
def test_other_packages(name: str, purl: str | None) -> None:
    assert crypto_package(name, "1", purl) is None


def test_what_claims_to_be_a_fips_build() -> None:
    plain, patched = (crypto_package("libssl3", version, None) for version in ("3.0.2", "3.0.2-0ubuntu1.10+Fips1"))
    assert plain is not None
    assert patched is not None
    assert (is_fips_build(plain), is_fips_build(patched)) == (False, True)
    assert claims_fips("AL2023 FIPS")
    assert not claims_fips("fipsum")


def test_a_version_is_that_of_a_certificate_only_whole() -> None:
    assert same_version("3.0.9", "3.0.8, 3.0.9")
    assert same_version("v1.0.0", "1.0.0")
    assert same_version("1:3.0.7-395c1a240fbfffd8", "3.0.7-395c1a240fbfffd8")
    assert same_version("2.0.0", "1.0.2.5 and 2.0.0")
    assert not same_version("3.0.9-r2", "3.0.9")
    assert not same_version("3.0.90", "3.0.9")
    assert not same_version("", "")


def test_a_distributions_package_of_a_version_is_consistent_with_it() -> None:
    assert consistent_version("3.0.9-r2", "3.0.9")
    assert consistent_version("1:3.0.9~deb12u1", "3.0.9")
    assert not consistent_version("3.0.90", "3.0.9")
    assert not consistent_version("3.0.9", "")


@pytest.mark.parametrize(
    ("module", "family"),
    [
        ("OpenSSL FIPS Provider", "OpenSSL"),
        ("Red Hat Enterprise Linux 9 - OpenSSL FIPS Provider", "OpenSSL"),
        ("BC-FJA (Bouncy Castle FIPS Java API)", "Bouncy Castle FIPS"),
        ("AWS-LC Cryptographic Module (static)", "AWS-LC"),
        ("wolfCrypt", "wolfCrypt"),
        ("Go Cryptographic Module", "Go"),
        ("Example of OpenSSL and GnuTLS", ""),
        ("Example Module", ""),
    ],
)
def test_the_family_of_a_certificates_module(module: str, family: str) -> None:
    assert family_of(module) == family
