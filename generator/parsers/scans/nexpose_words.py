"""What Rapid7's reports say alike: Nexpose and InsightVM, XML Export 1.0 and 2.0, Simple XML, and the API of the console.

https://docs.rapid7.com/insightvm/xml-export-2-0/ and "Vulnerability Test Status": a test is `vulnerable-exploited`,
`…-version` or `…-potential`, `not-vulnerable…`, `exception-vulnerable-…` or `overridden-vulnerable-…` where a person set it
aside, or was not done. A vulnerability's severity is 1 to 10, and follows its score of CVSS version 2.
"""

import re
from datetime import datetime

from generator.model.scan import Disposition, Severity
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.cvss_scores import number
from generator.parsers.scans.dates import moment
from generator.parsers.scans.severity import band

SCANNER = "Nexpose"
_STAMP = late_re(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\d{0,3}", re.ASCII)
"""`20210228T225429678`."""
_CODES = {"VE": "vulnerable-exploited", "VV": "vulnerable-version", "VP": "vulnerable-potential"}
_STARTS = (
    ("vulnerable", Disposition.OPEN),
    ("exception", Disposition.SUPPRESSED),
    ("overridden", Disposition.SUPPRESSED),
    ("not-vulnerable", Disposition.PASSED),
    ("invulnerable", Disposition.PASSED),
    ("no-results", Disposition.PASSED),
    ("skipped", Disposition.NOT_APPLICABLE),
)


def disposition(status: str) -> Disposition:
    """What a test's status means; one that could not be done is an error, no status at all is open."""
    word = _CODES.get(status.upper(), status).lower()
    if not word:
        return Disposition.OPEN
    return next((meaning for start, meaning in _STARTS if word.startswith(start)), Disposition.ERROR)


def severity(level: str) -> Severity:
    """Of a level of 1 to 10."""
    return band(number(level), "2.0")


def moment_of(text: str) -> datetime | None:
    """A time of an export as aware UTC."""
    match = _STAMP.fullmatch(text.strip())
    return moment("{}-{}-{}T{}:{}:{}".format(*match.groups())) if match else None
