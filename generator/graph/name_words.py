"""Names split into words that can be compared: as people draw them, and as they run.

`OpenRMF Web UI`, `openrmf-web` and `openrmfWeb` are the same words. What a template fills in later (`((env))`, `${var.env}`,
`{{ .Release.Name }}`) is no word. Two words are alike where one is an inflection, an abbreviation or a misspelling of the
other: `score` and `scoring`, `stat` and `statistics`, `mgr` and `manager`.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_FILLED_IN = re.compile(r"\(\([^()]*\)\)|\$?\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$[A-Z_]{2,}|%[A-Z_]+%")
_TRAILING_NUMBER = re.compile(r"(?<=[a-z]{3})\d+$")
_ENDINGS = frozenset(
    [
        "",
        *"e s es ed er ers or ors ing ings ion ions ation ations tion y ies ier ue ues cation cations ication ications".split(),
    ]
)
"""What is left of two words behind their common beginning, where they are forms of one."""

_SHORTHANDS: Mapping[str, str] = {
    short: long
    for long, shorts in {
        "authentication": "authn authenticator",
        "authorization": "authz",
        "backend": "be",
        "config": "cfg conf configuration",
        "database": "db databases dbs",
        "frontend": "fe",
        "gateway": "gw",
        "kubernetes": "k8s",
        "message": "msg msgs messaging",
        "opentelemetry": "otel",
        "postgresql": "postgres pgsql psql postgre",
        "queue": "mq",
        "service": "svc",
    }.items()
    for short in shorts.split()
}
"""Abbreviations of the trade, which no rule of spelling gives."""

_WHOLE = frozenset(
    "postgresql mongodb dynamodb mariadb rabbitmq mysql graphql nosql grpc opentelemetry otel opensearch elasticsearch "
    "activemq couchdb influxdb cockroachdb timescaledb documentdb clickhouse nodejs javascript typescript github gitlab "
    "elasticache memcached clamav openai oauth iot pgadmin phpmyadmin mssql eventbridge cloudfront cloudwatch oauth2 saml2 "
    "cloudstorage cosmosdb eventbus eventhub blobstore cloudsql pubsub sqlserver firestore meilisearch typesense "
    "auth0 k8s s3 ec2 r53 h2 web3 antivirus frontend backend webapp database "
    "turnserver webanalytics argocd cicd videobridge victoriametrics alertmanager openldap".split()
)
"""Words that are one although their spelling or a digit would part them."""

_MEAN_THE_SAME = (
    "account member user",
    "admin backoffice",
    "alert notice notification notifier",
    "appointment booking reservation",
    "archive history",
    "attachment document file",
    "avatar image photo picture",
    "basket cart",
    "billing invoice invoicing",
    "catalog product",
    "client customer",
    "consumption usage",
    "correspondence letter",
    "delivery shipment shipping",
    "donation gift giving",
    "email mail",
    "encoder encoding transcoder transcoding transcode encode",
    "enrollment registration signup",
    "fare price pricing rate tariff",
    "helpdesk support",
    "import ingest ingestion upload",
    "intake submission",
    "job task",
    "journey ride trip",
    "realtime websocket",
    "recommendation recommender suggestion",
    "report statement",
    "supplier vendor",
)
"""Words that teams use for one thing, in drawings one and in names another."""

_TAILS = ("service", "server", "worker", "api", "msg", "svc", "db")
"""What is glued to a name that nothing else has."""

_SAME, _INFLECTED, _SPELLED, _SHORTENED, _MEANT, _PART = 1.0, 0.95, 0.85, 0.8, 0.6, 0.55
_LEAST_STEM, _LEAST_SPELLED, _LEAST_SHORT, _ALIKE = 4, 5, 3, 88


@lru_cache(maxsize=1 << 16)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, abbreviations of the trade written out, in their order."""
    found: list[str] = []
    for chunk in _WORD.findall(_FILLED_IN.sub(" ", text)):
        if chunk.casefold() in _WHOLE:
            found.append(_canonical(chunk.casefold()))
            continue
        found.extend(_canonical(word.casefold()) for word in _split_words(chunk))
    return tuple(found)


@lru_cache(maxsize=1 << 18)
def likeness(one: str, two: str) -> float:
    """0 to 1: how sure it is that two words mean the same, by their spelling or because teams use both for one thing."""
    if one == two:
        return _SAME
    short, long = sorted((one, two), key=len)
    if _is_inflected(short, long):
        return _INFLECTED
    if len(short) < _LEAST_SHORT:
        return 0.0
    if meaning(short) == meaning(long) != "":
        return _MEANT
    if _is_abbreviated(short, long):
        return _SHORTENED if len(short) >= _LEAST_STEM else _PART
    return _PART if _is_skeleton(short, long) or _ends_in(short, long) else _SPELLED if _is_misspelled(short, long) else 0.0


