"""What words say about software: products, and what they are there for."""

import pytest

from generator.graph.name_words import words
from generator.graph.software_synonyms import phrases, software, stand_ins


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
        ("Kafka UI", set(), {"frontend"}),
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
