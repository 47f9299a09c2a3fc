"""`atopack collect SOURCE`: the arguments of each source and what is printed. A source is one row of `SOURCES`.

Collectors and the libraries they need are imported by the source that is used.
"""

import argparse
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.cli import collect_aws, collect_file, collect_registry
from generator.cli.arguments import add_workspace_option
from generator.cli.collection_report import EVIDENCE_PLACE, CollectionReport, collected_rows
from generator.cli.json_output import add_json_argument, say_result
from generator.cli.terminal import progress, utc_now
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.text import counted, sentence

if TYPE_CHECKING:
    from generator.collectors.kubernetes_redaction import RedactionRules
    from generator.collectors.kubernetes_run import Collected

OK, INCOMPLETE = 0, 3


_NAMESPACE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class CollectSource(NamedTuple):
    """One thing to collect from. A named tuple, as in `collection_report.py`."""

    name: str
    """`kubernetes`: the word after `collect`."""
    text: str
    """For the list of sources."""
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    """Returns the exit code."""


def add(parser: argparse.ArgumentParser) -> None:
    """A sub-command for each source."""
    sources = parser.add_subparsers(title="sources", metavar="SOURCE", required=True)
    for source in SOURCES:
        source_parser = sources.add_parser(source.name, help=source.text, description=f"{sentence(source.text)}.")
        source.arguments(source_parser)
        add_json_argument(source_parser)
        source_parser.set_defaults(run=source.run)


def _printed(run: Callable[[argparse.Namespace], CollectionReport]) -> Callable[[argparse.Namespace], int]:
    """A source that returns what is to be printed."""
    return lambda options: _say(run(options), options)


def _say(report: CollectionReport, options: argparse.Namespace) -> int:
    say_result(options, report.rows, report.lines)
    return INCOMPLETE if options.strict and not report.whole else OK


def _kubernetes_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--context", metavar="NAME", help="of the kubeconfig; default: the current one")
    parser.add_argument("--kubeconfig", type=Path, metavar="FILE", help="default: as kubectl, else the pod's service account")
    parser.add_argument(
        "--namespace", action="append", default=[], type=_namespace, metavar="NAME", help="only this one; may be repeated"
    )
    add_workspace_option(parser, EVIDENCE_PLACE)
    parser.add_argument("--name", metavar="NAME", help="folder of this cluster; default: its name in the kubeconfig")
    parser.add_argument("--redaction", type=Path, metavar="FILE", help="rules of your own for what is cut out")
    parser.add_argument("--without-secret-names", action="store_true", help="do not ask which Secrets exist")
    parser.add_argument("--strict", action="store_true", help="end with 3 when anything was refused")
    printing = parser.add_argument_group("print a manifest and collect nothing")
    printing.add_argument("--rbac", action="store_true", help="the role with the rights that are needed, and no others")
    printing.add_argument("--with-secret-names", action="store_true", help="with --rbac: let it list Secrets")
    printing.add_argument("--cronjob", action="store_true", help="a nightly run inside the cluster")
    printing.add_argument(
        "--image", default="atopack:latest", metavar="REFERENCE", help="with --cronjob: the image that you built"
    )


def _kubernetes(options: argparse.Namespace) -> int:
    if options.rbac or options.cronjob:
        return _print_manifests(options)
    from generator.collectors.base import folder_name
    from generator.collectors.kubernetes_access import reach
    from generator.collectors.kubernetes_run import KubernetesRequest, collect

    rules = _rules(options.redaction)
    with reach(options.kubeconfig, options.context) as access, progress() as shown:
        order = KubernetesRequest(
            workspace=options.workspace,
            name=folder_name(options.name) if options.name else access.cluster,
            namespaces=tuple(dict.fromkeys(options.namespace)),
            secret_names=not options.without_secret_names,
            rules=rules,
            command=_kubernetes_command(options),
        )
        collected = collect(access, order, clock=utc_now, progress=shown)
    report = CollectionReport(
        lines=tuple(_report_lines(collected)),
        rows=tuple(collected_rows(collected.files, collected.refused)),
        whole=not collected.refused,
    )
    return _say(report, options)


