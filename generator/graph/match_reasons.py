"""Why a shape may stand for a workload: several kinds of evidence, each with its weight, added up.

Weights are logarithms of odds, as Fellegi and Sunter (A Theory for Record Linkage, JASA 64, 1969) add them up for records of
two lists that may be of one person; nothing is learned: they are set by hand in one table, and measured with one system left
out at a time (BENCHMARKS.md).
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from math import exp

import msgspec

from generator.graph.match_profiles import DrawnProfile, RunningName, RunningProfile
from generator.graph.match_vocabulary import Vocabulary
from generator.graph.name_words import initials, likeness
from generator.graph.software_synonyms import (
    ANY_STORE,
    APPLICATIONS,
    CLOUD_ONLY,
    COMPATIBLE_PRODUCTS,
    SoftwareNamed,
    is_software_word,
    role_of,
    software,
)


class Evidence(StrEnum):
    """Kinds of evidence."""

    NAME = "name"
    SOFTWARE = "software"
    ONLY = "only one of its kind"
    PLACE = "place"
    NEIGHBORS = "neighbors"
    LEFT_ALONE = "only one left beside a neighbor"
    TAKEN = "taken"
    WHOLE = "whole name"
    ID = "id"
    LEFT = "left over"
    ONCE = "runs once"
    MANY = "many"
    PLATFORM = "platform"
    DRAWN_AS = "drawn as"
    COPY = "copy"
    PORT = "port"
    FAMILY = "words learned"
    REMAINING = "nothing else left"


class Reason(msgspec.Struct, frozen=True):
    """One piece of evidence for or against."""

    evidence: Evidence
    points: float
    """Logarithm of odds; below 0 it speaks against."""
    words: str
    """Half a sentence."""


BASE = -2.0
"""Odds that a shape stands for a workload of which nothing is known: 1 to 7."""
NAMED, NOT_NAMED, NOT_DRAWN = 4.5, 2.0, 1.0
"""All words of a name are the same; a word of the shape that the workload has not; a word of the workload that is not drawn."""
SAME_PRODUCT, SAME_ROLE, SAME_TRADE, COMPATIBLE = 3.0, 2.0, 1.5, 1.0
OTHER_PRODUCT, OTHER_ROLE, OTHER_USE, OTHER_TRADE, NO_STORE = -3.0, -3.0, -1.5, -1.5, -4.0
ANOTHER_ROLE, TRADE_AS_WELL = -0.7, 0.5
ONLY_ONE, ONLY_PAIR = 2.0, 0.5
SAME_PLACE, IN_ITS_BOX, IN_ANOTHER_BOX = 0.5, 1.0, -1.5
WHOLE_NAME, LEFT_OVER = 1.0, 1.0
RUNS_ONCE = -1.0
SEVERAL, ALL_OF_A_KIND, SAME_FOR_ALL, SAME_WORD, PLURAL = 0.5, 2.0, 1.0, 1.0, 1.0
FILLED_BOX, DRAWN_OUTSIDE, NO_FUNCTION = -1.0, -1.0, -3.0
NEIGHBOR, MOST_NEIGHBORS, NO_NEIGHBOR, MOST_UNRELATED, UNUSED = 1.5, 3.5, -0.4, -1.2, -1.0
LEFT_ALONE, LEFT_AGAIN, LAST_STORE, STORE_ALONE = 4.0, 1.5, 1.5, 1.5
TAKEN = -2.5
COPIED = -2.5
OWN_PORT = 3.0
SAME_FAMILY = 2.5
OF_THE_PLATFORM = -2.5
_FUNCTION_WORDS = frozenset({"function", "functions", "lambda", "lambdas"})
_FOUND = 0.5
"""Likeness from which on a word is found again."""
_STORE_WORDS = 0.4
"""A store's own words often say what it keeps ("Merlin Database"), and one server keeps several: they count less."""

_KIND_WORDS, _SAYS_WHICH = 0.4, 0.3
"""The same for a workload that is called by its kind alone; what a word must cost to say which one it is."""
_AGENT, _DOER = ("er", "or"), 0.5
"""How the last word of a shape ends that says what it does ("Webhook sender"), and what that costs where it is missing."""
_KIND_ALONE = 0.5
"""A shape that is called by its kind alone ("S3 bucket") says nothing of the rest of the name."""
_EXPLAINED, _LITTLE = 0.3, 0.15
"""A name of which so much is explained and not more is missing is the whole name."""
_ASIDE, _AROUND, _INITIALS = 0.7, 0.3, 0.8
"""How much a word in brackets, in the boxes around, and a name's first letters count beside a word of the text."""
_MOST, _TELLS = 1.2, 0.2
"""What missing words may cost at most; what a word must cost to be shown."""


def odds(points: float) -> float:
    """Points as a share from 0 to 1."""
    return 1 / (1 + exp(-points))


class NameLikeness(msgspec.Struct, frozen=True):
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


