"""What a cluster's owner applies so that the monitor runs every day, with no more rights than it needs (AC-6)."""

import json
from collections.abc import Sequence
from string import Template

from generator.resources import data


def cronjob(*, image: str, name: str, namespace: str, account: str, namespaces: Sequence[str] = ()) -> str:
    """YAML: a volume for the workspace and a daily run. `namespaces` are those to collect from; none for all."""
    collect = ["collect", "kubernetes", "--workspace", "/workspace", "--name", name, "--without-secret-names"]
    for watched in namespaces:
        collect += ["--namespace", watched]
    monitor = ["monitor", "/workspace", "--webhook-file", "/webhook/address", "--webhook-token-file", "/webhook/token"]
    text = (data("templates") / "monitor" / "kubernetes-cronjob.yaml").read_text("utf-8")
    return Template(text).substitute(
        namespace=namespace,
        account=account,
        image=json.dumps(image),
        collect=json.dumps(collect),
        monitor=json.dumps(monitor),
    )
