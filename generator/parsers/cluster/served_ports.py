"""Ports that a program's own configuration opens, with TLS or without: nginx, Apache, HAProxy, and addresses to listen on.

https://nginx.org/en/docs/http/ngx_http_core_module.html#listen, https://httpd.apache.org/docs/2.4/bind.html,
https://docs.haproxy.org/3.0/configuration.html#bind, https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints

What is opened for bytes of any protocol (nginx `stream`, HAProxy `mode tcp`) says nothing of TLS and is left out, and so is
what another setting of the file may decide. A port that is a variable is not known.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.limits import VALUE_TEXT
from generator.model.container_settings import ServedPort
from generator.parsers.late_patterns import late_re

_ADDRESS = late_re(r"\b(https?)://(?:\*|\+|0\.0\.0\.0|\[::\]):(\d{1,5})\b", re.IGNORECASE)
"""A URL with every address of the machine for a host can be listened on only."""
_EVERY = late_re(r"(?:\w+://)?(?:\*|\+|0\.0\.0\.0|\[::\]):(?P<port>\d{1,5})/?")
_ALONE = late_re(r":(?P<port>\d{1,5})")
_LISTEN_FLAG = late_re(r"--?(?:[\w.-]*[._-])?(?:b|bind|listen|addr|address)(?:-address|-addr)?", re.IGNORECASE)
_PORT_FLAG = late_re(r"--?(?:[\w.]*[._-])?port", re.IGNORECASE)
_HOST_FLAG = late_re(r"--?(?:[\w.-]*[._-])?(?:h|host|hostname|server)", re.IGNORECASE)
_ANY = late_re(r"\*|0\.0\.0\.0|\[?::\]?")
_WORD = late_re(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|#[^\n]*|[;{}]|[^\s;{}\"'#]+")
_NGINX = late_re(r"(?:^|[{;])[ \t]*listen[ \t]+[^;\n{}]{1,200};", re.MULTILINE)
_APACHE = late_re(r"^[ \t]*Listen[ \t]+(?:\S{1,100}:)?(\d{1,5})(?:[ \t]+(https?))?[ \t]*$", re.MULTILINE)
_OF_APACHE = late_re(r"^[ \t]*(?:ServerRoot|LoadModule|DocumentRoot|<VirtualHost)\b", re.MULTILINE)
_BIND = late_re(r"bind[ \t]+\S{0,100}?:(\d{1,5})(?=\s|$)(.*)")
_SECTION = late_re(r"(global|defaults|frontend|listen|backend)\b")
_ENDS = frozenset("{};")
_PASSED = frozenset({"stream", "mail", "rtmp"})
_REDIRECT = late_re(r"30[12378]")
_LOOPBACK = ("127.", "localhost", "[::1]", "unix:")
_HIGHEST = 65_535
_MOST_WORDS = 20_000


def in_environment(variables: Iterable[tuple[str, str]]) -> Iterator[ServedPort]:
    """Of (name, value) of environment variables: `ASPNETCORE_URLS`, `http://*:8080;https://*:8443`."""
    for name, value in variables:
        for scheme, port in _ADDRESS.findall(value[:VALUE_TEXT]):
            yield from _port(port, scheme.lower() == "https", f"{name}: {scheme.lower()}, port {port}")


def in_arguments(words: Iterable[str]) -> Iterator[ServedPort]:
    """Of a command line: `--urls http://0.0.0.0:8080`."""
    for scheme, port in (each for word in words for each in _ADDRESS.findall(word[:VALUE_TEXT])):
        yield from _port(port, scheme.lower() == "https", f"an argument: {scheme.lower()}, port {port}")


def listeners(words: Sequence[str]) -> tuple[int, ...]:
    """Ports that a command line opens, sorted: `-b 0.0.0.0:8000`, `--listen=:9090`, `--port 8080`. Of TLS it says nothing.

    A port of an option counts where no other host stands beside it: it is that of a server which the program calls then.
    """
    flags = [*_assigned(words)]
    numbers = {int(match["port"]) for name, value in flags if (match := _listener(name, value))}
    elsewhere = any(_HOST_FLAG.fullmatch(name) and not _ANY.fullmatch(value) for name, value in flags)
    if not elsewhere:
        numbers |= {int(value) for name, value in flags if _PORT_FLAG.fullmatch(name) and value.isascii() and value.isdecimal()}
    return tuple(sorted(number for number in numbers if 0 < number <= _HIGHEST))


def _assigned(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(option or empty, value) of each word of a command line."""
    before = ""
    for word in words:
        name, sign, value = word.partition("=")
        if word.startswith("-") and sign:
            yield name, value.strip("\"'")
        elif not word.startswith("-"):
            yield before, word.strip("\"'")
        before = word if word.startswith("-") and not sign else ""


