"""The page `docs/mutants.md`: a row of its table for each part and seed, and the survivors that may stay, with the reason.

A run of a few parts changes their rows only, and the sum of all that were drawn with a seed.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_EXPLAINED = Path(__file__).parent / "explained.toml"


@dataclass(frozen=True, kw_only=True)
class Survivor:
    """A change that no test notices, with the reason why it may stay."""

    module: str
    """Path below the checkout."""
    before: str
    """The changed lines, as `Mutant.before` has them."""
    after: str
    why: str
    place: int = 0
    """Of lines that stand in the module several times: how many of them come before, as `Mutant.place` has it."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """What came of one part under one seed."""

    part: str
    seed: str
    """Or `BY_HAND`."""
    tried: int
    first: int
    """Mutants noticed when the part was first tried under the seed."""
    now: int
    """Mutants noticed by the last run, after tests were added."""

    @property
    def text(self) -> str:
        """Its line of Markdown."""
        shares = (f"{noticed} ({100 * noticed / self.tried:.0f} %)" for noticed in (self.first, self.now))
        return f"| {self.part} | {self.seed} | {self.tried} | {' | '.join(shares)} |"


BY_HAND = "by hand"
_ROW = re.compile(
    r"\| (?P<part>[^|\n]+) \| (?P<seed>\d+|by hand) \| (?P<tried>\d+) \| (?P<first>\d+) \(\d+ %\) \| (?P<now>\d+) \(\d+ %\) \|"
)
_HEAD = "| part | seed | tried | noticed at first sight | noticed now |\n|---|---|---:|---:|---:|"
_ROWS, _EXPLANATIONS = "rows by part and seed", "survivors explained"


def survivors() -> tuple[Survivor, ...]:
    """Those that are explained (`explained.toml`)."""
    with _EXPLAINED.open("rb") as file:
        return tuple(Survivor(**row) for row in tomllib.load(file)["survivor"])


def table(of_parts: Iterable[Row]) -> str:
    """Markdown."""
    return "\n".join((_HEAD, *(row.text for row in of_parts)))


def rewritten(page: str, fresh: Sequence[Row]) -> str:
    """The page with these rows in its table and the survivors of `explained.toml` in its list; whatever else it says stays.

    A row of a part and seed that the page has with as many mutants keeps what was noticed at first sight.
    """
    kept = {_key(row): row for row in map(_row, _ROW.finditer(page[_block(page, _ROWS)]))}
    for row in fresh:
        before = kept.get(_key(row), row)
        kept[_key(row)] = Row(part=row.part, seed=row.seed, tried=row.tried, first=before.first, now=row.now)
    in_order = [kept[key] for key in sorted(kept)]
    page = _with_block(page, _ROWS, f"{table(in_order)}\n{_sum(in_order)}")
    return _with_block(page, _EXPLANATIONS, "\n".join(map(_line, survivors())))


def _sum(of_parts: Sequence[Row]) -> str:
    """A line for all that were drawn: what was chosen by hand is chosen to be noticed."""
    drawn = [row for row in of_parts if row.seed != BY_HAND]
    tried, first, now = (sum(counts) for counts in zip(*((row.tried, row.first, row.now) for row in drawn), strict=True))
    seeds = len({row.seed for row in drawn})
    return Row(part="all that were drawn", seed=f"seeds: {seeds}", tried=tried, first=first, now=now).text


def _row(match: re.Match[str]) -> Row:
    tried, first, now = (int(match[name]) for name in ("tried", "first", "now"))
    return Row(part=match["part"], seed=match["seed"], tried=tried, first=first, now=now)


def _key(row: Row) -> tuple[str, str, int]:
    return row.part, row.seed, row.tried


def _block(page: str, name: str) -> slice:
    """Where the lines stand that are written anew."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    if page.count(start) != 1 or page.count(end) != 1:
        raise LookupError(
            f"the page needs a line `{start.strip()}` and a line `{end}` once each: put them where the lines belong"
        )
    return slice(page.index(start) + len(start), page.index(end))


def _with_block(page: str, name: str, text: str) -> str:
    block = _block(page, name)
    return f"{page[: block.start]}{text}\n{page[block.stop :]}"


def _line(survivor: Survivor) -> str:
    change = f"`` {survivor.before} `` → `` {survivor.after} ``"
    return f"- `{survivor.module.removeprefix('generator/')}`: {change}. {survivor.why}"
