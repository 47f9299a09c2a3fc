"""Certificates of NIST's Cryptographic Module Validation Program, as a CSV that the user keeps of the modules in use.

https://csrc.nist.gov/projects/cryptographic-module-validation-program/validated-modules offers no file of all certificates:
the list is made from its pages or its search. The first line says of which day it is.

```
# CMVP, dated 2026-11-20
certificate,status,sunset,module,version
1234,active,2028-03-01,Example Crypto Module,3.0.8
```
`sunset` may be empty; `module` and `version` may be left out.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, BinaryIO

import msgspec

from generator.content.base import MOST_RECORDS, Condensed, ContentKind, broken, day_of
from generator.model.crypto import ModuleCertificate, ModuleStatus

_BOM = b"\xef\xbb\xbf"
_DAY = re.compile(rb"\s*#\s*CMVP,\s*dated\s+([0-9-]{10})\s*", re.IGNORECASE)
_NEEDED = ("certificate", "status", "sunset")
_LONGEST = 256

_Number = Annotated[int, msgspec.Meta(ge=1, le=999_999)]
_Words = Annotated[str, msgspec.Meta(max_length=300)]


class _CertificateRow(msgspec.Struct):
    certificate: _Number
    status: ModuleStatus
    sunset: date | None
    module: _Words = ""
    version: _Words = ""


class _CertificateLine(msgspec.Struct, array_like=True):
    certificate: str
    status: ModuleStatus
    sunset: date | None
    module: str
    version: str


_line = msgspec.json.Decoder(_CertificateLine)


def _recognizes(head: bytes) -> bool:
    return _DAY.match(head.removeprefix(_BOM)[:_LONGEST]) is not None


def _condense(stream: BinaryIO) -> Condensed:
    first, _, rest = stream.read().removeprefix(_BOM).partition(b"\n")
    day = _DAY.fullmatch(first)
    if day is None:
        raise broken("its first line does not say of which day it is (`# CMVP, dated 2026-11-20`)")
    try:
        lines = sorted(_lines(rest.decode()))
    except (msgspec.ValidationError, UnicodeDecodeError, csv.Error) as error:
        raise broken(f"this is no list of certificates: {error}") from error
    if len({line.partition(b",")[0] for line in lines}) != len(lines):
        raise broken("a certificate is listed twice")
    return Condensed(dated=day_of(day[1].decode()), dated_by="first line", lines=lines)


def module_certificate(line: bytes, dated: date) -> ModuleCertificate:
    """A condensed line as the model has it."""
    row = _line.decode(line)
    return ModuleCertificate(
        certificate=int(row.certificate),
        status=row.status,
        sunset=row.sunset,
        module=row.module,
        version=row.version,
        dated=dated,
    )


def _lines(text: str) -> Iterable[bytes]:
    rows: csv.DictReader[str] = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    columns = {name: (name or "").strip().lower() for name in rows.fieldnames or ()}
    if not set(_NEEDED) <= set(columns.values()):
        raise broken(f"its columns are not {', '.join(_NEEDED)}")
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_RECORDS:
            raise broken("it has too many lines")
        yield msgspec.json.encode(_line_of({columns[name]: value for name, value in row.items() if name in columns}))
    if not count:
        raise broken("it has no entry")


def _line_of(row: Mapping[str, str | None]) -> _CertificateLine:
    values = {key: (value or "").strip() for key, value in row.items()}
    given = {**values, "status": values["status"].lower(), "sunset": values["sunset"] or None}
    entry = msgspec.convert(given, _CertificateRow, strict=False)
    return _CertificateLine(str(entry.certificate), entry.status, entry.sunset, entry.module, entry.version)


CMVP = ContentKind(
    name="cmvp",
    title="NIST: certificates of cryptographic modules (CMVP)",
    largest=16 << 20,
    recognizes=_recognizes,
    condense=_condense,
    plain=_line.decode,
)
