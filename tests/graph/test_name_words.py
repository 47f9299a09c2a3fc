"""Names as words: split, written out, and how alike two of them are."""

import pytest

from generator.graph.name_words import initials, is_readable, likeness, shared, unglued, words


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Cart Service", ("cart", "service")),
        ("cartService", ("cart", "service")),
        ("HTTPServer", ("http", "server")),
        ("heroPostgresql", ("hero", "postgresql")),
        ("fightMongoDb", ("fight", "mongodb")),
        ("MySQL / MariaDB", ("mysql", "mariadb")),
        ("orders-db", ("orders", "database")),
        ("pgsql", ("postgresql",)),
        ("postgres16", ("postgresql",)),
        ("s3", ("s3",)),
        ("web3", ("web3",)),
        ("OAuth2 proxy", ("oauth2", "proxy")),
        ("OTel gw", ("opentelemetry", "gateway")),
        ("msg-mq", ("message", "queue")),
        ("authn-svc", ("authentication", "service")),
        ("authz cfg", ("authorization", "config")),
        ("k8s-be", ("kubernetes", "backend")),
        ("fe-conf", ("frontend", "config")),
        ("app-((env))-${var.number}-{{ .Release.Name }}", ("app",)),
        ("((s3_name))", ()),
        ("", ()),
    ],
)
def test_words(text: str, split: tuple[str, ...]) -> None:
    assert words(text) == split


@pytest.mark.parametrize(
    ("one", "two", "least"),
    [
        ("cart", "cart", 1.0),
        ("score", "scoring", 0.95),
        ("hero", "heroes", 0.95),
        ("catalog", "catalogue", 0.95),
        ("ad", "ads", 0.95),
        ("stats", "statistics", 0.8),
        ("auth", "authentication", 0.5),
        ("mgr", "manager", 0.5),
        ("recomendation", "recommendation", 0.8),
    ],
)
def test_alike(one: str, two: str, least: float) -> None:
    assert likeness(one, two) >= least
    assert likeness(two, one) == likeness(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [("cart", "card"), ("ui", "unit"), ("test", "template"), ("read", "report"), ("api", "app"), ("mgr", "merger"), ("a", "b")],
)
def test_not_alike(one: str, two: str) -> None:
    assert likeness(one, two) < (0.6 if (one, two) == ("mgr", "merger") else 0.5)


def test_an_abbreviation_says_less_the_shorter_it_is() -> None:
    assert likeness("stat", "statistics") > likeness("rec", "recording") > 0
    assert likeness("pro", "processing-of-all") == 0, "a few letters of a long word are chance"


@pytest.mark.parametrize(
    ("word", "known", "parts"),
    [
        ("natsserver", {"nats", "server"}, ("nats", "server")),
        ("templatedb", {"template", "db"}, ("template", "database")),
        ("loadgenerator", {"generator"}, ("load", "generator")),
        ("openrmfapi", set(), ("openrmf", "api")),
        ("reporting", {"report"}, ("reporting",)),
        ("smarthub", {"hub"}, ("smarthub",)),
        ("postgresql", {"postgre", "sql"}, ("postgresql",)),
        ("webui", {"we", "bui"}, ("webui",)),
        ("cart", {"cart"}, ("cart",)),
    ],
)
def test_unglued(word: str, known: set[str], parts: tuple[str, ...]) -> None:
    assert unglued(word, known) == parts


def test_initials_are_of_three_words_or_more() -> None:
    assert initials("Order Management System") == "oms"
    assert initials("Order Management") == ""


@pytest.mark.parametrize("text", ["www_app", "uiQuarkus", "node-3", "c1", "postgres"])
def test_ids_that_a_person_wrote(text: str) -> None:
    assert is_readable(text)


@pytest.mark.parametrize("text", ["iA-LfhA7wfivf__Mqdaw-11", "QzKXCY8GYKlgsEN4Nh85-55", "Sr0p5qMff4C2n1QKBL7Gc", "42", ""])
def test_ids_that_a_program_wrote(text: str) -> None:
    assert not is_readable(text)


def test_the_product_s_own_name_is_what_most_names_share() -> None:
    names = [("acme", "cart"), ("acme", "web"), ("acme", "mail"), ("redis",)]
    assert shared(names, 0.5) == {"acme"}
    assert shared(names[:2], 0.5) == frozenset(), "two names are too few to tell"


@pytest.mark.parametrize(
    ("drawn", "running"),
    [("fares", "tariff"), ("donations", "giving"), ("invoices", "billing"), ("notices", "notifier"), ("support", "helpdesk")],
)
def test_words_of_a_trade_mean_the_same_and_count_less_than_one_word_twice(drawn: str, running: str) -> None:
    assert 0 < likeness(drawn, running) == likeness(running, drawn) < likeness("score", "scoring")


def test_the_last_part_of_a_compound_is_a_part_of_it_and_the_first_letters_of_another_word_are_not() -> None:
    assert 0 < likeness("search", "opensearch") < likeness("score", "scoring")
    assert likeness("arch", "opensearch") == likeness("opens", "search") == 0
