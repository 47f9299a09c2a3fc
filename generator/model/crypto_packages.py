"""Packages that hold cryptography: which families of modules an inventory can show, by the names that distributions and
language ecosystems give them.

The table is ours and complete on purpose: a name that is not here is not counted. Names are facts of the distributions (Debian,
Ubuntu, Red Hat, SUSE, Alpine, Wolfi, Amazon Linux) and of Maven, PyPI, crates.io and Go, lower case. That a package is there
says nothing about a certificate: NIST's Cryptographic Module Validation Program validates a module in exact versions.
"""

import re
from functools import lru_cache

import msgspec

_FIPS = re.compile(r"(?:^|[-_./+~ ])(?:fips(?:[-_]?140)?|boringcrypto)(?:$|[-_./ 0-9])", re.IGNORECASE)
_NO_MODULE = ("fips-mode-setup", "dracut-fips", "crypto-policies")
"""Names that hold the word and no cryptography."""
_SYSTEM = ("deb", "rpm", "apk", "alpm", "opkg", "generic", "conan", "bitnami")
_PURL = re.compile(r"pkg:([a-z0-9.+-]{1,40})/", re.IGNORECASE)


class CryptoPackage(msgspec.Struct, frozen=True, order=True):
    """A package with cryptography, as an inventory lists it."""

    name: str
    version: str
    """Empty where the inventory does not say it."""
    family: str
    """`OpenSSL`; of a package that only its name claims to be a FIPS build, `FIPS build by its name`."""


class ModuleFamily(msgspec.Struct, frozen=True, kw_only=True):
    """Packages of one origin, and how certificates of its modules are called."""

    name: str
    packages: re.Pattern[str]
    ecosystems: tuple[str, ...] = _SYSTEM
    words: tuple[str, ...] = ()
    """One of these is in the module's name on its certificates, lower case; empty: by no certificate that we know."""


BY_NAME = "FIPS build by its name"

FAMILIES = (
    ModuleFamily(
        name="OpenSSL",
        packages=re.compile(
            r"openssl|openssl-libs|openssl3?-fips.*|openssl-provider-fips.*|fips-provider-next|libssl\d.*|libcrypto\d.*"
            r"|libopenssl-?\d.*"
        ),
        words=("openssl",),
    ),
    ModuleFamily(name="BoringCrypto", packages=re.compile(r"boringssl.*|boringcrypto.*"), words=("boringcrypto", "boringssl")),
    ModuleFamily(name="AWS-LC", packages=re.compile(r"(?:lib)?aws-?lc.*"), ecosystems=(*_SYSTEM, "cargo"), words=("aws-lc",)),
    ModuleFamily(
        name="AWS-LC", packages=re.compile(r"amazoncorrettocryptoprovider.*"), ecosystems=("maven",), words=("aws-lc",)
    ),
    ModuleFamily(name="libgcrypt", packages=re.compile(r"libgcrypt\d*(?:-.*)?"), words=("libgcrypt",)),
    ModuleFamily(
        name="NSS",
        packages=re.compile(r"nss|nss-softokn.*|libnss3|libsoftokn3.*|libfreebl3.*|mozilla-nss.*"),
        words=("nss", "network security services"),
    ),
    ModuleFamily(name="GnuTLS", packages=re.compile(r"gnutls|libgnutls\d.*"), words=("gnutls",)),
    ModuleFamily(name="wolfCrypt", packages=re.compile(r"(?:lib)?wolfssl.*|wolfcrypt.*"), words=("wolfcrypt", "wolfssl")),
    ModuleFamily(name="Mbed TLS", packages=re.compile(r"mbedtls.*|libmbedcrypto.*"), words=("mbed",)),
    ModuleFamily(
        name="Bouncy Castle FIPS",
        packages=re.compile(r"bc-fips|bctls-fips|bcpkix-fips"),
        ecosystems=("maven",),
        words=("bouncy castle", "bc-fja", "bc fips"),
    ),
    ModuleFamily(name="Bouncy Castle", packages=re.compile(r"bcprov-.*|bctls-jdk.*"), ecosystems=("maven",)),
    ModuleFamily(name="Python's cryptography", packages=re.compile(r"cryptography"), ecosystems=("pypi",)),
    ModuleFamily(name="ring", packages=re.compile(r"ring"), ecosystems=("cargo",)),
    ModuleFamily(name="Go", packages=re.compile(r"stdlib|go/stdlib"), ecosystems=("golang",), words=("go cryptographic",)),
)
"""The first that fits counts."""


def claims_fips(text: str) -> bool:
    """Does a name say it: `1.24.3-fips`, `boringcrypto`, `AL2023 FIPS`? A claim, never a proof."""
    return _FIPS.search(text) is not None


@lru_cache(1 << 14)
def _family(bare: str, ecosystem: str) -> ModuleFamily | None:
    return next((each for each in FAMILIES if ecosystem in each.ecosystems and each.packages.fullmatch(bare)), None)


def crypto_package(name: str, version: str, purl: str | None) -> CryptoPackage | None:
    """The package, where it holds cryptography as far as the table knows. Without a package URL it is taken as the operating
    system's.

    A Go binary's standard library whose version names `boringcrypto` was built with that module in place of Go's own.
    """
    bare, ecosystem = name.lower().rpartition(":")[2], _ecosystem(purl)
    family = _family(bare, ecosystem)
    if family is not None and family.name == "Go" and "boringcrypto" in version.lower():
        return CryptoPackage(name, version, "BoringCrypto")
    if family is not None:
        return CryptoPackage(name, version, family.name)
    if ecosystem in _SYSTEM and claims_fips(bare) and not bare.startswith(_NO_MODULE):
        return CryptoPackage(name, version, BY_NAME)
    return None


def is_fips_build(package: CryptoPackage) -> bool:
    """Does its name, version or family claim to be a FIPS module?"""
    claimed = (package.name, package.version, package.family)
    return package.family in (BY_NAME, "BoringCrypto") or any(map(claims_fips, claimed))


def family_of(module: str) -> str:
    """The family that the name of a module or certificate tells of; empty where it tells of none, or of several."""
    name = module.lower()
    families = {family.name for family in FAMILIES if any(_says(name, word) for word in family.words)}
    return families.pop() if len(families) == 1 else ""


def same_version(package: str, listed: str) -> bool:
    """Is the package's version one that a certificate lists? Whole, without the distribution's epoch and a leading `v`: a
    distribution's rebuild of a version is not that version.
    """
    wanted = _plain(package)
    return bool(wanted) and wanted in {_plain(each) for each in re.split(r"[,;]|\s+(?:and|or)\s+", listed)}


def consistent_version(package: str, stated: str) -> bool:
    """Is the package's version the stated one, or a distribution's package of it (`3.0.9-r2` of `3.0.9`)?"""
    of_package, wanted = _plain(package), _plain(stated)
    return bool(wanted) and (of_package == wanted or of_package.startswith(tuple(f"{wanted}{mark}" for mark in "-+~")))


def _plain(version: str) -> str:
    bare = version.strip().lower()
    epoch, colon, rest = bare.partition(":")
    return (rest if colon and epoch.isdecimal() else bare).removeprefix("v")


def _says(name: str, word: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", name) is not None


def _ecosystem(purl: str | None) -> str:
    match = _PURL.match(purl or "")
    return match[1].lower() if match else "generic"