@lru_cache(maxsize=1 << 16)
def meaning(word: str) -> str:
    """The words that are used for the same thing, one of which it is or is a form of; empty where none is: a `suggester` makes
    suggestions.
    """
    single = _singular(word)
    if single in _MEANING:
        return _MEANING[single]
    alike = _MEANING_BY_BEGINNING.get(single[:_LEAST_SHORT], ())
    groups = {_MEANING[other] for other in alike if _is_inflected(*sorted((single, other), key=len))}
    return groups.pop() if len(groups) == 1 else ""


def unglued(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """`natsserver` as nats and server, where both are words that something else is called by; else the word itself.

    The longest beginning first. What is left over may be a word used nowhere else, but not a short one: `templatedb` is
    template and database even where neither is known.
    """
    if word in _WHOLE:
        return (word,)
    for cut in range(len(word) - 2, 1, -1):
        head, tail = word[:cut], word[cut:]
        if max(cut, len(tail)) >= _LEAST_STEM and head in vocabulary and tail in vocabulary:
            return _canonical(head), _canonical(tail)
    tail = next((each for each in _TAILS if word.endswith(each) and len(word) - len(each) >= _LEAST_STEM), "")
    if tail:
        return _canonical(word.removesuffix(tail)), _canonical(tail)
    for cut in range(len(word) - _LEAST_SHORT, _LEAST_SHORT - 1, -1):
        head, tail = word[:cut], word[cut:]
        if tail in _ENDINGS:
            continue
        if (len(head) >= _LEAST_SPELLED and head in vocabulary) or (len(tail) >= _LEAST_SPELLED and tail in vocabulary):
            return _canonical(head), _canonical(tail)
    return (word,)


def initials(text: str) -> str:
    """`oms` of `Order Management System`; empty for fewer than three words."""
    parts = words(text)
    return "".join(part[0] for part in parts) if len(parts) >= _LEAST_SHORT else ""


def is_readable(text: str) -> bool:
    """Did a person write it? Drawing programs make ids such as `jgWlyvSFQPHCqmJwotSo-2`, which say nothing."""
    chunks = _WORD.findall(text)
    letters = [chunk for chunk in chunks if not chunk.isdecimal()]
    return bool(letters) and all(_is_pronounceable(chunk) for chunk in letters)


def shared(texts: Iterable[Iterable[str]], share: float) -> frozenset[str]:
    """Words that at least this share of the texts have, where there are three texts or more: the product's own name."""
    sets = [set(text) for text in texts]
    if len(sets) < _LEAST_SHORT:
        return frozenset()
    return frozenset(word for word in set().union(*sets) if sum(word in each for each in sets) >= share * len(sets))


def _split_words(chunk: str) -> Iterable[str]:
    parts = _CAMEL.sub(" ", chunk).split()
    joined: list[str] = []
    for part in parts:
        if joined and (joined[-1] + part).casefold() in _WHOLE:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _canonical(word: str) -> str:
    stripped = word if word in _WHOLE else _TRAILING_NUMBER.sub("", word)
    return _SHORTHANDS.get(stripped, stripped)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _is_abbreviated(short: str, long: str) -> bool:
    """`stat` of `statistics`; not a letter or two of a long word."""
    stem = _singular(short)
    return len(stem) >= _LEAST_SHORT and long.startswith(stem) and len(short) * 4 >= len(long)


def _ends_in(short: str, long: str) -> bool:
    """`search` of `opensearch`: the last part of a compound says what the thing is."""
    return len(short) >= _LEAST_SPELLED and long.endswith(short)


def _is_misspelled(short: str, long: str) -> bool:
    return len(short) >= _LEAST_SPELLED and short[0] == long[0] and fuzz.ratio(short, long) >= _ALIKE


def _is_inflected(short: str, long: str) -> bool:
    if len(short) < _LEAST_SHORT:
        return _singular(short) == _singular(long)
    stem = 0
    while stem < len(short) and short[stem] == long[stem]:
        stem += 1
    return stem >= min(_LEAST_STEM, len(short)) and short[stem:] in _ENDINGS and long[stem:] in _ENDINGS


def _is_skeleton(short: str, long: str) -> bool:
    """`mgr` of `manager`: consonants in their order, the first letter first."""
    if len(short) > _LEAST_SPELLED or len(long) < len(short) + 2 or set(short[1:]) & set("aeiou") or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _is_pronounceable(chunk: str) -> bool:
    turns = len(_CAMEL.findall(chunk))
    digits = sum(letter.isdigit() for letter in chunk)
    return turns * 4 <= len(chunk) and digits <= 2 and (len(chunk) < _LEAST_STEM or bool(set(chunk.casefold()) & set("aeiouy")))


_MEANING = {word: group for group in _MEAN_THE_SAME for word in group.split()}
_MEANING_BY_BEGINNING = {
    beginning: tuple(word for word in _MEANING if word.startswith(beginning))
    for beginning in sorted({word[:_LEAST_SHORT] for word in _MEANING})
}
