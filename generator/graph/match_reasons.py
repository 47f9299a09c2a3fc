"""Why a shape may stand for a workload: several kinds of evidence, each with its weight, added up.

Weights are logarithms of odds, as Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969) add them up for records of two
lists that may be of one person; nothing is learned: they are set by hand in one table, and measured with one system left out at
a time (BENCHMARKS.md).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp

from generator.graph.match_profiles import DrawnProfile, RunningName, RunningProfile, Vocabulary
from generator.graph.name_words import initials, likeness
from generator.graph.software_synonyms import APPLICATIONS, Software, is_software_word, role_of, software


class Evidence(StrEnum):
    """Kinds of evidence."""

    NAME = "name"
    SOFTWARE = "software"
    ONLY = "only one of its kind"
    PLACE = "place"
    NEIGHBORS = "neighbors"
    TAKEN = "taken"
    WHOLE = "whole name"
    LEFT = "left over"
    ONCE = "runs once"
    MANY = "many"
    DRAWN_AS = "drawn as"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for or against."""

    evidence: Evidence
    points: float
    """Logarithm of odds; below 0 it speaks against."""
    words: str
    """Half a sentence."""


BASE = -2.0
"""Odds that a shape stands for a workload of which nothing is known: 1 to 7."""
NAMED, NOT_NAMED, NOT_DRAWN = 4.5, 2.5, 1.5
"""All words of a name are the same; a word of the shape that the workload has not; a word of the workload that is not drawn."""
SAME_PRODUCT, SAME_ROLE, SAME_TRADE, COMPATIBLE = 3.0, 2.0, 1.5, 1.0
OTHER_PRODUCT, OTHER_ROLE, OTHER_USE, OTHER_TRADE, NO_STORE = -3.0, -3.0, -1.5, -1.5, -4.0
ANOTHER_ROLE = -0.7
ONLY_ONE, ONLY_PAIR = 2.0, 0.5
SAME_PLACE, IN_ITS_BOX, IN_ANOTHER_BOX = 0.5, 1.0, -1.5
WHOLE_NAME, LEFT_OVER = 1.0, 1.0
RUNS_ONCE = -1.0
SEVERAL, ALL_OF_A_KIND, SAME_FOR_ALL, PLURAL = 0.5, 2.0, 1.0, 1.0
FILLED_BOX, DRAWN_OUTSIDE = -1.0, -1.0
NEIGHBOR, MOST_NEIGHBORS, NO_NEIGHBOR, MOST_STRANGERS = 1.5, 3.5, -0.4, -1.2
TAKEN = -2.5
COPIED = -2.5
_FOUND = 0.5
"""Likeness from which on a word is found again."""
_STORE_WORDS = 0.4
"""A store's own words often say what it keeps ("Merlin Database"), and one server keeps several: they count less."""

_KIND_ALONE = 0.5
"""A shape that is called by its kind alone ("S3 bucket") says nothing of the rest of the name."""
_EXPLAINED, _LITTLE = 0.3, 0.15

_COMPATIBLE = (
    frozenset({"Redis", "Valkey", "KeyDB", "Dragonfly"}),
    frozenset({"MySQL", "MariaDB"}),
    frozenset({"PostgreSQL", "CockroachDB"}),
    frozenset({"Elasticsearch", "OpenSearch"}),
    frozenset({"S3", "MinIO", "Ceph"}),
)


