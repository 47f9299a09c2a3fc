"""Which mutants are tried: a sample by seed, spread over the folders of `generator/`, and the fixed ones.

Three parts are sampled densely, for what they decide: `facts`, `graph`, and the tally that counts what scanners report. Of any
other folder so many modules are taken as mutants are wanted, and one mutant of each; of a small folder several.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.mutants.fixed import FIXED
from tests.mutants.mutant import Chosen, Mutant
from tests.mutants.mutations import mutants, replaced

FACTS, GRAPH, TALLY, TOP = "facts", "graph", "scan tally", "top level"
DENSE = {FACTS: 150, GRAPH: 60, TALLY: 40}
"""Mutants of the parts that are held to a rate."""
ELSEWHERE = 7
"""Mutants of any other folder."""
_OF_THE_TALLY = frozenset(f"generator/parsers/scans/{name}.py" for name in ("tally", "entry_folds", "inspect", "severity"))
_NESTED = ("parsers",)
"""Folders whose folders are counted one by one."""


def sample(root: Path, seed: int, parts: Sequence[str] = (), count: int | None = None) -> list[Chosen]:
    """The sample of these parts, or of all, in a fixed order; with a count, so many of each part, evenly from all of it."""
    found = []
    for part, modules in sorted(modules_by_part(root).items()):
        if not parts or part in parts:
            drawn = _drawn(root, modules, seed, evenly=count is not None or part in DENSE)
            found += [Chosen(part, one) for one in islice(drawn, count or DENSE.get(part, ELSEWHERE))]
    return found


def fixed(root: Path, parts: Sequence[str] = ()) -> list[Chosen]:
    """The mutants made by hand."""
    of = {module: part for part, modules in modules_by_part(root).items() for module in modules}
    return [Chosen(of[one[0]], replaced(root, *one)) for one in FIXED if not parts or of[one[0]] in parts]


def modules_by_part(root: Path) -> dict[str, list[str]]:
    """Every module below `generator/`, by the part that it is of."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "generator").rglob("*.py")):
        module = path.relative_to(root).as_posix()
        if path.stat().st_size:
            found.setdefault(_part(module), []).append(module)
    return found


def _part(module: str) -> str:
    if module in _OF_THE_TALLY:
        return TALLY
    folders = module.split("/")[1:-1]
    return "/".join(folders[: 2 if folders and folders[0] in _NESTED else 1]) or TOP


def _drawn(root: Path, modules: Sequence[str], seed: int, *, evenly: bool) -> Iterator[Mutant]:
    if evenly:
        every = (one for module in modules for one in mutants(root, module))
        yield from (one for one in sorted(every, key=lambda one: one.rank(seed)) if one.compiles)
        return
    chosen = sorted(modules, key=lambda module: hashlib.sha256(f"{seed}\0{module}".encode()).hexdigest())
    ranked = [_ranked(root, module, seed) for module in chosen[: 2 * ELSEWHERE]]
    while ranked:
        for mutants_of_module in tuple(ranked):
            mutant = next(mutants_of_module, None)
            if mutant is None:
                ranked.remove(mutants_of_module)
            elif mutant.compiles:
                yield mutant


def _ranked(root: Path, module: str, seed: int) -> Iterator[Mutant]:
    """In the order of the seed; the module is read only when the first is asked for."""
    yield from sorted(mutants(root, module), key=lambda mutant: mutant.rank(seed))
