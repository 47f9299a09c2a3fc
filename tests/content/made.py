"""Invented content files, made with few words."""

import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"
"""Scores 7.5."""
V31_CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
"""Scores 9.8."""
V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P"
"""Scores 7.5."""

_KEYS = {"4": "cvssMetricV40", "3.1": "cvssMetricV31", "3.0": "cvssMetricV30", "2": "cvssMetricV2"}


def metric(version: str, score: float | None, vector: str | None, source: str = "nvd@nist.gov") -> dict[str, object]:
    data: dict[str, object] = {"version": version, "baseSeverity": "SOME"}
    if score is not None:
        data["baseScore"] = score
    if vector is not None:
        data["vectorString"] = vector
    return {"source": source, "type": "Primary", "cvssData": data}


def cve(
    name: str, *metrics: Mapping[str, object], modified: str = "2026-11-01T10:00:00.123", **more: object
) -> dict[str, object]:
    grouped: dict[str, list[object]] = {}
    for one in metrics:
        version = one["cvssData"]["version"]  # type: ignore[index]
        key = next(key for start, key in _KEYS.items() if str(version).startswith(start))
        grouped.setdefault(key, []).append(one)
    said = {
        "id": name,
        "sourceIdentifier": "x@y.example",
        "lastModified": modified,
        "vulnStatus": "Analyzed",
        "metrics": grouped,
    }
    return {"cve": {**said, "descriptions": [{"lang": "en", "value": 'a "quote" }, {"cve": [ ]'}], **more}}


def nvd(*rows: object, day: str = "2026-11-20", total: int | None = None) -> bytes:
    """A feed or answer in the form of the API 2.0."""
    document = {
        "resultsPerPage": len(rows),
        "startIndex": 0,
        "totalResults": len(rows) if total is None else total,
        "format": "NVD_CVE",
        "version": "2.0",
        "timestamp": f"{day}T03:00:01.123",
        "vulnerabilities": rows,
    }
    return json.dumps(document).encode()


def nvd_11(*rows: tuple[str, str, dict[str, object]], day: str = "2023-11-30") -> bytes:
    """A retired feed: (CVE, last modified, impact)."""
    items = [
        {"cve": {"data_type": "CVE", "CVE_data_meta": {"ID": name}}, "impact": impact, "lastModifiedDate": modified}
        for name, modified, impact in rows
    ]
    document = {"CVE_data_type": "CVE", "CVE_data_version": "4.0", "CVE_data_timestamp": f"{day}T08:00Z", "CVE_Items": items}
    return json.dumps(document, indent=2).encode()


def kev(rows: Sequence[tuple[str, str, str]], day: str = "2026-11-19") -> bytes:
    """(CVE, added, due)."""
    entries = [
        {"cveID": name, "vendorProject": "v", "dateAdded": added, "dueDate": due, "notes": "n"} for name, added, due in rows
    ]
    document = {"title": "t", "catalogVersion": "2026.11.19", "dateReleased": f"{day}T16:00:05.6473Z", "count": len(entries)}
    return json.dumps({**document, "vulnerabilities": entries}).encode()


def kev_csv(rows: Sequence[tuple[str, str, str]]) -> bytes:
    lines = ["cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,notes"]
    lines += [f'{name},v,p,"a, b",{added},"two\nlines",r,{due},n' for name, added, due in rows]
    return "\r\n".join(lines).encode()


def epss(rows: Sequence[tuple[str, str, str]], day: str = "2026-11-20") -> bytes:
    lines = [f"#model_version:v2025.03.14,score_date:{day}T12:55:00Z", "cve,epss,percentile"]
    return "\n".join([*lines, *(",".join(row) for row in rows), ""]).encode()


def zipped(*contents: bytes, name: str = "../../inside.json", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{name}{number or ''}", content)
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def put(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def catalog(*families: tuple[str, Sequence[Mapping[str, object]]], day: str = "2026-01-15", version: str = "5.9.9") -> bytes:
    """A catalog in OSCAL: (family id, its controls)."""
    groups = [
        {"id": family, "class": "family", "title": f"Family {family.upper()}", "controls": list(controls)}
        for family, controls in families
    ]
    metadata = {
        "title": "An invented catalog like NIST SP 800-53",
        "last-modified": f"{day}T10:00:00.000-05:00",
        "version": version,
        "oscal-version": "1.1.3",
    }
    body = {"uuid": "7a2d0a6c-7c4c-4c8e-8a8f-0b7a4d3f2e11", "metadata": metadata, "groups": groups}
    return json.dumps({"catalog": body}).encode()


def control(name: str, title: str, *parts: str, enhancements: Sequence[Mapping[str, object]] = ()) -> dict[str, object]:
    """A control with lettered parts, or with one sentence where no part is given."""
    statement: dict[str, object] = {"id": f"{name}_smt", "name": "statement"}
    if parts:
        statement["parts"] = [
            {"id": f"{name}_smt.{letter}", "name": "item", "props": [{"name": "label", "value": f"{letter}."}], "prose": prose}
            for letter, prose in zip("abcdefgh", parts, strict=False)
        ]
    else:
        statement["prose"] = f"Do {title.lower()}."
    made: dict[str, object] = {"id": name, "class": "SP800-53", "title": title, "parts": [statement]}
    return {**made, "controls": list(enhancements)} if enhancements else made