def odds(points: float) -> float:
    """Points as a share from 0 to 1."""
    return 1 / (1 + exp(-points))


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How the words of a shape and of one name of a workload agree."""

    name: RunningName
    found: tuple[str, ...]
    """Words of the shape that the name has, those that tell most first."""
    explained: float
    missing: tuple[str, ...]
    undrawn: tuple[str, ...]
    points: float
    is_whole: bool
    """Nothing that tells is missing on either side."""


def named(drawn: DrawnProfile, running: RunningProfile, vocabulary: Vocabulary, owners: Collection[str]) -> NameLikeness | None:
    """The name of the workload that agrees best; `owners` are words of the shapes that are drawn beside it."""
    best = None
    for name in running.names:
        alike = _alike(drawn, running, name, vocabulary, owners)
        if best is None or alike.points > best.points:
            best = alike
    return best


def _alike(
    drawn: DrawnProfile, running: RunningProfile, name: RunningName, vocabulary: Vocabulary, owners: Collection[str]
) -> NameLikeness:
    left = dict.fromkeys(name.words)
    explained, missing, found = 0.0, [], []
    lost = 0.0
    same_kind = _agree(drawn.software, running.software)
    for word, weight in [(word, 1.0) for word in drawn.text] + [(word, 0.7) for word in drawn.aside]:
        twin = max(left, key=lambda other: likeness(word, other), default="")
        alike = likeness(word, twin) if twin else 0.0
        if alike >= _FOUND:
            del left[twin]
            tells = max(vocabulary.weight(twin), vocabulary.weight(word)) if alike < 1 else vocabulary.weight(twin)
            explained += weight * tells * alike * name.trust
            found.append((tells, word))
        elif weight == 1.0 and not (is_software_word(word) and same_kind and software((word,)).roles & running.software.roles):
            cost = vocabulary.cost(word)
            lost += cost
            missing.append((cost, word))
    if drawn.is_store and running.software.stores & drawn.software.stores:
        lost *= _STORE_WORDS
    short = initials(drawn.shape.node.label)
    if short and short in left:
        explained, lost, missing = explained + 0.8, 0.0, []
        del left[short]
        found.append((0.8, short))
    undrawn = []
    unsaid = 0.0
    for word in left:
        around = max((likeness(word, other) for other in (*drawn.around, *owners)), default=0.0)
        covered = is_software_word(word) and same_kind
        cost = 0.0 if covered else vocabulary.cost(word) * (1 - around if around >= _FOUND else 1)
        unsaid += cost
        undrawn.append((cost, word))
        if around >= _FOUND and found:
            explained += 0.3 * vocabulary.weight(word) * around
    if not drawn.is_distinct:
        unsaid *= _KIND_ALONE
    points = NAMED * min(1.0, explained) - NOT_NAMED * min(1.2, lost) - NOT_DRAWN * min(1.2, unsaid)
    return NameLikeness(
        name,
        tuple(word for _, word in sorted(found, reverse=True)),
        explained,
        tuple(word for cost, word in sorted(missing, reverse=True) if cost >= 0.2),
        tuple(word for cost, word in sorted(undrawn, reverse=True) if cost >= 0.2),
        points,
        explained >= _EXPLAINED and lost < _LITTLE and unsaid < _LITTLE,
    )


def name_reason(alike: NameLikeness) -> Reason | None:
    """In words."""
    shown = alike.name.shown
    if alike.found and alike.explained > 0.05:
        text = f"“{' '.join(alike.found[:3])}” is in its name {shown}"
        if alike.missing:
            text += f", “{' '.join(alike.missing[:2])}” is not"
        elif alike.undrawn:
            text += f", of which “{' '.join(alike.undrawn[:2])}” is not drawn"
        return Reason(Evidence.NAME, alike.points, text)
    if alike.missing:
        return Reason(Evidence.NAME, alike.points, f"nothing of its names has “{' '.join(alike.missing[:2])}”")
    if alike.undrawn:
        return Reason(Evidence.NAME, alike.points, f"“{' '.join(alike.undrawn[:2])}” of its name {shown} is not drawn")
    return None


def software_reason(drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
    """Is it the same kind of software?"""
    one, two = drawn.software, running.software
    shown = running.image or running.name
    if shared := one.products & two.products:
        product = min(shared)
        points, text = SAME_PRODUCT, f"both are {product} ({shown})"
    elif (
        one.products
        and two.products
        and (kin := [group for group in _COMPATIBLE if group & one.products and group & two.products])
    ):
        points, text = COMPATIBLE, f"{min(kin[0] & two.products)} stands in for {min(kin[0] & one.products)}"
    elif one.products and two.products and {role_of(each) for each in one.products} & {role_of(each) for each in two.products}:
        return Reason(Evidence.SOFTWARE, OTHER_PRODUCT, f"{min(one.products)} is drawn and {min(two.products)} runs")
    elif shared_roles := (one.roles & two.roles) - APPLICATIONS:
        points, text = SAME_ROLE, f"both are a {min(shared_roles)} ({shown})"
    elif one.stores and not two.stores:
        return Reason(Evidence.SOFTWARE, NO_STORE, f"a {min(one.stores)} is drawn and {running.name} is none")
    elif two.stores and not one.stores:
        return Reason(Evidence.SOFTWARE, OTHER_ROLE, f"{running.name} is a {min(two.stores)}")
    elif one.stores and two.stores:
        points = OTHER_ROLE if one.products else OTHER_USE
        return Reason(Evidence.SOFTWARE, points, f"a {min(one.stores)} is drawn and {running.name} is a {min(two.stores)}")
    elif shared_roles := one.roles & two.roles:
        points, text = SAME_TRADE, f"both are called a {min(shared_roles)}"
    elif one.roles and two.roles:
        return Reason(Evidence.SOFTWARE, OTHER_TRADE, f"a {min(one.roles)} is drawn and {running.name} is a {min(two.roles)}")
    else:
        return None
    if extra := (two.roles - one.roles) - APPLICATIONS:
        points += ANOTHER_ROLE * len(extra)
    if one.roles & two.roles & APPLICATIONS and points != SAME_TRADE:
        points += 0.5
    return Reason(Evidence.SOFTWARE, points, text)


def _agree(one: Software, two: Software) -> bool:
    return bool(one.products & two.products or one.roles & two.roles)


def listed(reasons: Sequence[Reason]) -> str:
    """The strongest reason first, then the weakest or what speaks against it."""
    ordered = sorted((each for each in reasons if each.words), key=lambda each: -each.points)
    if not ordered:
        return ""
    first, last = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return first.words
    middle = [each.words for each in ordered[1:-1] if each.points > 0]
    head = "; ".join([first.words, *middle])
    return f"{head}; {'against it' if last.points < 0 else 'weakest'}: {last.words}"