def _print_manifests(options: argparse.Namespace) -> int:
    from generator.collectors.base import folder_name
    from generator.collectors.kubernetes_manifests import cronjob, rbac

    parts = []
    if options.rbac:
        parts.append(rbac(secret_names=options.with_secret_names, namespaces=options.namespace))
    if options.cronjob:
        name = folder_name(options.name or "cluster")
        ask = not options.without_secret_names
        parts.append(cronjob(image=options.image, name=name, namespaces=options.namespace, secret_names=ask))
    say("---\n".join(parts), end="")
    return OK


def _rules(chosen: Path | None) -> "RedactionRules":
    from generator.collectors.kubernetes_redaction import read_rules
    from generator.resources import data

    file = chosen or data("templates") / "collect" / "kubernetes-redaction.yaml"
    if not file.is_file():
        raise ConfigError("there is no such file", where=str(file), next_step="name your rules with --redaction FILE")
    return read_rules(file.read_bytes(), where=str(file))


def _kubernetes_command(options: argparse.Namespace) -> str:
    """The command as a person would type it again, without any credential."""
    words = ["atopack", "collect", "kubernetes"]
    for flag in ("context", "name"):
        words += [f"--{flag}", getattr(options, flag)] if getattr(options, flag) else []
    for namespace in options.namespace:
        words += ["--namespace", namespace]
    words += ["--redaction", options.redaction.name] if options.redaction else []
    words += ["--without-secret-names"] if options.without_secret_names else []
    return shlex.join(words)


def _report_lines(collected: "Collected") -> list[str]:
    full = [each.sidecar for each in collected.files if each.sidecar.items]
    items = sum(each.items or 0 for each in full)
    cut = sum(redaction.count for each in full for redaction in each.redactions if redaction.places)
    lines = [
        f"Collected  {counted(items, 'object')} of {counted(len(full), 'kind')}; "
        f"{counted(len(collected.files) - len(full), 'kind is', 'kinds are')} served and empty, "
        f"{len(collected.not_installed)} are not installed",
        f"Cut out    {counted(cut, 'value that looks', 'values that look')} secret; each sidecar says where",
    ]
    lines += [f"Note       {kept.path.name}: {note}" for kept in collected.files for note in kept.sidecar.notes]
    for refusal in collected.refused:
        where = f" in {refusal.scope}" if refusal.scope else ""
        answer = f" ({refusal.status})" if refusal.status else ""
        lines.append(f"NOT COLLECTED  {refusal.verb} {refusal.resource}{where}{answer}: {refusal.why}")
    if any(refusal.status == 403 for refusal in collected.refused):
        lines.append("  next:  `atopack collect kubernetes --rbac` prints the rights that are needed")
    return [*lines, f"\nEvidence   {collected.folder}"]


def _namespace(text: str) -> str:
    if not _NAMESPACE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a name of a namespace")
    return text


SOURCES: tuple[CollectSource, ...] = (
    CollectSource(
        name="kubernetes",
        text="everything that is evidence in a cluster, read only; secrets cut out",
        arguments=_kubernetes_arguments,
        run=_kubernetes,
    ),
    CollectSource(
        name="aws",
        text="an AWS account: registries and their scans, findings, posture, what runs; read only",
        arguments=collect_aws.arguments,
        run=_printed(collect_aws.run),
    ),
    CollectSource(
        name="registry",
        text="images of a container registry: digests, platforms, labels, SBOMs, signatures, attestations",
        arguments=collect_registry.arguments,
        run=_printed(collect_registry.run),
    ),
    *(
        CollectSource(name=name, text=text, arguments=collect_file.arguments, run=_printed(collect_file.run))
        for name, text in (
            ("file", "files that you have, copied unchanged with who took them, when and from where"),
            ("directory", "all files in folders that you have, with their names below the folder"),
        )
    ),
)
"""In the order of `atopack collect --help`."""
