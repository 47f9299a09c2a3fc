"""A drawing of 5,000 shapes and 10,000 lines beside the manifests of what it shows: read, match, compare."""

import json
from pathlib import Path

_NAMESPACES = 250
_BESIDE = 0.02
"""Of the shapes that nothing runs behind, and of the flows that are drawn and do not exist."""


def write(folder: Path, *, nodes: int = 5_000, edges: int = 10_000) -> tuple[Path, Path]:
    """(the drawing, the manifests): Mermaid with a box for each namespace, JSON lists as `kubectl` prints them."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"app-{number:04d}" for number in range(nodes)]
    pairs = [(number % nodes, (number * 7 + 1 + number // nodes) % nodes) for number in range(edges)]
    pairs = [(source, target) for source, target in pairs if source != target]
    drawing = folder / "drawing.mmd"
    drawing.write_text("\n".join(_drawn(names, pairs)) + "\n", encoding="utf-8")
    running = folder / "running.json"
    running.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": _running(names, pairs)}), encoding="utf-8")
    return drawing, running


def _drawn(names: list[str], pairs: list[tuple[int, int]]) -> list[str]:
    lines = ["flowchart LR"]
    for space in range(_NAMESPACES):
        lines.append(f"  subgraph ns-{space}[Namespace ns-{space}]")
        lines += [f"    {names[number]}[{_label(names[number], number)}]" for number in range(space, len(names), _NAMESPACES)]
        lines.append("  end")
    return [*lines, *(f"  {names[source]} -->|HTTPS 8443| {names[target]}" for source, target in pairs)]


def _label(name: str, number: int) -> str:
    return f"Gone {name}" if number % int(1 / _BESIDE) == 0 else name.replace("-", " ").title()


def _running(names: list[str], pairs: list[tuple[int, int]]) -> list[dict[str, object]]:
    calls: dict[int, list[int]] = {}
    for index, (source, target) in enumerate(pairs):
        if index % int(1 / _BESIDE):
            calls.setdefault(source, []).append(target)
    items: list[dict[str, object]] = []
    for number, name in enumerate(names):
        space, labels = f"ns-{number % _NAMESPACES}", {"app": name}
        env = [
            {"name": f"PEER_{place}", "value": f"https://{names[target]}.ns-{target % _NAMESPACES}:8443"}
            for place, target in enumerate(calls.get(number, ()))
        ]
        container = {"name": "main", "image": f"registry.example/{name}:1", "env": env, "ports": [{"containerPort": 8443}]}
        template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
        meta = {"name": name, "namespace": space}
        items.append({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": {"template": template}})
        items.append(
            {"apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": {"selector": labels, "ports": [{"port": 8443}]}}
        )
    return items
