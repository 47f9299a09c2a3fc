"""The content of a workspace as a build uses it: verified, and asked for single CVEs or controls."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from generator.content.base import ContentKind
from generator.content.cmvp import CMVP, module_certificate
from generator.content.disa_stig import DISA_STIG, STIG_ID, stig_of
from generator.content.epss import EPSS, exploitability
from generator.content.fedramp_rules import FEDRAMP_RULES, fedramp_rule
from generator.content.kev import KEV, known_exploited
from generator.content.lock import LockEntry, read_lock
from generator.content.nist_800_53 import (
    CONTROL_ID,
    HEAD,
    NIST_800_53,
    RESOURCE,
    UUID,
    catalog_about,
    control_text,
    kept_resource,
)
from generator.content.nvd import NVD, nvd_record
from generator.content.registry import KINDS
from generator.content.sorted_lines import SortedLines
from generator.model.content import Exploitability, KnownExploited, NvdRecord
from generator.model.control_text import CatalogAbout, ControlText
from generator.model.crypto import ModuleCertificate
from generator.model.fedramp_rules import FedrampRuleLine
from generator.model.stig import Stig
from generator.text import indented_json

_CVE, _ANY = re.compile(r"CVE-\d{4}-\d{4,19}", re.ASCII), re.compile(".*")


class _Extract(msgspec.Struct, rename="kebab", kw_only=True):
    """What a package keeps of the content: the records it used, and where they came from."""

    content: LockEntry
    records: list[object]


class OpenContent(msgspec.Struct, frozen=True):
    """See `model.content.Content`. Empty where the workspace has none."""

    _files: Mapping[str, SortedLines]

    @classmethod
    def of(cls, root: Path) -> "OpenContent":
        """Open and verify everything that was added.

        Raises:
            ConfigError: the lock cannot be read, or a file is missing or not what was added.
        """
        lock = read_lock(root)
        known = {kind.name for kind in KINDS}
        return cls({entry.kind: SortedLines.open(root, entry) for entry in lock.content if entry.kind in known})

    def scores(self, cve: str) -> NvdRecord | None:
        """See `Content.scores`."""
        line = self._line(NVD, cve, _CVE)
        return nvd_record(line) if line else None

    def kev(self, cve: str) -> KnownExploited | None:
        """See `Content.kev`."""
        line = self._line(KEV, cve, _CVE)
        return known_exploited(line, self._files[KEV.name].entry.dated) if line else None

    def epss(self, cve: str) -> Exploitability | None:
        """See `Content.epss`."""
        line = self._line(EPSS, cve, _CVE)
        return exploitability(line, self._files[EPSS.name].entry.dated) if line else None

    def certificate(self, number: int) -> ModuleCertificate | None:
        """The certificate of a cryptographic module in the list that was added; None where it is not there."""
        line = self._line(CMVP, str(number))
        return module_certificate(line, self._files[CMVP.name].entry.dated) if line else None

    def certificates(self) -> tuple[ModuleCertificate, ...]:
        """All certificates of that list, in its order; none where there is no list."""
        file = self._files.get(CMVP.name)
        return tuple(module_certificate(line, file.entry.dated) for line in file) if file else ()

    def dated(self, kind: str) -> date | None:
        """See `Content.dated`."""
        return self._files[kind].entry.dated if kind in self._files else None

    def extracts(self, cves: Iterable[str]) -> Mapping[str, tuple[bytes, str]]:
        """Per kind that is there: path in the package to the file, and its title."""
        wanted = sorted(set(cves))
        return {
            kind.extract[0]: (self._extract(kind, wanted), kind.extract[1])
            for kind in KINDS
            if kind.extract and kind.name in self._files
        }

    @property
    def about(self) -> CatalogAbout | None:
        """See `ControlCatalog.about`."""
        line = self._line(NIST_800_53, HEAD)
        return catalog_about(line) if line else None

    def control(self, control_id: str) -> ControlText | None:
        """See `ControlCatalog.control`."""
        line = self._line(NIST_800_53, control_id, CONTROL_ID)
        return control_text(line) if line else None

    def catalog_resource(self, uuid: str) -> bytes | None:
        """See `ControlCatalog.catalog_resource`."""
        line = self._line(NIST_800_53, f"{RESOURCE}{uuid}") if UUID.fullmatch(uuid) else None
        return kept_resource(line) if line else None

    def fedramp_rules(self) -> tuple[FedrampRuleLine, ...]:
        """Every rule of every version of FedRAMP's rules that was added, sorted by id and day; none where none was."""
        file = self._files.get(FEDRAMP_RULES.name)
        return tuple(map(fedramp_rule, file)) if file else ()

    def stig(self, stig_id: str) -> Stig | None:
        """The newest release of a STIG that was added; None where it was not."""
        line = self._line(DISA_STIG, stig_id, STIG_ID)
        return stig_of(line) if line else None

    def _extract(self, kind: ContentKind, cves: Iterable[str]) -> bytes:
        lines = [line for cve in cves if (line := self._line(kind, cve, _CVE))]
        return indented_json(_Extract(content=self._files[kind.name].entry, records=[kind.plain(line) for line in lines]))

    def _line(self, kind: ContentKind, key: str, form: re.Pattern[str] = _ANY) -> bytes | None:
        """The line of a key; None where there is none, or the key has not the form of that kind's keys."""
        file = self._files.get(kind.name)
        return file.find(key) if file and form.fullmatch(key) else None