class _ComparedNames(msgspec.Struct, frozen=True):
    """A shape and a workload whose names are compared, and what holds for each of the names."""

    drawn: DrawnProfile
    running: RunningProfile
    vocabulary: Vocabulary
    nearby: frozenset[str]
    """Words of what is drawn around the shape or beside it."""
    agree: bool
    """They are software of one kind."""
    missing_tells: float


def named(drawn: DrawnProfile, running: RunningProfile, vocabulary: Vocabulary, owners: Collection[str]) -> NameLikeness | None:
    """The name of the workload that agrees best; `owners` are words of the shapes that are drawn beside it."""
    agree, tells = _agree(drawn.software, running.software), _missing_tells(drawn, running, vocabulary)
    compared = _ComparedNames(drawn, running, vocabulary, drawn.around.union(owners), agree, tells)
    best = None
    for name in running.names:
        alike = _alike(compared, name)
        if best is None or alike.points > best.points:
            best = alike
    return best


def _alike(compared: _ComparedNames, name: RunningName) -> NameLikeness:
    drawn = compared.drawn
    left = list(dict.fromkeys(name.words))
    found = _found(drawn, left, name, compared.vocabulary)
    missing = _missing(compared, {word for _, word in found})
    explained = sum(points for points, _ in found)
    short = initials(drawn.shape.node.label)
    if short in left:
        left.remove(short)
        explained, missing = explained + _INITIALS, []
        found.append((_INITIALS, short))
    undrawn, near = _undrawn(compared, left)
    lost = sum(cost for cost, _ in missing) * compared.missing_tells
    unsaid = sum(cost for cost, _ in undrawn) * (1.0 if drawn.is_distinct else _KIND_ALONE)
    explained += near if found else 0.0
    return NameLikeness(
        name,
        tuple(word for _, word in sorted(found, reverse=True)),
        explained,
        tuple(word for cost, word in sorted(missing, reverse=True) if cost >= _TELLS),
        tuple(word for cost, word in sorted(undrawn, reverse=True) if cost >= _TELLS),
        NAMED * min(1.0, explained) - NOT_NAMED * min(_MOST, lost) - NOT_DRAWN * min(_MOST, unsaid),
        explained >= _EXPLAINED and lost < _LITTLE and unsaid < _LITTLE,
    )


def _missing_tells(drawn: DrawnProfile, running: RunningProfile, vocabulary: Vocabulary) -> float:
    """How much it tells that a word of the shape is missing. Little where the workload's name says what kind of thing it is and
    nothing else (`web`, `db`, `worker`), or that of its software, and people draw what it is there for.
    """
    if drawn.is_store and running.software.stores & drawn.software.stores:
        return _STORE_WORDS
    if _same_technology(drawn, running) or drawn.software.products & running.software.products & CLOUD_ONLY:
        return _STORE_WORDS
    words = {word for name in running.names for word in name.words} - running.place
    if running.is_own and not any(_says_which(word, vocabulary) for word in words):
        return _KIND_WORDS
    return 1.0


def _says_which(word: str, vocabulary: Vocabulary) -> bool:
    return not is_software_word(word) and vocabulary.cost(word) >= _SAYS_WHICH


def _found(drawn: DrawnProfile, left: list[str], name: RunningName, vocabulary: Vocabulary) -> list[tuple[float, str]]:
    """What each word of the shape explains of the name; takes the words that it explains from `left`."""
    found = []
    for word, certainty in [(word, 1.0) for word in drawn.text] + [(word, _ASIDE) for word in drawn.aside]:
        twin, alike = "", 0.0
        for other in left:
            if not twin or likeness(word, other) > alike:
                twin, alike = other, likeness(word, other)
        if alike >= _FOUND:
            left.remove(twin)
            tells = vocabulary.weight(twin) if alike == 1 else max(vocabulary.weight(twin), vocabulary.weight(word))
            found.append((certainty * tells * alike * name.trust, word))
    return found


def _missing(compared: _ComparedNames, found: Collection[str]) -> list[tuple[float, str]]:
    """What the name would have to have; a word for a kind that the workload is of is found there."""
    text, roles = compared.drawn.text, compared.running.software.roles
    says_what_it_does = text[-1] if found and len(text) > 1 and text[-1].endswith(_AGENT) else ""
    return [
        (compared.vocabulary.cost(word) * (_DOER if word == says_what_it_does else 1.0), word)
        for word in text
        if word not in found and not (compared.agree and is_software_word(word) and software((word,)).roles & roles)
    ]