def _listener(name: str, value: str) -> re.Match[str] | None:
    """An address of every interface is one to listen on; a port alone is, behind an option that says so."""
    return _EVERY.fullmatch(value) or (_ALONE.fullmatch(value) if _LISTEN_FLAG.fullmatch(name) else None)


def in_file(name: str, text: str) -> tuple[ServedPort, ...]:
    """Of a configuration file, by its own text; sorted."""
    if _NGINX.search(text):
        served = _nginx(name, (word for word in _WORD.findall(text)[:_MOST_WORDS] if not word.startswith("#")))
    elif _APACHE.search(text) and _OF_APACHE.search(text):
        served = _apache(name, text)
    elif "bind" in text and re.search(r"^(?:frontend|listen)\s+\S", text, re.MULTILINE):
        served = _haproxy(name, text)
    else:
        served = iter(())
    return tuple(sorted(set(served)))


def _nginx(name: str, words: Iterable[str]) -> Iterator[ServedPort]:
    """Server by server. A server that only answers with a redirect to HTTPS serves nothing in plain."""
    for server in _servers(words):
        secured = any(directive[:2] == ["ssl", "on"] for directive in server)
        redirects = any(map(_sends_on, server))
        for directive in server if not secured else ():
            if directive[0] == "listen":
                yield from _listen(name, directive[1:], redirects=redirects)


def _servers(words: Iterable[str]) -> Iterator[list[list[str]]]:
    """The directives of each `server` of HTTP itself, without those of its locations."""
    blocks: list[tuple[str, list[list[str]]]] = []
    directive: list[str] = []
    for word in words:
        if word == "{":
            blocks.append((directive[0] if directive else "", []))
        elif word == "}" and blocks:
            kind, directives = blocks.pop()
            if kind == "server" and _PASSED.isdisjoint(outer for outer, _ in blocks):
                yield directives
        elif word == ";" and blocks and directive:
            blocks[-1][1].append(directive)
        elif word not in _ENDS:
            directive.append(word)
            continue
        directive = []


def _sends_on(directive: Sequence[str]) -> bool:
    """`return 301 https://$host$request_uri`."""
    return (
        directive[0] == "return"
        and len(directive) > 2
        and _REDIRECT.fullmatch(directive[1]) is not None
        and directive[2].strip("\"'").startswith("https://")
    )


def _listen(name: str, words: Sequence[str], *, redirects: bool) -> Iterator[ServedPort]:
    where = words[0] if words else ""
    port = where.rpartition(":")[2]
    if port.isdecimal() and not where.startswith(_LOOPBACK):
        tls = not {"ssl", "quic"}.isdisjoint(words[1:])
        yield from _port(port, tls, f"{name}: listen {' '.join(words)[:80]}", redirects=redirects and not tls)


def _apache(name: str, text: str) -> Iterator[ServedPort]:
    """Where a virtual host switches TLS on, which ports it is for is not followed."""
    if re.search(r"^[ \t]*SSLEngine[ \t]+on\b", text, re.MULTILINE | re.IGNORECASE):
        return
    for port, protocol in _APACHE.findall(text):
        yield from _port(port, protocol == "https", f"{name}: Listen {port}")


def _haproxy(name: str, text: str) -> Iterator[ServedPort]:
    default, sections = "", list[tuple[str, list[str]]]()
    for line in (each.partition("#")[0].strip() for each in text.splitlines()):
        match = _SECTION.match(line)
        if match:
            sections.append((match[1], []))
        elif sections and line:
            sections[-1][1].append(line)
    for kind, lines in sections:
        mode = next((line.split()[-1] for line in lines if line.startswith("mode ")), default)
        default = mode if kind == "defaults" else default
        sends_on = any(line.startswith("redirect scheme https") for line in lines)
        for match in filter(None, map(_BIND.match, lines)) if kind in ("frontend", "listen") else ():
            tls = "ssl" in match[2].split()
            if tls or mode == "http":
                yield from _port(match[1], tls, f"{name}: {match[0].strip()[:80]}", redirects=sends_on and not tls)


def _port(number: str, tls: bool, because: str, *, redirects: bool = False) -> Iterator[ServedPort]:  # noqa: FBT001 - as read
    if 0 < int(number) <= _HIGHEST:
        yield ServedPort(int(number), tls, redirects, because)
