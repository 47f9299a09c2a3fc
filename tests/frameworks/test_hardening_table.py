"""Which system a name means, which benchmark fits it, and whether a file's own words name that benchmark."""

import pytest

from generator.frameworks.hardening import PUBLISHED, is_result_of, named, published
from generator.model.hardening import BenchmarkKind


@pytest.mark.parametrize(
    ("text", "family", "version", "name"),
    [
        ("redhat 9.4", "rhel", "9.4", "Red Hat Enterprise Linux 9 STIG"),
        ("Red Hat Enterprise Linux 8.10 (Ootpa)", "rhel", "8.10", "Red Hat Enterprise Linux 8 STIG"),
        ("rhel9", "rhel", "9", "Red Hat Enterprise Linux 9 STIG"),
        ("Oracle Linux Server 9.3", "ol", "9.3", "Oracle Linux 9 STIG"),
        ("ubuntu 22.04", "ubuntu", "22.04", "Canonical Ubuntu 22.04 LTS STIG"),
        ("SUSE Linux Enterprise Server 15 SP5", "sles", "15", "SUSE Linux Enterprise Server 15 STIG"),
        ("amazon 2023 (Amazon Linux)", "amazon", "2023", "Amazon Linux 2023 STIG"),
        ("al2023", "amazon", "2023", "Amazon Linux 2023 STIG"),
        ("amazon 2 (Karoo)", "amazon", "2", "CIS Amazon Linux 2 Benchmark"),
        ("debian 12.5", "debian", "12.5", "CIS Debian Linux 12 Benchmark"),
        ("Debian GNU/Linux 12 (bookworm)", "debian", "12", "CIS Debian Linux 12 Benchmark"),
        ("alma 9.3", "almalinux", "9.3", "CloudLinux AlmaLinux OS 9 STIG"),
        ("redhat 10.0", "rhel", "10.0", "Red Hat Enterprise Linux 10 STIG"),
        ("debian 13.1", "debian", "13.1", "CIS Debian Linux 13 Benchmark"),
        ("slem 5.5", "slem", "5.5", "SUSE Linux Enterprise Micro (SLEM) 5 STIG"),
        ("SUSE Linux Enterprise Micro 5.3", "slem", "5.3", "SUSE Linux Enterprise Micro (SLEM) 5 STIG"),
        ("azurelinux 3.0", "azurelinux", "3.0", "CIS Azure Linux 3.0 Benchmark"),
        ("windows 10.0.20348.2113", "windows", "10.0.20348.2113", "Microsoft Windows Server 2022 STIG"),
        ("Windows Server 2019", "windows", "2019", "Microsoft Windows Server 2019 STIG"),
        ("Bottlerocket OS 1.20", "bottlerocket", "1.20", "CIS Bottlerocket Benchmark"),
    ],
)
def test_a_system_and_its_benchmark(text: str, family: str, version: str, name: str) -> None:
    assert named(text) == (family, version)
    found = published(family, version)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "alpine 3.20.3",
        "wolfi 20230201",
        "ubuntu 23.10",
        "debian 14.1",
        "rhel 90.1",
        "oracle 10.0",
        "slem 6.0",
        "cbl-mariner 2.0",
        "photon 5.0",
    ],
)
def test_systems_without_a_published_benchmark(text: str) -> None:
    system = named(text)
    assert system is not None
    assert published(*system) is None


@pytest.mark.parametrize("text", ["", "Plan 9", "alphabet 3"])
def test_systems_that_nobody_knows(text: str) -> None:
    assert named(text) is None


def _row(name: str):
    return next(row for row in PUBLISHED if row.name == name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Red Hat Enterprise Linux 9 STIG", "RHEL_9_STIG"),
        ("Red Hat Enterprise Linux 9 STIG", "org.ssgproject.content_benchmark_RHEL-9 org.ssgproject.content_profile_stig"),
        ("Red Hat Enterprise Linux 9 STIG", "redhat-enterprise-linux-9-stig-baseline"),
        ("Canonical Ubuntu 22.04 LTS STIG", "CAN_Ubuntu_22-04_LTS_STIG"),
        ("CIS Debian Linux 12 Benchmark", "content_benchmark_DEBIAN-12 content_profile_cis_level2_server"),
        ("CIS Debian Linux 12 Benchmark", "debian12-cis-baseline"),
        ("Microsoft Windows Server 2022 STIG", "MS_Windows_Server_2022_STIG"),
        ("SUSE Linux Enterprise Micro (SLEM) 5 STIG", "SLEM_5_STIG"),
        ("Red Hat Enterprise Linux 10 STIG", "RHEL_10_STIG"),
        ("CIS Azure Linux 3.0 Benchmark", "CIS Azure Linux 3.0 Benchmark v1.0.0"),
    ],
)
def test_results_of_a_benchmark(name: str, said: str) -> None:
    assert is_result_of(_row(name), said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Red Hat Enterprise Linux 9 STIG", "RHEL_8_STIG"),
        ("Red Hat Enterprise Linux 9 STIG", "benchmark_RHEL-9 profile_cis"),
        ("Canonical Ubuntu 22.04 LTS STIG", "CAN_Ubuntu_20-04_LTS_STIG"),
        ("CIS Debian Linux 12 Benchmark", "content_benchmark_DEBIAN-12 content_profile_cis_level1_server"),
        ("CIS Debian Linux 12 Benchmark", "CIS Docker Benchmark (image checks)"),
        ("SUSE Linux Enterprise Micro (SLEM) 5 STIG", "SLES_15_STIG"),
        ("Microsoft Windows Server 2022 STIG", "MS_Windows_Server_2019_STIG"),
        ("CIS Amazon Linux 2 Benchmark", "CIS Amazon Linux 2023 Benchmark"),
    ],
)
def test_results_of_another_benchmark(name: str, said: str) -> None:
    assert not is_result_of(_row(name), said)


def test_every_row_has_a_source_and_a_stig_stands_before_cis() -> None:
    assert all(row.source for row in PUBLISHED)
    kinds = [row.kind for row in PUBLISHED]
    assert kinds == sorted(kinds, key=lambda kind: kind is not BenchmarkKind.STIG)
