"""What is cut out of lines of text and of an image's configuration, and what stays."""

import json

import pytest

from generator.collectors.registry_config import CutValues, configuration, made_by
from generator.collectors.registry_faults import RegistryError
from generator.collectors.secret_text import without_secrets


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("TOKEN=abc next", "TOKEN=REDACTED next"),
        ("db.password: abc", "db.password: REDACTED"),
        ('SECRET="a b" c', 'SECRET="REDACTED" c'),
        ("DB_PASS=abc STRIPE_KEY=abc REDIS_AUTH=abc", "DB_PASS=REDACTED STRIPE_KEY=REDACTED REDIS_AUTH=REDACTED"),
        ('run --password "a b" --mode x', "run --password REDACTED --mode x"),
        ("password: $DB_PASSWORD", "password: $DB_PASSWORD"),
        ("https://ghp_abc@example.com/a", "https://REDACTED@example.com/a"),
        ("amqp://shop:a@b@queue:5672/x", "amqp://REDACTED@queue:5672/x"),
        ("run --api-key abc --mode x", "run --api-key REDACTED --mode x"),
        ("postgres://shop:abc@db/cart", "postgres://REDACTED@db/cart"),
        ("AWS_SECRET_ACCESS_KEY=abc/def+", "AWS_SECRET_ACCESS_KEY=REDACTED"),
        ("nothing here: sha256:abcdef", "nothing here: sha256:abcdef"),
        ("https://example.com/a@b", "https://example.com/a@b"),
        ("User: arn:aws:iam::1:user/x is not authorized", "User: arn:aws:iam::1:user/x is not authorized"),
    ],
)
def test_lines(text: str, cleaned: str) -> None:
    assert without_secrets(text) == cleaned
    assert without_secrets(cleaned) == cleaned


@pytest.mark.parametrize(
    "piece",
    ["a", "-", "password", "password=", 'password="', "a://", "|1 ", " /bin/", "A=", "--token ", "-token", "://a:", "'\""],
)
@pytest.mark.parametrize("start", ["", "|1 ", "ENV ", "ENV A=", "|1 A /bin/"])
def test_hostile_texts_cost_no_more_than_their_length(start: str, piece: str) -> None:
    """A label may be megabytes. A pattern that tries every way to divide it would not come back in the life of this test."""
    text = start + piece * (60_000 // len(piece))
    assert isinstance(without_secrets(text), str)
    assert isinstance(made_by(text, CutValues()), str)
    assert without_secrets(text * 2).endswith("characters left out]")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("ENV A=1 B=\"x y\" C='z'", "ENV A=REDACTED B=REDACTED C=REDACTED"),
        ("/bin/sh -c #(nop)  ENV A=1", "/bin/sh -c #(nop)  ENV A=REDACTED"),
        ("ENV A one two", "ENV A REDACTED"),
        ("ARG VERSION=1", "ARG VERSION=REDACTED"),
        ("ARG VERSION", "ARG VERSION"),
        ("|1 KEY=abc /bin/sh -c make", "|REDACTED /bin/sh -c make"),
        ("RUN |2 A=1 B=2 /bin/bash -c make # buildkit", "RUN |REDACTED /bin/bash -c make # buildkit"),
        ("RUN /bin/sh -c curl -H token=abc", "RUN /bin/sh -c curl -H token=REDACTED"),
        ('CMD ["/app/cart"]', 'CMD ["/app/cart"]'),
    ],
)
def test_history(line: str, shown: str) -> None:
    assert made_by(line, CutValues()) == shown


def test_configuration_keeps_what_is_evidence() -> None:
    raw = {
        "architecture": "amd64",
        "os": 7,
        "author": "somebody",
        "config": {
            "User": "0",
            "Env": ["A=1", 7],
            "Labels": {"a": "b", "x.secret": "c"},
            "Healthcheck": {"Test": ["CMD", "x"]},
            "Cmd": None,
        },
        "history": [{"created_by": "COPY a b"}, 7],
        "rootfs": {"diff_ids": ["sha256:1", 7]},
    }
    assert configuration(json.dumps(raw).encode(), "here", CutValues()) == {
        "architecture": "amd64",
        "config": {
            "User": "0",
            "Env": ["A=REDACTED", "7=REDACTED"],
            "Labels": {"a": "b", "x.secret": "REDACTED"},
            "Healthcheck": {"Test": ["CMD", "x"]},
        },
        "rootfs": {"type": "layers", "diff_ids": ["sha256:1"]},
        "history": [{"created_by": "COPY a b"}],
    }


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"\xff", b"[" * 200_000])
def test_no_configuration(raw: bytes) -> None:
    with pytest.raises(RegistryError, match="not a configuration"):
        configuration(raw, "here", CutValues())


@pytest.mark.parametrize(
    "raw", [{"config": 1, "history": 1, "rootfs": 1}, {"config": {"Env": 1, "Labels": [], "Cmd": "x", "Healthcheck": 1}}, {}]
)
def test_odd_configurations(raw: object) -> None:
    assert "Env" not in str(configuration(json.dumps(raw).encode(), "here", CutValues()))
