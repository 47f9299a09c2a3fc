"""A control of the Heimdall Data Format (InSpec's JSON), as far as it is read.

https://saf.mitre.org/framework/hdf and https://docs.chef.io/inspec/reporters/. Tags are free: whoever writes a profile may put
anything there, so that they are taken as they come. `code`, `message` and `backtrace` are not read: they quote the system.
"""

import re
from datetime import datetime
from typing import Any

import msgspec

from generator.model.identifiers import ControlId
from generator.parsers.scans.dates import day, moment
from generator.parsers.scans.entries import controls

_OFFSET = re.compile(r" (?=[+-]\d\d:?\d\d$)")
"""InSpec 1 wrote `2017-09-22 14:12:44 -0400`."""
_CVE = re.compile(r"CVE-\d{4}-\d{4,}")


class Test(msgspec.Struct):
    """One test of a control."""

    status: str | None = None
    start_time: str | None = None
    backtrace: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    def word(self) -> str:
        """What the test came to: a test that broke off is an error, whatever else it says."""
        broken = self.backtrace is not msgspec.UNSET and bytes(self.backtrace) not in {b"null", b"[]"}
        return "error" if broken else (self.status or "").lower()

    def started(self) -> datetime | None:
        """When it ran."""
        return moment(_OFFSET.sub("", self.start_time.strip())) if self.start_time else None


class Waiver(msgspec.Struct):
    """Somebody accepts that the control fails."""

    justification: str | None = None
    expiration_date: str | None = None
    skipped_due_to_waiver: bool | str | None = None
    run: bool | str | None = None

    def holds(self, when: datetime | None) -> bool:
        """Is it in force? An empty object is no waiver, and one that ran out before the test does not count."""
        if not (self.justification or self.expiration_date or self.skipped_due_to_waiver):
            return False
        ends = day(self.expiration_date)
        return ends is None or when is None or when.date() <= ends


class Description(msgspec.Struct):
    """A labelled text."""

    label: str | None = None
    data: str | None = None


class Control(msgspec.Struct):
    """One control. `tags` is named `control_tags` in lines."""

    id: str | None = None
    title: str | None = None
    desc: str | None = None
    description: str | None = None
    descriptions: tuple[Description | None, ...] | dict[str, str | None] | None = None
    impact: int | float | str | None = None
    tags: Any = None
    control_tags: Any = None
    results: tuple[Test | None, ...] | None = None
    waiver_data: Waiver | None = None

    def tests(self) -> list[Test]:
        """Its tests; none where another profile holds them."""
        return [test for test in self.results or () if test]

    def tag(self, name: str) -> tuple[str, ...]:
        """The words under a tag, which may hold one or many."""
        tags = self.tags or self.control_tags
        found = tags.get(name) if isinstance(tags, dict) else None
        several = found if isinstance(found, list) else [found]
        return tuple(word.strip() for word in several if isinstance(word, str) and word.strip())

    def labelled(self, label: str) -> str:
        """A text by its label."""
        texts = self.descriptions
        if isinstance(texts, dict):
            return texts.get(label) or ""
        return next((text.data or "" for text in texts or () if text and text.label == label), "")

    def about(self) -> str:
        """What the control is about."""
        return self.desc or self.description or self.labelled("default")

    def solution(self) -> str:
        """How to fix it."""
        return next(iter(self.tag("fix")), "") or self.labelled("fix")

    def cves(self) -> tuple[str, ...]:
        """CVEs that the control is named for or tagged with."""
        names = (self.id or "", *self.tag("cve"), *self.tag("cves"))
        return tuple(sorted({name for name in names if _CVE.fullmatch(name)}))

    def controls(self) -> tuple[ControlId, ...]:
        """Controls of SP 800-53 that the profile tags it with."""
        return controls(*self.tag("nist"))

    def names(self) -> tuple[str, ...]:
        """Other names of the control: its CCIs, then its ids in the STIG."""
        names = (*self.tag("cci"), *self.tag("rid"), *self.tag("gid"), *self.tag("stig_id"))
        return tuple(dict.fromkeys(name for name in names if name != self.id))


class Platform(msgspec.Struct):
    """What the tests ran on; for a converted report the converter."""

    name: str | None = None
    release: str | None = None
    target_id: str | None = None