def _undrawn(compared: _ComparedNames, left: Sequence[str]) -> tuple[list[tuple[float, str]], float]:
    """Words of the name that the shape has not, and how far the boxes and shapes around it have them."""
    vocabulary = compared.vocabulary
    undrawn, near = [], 0.0
    for word in left:
        if word in compared.drawn.technology:
            continue
        around = max([likeness(word, other) for other in compared.nearby], default=0.0)
        around = around if around >= _FOUND else 0.0
        undrawn.append((0.0 if compared.agree and is_software_word(word) else vocabulary.cost(word) * (1 - around), word))
        near += _AROUND * vocabulary.weight(word) * around
    return undrawn, near


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
    agreed = (
        _function(drawn, running)
        or _of_cloud(one, running)
        or _same_product(one, two, running)
        or _same_technology(drawn, running)
        or _same_function(drawn, running)
        or _other_product(one, two)
        or _same_role(one, two, running)
    )
    if agreed is None:
        agreed = _other_role(one, two, running) or _same_trade(one, two) or _other_trade(one, two, running)
    if agreed is None:
        return None
    points, text = agreed
    if points > 0:
        points += ANOTHER_ROLE * len((two.roles - one.roles) - APPLICATIONS)
        points += TRADE_AS_WELL * bool(one.roles & two.roles & APPLICATIONS and points != SAME_TRADE)
    return Reason(Evidence.SOFTWARE, points, text)


_Weighed = tuple[float, str] | None


def _same_product(one: SoftwareNamed, two: SoftwareNamed, running: RunningProfile) -> _Weighed:
    if shared := one.products & two.products:
        return SAME_PRODUCT, f"both are {min(shared)} ({running.image or running.name})"
    kin = next((group for group in COMPATIBLE_PRODUCTS if group & one.products and group & two.products), None)
    return (COMPATIBLE, f"{min(kin & two.products)} stands in for {min(kin & one.products)}") if kin else None


def _function(drawn: DrawnProfile, running: RunningProfile) -> _Weighed:
    if drawn.is_function and running.is_kept:
        return NO_STORE, f"it is drawn as a function, and {running.name} is a service that the cloud keeps"
    return None


def _same_function(drawn: DrawnProfile, running: RunningProfile) -> _Weighed:
    """A kind that many share, however it is written: it says nothing of which of them it is."""
    if running.is_function and (drawn.is_function or drawn.technology & _FUNCTION_WORDS):
        return SAME_ROLE, "both are functions"
    return None


def _of_cloud(one: SoftwareNamed, running: RunningProfile) -> _Weighed:
    if running.is_kept or not one.products & CLOUD_ONLY:
        return None
    return NO_STORE, f"{min(one.products & CLOUD_ONLY)} is a service of a cloud, and {running.name} runs in a container"


def _same_technology(drawn: DrawnProfile, running: RunningProfile) -> _Weighed:
    """Software that no list knows, written in brackets and called so in a name or image: "Web analytics [Matomo]"."""
    if not drawn.technology:
        return None
    named = {word for name in running.names for word in name.words}
    shared = (drawn.technology & named) - _FUNCTION_WORDS
    return (SAME_PRODUCT, f"it is drawn as {min(shared)} ({running.image or running.name})") if shared else None


def _other_product(one: SoftwareNamed, two: SoftwareNamed) -> _Weighed:
    if set(map(role_of, one.products)) & set(map(role_of, two.products)):
        return OTHER_PRODUCT, f"{min(one.products)} is drawn and {min(two.products)} runs"
    return None


def _same_role(one: SoftwareNamed, two: SoftwareNamed, running: RunningProfile) -> _Weighed:
    if shared := (one.roles & two.roles) - APPLICATIONS:
        return SAME_ROLE, f"both are of the kind {min(shared)} ({running.image or running.name})"
    return None


def _other_role(one: SoftwareNamed, two: SoftwareNamed, running: RunningProfile) -> _Weighed:
    """What keeps data, and what does not."""
    if one.stores and not two.stores:
        return NO_STORE, f"{running.name} is not of the kind {min(one.stores)}"
    if two.stores and not one.stores:
        return OTHER_ROLE, f"{running.name} is of the kind {min(two.stores)}"
    if ANY_STORE in one.stores:
        return SAME_TRADE, f"it is drawn as a store, and {running.name} is of the kind {min(two.stores)}"
    if one.stores:
        return OTHER_ROLE if one.products else OTHER_USE, f"{min(one.stores)} is drawn and {running.name} is {min(two.stores)}"
    return None


def _same_trade(one: SoftwareNamed, two: SoftwareNamed) -> _Weighed:
    return (SAME_TRADE, f"both are of the kind {min(one.roles & two.roles)}") if one.roles & two.roles else None


def _other_trade(one: SoftwareNamed, two: SoftwareNamed, running: RunningProfile) -> _Weighed:
    if one.roles and two.roles and not _may_be_worker(one, two) and not _may_be_worker(two, one):
        return OTHER_TRADE, f"{min(one.roles)} is drawn and {running.name} is {min(two.roles)}"
    return None


def _may_be_worker(one: SoftwareNamed, two: SoftwareNamed) -> bool:
    """A worker may do anything in the background: "Mail worker" may be `mail`."""
    return one.roles == {"background work"} and not two.roles & APPLICATIONS


def _agree(one: SoftwareNamed, two: SoftwareNamed) -> bool:
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
