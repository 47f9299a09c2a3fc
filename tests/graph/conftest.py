"""Every result that a test of the graph makes is compared whole with what was reviewed.

What a test asserts is the rule that it is about. Whatever else comes out of the same evidence and drawing (proofs, reasons with
their points, suggestions, ways in, findings) lies beside the test in `results/<name of the test's file>.txt`: see `states`.
"""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import approved_texts
import pytest
from imported_modules import ImportedModules

from generator.graph import comparison, flows, match, ports
from tests.graph import states

_MOST = 12
"""Results of a test: those that make more hold many inputs against one rule."""
_LETTERS = 60_000
"""Of all results of a test: those of hostile drawings are larger."""
_NOT_HERE = frozenset({
    "test_compare_whole",  # as in test_systems_whole
    "test_written_systems",  # the same, and kept from one test to the next
    "test_match_pairs", "test_readings",  # of shared systems
    "test_hostile_drawings",
})  # fmt: skip
_MADE: tuple[tuple[Callable[..., Any], Callable[[Any], str]], ...] = (
    (flows.flow_graph, states.of_flows),
    (ports.ports, states.of_ports),
    (match.match, states.of_matching),
    (comparison.compare_whole, states.of_comparison),
)


class PlacesOfFunctions:
    """Modules that know those functions by their names."""

    def __init__(self) -> None:
        self._modules = ImportedModules("generator.", "tests.", "test_")
        self._known: list[tuple[ModuleType, Callable[..., Any]]] = []

    def known(self) -> list[tuple[ModuleType, Callable[..., Any]]]:
        """Asked before a test, while none of them is replaced."""
        self._known += [
            (module, function)
            for module in self._modules.new()
            for function, _ in _MADE
            if vars(module).get(function.__name__) is function
        ]
        return self._known


@pytest.fixture(scope="session")
def places_of_functions() -> PlacesOfFunctions:
    return PlacesOfFunctions()


@pytest.fixture(autouse=True)
def reviewed_results(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, places_of_functions: PlacesOfFunctions
) -> Iterator[None]:
    """Wherever in the test or the code they are made."""
    if request.path.stem in _NOT_HERE:
        yield
        return
    made: dict[str, None] = {}
    noted = {function: _noting(function, described, made) for function, described in _MADE}
    for module, function in places_of_functions.known():
        monkeypatch.setattr(module, function.__name__, noted[function])
    yield
    if request.node.stash.get(approved_texts.SKIPPED, False):
        return
    if len(made) <= _MOST and sum(map(len, made)) <= _LETTERS:
        approved_texts.compare(request.path, request.node.name, made, "results")


def _noting(function: Callable[..., Any], described: Callable[[Any], str], made: dict[str, None]) -> Callable[..., Any]:
    def called(*given: Any, **named: Any) -> Any:
        result = function(*given, **named)
        made.setdefault(described(result))
        return result

    return called
