"""Metrics of a CVSS vector stand under FIRST's naming systems, with NIST's names and values."""

import pytest

from generator.model.scan import Cvss
from generator.oscal.cvss_facets import metric_facets
from generator.oscal.facet_values import FACETS


@pytest.mark.parametrize(
    ("version", "vector", "expected"),
    [
        ("2.0", "AV:N/AC:M/Au:S/C:P/I:C/A:N", "network medium single partial complete none"),
        ("3.0", "CVSS:3.0/AV:P/AC:H/PR:L/UI:R/S:C/C:N/I:L/A:H", "physical high low required changed none low high"),
        ("3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P", "network low none none unchanged high high high"),
        ("4.0", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "n l n n a h h h n n n"),
    ],
)
def test_each_base_metric_is_a_facet_that_nist_knows(version: str, vector: str, expected: str) -> None:
    facets = list(metric_facets(Cvss(source="nvd", version=version, vector=vector)))
    assert [value for _, _, value in facets] == expected.split()
    assert len({system for system, _, _ in facets}) == 1
    for system, name, value in facets:
        assert not FACETS[system][name] or value in FACETS[system][name]


@pytest.mark.parametrize("vector", ["", "AV:N", "CVSS:3.1/AV:X/AC:/PR", "CVSS:3.1/AV:N/AV:L", "////::"])
def test_what_first_does_not_have_is_left_out_and_nothing_stands_twice(vector: str) -> None:
    facets = list(metric_facets(Cvss(source="nvd", version="3.1", vector=vector)))
    assert [(name, value) for _, name, value in facets] == ([("attack-vector", "network")] if "AV:N" in vector else [])


def test_a_version_that_first_does_not_have_gives_no_facet() -> None:
    assert list(metric_facets(Cvss(source="nvd", version="9.9", vector="AV:N"))) == []
