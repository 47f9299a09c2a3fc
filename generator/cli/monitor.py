"""`atopack monitor WORKSPACE`: running images against scans, the POA&M and CISA's catalog; alerts and a record."""

import argparse
import json
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.arguments import add_as_of_argument, add_strict_argument
from generator.cli.collect import add as add_sources
from generator.cli.json_output import say_result
from generator.cli.terminal import progress, utc_now
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.limits import PRINTED
from generator.version import VERSION

if TYPE_CHECKING:
    from generator.delivery.webhook import WebhookTarget
    from generator.model.monitoring import Delivery, MonitorRun
    from generator.pipeline.monitor import Watched

CLEAN, ALERTS, UNDELIVERED, INCOMPLETE = 0, 1, 2, 3
_LARGEST_SECRET = 4096
_MOST_SECONDS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("workspace", type=Path, nargs="?", metavar="WORKSPACE", help="the folder with system.yaml")
    add_as_of_argument(parser, "the day to look at; default: today")
    parser.add_argument("--json", action="store_true", help="one JSON object a line: each alert")
    add_strict_argument(parser)
    parser.add_argument("--collect", action="store_true", help="collect what runs first, from the current context of kubectl")
    telling = parser.add_argument_group("recipients")
    telling.add_argument("--textfile", type=Path, metavar="FILE", help="metrics for Prometheus (FILE ends with .prom)")
    telling.add_argument("--webhook", metavar="URL", help="POST the alerts there: https, or http to this machine")
    telling.add_argument("--webhook-file", type=Path, metavar="FILE", help="read the address from this file")
    telling.add_argument("--webhook-token-file", type=Path, metavar="FILE", help="read a bearer token from this file")
    telling.add_argument("--asff", type=Path, metavar="FILE", help="findings for AWS Security Hub")
    telling.add_argument("--aws-account", metavar="NUMBER", help="with --asff: twelve digits")
    telling.add_argument("--aws-region", metavar="REGION", help="with --asff: such as us-gov-west-1")
    printing = parser.add_argument_group("print a manifest and look at nothing")
    printing.add_argument("--manifest", action="store_true", help="a CronJob for every day, with least privilege")
    printing.add_argument("--image", default="atopack:latest", metavar="REFERENCE", help="with --manifest: the image you built")
    printing.add_argument(
        "--name", default="cluster", metavar="NAME", help="with --manifest: the cluster's folder in evidence/"
    )


def run(options: argparse.Namespace) -> int:
    """Look, send, and leave a record.

    Raises:
        ConfigError: an option or a file of the workspace is wrong; nothing was sent then.
    """
    if options.manifest:
        return _print_manifest(options)
    if options.workspace is None:
        raise ConfigError("no workspace is named", next_step="atopack monitor WORKSPACE; or --manifest")
    from generator.pipeline.monitor import watch
    from generator.workspace.folder import Workspace

    where, account = _target(options), _check_asff(options)
    workspace = Workspace.open(options.workspace)
    now = _second_of_its_own(options.workspace)
    if options.collect:
        _collect(options.workspace)
    with progress() as shown:
        watched = watch(workspace, options.as_of or now.date(), now, shown, options.cache)
    watched = _with(watched, tuple(_tell(options, watched, where, account)))
    record, taken = _keep(options.workspace, watched)
    _print(options, watched, record)
    _record_indicators(options, watched, taken)
    return _code(options, watched)


def _collect(root: Path) -> None:
    """What runs, into the workspace: the same as `atopack collect kubernetes`."""
    parser = argparse.ArgumentParser(prog="atopack collect")
    add_sources(parser)
    options = parser.parse_args(["kubernetes", "--workspace", str(root), "--without-secret-names"])
    options.run(options)


def _with(watch: "Watched", deliveries: tuple["Delivery", ...]) -> "Watched":
    """The run with what became of its messages."""
    from msgspec import structs

    return structs.replace(watch, run=structs.replace(watch.run, deliveries=deliveries))


def _code(options: argparse.Namespace, watch: "Watched") -> int:
    if watch.run.alerts:
        return ALERTS
    if not all(delivery.delivered for delivery in watch.run.deliveries):
        return UNDELIVERED
    return INCOMPLETE if options.strict and watch.gaps else CLEAN


def _print_manifest(options: argparse.Namespace) -> int:
    from generator.collectors.base import folder_name
    from generator.collectors.kubernetes_manifests import ACCOUNT, NAMESPACE
    from generator.monitoring.manifest import cronjob

    name = folder_name(options.name)
    say(cronjob(image=options.image, name=name, namespace=NAMESPACE, account=ACCOUNT), end="")
    return CLEAN


def _target(options: argparse.Namespace) -> "WebhookTarget | None":
    from generator.delivery.webhook import target

    if options.webhook and options.webhook_file:
        raise ConfigError("--webhook and --webhook-file both name an address", next_step="keep one of the two")
    address = options.webhook or (_secret(options.webhook_file) if options.webhook_file else "")
    if not address:
        if options.webhook_token_file:
            raise ConfigError("a token without an address", next_step="name the address with --webhook or --webhook-file")
        return None
    return target(address, _secret(options.webhook_token_file) if options.webhook_token_file else "")


