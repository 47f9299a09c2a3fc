"""Inventories keep how much they list, the operating system, and the names of tools: nothing else of their packages."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.model.evidence import EvidenceFile
from generator.model.image_tools import TOOLS
from generator.model.scan import PackageList, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.parsers.scans.package_list import PackageListFold

EVIDENCE = EvidenceFile(path="evidence/scans/a.json", sha256="a" * 64, size=1, media_type="application/json")


def _read(content: Any, name: str = "a.json") -> ScanSnapshot:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    snapshot = read(Document(name, data), EVIDENCE)[1]
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


def test_cyclonedx_json() -> None:
    found = _read(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "components": [
                {"type": "operating-system", "name": "debian", "version": "12.5"},
                {"type": "library", "name": "bash", "purl": "pkg:deb/debian/bash@5.2"},
                {"type": "library", "name": "curl", "purl": "pkg:pypi/curl@1.0"},
                {"type": "library", "name": "libc6", "purl": "pkg:deb/debian/libc6@2.36"},
                {"type": "file", "name": "bash"},
                {"type": "application", "name": "requirements.txt"},
            ],
        }
    )
    assert found.packages == PackageList(count=3, tools=("bash",), os_name="debian 12.5", names=("bash", "curl", "libc6"))
    assert not found.assessed


def test_cyclonedx_xml() -> None:
    found = _read(
        b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>'
        b'<component type="library"><name>apt</name><purl>pkg:deb/debian/apt@2</purl></component>'
        b'<component type="operating-system"><name>debian</name><version>12.5</version></component>'
        b"</components></bom>",
        "a.xml",
    )
    assert found.packages == PackageList(count=1, tools=("apt",), os_name="debian 12.5", names=("apt",))


def test_spdx() -> None:
    purl = {"referenceType": "purl", "referenceLocator": "pkg:apk/alpine/busybox@1.36"}
    found = _read(
        {
            "spdxVersion": "SPDX-2.3",
            "SPDXID": "SPDXRef-DOCUMENT",
            "documentDescribes": ["SPDXRef-image"],
            "packages": [
                {"SPDXID": "SPDXRef-image", "name": "bash"},
                {"SPDXID": "SPDXRef-os", "name": "alpine", "versionInfo": "3.20", "primaryPackagePurpose": "OPERATING-SYSTEM"},
                {"SPDXID": "SPDXRef-1", "name": "busybox", "externalRefs": [purl]},
                {"SPDXID": "SPDXRef-2", "name": "musl"},
                None,
            ],
        }
    )
    assert found.packages == PackageList(count=2, tools=("busybox",), os_name="alpine 3.20", names=("busybox", "musl"))


def test_trivy_with_all_packages() -> None:
    report = {
        "SchemaVersion": 2,
        "ArtifactName": "shop/cart:1",
        "ArtifactType": "container_image",
        "Metadata": {"OS": {"Family": "alpine", "Name": "3.20.3"}},
        "Results": [
            {
                "Target": "shop/cart:1 (alpine 3.20.3)",
                "Class": "os-pkgs",
                "Type": "alpine",
                "Packages": [
                    {"Name": "apk-tools", "Identifier": {"PURL": "pkg:apk/alpine/apk-tools@2.14"}},
                    {"Name": "musl"},
                    None,
                ],
            }
        ],
    }
    assert _read(report).packages == PackageList(
        count=2, tools=("apk-tools",), os_name="alpine 3.20.3", names=("apk-tools", "musl")
    )
    del report["Results"][0]["Packages"]  # type: ignore[index]
    assert _read(report).packages is None


@given(
    st.lists(st.tuples(st.sampled_from([*sorted(TOOLS), "", "musl", "APT"]), st.sampled_from([None, "pkg:deb/x", "pkg:npm/x"])))
)
def test_only_names_of_the_table_are_kept(packages: list[tuple[str, str | None]]) -> None:
    fold = PackageListFold()
    for name, purl in packages:
        fold.add(name, purl)
    found = fold.finish()
    named = [name for name, _ in packages if name]
    assert (found is None) == (not named)
    if found is not None:
        assert found.count == len(named)
        assert set(found.tools) <= set(TOOLS)
