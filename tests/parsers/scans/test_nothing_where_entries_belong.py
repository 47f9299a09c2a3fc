"""What stands where a report's entries belong and is none of them: it is refused or states it, and is no clean report."""

import json

import pytest
from scan_reading import read

from generator.errors import ParseError


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cargo.json", b'{"database": {}, "lockfile": {}, "vulnerabilities": null, "settings": {}, "warnings": {}}'),
        ("wapiti.json", b'{"vulnerabilities": "timeout", "infos": {"target": "https://shop.example/"}, "anomalies": {}}'),
        ("gcloud.json", b'{"image_summary": {"digest": "a"}, "package_vulnerability_summary": {"vulnerabilities": 7}}'),
        ("checkmarx.json", b'{"reportHeader": {"projectName": "shop"}, "scanResults": "failed"}'),
    ],
)
def test_something_else_where_entries_belong_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ParseError):
        read(name, content)


@pytest.mark.parametrize("site", [{}, {"@name": "https://shop.example"}, "timeout"])
def test_a_site_without_alerts_is_no_clean_one(site: object) -> None:
    content = json.dumps({"@programName": "ZAP", "@version": "2.15", "@generated": "", "site": [site]}).encode()
    assert "1 site of the report has no list of alerts" in (read("zap.json", content)[1].not_assessed_because or "")
