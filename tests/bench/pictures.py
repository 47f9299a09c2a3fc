"""A cluster to draw: namespaces of twenty workloads that call each other, and now and then another namespace."""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, run


def write_cluster(path: Path, workloads: int, *, each: int = 20) -> None:
    """As `kubectl get deployments,services,pods -A -o json` lists it."""
    chance = random.Random(7)  # noqa: S311 - the same cluster every time
    items = []
    for number in range(workloads):
        name, namespace = f"svc-{number}", f"team-{number // each}"
        peers = {_peer(chance, number, workloads, each) for _ in range(chance.choice((0, 1, 2, 3)))} - {number}
        environment = [{"name": f"P{peer}", "value": f"http://svc-{peer}.team-{peer // each}:8080"} for peer in sorted(peers)]
        container = {
            "name": name,
            "image": f"registry.example/{name}:1.0",
            "ports": [{"containerPort": 8080}],
            "env": environment,
        }
        meta = {"name": name, "namespace": namespace}
        template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container]}}
        spec = {"replicas": 2, "selector": {"matchLabels": {"app": name}}, "template": template}
        items.append({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": spec})
        service = {"selector": {"app": name}, "ports": [{"port": 8080}]}
        items.append({"apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": service})
    path.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))


def _peer(chance: random.Random, number: int, workloads: int, each: int) -> int:
    if chance.random() < 0.15:
        return chance.randrange(workloads)
    first = number // each * each
    return first + chance.randrange(min(each, workloads - first))


def rows(folder: Path, command: tuple[str, ...]) -> Iterator[tuple[str, str, float]]:
    """What, limit and seconds by the clock on the wall: layouts run beside each other, and a person waits for them."""
    for workloads in (150, 500, 2_000):
        path = folder / f"cluster-{workloads}.json"
        write_cluster(path, workloads)
        started = time.perf_counter()
        run(
            [*command, "diagrams", "draw", str(path), "--output", str(folder / f"drawn-{workloads}")],
            check=True,
            stdout=DEVNULL,
        )
        limit = "10 s" if workloads == 500 else "–"
        yield f"{workloads:,} workloads, read and all pictures drawn", limit, time.perf_counter() - started
