"""Names of one package in lists and scans."""

import pytest

from generator.model.package_keys import package_keys


@pytest.mark.parametrize(
    ("name", "purl", "keys"),
    [
        ("OpenSSL", None, {"openssl"}),
        ("openssl", "pkg:deb/debian/openssl@3.0.1?arch=amd64#x", {"openssl"}),
        ("org.example:core", None, {"org.example/core"}),
        ("core", "pkg:maven/org.example/core@1", {"core", "org.example/core"}),
        ("@scope/name", "pkg:npm/%40scope/name@1.0", {"@scope/name"}),
        ("github.com/x/y/v2", "pkg:golang/github.com/x/y/v2@v2.0.1", {"github.com/x/y/v2"}),
        ("curl", "pkg:apk/alpine/curl", {"curl"}),
        ("curl", "", {"curl"}),
    ],
)
def test_keys(name: str, purl: str | None, keys: set[str]) -> None:
    assert package_keys(name, purl) == keys


def test_keys_are_bounded() -> None:
    assert max(map(len, package_keys("a" * 9_999, "pkg:npm/" + "b" * 9_999))) == 200
