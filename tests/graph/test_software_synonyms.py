"""What words say about software: products, and what they are there for."""

import pytest

from generator.graph import software_synonyms
from generator.graph.name_words import words
from generator.graph.software_synonyms import is_software_word, phrases, software, stand_ins


@pytest.mark.parametrize(
    ("text", "products", "roles"),
    [
        ("PostgreSQL", {"PostgreSQL"}, {"relational database"}),
        ("Database", set(), {"relational database"}),
        ("Orders DB", set(), {"relational database"}),
        ("SQL Server", {"SQL Server"}, {"relational database"}),
        ("Redis cache", {"Redis"}, {"key-value store"}),
        ("SQS / RabbitMQ", {"SQS", "RabbitMQ"}, {"message queue"}),
        ("Event Bus (RabbitMQ)", {"RabbitMQ"}, {"message queue"}),
        ("Message Broker", set(), {"message queue"}),
        ("queue-master", set(), set()),
        ("postgres-exporter", set(), {"metrics exporter"}),
        ("Kafka consumer", set(), {"background work"}),
        ("Kafka UI", set(), {"administration"}),
        ("Redis Insight", set(), {"administration"}),
        ("Admin UI", set(), {"frontend"}),
        ("Frontend CDN", set(), {"proxy"}),
        ("Auth0", {"Auth0"}, {"identity provider"}),
        ("db migrate", set(), {"preparation"}),
        ("Virus scan", set(), {"malware scanner"}),
        ("Read API", set(), {"backend"}),
        ("Web SPA", set(), {"frontend"}),
        ("Cart", set(), set()),
    ],
)
def test_what_a_text_says(text: str, products: set[str], roles: set[str]) -> None:
    said = software(words(phrases(text)))
    assert (said.products, said.roles) == (products, roles)


def test_products_that_speak_one_protocol_may_stand_in() -> None:
    assert "Valkey" in stand_ins("Redis")
    assert stand_ins("Kafka") == {"Kafka"}


def test_every_product_has_a_role_that_words_name_or_that_stores_have() -> None:
    """A role that is written otherwise once would be of that product alone, and agree with nothing."""
    named = set(software_synonyms._ROLES) | software_synonyms.STORES | {"coordination"}
    assert {product: role for product, role, _ in software_synonyms._PRODUCTS if role not in named} == {}


def test_names_of_several_words_become_words_that_are_known() -> None:
    written = set(software_synonyms._PHRASES.values())
    assert {word for word in written if not is_software_word(word)} == set()
    assert software(words(phrases("Cosmos DB"))).products == {"Cosmos DB"}
    assert software(words(phrases("TURN relay"))).roles == {"media relay"}
    assert software(words(phrases("continuous delivery"))).roles == {"continuous delivery"}
    assert software(words(phrases("CI/CD"))).roles == {"continuous delivery"}
