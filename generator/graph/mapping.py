"""`decisions/diagram-mapping.yaml`: what a person decided about shapes whose names do not tell what they stand for.

```yaml
matches:
  - drawn: Cache (Valkey)          # a shape's id or text; * and ? stand for any text
    workloads: [valkey-cart]       # name, namespace/Kind/name, .../container, or namespace/* for all of a namespace; also
    reviewed-by: A. Lovelace       # * and ? anywhere
    note: role name in the diagram, product name in the cluster
  - drawn: Sign-in
    page: Data flow                # only on pages of this name
    external: [Login.gov]          # external services of system.yaml, or hosts
not-workloads: [op-srv, Legend *]  # shapes that stand for nothing that runs
not-compared: [Telemetry]          # pages that show something else: a zoom into a part, a legend, last year
pages:                             # what pages show, where their names do not say it
  - {page: Page-1, shows: boundary}
```
"""

import fnmatch
import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.graph.normalize import plain
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/diagram-mapping.yaml"
Shows = Literal["boundary", "network", "data-flow"]


class MappedShape(msgspec.Struct, frozen=True, kw_only=True):
    """One drawn shape, or all of the same text or pattern, and what it stands for."""

    drawn: str
    workloads: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    """Names of external services, or hosts."""
    page: str | None = None
    reviewed_by: str | None = None
    note: str | None = None
    place: str = ""
    """File and line."""


class DiagramMapping(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    matches: tuple[MappedShape, ...] = ()
    not_workloads: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    """Names of pages."""
    pages: tuple[tuple[str, Shows], ...] = ()
    """(name of a page, what it shows)."""


class _MatchEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    drawn: str
    workloads: list[str] | None = None
    external: list[str] | None = None
    page: str | None = None
    reviewed_by: str | None = None
    note: str | None = None


class _MappingPage(msgspec.Struct, forbid_unknown_fields=True):
    page: str
    shows: Shows


class _MappingFile(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    matches: list[_MatchEntry] | None = None
    not_workloads: list[str] | None = None
    not_compared: list[str] | None = None
    pages: list[_MappingPage] | None = None


SCHEMA = _MappingFile
"""The whole file, for its JSON schema."""

_EMPTY = "write a name, or remove the entry"


def read_mapping(text: str, *, file: str = FILE) -> DiagramMapping:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, a duplicate shape or one without workloads.
    """
    written = strict_yaml.load(text, file)
    content = strict_yaml.convert(written, _MappingFile)
    matches = tuple(_shape(index, match, written) for index, match in enumerate(content.matches or ()))
    for key, texts in (("not-workloads", content.not_workloads or ()), ("not-compared", content.not_compared or ())):
        written.require_texts((key,), dict(enumerate(texts)), _EMPTY)
    for index, page in enumerate(content.pages or ()):
        written.require_texts(("pages", index), {"page": page.page}, _EMPTY)
    _refuse_repeats(content, written)
    return DiagramMapping(
        matches=matches,
        not_workloads=tuple(content.not_workloads or ()),
        not_compared=tuple(content.not_compared or ()),
        pages=tuple((each.page, each.shows) for each in content.pages or ()),
    )


def is_pattern(text: str) -> bool:
    """Does `*` or `?` in it stand for any text?"""
    return "*" in text or "?" in text


def matcher(pattern: str) -> re.Pattern[str]:
    """Fits casefolded texts; of fnmatch's signs only `*` and `?` mean anything."""
    return re.compile(fnmatch.translate(pattern.casefold().replace("[", "[[]")))


def _shape(index: int, match: _MatchEntry, written: StrictYamlFile) -> MappedShape:
    written.require_texts(("matches", index), {"drawn": match.drawn}, _EMPTY)
    if not match.workloads and not match.external:
        path: tuple[str | int, ...] = ("matches", index) if match.workloads is None else ("matches", index, "workloads")
        step = "name at least one under `workloads` or `external`, or list the shape under `not-workloads`"
        raise written.error(path, "no workload is named", step)
    for key, texts in (("workloads", match.workloads or ()), ("external", match.external or ())):
        written.require_texts(("matches", index, key), dict(enumerate(texts)), _EMPTY)
    return MappedShape(
        drawn=match.drawn,
        workloads=tuple(match.workloads or ()),
        external=tuple(match.external or ()),
        page=match.page,
        reviewed_by=match.reviewed_by,
        note=match.note,
        place=f"{written.file}, line {written.line(('matches', index))}",
    )


def _refuse_repeats(content: _MappingFile, written: StrictYamlFile) -> None:
    seen: dict[tuple[str, str], int] = {}
    for drawn, page, path in _every_shape(content):
        key = (drawn if is_pattern(drawn) else plain(drawn) or drawn, plain(page or ""))
        if key in seen:
            what = f"`{drawn}` is decided twice (first on line {seen[key]})"
            raise written.error(path, what, "keep one of the two; an entry may name several workloads")
        seen[key] = written.line(path)


def _every_shape(content: _MappingFile) -> Iterator[tuple[str, str | None, tuple[str | int, ...]]]:
    for index, match in enumerate(content.matches or ()):
        yield match.drawn, match.page, ("matches", index, "drawn")
    for index, drawn in enumerate(content.not_workloads or ()):
        yield drawn, None, ("not-workloads", index)
