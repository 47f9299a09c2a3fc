"""What one call to AWS is: an operation, the right it needs, what it asks about and what its replies lead on to."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Literal

import msgspec

Parameters = dict[str, Any]
Reply = Mapping[str, Any]
"""A reply as boto3 gives it."""


class Merge(StrEnum):
    """How the replies of one call become files."""

    LISTS = "lists"
    """Their lists are put together under their own keys: what `aws ecr describe-images` prints for everything at once."""
    ANSWERS = "answers"
    """Replies that do not all name what they are about stand beside the parameters that were asked for."""
    EACH = "each"
    """A file for each reply, as the reply is."""


class CallSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What a later call asks about, found in an earlier reply."""

    slot: str
    """`image`: calls with `over="image"` ask about it."""
    parameters: Parameters
    rank: str = ""
    """Highest first, where a call asks only about so many."""
    name: str = ""
    """What it is called elsewhere: an image's reference."""


Finder = Callable[[Parameters, Reply], Iterable[CallSubject]]


class AwsCall(msgspec.Struct, frozen=True):
    """One row: an operation of a service."""

    service: str
    """The client's name in boto3."""
    operation: str
    """The client's method."""
    right: str = ""
    """The right needed, as an IAM policy names it; empty where it is the operation's own name."""
    over: str = ""
    """The slot whose subjects are asked about, one call each; empty where there is nothing to name."""
    parameters: Parameters = msgspec.field(default_factory=dict)
    """Given always."""
    page: int | None = None
    """How many entries a page may have, where the service's own default is small."""
    finds: Finder | None = None
    merge: Merge = Merge.LISTS
    place: Literal["cloud", "scans"] = "cloud"
    most: int | None = None
    """At most so many subjects; None where there is no bound."""

    @property
    def action(self) -> str:
        """The right needed: `ecr:DescribeImages`."""
        return self.right or f"{self.service}:{''.join(word.capitalize() for word in self.operation.split('_'))}"

    @property
    def file(self) -> str:
        """`ecr-describe-images`, as the command line of AWS spells it."""
        return f"{self.service}-{self.operation.replace('_', '-')}"
