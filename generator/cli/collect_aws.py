"""`atopack collect aws`: its arguments, and what is said at the end."""

import argparse
import json

from generator.cli.arguments import add_workspace_option
from generator.cli.collection_report import EVIDENCE_PLACE, CollectionReport, report
from generator.cli.terminal import progress, utc_now
from generator.errors import ConfigError

SERVICES = ("ecr", "inspector2", "securityhub", "config", "eks", "ecs", "ec2", "rds", "elbv2", "elb", "s3", "logs")
"""A copy of the names in `collectors.aws_calls`, so that `--help` needs no collector; a test compares them."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked."""
    parser.add_argument(
        "--region", action="append", default=[], metavar="NAME", help="may be repeated; default: the profile's own"
    )
    parser.add_argument("--profile", metavar="NAME", help="of ~/.aws/config; a profile may name a role to take on")
    parser.add_argument(
        "--services", type=_services, default=(), metavar="A,B", help=f"only these of {', '.join(SERVICES)}; default: all"
    )
    add_workspace_option(parser, EVIDENCE_PLACE)
    parser.add_argument("--strict", action="store_true", help="end with 3 when anything was refused")
    parser.add_argument("--policy", action="store_true", help="print the IAM policy that is needed, and collect nothing")


def run(options: argparse.Namespace) -> CollectionReport:
    """Ask AWS, or print the policy that it takes.

    Raises:
        ConfigError: boto3 is not installed, or the request is wrong.
        CollectError: AWS does not accept the credentials.
    """
    if options.policy:
        from generator.collectors.aws_policy import policy

        text = policy(options.services)
        return CollectionReport(lines=(text,), rows=(json.loads(text),))
    try:
        from generator.collectors.aws import AwsRequest, collect
    except ModuleNotFoundError as error:
        step = 'install it: pip install "atopack[collect]"'
        raise ConfigError("boto3 is not installed, and AWS is asked through it", next_step=step) from error
    request = AwsRequest(
        workspace=options.workspace,
        regions=tuple(dict.fromkeys(options.region)),
        profile=options.profile,
        services=options.services,
    )
    with progress() as shown:
        collection = collect(request, utc_now, lambda text: shown(text, 0, 0))
    denied = any(refusal.why.startswith("refused") for refusal in collection.refused)
    step = "`atopack collect aws --policy` prints the rights that are needed" if denied else ""
    return report(collection, next_step=step)


def _services(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    wrong = [name for name in names if name not in SERVICES]
    if wrong:
        raise argparse.ArgumentTypeError(f"{', '.join(map(repr, wrong))}: not one of {', '.join(SERVICES)}")
    return names
