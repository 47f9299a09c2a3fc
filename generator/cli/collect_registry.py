"""`atopack collect registry`: its arguments, and what is said at the end."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.arguments import add_workspace_option
from generator.cli.collection_report import EVIDENCE_PLACE, CollectionReport, report
from generator.cli.terminal import progress, utc_now
from generator.errors import ConfigError

if TYPE_CHECKING:
    from generator.collectors.registry_credentials import Credentials

_LONGEST_PASSWORD = 1 << 16


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked."""
    parser.add_argument(
        "registry",
        metavar="HOST[/REPOSITORY]",
        nargs="+",
        help="registry.example.com for all of it, registry.example.com/shop/cart for one repository",
    )
    parser.add_argument(
        "--image", action="append", default=[], metavar="REFERENCE", help="shop/cart:1.4 or shop/cart@sha256:…; may be repeated"
    )
    add_workspace_option(parser, EVIDENCE_PLACE)
    parser.add_argument("--harbor", action="store_true", help="ask Harbor for its scan reports and its projects' settings too")
    parser.add_argument("--most-tags", type=_positive, default=200, metavar="N", help="of each repository; default: 200")
    parser.add_argument("--strict", action="store_true", help="end with 3 when anything was refused")
    login = parser.add_argument_group("signing in (default: what `docker login` wrote into config.json)")
    login.add_argument("--username", metavar="NAME", help="who signs in, with --password-stdin")
    login.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    login.add_argument("--allow-credential-helpers", action="store_true", help="run the helper program that config.json names")
    login.add_argument(
        "--auth-host", action="append", default=[], metavar="HOST[:PORT]", help="a token service that may be given the password"
    )
    login.add_argument("--plain-http", action="store_true", help="ask without TLS; this machine is asked so anyway")


def run(options: argparse.Namespace) -> CollectionReport:
    """Ask the registry.

    Raises:
        ConfigError: urllib3 is not installed, or the request is wrong.
        CollectError: the registry gave nothing.
    """
    try:
        from generator.collectors.registry_images import RegistryRequest, collect
    except ModuleNotFoundError as error:
        step = 'install it: pip install "atopack[collect]"'
        raise ConfigError("urllib3 is not installed, and registries are asked through it", next_step=step) from error
    host, named = _host_and_names(options.registry)
    images = [name for name in named if ":" in name or "@" in name]
    request = RegistryRequest(
        workspace=options.workspace,
        host=host,
        repositories=tuple(name for name in named if name not in images),
        images=(*images, *options.image),
        credentials=_credentials(options),
        docker_config=_docker_config(),
        allow_helpers=options.allow_credential_helpers,
        auth_hosts=tuple(options.auth_host),
        plain_http=options.plain_http,
        harbor=options.harbor,
        most_tags=options.most_tags,
    )
    with progress() as shown:
        collection = collect(request, utc_now, lambda text: shown(text, 0, 0), sleep=time.sleep)
    return report(collection)


def _host_and_names(words: list[str]) -> tuple[str, tuple[str, ...]]:
    hosts, names = [], []
    for word in words:
        scheme, sign, rest = word.rpartition("://")
        host, _, name = rest.partition("/")
        hosts.append(f"{scheme}{sign}{host}")
        names += [name.rstrip("/")] if name else []
    if len(set(hosts)) > 1:
        raise ConfigError("two registries are named", where=" ".join(words), next_step="collect them one after the other")
    return hosts[0], tuple(dict.fromkeys(names))


def _credentials(options: argparse.Namespace) -> "Credentials | None":
    if (options.username is None) is options.password_stdin:
        raise ConfigError("--username and --password-stdin belong together", next_step="give both, or neither")
    if options.username is None:
        return None
    from generator.collectors.registry_credentials import Credentials

    password = sys.stdin.read(_LONGEST_PASSWORD).rstrip("\r\n")
    return Credentials(username=options.username, password=password)


def _docker_config() -> Path | None:
    """Where `docker login` writes; None where there is no home folder."""
    chosen = os.environ.get("DOCKER_CONFIG", "")
    try:
        return (Path(chosen) if chosen else Path.home() / ".docker") / "config.json"
    except RuntimeError:
        return None


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100000")
    return int(text)