def _secret(path: Path) -> str:
    """The only line of a file."""
    if not path.is_file() or path.stat().st_size > _LARGEST_SECRET:
        raise ConfigError("no such file, or none that holds one line", where=str(path), next_step="put the line alone into it")
    try:
        text = path.read_bytes().decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        text = ""  # NOTE: not chained: the error of the decoder holds the secret
    if not text or "\n" in text:
        what = "the file does not hold one line of UTF-8 text"
        raise ConfigError(what, where=str(path), next_step="put the line alone into it")
    return text


def _check_asff(options: argparse.Namespace) -> tuple[str, str] | None:
    if options.asff is None:
        return None
    number, region = options.aws_account or "", options.aws_region or ""
    if not (len(number) == 12 and number.isascii() and number.isdigit()) or not region:
        step = "--aws-account 123456789012 --aws-region us-gov-west-1"
        raise ConfigError("findings for Security Hub need account and region", next_step=step)
    return number, region


def _tell(
    options: argparse.Namespace, watch: "Watched", where: "WebhookTarget | None", account: tuple[str, str] | None
) -> Iterator["Delivery"]:
    from generator.delivery.textfile import put
    from generator.delivery.webhook import post
    from generator.model.monitoring import Delivery
    from generator.monitoring.prometheus import metrics
    from generator.monitoring.run_text import message

    if options.textfile is not None:
        put(options.textfile, metrics(watch.run).encode())
    if account is not None:
        _write_asff(options.asff, watch, account)
    if where is not None and (watch.run.alerts or watch.run.resolved):
        outcome = post(where, json.dumps(message(watch.run), ensure_ascii=False).encode(), sleep=time.sleep)
        yield Delivery(to=f"webhook {where.shown}", delivered=outcome.delivered, detail=outcome.detail)


def _write_asff(path: Path, watch: "Watched", account: tuple[str, str]) -> None:
    """Batches of what an import takes: `NAME.json`, `NAME-2.json`, …"""
    from generator.delivery.textfile import put
    from generator.monitoring.asff import AwsAccount, findings

    batches = findings(watch.run, AwsAccount(number=account[0], region=account[1]), watch.gone) or ([],)
    for number, batch in enumerate(batches, 1):
        place = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        put(place, json.dumps(batch, ensure_ascii=False, indent=1).encode() + b"\n")


def _second_of_its_own(root: Path) -> datetime:
    """Now, by the second, which names the record: a later second where another run, also a killed one, has this one.

    Raises:
        ConfigError: the clock stands still.
    """
    from generator.collectors.base import is_begun
    from generator.monitoring.record import FOLDER, name_of

    folder = root / FOLDER
    for _ in range(_MOST_SECONDS):
        moment = utc_now().replace(microsecond=0)
        if not is_begun(folder / name_of(moment)):
            return moment
        time.sleep(1 - utc_now().microsecond / 1e6)
    what = f"other runs have the last {_MOST_SECONDS} seconds"
    raise ConfigError(what, where=str(folder), next_step="see that the clock goes, and run it again")


def _keep(root: Path, watch: "Watched") -> tuple[Path, datetime]:
    """The record with its sidecar, evidence for RA-5 and SI-4, and its second: a later one where another run took ours."""
    from msgspec import structs

    from generator.collectors.base import EvidenceExistsError

    try:
        return _write(root, watch.run), watch.run.taken
    except EvidenceExistsError:
        run = structs.replace(watch.run, taken=_second_of_its_own(root))
        return _write(root, run), run.taken


def _write(root: Path, run: "MonitorRun") -> Path:
    from generator.collectors.base import CollectorInfo, RawFile, Sidecar, folder_in
    from generator.monitoring.record import FOLDER, encoded, name_of

    about = Sidecar(
        collector=CollectorInfo(name="atopack monitor", version=VERSION),
        collected=run.taken,
        command="atopack monitor",
        source="the workspace's own evidence",
    )
    with RawFile(folder_in(root, FOLDER), name_of(run.taken)) as file:
        file.write(encoded(run, f"atopack {VERSION}"))
        return file.keep(about).path


def _record_indicators(options: argparse.Namespace, watch: "Watched", now: datetime) -> None:
    """The indicators of FedRAMP 20x, beside the alerts."""
    from generator.pipeline.indicators import record_indicators

    if watch.indicators is None:
        return
    outcome = record_indicators(options.workspace, watch.run.system, watch.indicators, now)
    if not options.json:
        say(f"Indicators {outcome.path or f'no record was added: {outcome.because}'}")


def _print(options: argparse.Namespace, watch: "Watched", record: Path) -> None:
    from generator.cli.report_lines import gaps as gap_lines
    from generator.monitoring.record import plain
    from generator.monitoring.run_text import lines

    output = list(lines(watch.run))
    if watch.run.deliveries:
        output += ["", *(f"Sent       {delivery.to}: {delivery.detail}" for delivery in watch.run.deliveries)]
    if watch.gaps:
        output += ["", "Not read or not used:", *gap_lines(watch.gaps, most=PRINTED)]
    say_result(options, map(plain, watch.run.alerts), [*output, "", f"Record     {record}"])
