"""What Nikto's reports say alike in JSON and XML: https://github.com/sullo/nikto, `plugins/nikto_report_*.plugin`.

Nikto knows no severities. An entry whose message begins with `ERROR:` says that the host could not be scanned. The JSON does
not say whether a site was reached with TLS: port 443 is taken for that.
"""

from generator.model.scan import Disposition, ScanResult, ScanTarget
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.web_targets import within_site

SCANNER = "Nikto"
_ITEM = FieldMap(
    identifier=("id", "@id"),
    title=("msg", "description"),
    cve=("msg", "description", "references"),
)
_ERROR = "ERROR:"
NOT_REACHED = "Nikto did not reach {host}"


def result(item: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One item: method and page are the scope."""
    method, page = item.get("method", "@method"), within_site(item.get("url", "uri"), target)
    scope = " ".join(filter(None, (method, page)))
    failed = failure(item)
    return _ITEM.result(
        item,
        target,
        place,
        scope=scope,
        disposition=Disposition.ERROR if failed else Disposition.OPEN,
        native_status="error" if failed else "",
    )


def failure(item: EntryFields) -> bool:
    """Does the item say that the host could not be scanned?"""
    return item.get("msg", "description").startswith(_ERROR)


def address(host: str, port: str) -> str:
    """The site of a host and port, which the JSON names apart."""
    if not host:
        return ""
    return f"https://{host}" if port == "443" else f"http://{host}:{port}" if port else host
