"""Words, numbers and names that the graph knows by tables are as reviewed: data that no other test repeats row by row."""

import re
from pathlib import Path
from typing import Any

import golden

from generator.graph import (
    crossings,
    externals,
    flow_names,
    flow_observed,
    helper_ports,
    match_profiles,
    match_reasons,
    match_vocabulary,
    match_weighed,
    match_weighing,
    name_words,
    normalize,
    pages,
    protocols,
    software_synonyms,
    suggest,
    way_points,
    ways_closed,
)
from generator.graph.software_synonyms import software

_MODULES = (
    crossings, externals, flow_names, flow_observed, helper_ports, match_profiles, match_reasons, match_vocabulary,
    match_weighed, match_weighing, name_words, normalize, pages, protocols, software_synonyms, suggest, way_points, ways_closed,
)  # fmt: skip
_CONSTANT = re.compile(r"_?[A-Z][A-Z_]+")


def test_tables_and_weights_are_as_reviewed() -> None:
    tables = {
        module.__name__.rpartition(".")[2]: {
            name: plain
            for name, value in sorted(vars(module).items())
            if _CONSTANT.fullmatch(name) and (plain := _plain(value))
        }
        for module in _MODULES
    }
    golden.check(tables, Path(__file__).parent / "tables.expected.json")


def test_each_name_of_a_product_says_what_it_is() -> None:
    for product, role, names in software_synonyms._PRODUCTS:
        for name in names.split():
            said = software([name])
            assert product in said.products, name
            assert role in said.roles, name


def _plain(value: Any) -> Any:
    """As JSON has it; nothing of a pattern, a type or a function, which is code."""
    if isinstance(value, dict):
        return dict(sorted((str(key), _plain(each)) for key, each in value.items()))
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value if isinstance(value, (str, int, float)) else None
