"""The sample is small, and no host, person, vulnerability or secret in it is real."""

import re
from pathlib import Path

from generator.resources import data

ROOT = Path(str(data("samples"))) / "parcel-tracker"

_PUBLIC = {"com", "gov", "io", "org", "net", "dev", "mil"}
_RESERVED = ("example.com", "example.gov")
_WORDS = ("slsa.dev", "cyclonedx.org")
"""Names of formats that look like hosts."""
_NVD = "nist.gov"
"""Grype names the source of a score by its mail address."""
_SECRET = re.compile(
    r"-----BEGIN(?! PUBLIC KEY)|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bxox[abp]-|\beyJ[\w-]{10,}\.|password\s*[:=]", re.I
)


def test_the_sample_stays_small() -> None:
    sizes = {path: path.stat().st_size for path in ROOT.rglob("*") if path.is_file()}
    assert max(sizes.values()) < 100_000
    assert sum(sizes.values()) < 600_000


def test_nothing_in_it_is_real() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(ROOT.rglob("*")) if path.is_file())
    assert set(re.findall(r"CVE-(\d+)-", text)) == {"2099"}
    assert set(re.findall(r"GHSA-\w+", text)) == {"GHSA-demo"}
    hosts = set(re.findall(r"(?<=[/@])([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[:/\"\s\]])", text))
    strangers = {
        host for host in hosts if host.rpartition(".")[2] in _PUBLIC and not host.endswith((*_RESERVED, _NVD, *_WORDS))
    }
    assert strangers == set()
    mails = set(re.findall(r"[\w.-]+@([a-z.-]+)", text)) - {_NVD}
    assert {domain for domain in mails if "." in domain} == set(_RESERVED)


def test_no_secret_is_in_it() -> None:
    for path in (one for one in ROOT.rglob("*") if one.is_file()):
        text = path.read_text("utf-8")
        assert not _SECRET.search(text), path
        for line in re.findall(r'"Match": "([^"]*)"', text):
            assert re.fullmatch(r"[A-Z_]+=\*+", line)
