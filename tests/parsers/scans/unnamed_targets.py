"""Files of formats that name what was scanned, with the names taken out."""

import csv
import io
import json
import re
from pathlib import Path

_DATA = Path(__file__).parent / "testdata"
EMPTIED = {
    "anchore-evaluation-json": ("one.json", {"registry", "repository", "imageDigest"}),
    "anchore-policy-json": ("version_2.json", {"tag", "evaluatedTag", "imageDigest", "imageId", "digest"}),
    "aqua-cves-json": ("one.json", {"image_name"}),
    "aqua-json": ("one.json", {"image", "digest", "registry"}),
    "asff-json": ("one.json", {"Resources", "AwsAccountId"}),
    "aws-inspector2-json": ("one.json", {"resources"}),
    "checkmarx-flow-json": ("one.json", {"project"}),
    "clair-report-json": ("one.json", {"manifest_hash"}),
    "grype-json": ("one.json", {"target"}),
    "ironbank-vat-json": ("one.json", {"imageName"}),
    "jfrog-simple-json": ("one.json", {"impactPaths"}),
    "jfrog-xray-scan-json": ("one.json", {"component_id"}),
    "jfrog-xray-summary-json": ("one.json", {"name", "path"}),
    "nessus-csv": ("one.csv", {"Host", "FQDN", "IP Address", "Asset UUID"}),
    "nessus-xml": ("one.nessus", {"name", "tag"}),
    "polaris-json": ("one.json", {"SourceName", "SourceType", "Name", "Namespace", "Kind"}),
    "prisma-csv": ("one.csv", {"Registry", "Repository", "Tag", "Id"}),
    "prisma-json": ("one.json", {"name", "id", "repository", "digest", "entityInfo"}),
    "prowler-csv": ("one.csv", {"RESOURCE_UID", "RESOURCE_NAME", "ACCOUNT_UID"}),
    "prowler-json": ("one.json", {"ResourceArn", "ResourceId", "AccountId", "ResourceName"}),
    "prowler-ocsf-json": ("one.json", {"resources", "cloud"}),
    "qualys-asset-report-xml": ("one.xml", {"IP", "DNS", "NETBIOS", "NETWORK"}),
    "qualys-csv": ("one.csv", {"IP", "DNS", "NetBIOS", "Network"}),
    "qualys-detection-xml": ("one.xml", {"IP", "DNS", "NETBIOS", "ID"}),
    "qualys-host-asset-xml": ("one.xml", {"name", "address", "dnsHostName", "fqdn", "id"}),
    "qualys-pci-csv": ("one.csv", {"IP", "HOSTNAME"}),
    "qualys-scan-xml": ("one.xml", {"value", "name"}),
    "qualys-vmdr-csv": ("one.csv", {"Asset Name", "Asset IPV4", "Asset IPV6", "Asset Id"}),
    "qualys-was-xml": ("one.xml", {"NAME", "URL"}),
    "semgrep-supply-json": ("one.json", {"repositoryName"}),
    "sonarqube-html": ("one.html", {"dd"}),
    "stig-cklb": ("one.cklb", {"host_name", "fqdn", "ip_address"}),
    "tenable-container-json": ("one.json", {"image_name", "repository", "digest", "tag"}),
    "tenable-export-json": ("one.json", {"hostname", "fqdn", "ipv4", "ipv6", "uuid"}),
    "tenable-sc-csv": ("one.csv", {"IP Address", "DNS Name", "NetBIOS Name", "Repository"}),
    "trivy-json": ("one.json", {"ArtifactName", "RepoTags", "RepoDigests", "Reference", "Target"}),
    "whitesource-json": ("one.json", {"project"}),
    "wiz-api-json": ("one.json", {"name", "externalId", "providerId"}),
    "wiz-cli-json": ("one.json", {"name"}),
    "wiz-csv": ("one.csv", {"Resource Name", "Resource external ID"}),
    "wiz-ocsf-json": ("one.json", {"resources"}),
}
"""Files of formats that name a target, with the keys, columns, elements or attributes that have to be empty."""


def emptied(member: str) -> tuple[str, bytes]:
    """Name and content of the format's file without the names."""
    name, keys = EMPTIED[member]
    raw = (_DATA / member / name).read_bytes()
    if name.endswith(".csv"):
        return name, _without_columns(raw.decode(), keys).encode()
    if raw.lstrip().startswith(b"<"):
        return name, _without_text(raw.decode(), keys).encode()
    return name, json.dumps(_without_values(json.loads(raw), keys)).encode()


def _empty(value: object) -> object:
    """Go writes text that nobody set as empty, everything else as null."""
    return "" if isinstance(value, str) else None


def _without_values(value: object, keys: set[str]) -> object:
    if isinstance(value, dict):
        return {key: _empty(inner) if key in keys else _without_values(inner, keys) for key, inner in value.items()}
    return [_without_values(inner, keys) for inner in value] if isinstance(value, list) else value


def _without_columns(text: str, keys: set[str]) -> str:
    mark = ";" if text.count(";") > text.count(",") else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    header = next(row for row in rows if keys & set(row))
    for row in rows[rows.index(header) + 1 :]:
        row[:] = ["" if column in keys else cell for column, cell in zip(header, row, strict=False)]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    return written.getvalue()


def _without_text(text: str, keys: set[str]) -> str:
    names = "|".join(sorted(keys))
    text = re.sub(rf"(<(?:{names})(?: [^>]*)?>)[^<]+(?:<!\[CDATA\[.*?\]\]>)?(</)", r"\1\2", text)
    text = re.sub(rf"(<(?:{names})>)<!\[CDATA\[.*?\]\]>", r"\1", text)
    for name in sorted(keys):
        text = re.sub(rf"(<(?:IP|ReportHost)\b[^>]*?) {name}=\"[^\"]*\"", r"\1", text)
    return text
