"""`decisions/benchmarks.yaml`: benchmarks that the provider chose or wrote for images, and who accepted them.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Hardened Images": where no benchmark is listed, the provider
keeps one of its own that the assessor validated.

```yaml
- image: registry.example/shop/cart    # as it runs, without tag: this image, or all below a path that ends in `/`
  # or: os: alpine                      # every image on this system, with or without a release
  # or: minimal: true                   # every distro-less image and every image from scratch
  benchmark: Shop baseline for static images
  version: "1.2"
  file: decisions/static-images.md      # its text in this folder
  accepted-by: Larkspur Assessments     # the assessor; leave both out until it is accepted
  accepted: 2026-05-01
```
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator import strict_yaml
from generator.errors import MissingFileError
from generator.facts.future_decisions import not_there, not_yet
from generator.model.evidence import Gap, GapKind
from generator.model.hardening import BenchmarkKind, HardeningBenchmark, ImageHardening
from generator.model.identifiers import Sha256
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/benchmarks.yaml"

MINIMAL = "images without a distribution"
_ONE = "name what it is for by `image`, `os` or `minimal: true`, one of the three"


class _HardeningRow(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    benchmark: str
    image: str | None = None
    os: str | None = None
    minimal: bool | None = None
    version: str | None = None
    file: str | None = None
    accepted_by: str | None = None
    accepted: date | None = None


SCHEMA = list[_HardeningRow]
"""The whole file, for its JSON schema."""


class ChosenBenchmark(msgspec.Struct, frozen=True, kw_only=True):
    """One row."""

    image: str = ""
    """`registry/repository`, or a path that ends in `/`."""
    system: str = ""
    minimal: bool = False
    benchmark: HardeningBenchmark
    place: str
    """File and line."""


def read_benchmarks(
    text: str, *, as_of: date, checksum: Callable[[str], Sha256]
) -> tuple[tuple[ChosenBenchmark, ...], tuple[Gap, ...]]:
    """Read and check the file. What was accepted after the as-of date does not count as accepted, and is a gap.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, a file outside the workspace.
    """
    written, rows = strict_yaml.load_list(text, FILE, _HardeningRow)
    chosen, gaps = [], []
    for index, row in enumerate(rows):
        try:
            chosen.append(_chosen(row, index, written, as_of, checksum))
        except MissingFileError as error:
            gaps.append(not_there(error))
        else:
            gaps += _later(row, index, written, as_of)
    return tuple(chosen), tuple(gaps)


def unmet(chosen: Sequence[ChosenBenchmark], hardened: Sequence[ImageHardening]) -> Iterator[Gap]:
    """One gap per row that decides nothing, where there are images that it could decide."""
    decided = {replace(hardening.benchmark, by_system=False) for hardening in hardened if hardening.benchmark}
    for row in chosen if hardened else ():
        if row.benchmark not in decided:
            file, _, line = row.place.partition(", ")
            about = MINIMAL if row.minimal else f"`{row.image or row.system}`"
            reason = f"`{row.benchmark.name}` for {about} decides for no image of the inventory"
            step = "write the image or the system as the inventory has it, or remove the row; a row for one image goes first"
            yield Gap(path=file, place=line, kind=GapKind.CONTRADICTED, reason=reason, next_step=step)


def _chosen(
    row: _HardeningRow, index: int, written: StrictYamlFile, as_of: date, checksum: Callable[[str], Sha256]
) -> ChosenBenchmark:
    if sum((row.image is not None, row.os is not None, row.minimal is True)) != 1:
        raise written.error((index,), "not clear what the benchmark is for", _ONE)
    for key, value in (("image", row.image), ("os", row.os), ("accepted-by", row.accepted_by)):
        written.require_texts((index,), {key: value}, f"write it, or leave `{key}` out")
    written.require_texts((index,), {"benchmark": row.benchmark}, "write its name", what="the benchmark has no name")
    if (row.accepted is None) != (row.accepted_by is None):
        raise written.error(
            (index,), "no person or no day of the acceptance is stated", "write `accepted-by` and `accepted`, or neither"
        )
    accepted = row.accepted is not None and row.accepted <= as_of
    return ChosenBenchmark(
        image=(row.image or "").strip(),
        system=(row.os or "").strip(),
        place=written.place((index,)),
        minimal=bool(row.minimal),
        benchmark=HardeningBenchmark(
            kind=BenchmarkKind.CUSTOM,
            name=row.benchmark.strip(),
            version=row.version,
            scope=row.image or row.os or MINIMAL,
            because=f"chosen in {FILE}, line {written.line((index,))}",
            accepted_by=row.accepted_by if accepted else None,
            accepted=row.accepted if accepted else None,
            document=_document(row.file, index, written, checksum),
        ),
    )


def _later(row: _HardeningRow, index: int, written: StrictYamlFile, as_of: date) -> Iterator[Gap]:
    if row.accepted is not None and row.accepted > as_of:
        place = written.place((index,))
        yield not_yet(f"{row.accepted_by} accepted `{row.benchmark.strip()}`", row.accepted, place)


def _document(file: str | None, index: int, written: StrictYamlFile, checksum: Callable[[str], Sha256]) -> str | None:
    """`path (SHA-256 …)`: what was accepted is this text and no later one."""
    if file is None:
        return None
    with written.at((index, "file"), "copy the benchmark's text into the workspace"):
        return f"{file} (SHA-256 {checksum(file)})"
