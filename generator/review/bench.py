"""What all pages of one workbench share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec
from starlette.exceptions import HTTPException

from generator.review.access import BrowserSession, Doorkeeper
from generator.review.assessment import AssessmentCache, WorkspaceAssessment
from generator.review.document_pictures import DocumentPictures
from generator.review.jobs import JobRunner
from generator.review.people import Person

T = TypeVar("T")


@dataclass(slots=True)
class Workbench:
    """One workspace, one run of the server."""

    root: Path
    door: Doorkeeper
    assessments: AssessmentCache
    as_of: Callable[[], date]
    now: Callable[[], datetime]
    person: Person
    """The person that git names; a browser may name another."""
    jobs: JobRunner = field(default_factory=JobRunner)
    pictures: DocumentPictures = field(default_factory=DocumentPictures)
    named: dict[str, Person] = field(default_factory=dict)
    """By the key of a session: who a person said to be."""

    def person_of(self, session: BrowserSession) -> Person:
        """Who decides in a browser."""
        return self.named.get(session.key, self.person)


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """What a page is made from: the whole page from the workspace of one moment."""

    bench: Workbench
    session: BrowserSession
    query: Mapping[str, str]
    """Of the address: filters, the page of a long table."""
    path: Mapping[str, str]
    """Parts of the address: `{"control": "CM-8"}`."""

    @cached_property
    def assessment(self) -> WorkspaceAssessment:
        """Of the workspace when the page first asks, since each question looks at every file. A page that does without it works
        while a file keeps the rest from being assessed.

        Raises:
            AssessmentFailedError: a file that people write is wrong.
        """
        return self.bench.assessments.shown()

    @property
    def person(self) -> Person:
        """Who is at the keyboard."""
        return self.bench.person_of(self.session)


def there(wanted: T | None) -> T:
    """What an address names.

    Raises:
        HTTPException: there is no such thing: the page is not found.
    """
    if wanted is None:
        raise HTTPException(404)
    return wanted


PageValues = Mapping[str, object]
"""Values of a page's template."""


class ReviewPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page. `registry.PAGES` lists them."""

    path: str
    """Of its address: `/controls/{control}`."""
    title: str
    template: str
    """Below `templates/html/review/`."""
    view: Callable[[PageRequest], PageValues]
    listed: bool = True
    """Does the navigation lead to it?"""


class ActionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a form posted."""

    bench: Workbench
    session: BrowserSession
    posted: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    """Fields that a form may send more than once: check boxes."""
    path: Mapping[str, str]
    files: tuple[tuple[str, bytes], ...] = ()
    """Name, as the browser gives it, and content of what was uploaded."""

    @property
    def person(self) -> Person:
        """Who is at the keyboard."""
        return self.bench.person_of(self.session)


class ActionDone(msgspec.Struct, frozen=True, kw_only=True):
    """What an action did."""

    back: str
    """The address of the page that comes next."""
    notice: str
    """One sentence for it."""


class ReviewAction(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a file. `registry.ACTIONS` lists them."""

    path: str
    apply: Callable[[ActionRequest], ActionDone]
