"""Invented reports in CSV, as large as asked: one row an entry, texts as long as real ones."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.reports_code import blackduck_row
from tests.bench.words import digest, score, sentence, vector

_LEVELS = ("Critical", "High", "Medium", "Low", "Info")


def _address(number: int) -> str:
    return f"10.1.{number // 60 % 250}.{number // 60 // 250}"


def _tenable(number: int) -> dict[str, object]:
    key = number % 3_000
    return {
        "Plugin": 10_000 + key,
        "Plugin Name": f"Web Server < 2.4.{key % 60} Multiple Vulnerabilities",
        "Family": "Web Servers",
        "Severity": _LEVELS[key % 5],
        "IP Address": _address(number),
        "Protocol": "TCP",
        "Port": 443,
        "Exploit?": "No",
        "Repository": "Shop",
        "DNS Name": f"web-{number // 60}.shop.example",
        "NetBIOS Name": "",
        "Plugin Output": f"Installed version : 2.4.{key % 40}\n  Fixed version : 2.4.60\n",
        "Synopsis": "The remote web server is affected by multiple vulnerabilities.",
        "Description": sentence(key, 700),
        "Steps to Remediate": "Upgrade to a version that is not affected, or later.",
        "See Also": f"https://advisories.example/{key}\nhttps://more.example/{key}",
        "CVSS V2 Base Score": "5.0",
        "CVSS V3 Base Score": f"{score(key):.1f}",
        "CVSS V2 Vector": "AV:N/AC:L/Au:N/C:P/I:N/A:N",
        "CVSS V3 Vector": vector(key).removeprefix("CVSS:3.1/"),
        "CVE": f"CVE-2099-{10_000 + key},CVE-2098-{10_000 + key}",
        "Cross References": f"CWE #{key % 900}",
        "First Discovered": "Jan 5, 2026 23:24:08 MST",
        "Last Observed": "Nov 18, 2026 10:24:08 MST",
        "Vuln Publication Date": "Jan 2, 2026 12:00:00 MST",
        "Recast Risk Comment": "",
        "Accept Risk Comment": "",
    }


def _qualys(number: int) -> dict[str, object]:
    key = number % 3_000
    return {
        "IP": _address(number),
        "Network": "Default",
        "DNS": f"web-{number // 60}.shop.example",
        "NetBIOS": f"WEB{number // 60}",
        "OS": "Debian 12",
        "IP Status": "host scanned, found vuln",
        "QID": 900_000 + key,
        "Title": f"Old protocol number {key} in use",
        "Vuln Status": "Active",
        "Type": "Vuln",
        "Severity": key % 5 + 1,
        "Port": 443,
        "Protocol": "tcp",
        "First Detected": "01/05/2026 07:08:28",
        "Last Detected": f"11/18/2026 07:{number % 60:02}:58",
        "CVE ID": f"CVE-2099-{10_000 + key}, CVE-2098-{10_000 + key}",
        "CVSS3.1 Base": f"{score(key):.1f} ({vector(key).removeprefix('CVSS:3.1/')})",
        "CVSS Base": "5.0 (AV:N/AC:L/Au:N/C:P/I:N/A:N)",
        "Threat": sentence(key, 500),
        "Impact": sentence(key, 150),
        "Solution": sentence(key, 150),
        "Results": f"Installed: 2.4.{key % 40}",
    }


def _sysdig(number: int) -> dict[str, object]:
    key, image = number % 900, number // 900
    name = f"registry.example/team/service-{image}:1.0"
    return {
        "Vulnerability ID": f"CVE-2099-{10_000 + key}",
        "Severity": _LEVELS[key % 4],
        "Package name": f"lib{key % 400}",
        "Package version": f"1.2.{key % 9}",
        "Package type": "os",
        "Package path": f"/usr/lib/lib{key % 400}",
        "Image": name,
        "OS Name": "debian 12.9",
        "CVSS version": "3.1",
        "CVSS score": f"{score(key):.1f}",
        "CVSS vector": vector(key),
        "Vuln link": f"https://vulnerabilities.example/CVE-2099-{10_000 + key}",
        "Vuln Publish date": "2026-01-30",
        "Vuln Fix date": "2026-02-02",
        "Fix version": "1.3.0",
        "Public Exploit": "false",
        "K8S cluster name": "shop",
        "K8S namespace name": "team",
        "K8S workload type": "deployment",
        "K8S workload name": f"service-{image}",
        "K8S container name": "main",
        "Image ID": digest(image),
        "Package suggested fix": "1.3.0",
        "Risk accepted": "false",
    }


def _prisma(number: int) -> dict[str, object]:
    key, image = number % 900, number // 900
    return {
        "Registry": "registry.example",
        "Repository": f"team/service-{image}",
        "Tag": "1.0",
        "Id": digest(image),
        "Distro": "debian-bookworm",
        "Hosts": 3,
        "Layer": "RUN apt-get install -y lib",
        "CVE ID": f"CVE-2099-{10_000 + key}",
        "Compliance ID": 46,
        "Type": "image",
        "Severity": _LEVELS[key % 4].lower(),
        "Packages": f"lib{key % 400}",
        "Source Package": f"lib{key % 400}",
        "Package Version": f"1.2.{key % 9}",
        "Package License": "GPL-2.0",
        "CVSS": f"{score(key):.1f}",
        "Fix Status": "fixed in 1.3.0",
        "Fix Date": "2026-02-02",
        "Risk Factors": "Attack complexity: low, Attack vector: network, Has fix",
        "Vulnerability Tags": "",
        "Description": sentence(key, 300),
        "Cause": "",
        "Published": "2026-01-30 10:15:00.000",
        "Discovered": "2026-02-01 10:15:00.000",
        "Vulnerability Link": f"https://vulnerabilities.example/CVE-2099-{10_000 + key}",
    }


ROWS: Mapping[str, Callable[[int], dict[str, object]]] = {
    "tenable-sc-csv": _tenable,
    "qualys-csv": _qualys,
    "sysdig-csv": _sysdig,
    "prisma-csv": _prisma,
    "blackduck-csv": blackduck_row,
}
"""What a row of each format is like."""


def write_csv(path: Path, size: int, format_: str) -> None:
    """Rows of one of the formats named in `ROWS`."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(ROWS[format_](0)))
        writer.writeheader()
        number = 0
        while out.tell() < size:
            writer.writerows(ROWS[format_](number + row) for row in range(500))
            number += 500
