"""What a template of a chart spells, where it cannot be filled in: kinds, names, images and ports, line by line."""

import re
from collections.abc import Iterator

from generator.parsers.late_patterns import late_re

_BETWEEN = late_re(r"^---[ \t]*$", re.MULTILINE)
_KIND = late_re(r"^kind:[ \t]*[\"']?(?P<kind>[A-Z][A-Za-z]{1,60})\b", re.MULTILINE)
_VERSION = late_re(r"^apiVersion:[ \t]*[\"']?(?P<version>[a-z][\w./-]{0,100})", re.MULTILINE)
_NAME = late_re(
    r"^metadata:[ \t]*\n(?:[ \t]+\S.*\n|[ \t]*\n|\{\{.*\n){0,20}?[ \t]+name:[ \t]*(?P<name>.{1,300})$", re.MULTILINE
)
_IMAGE = late_re(r"^[ \t-]+image:[ \t]*(?P<image>\S.{0,300})$", re.MULTILINE)
_PORT = late_re(r"^[ \t-]+containerPort:[ \t]*(?P<port>\d{1,5})\b", re.MULTILINE)
_INCLUDED = late_re(r"\{\{-?\s*(?:include|template)\s+\"(?P<name>[\w.-]{1,100})\"[^}]*\}\}")
_RELEASE = late_re(r"\{\{-?\s*\.Release\.Name[^}]*\}\}-?")
_OTHER = late_re(r"\{\{.*?\}\}")
_PLAIN = late_re(r"[A-Za-z0-9][\w./:@-]{0,250}")
_TEMPLATED = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job")
_LARGEST = 128 << 10


def spelled(text: str, chart: str) -> Iterator[dict[str, object]]:
    """Objects with the little that stands in the lines."""
    for part in _BETWEEN.split(text[:_LARGEST]):
        kind, name = _KIND.search(part), _NAME.search(part)
        if kind is None or name is None:
            continue
        called = _plain(name["name"], chart)
        if not called:
            continue
        version = _VERSION.search(part)
        containers: list[dict[str, object]] = [
            {"name": f"container-{number}" if number else called, "image": image, "ports": []}
            for number, each in enumerate(_IMAGE.findall(part))
            if (image := _plain(each, ""))
        ]
        for each in containers[:1]:
            each["ports"] = [{"containerPort": int(port)} for port in _PORT.findall(part)]
        template = {"metadata": {"labels": {"app.kubernetes.io/name": called}}, "spec": {"containers": containers}}
        spec: dict[str, object] = {"template": template} if kind["kind"] in _TEMPLATED else {}
        if kind["kind"] == "Service":
            spec = {"selector": {"app.kubernetes.io/name": called}}
        yield {
            "apiVersion": version["version"] if version else "v1",
            "kind": kind["kind"],
            "metadata": {"name": called},
            "spec": spec,
        }


def _plain(written: str, chart: str) -> str:
    """`{{ include "shop.worker.fullname" . }}-x` -> `shop-worker-x`; empty where nothing of it stands there."""
    text = _INCLUDED.sub(lambda match: match["name"].rpartition(".")[0].replace(".", "-") or match["name"], written)
    text = _OTHER.sub("", _RELEASE.sub("", text)).split(" #")[0].strip(" \t\"'-:")
    return text if _PLAIN.fullmatch(text) else chart
