"""Passwords in options of clients go, and the rest of the command line stays evidence."""

import pytest
from growth import assert_linear

from generator.collectors.client_options import CLIENT_OPTIONS, clients_in, without_client_secrets, word_without_secret
from generator.collectors.secret_text import REDACTED, command_without_secrets, without_secrets

# NOTE: made of parts, so that no scanner takes this file for a leak
SECRET = "hunter" + "22"

TEXTS = {
    f"curl -fsS -u admin:{SECRET} https://x.example": f"curl -fsS -u admin:{REDACTED} https://x.example",
    f"curl -uadmin:{SECRET} x": f"curl -uadmin:{REDACTED} x",
    f"curl --user admin:{SECRET}": f"curl --user admin:{REDACTED}",
    f"mysql -h db -p{SECRET} app": f"mysql -h db -p{REDACTED} app",
    f"mysqldump -uroot -p{SECRET}": f"mysqldump -uroot -p{REDACTED}",
    f"redis-cli -h cache -a {SECRET} ping": f"redis-cli -h cache -a {REDACTED} ping",
    f"sshpass -p {SECRET} ssh host": f"sshpass -p {REDACTED} ssh host",
    f"docker login -u robot -p {SECRET} x.example": f"docker login -u robot -p {REDACTED} x.example",
    f"skopeo copy --src-creds robot:{SECRET} a b": f"skopeo copy --src-creds robot:{REDACTED} a b",
    f"ldapsearch -D cn=app -w {SECRET} -b dc=x": f"ldapsearch -D cn=app -w {REDACTED} -b dc=x",
    f"sqlcmd -S db -U sa -P {SECRET}": f"sqlcmd -S db -U sa -P {REDACTED}",
    f"mongosh -u app -p {SECRET} db": f"mongosh -u app -p {REDACTED} db",
    "docker run -p 8080:80 nginx": "docker run -p 8080:80 nginx",
    "mkdir -p /srv/mysql-data": "mkdir -p /srv/mysql-data",
    "curl --user-agent=Scanner:5.0/abcdef x": "curl --user-agent=Scanner:5.0/abcdef x",
    "curl -u $CREDENTIALS https://x.example": "curl -u $CREDENTIALS https://x.example",
    "docker login -p $TOKEN x.example": "docker login -p $TOKEN x.example",
}


@pytest.mark.parametrize(("text", "left"), TEXTS.items(), ids=list(TEXTS))
def test_a_text(text: str, left: str) -> None:
    assert without_client_secrets(text, REDACTED) == left
    assert without_secrets(left) == left


WORDS = {
    ("curl", f"-uadmin:{SECRET}", "x"): ["curl", f"-uadmin:{REDACTED}", "x"],
    ("docker", "run", "-u1000:1000"): ["docker", "run", "-u1000:1000"],
    ("curl", "-u", f"admin:{SECRET}", "https://x.example"): ["curl", "-u", f"admin:{REDACTED}", "https://x.example"],
    ("-u", f"admin:{SECRET}"): ["-u", f"admin:{REDACTED}"],
    ("mysql", f"-p{SECRET}"): ["mysql", f"-p{REDACTED}"],
    ("/usr/bin/redis-cli", "-a", SECRET, "ping"): ["/usr/bin/redis-cli", "-a", REDACTED, "ping"],
    ("sh", "-c", f"redis-cli -a {SECRET} ping"): ["sh", "-c", f"redis-cli -a {REDACTED} ping"],
    ("docker", "run", "-u", "1000:1000", "-p", "80:80"): ["docker", "run", "-u", "1000:1000", "-p", "80:80"],
    ("--password", SECRET): ["--password", REDACTED],
    ("serve", "-p", "8080"): ["serve", "-p", "8080"],
}


@pytest.mark.parametrize(("words", "left"), WORDS.items(), ids=[" ".join(words) for words in WORDS])
def test_a_command_line(words: tuple[str, ...], left: list[str]) -> None:
    assert command_without_secrets(words)[0] == left
    assert command_without_secrets(left) == (left, 0)


def test_arguments_are_read_behind_the_client_of_the_command() -> None:
    assert clients_in(b'["/usr/bin/mysqld_exporter"]') == ()
    assert clients_in(b'["sh","-c","exec mysql"]') == ("mysql",)
    assert word_without_secret(clients_in(b'["mysql"]'), f"-p{SECRET}", REDACTED) == f"-p{REDACTED}"
    assert word_without_secret((), f"-p{SECRET}", REDACTED) == f"-p{SECRET}"


def test_a_header_goes_and_its_scheme_stays() -> None:
    assert without_secrets(f"curl -H 'Authorization: Bearer {SECRET}'") == f"curl -H 'Authorization: Bearer {REDACTED}'"


@pytest.mark.parametrize("client", sorted({client for row in CLIENT_OPTIONS for client in row.clients}))
def test_no_text_makes_it_slow(client: str) -> None:
    assert_linear(lambda part: f"{client} login -u a: " * (4_000 // part), lambda text: without_client_secrets(text, REDACTED))
