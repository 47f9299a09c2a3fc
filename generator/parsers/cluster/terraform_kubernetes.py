"""Resources of Terraform's Kubernetes provider, put back into the API's own shape.

The provider writes blocks as lists of one (`spec: [{…}]`), names in snake case, and the singular for what repeats
(`container`, `env`, `port`). https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs
"""

from collections.abc import Mapping

from generator.parsers import yaml
from generator.parsers.cluster import foreign
from generator.parsers.late_patterns import late_re

_VERSION = late_re(r"_v\d+(?:(?:alpha|beta)\d+)?$")
_RAW = ("kubernetes_manifest", "kubectl_manifest")
_GROUPS = {
    "Deployment": "apps/v1",
    "StatefulSet": "apps/v1",
    "DaemonSet": "apps/v1",
    "ReplicaSet": "apps/v1",
    "Job": "batch/v1",
    "CronJob": "batch/v1",
    "Ingress": "networking.k8s.io/v1",
    "NetworkPolicy": "networking.k8s.io/v1",
}


def native(type_: str, values: Mapping[str, object]) -> dict[str, object] | None:
    """The object that a resource declares; None where it is of another provider, or not known before it is applied."""
    if type_ in _RAW:
        return _raw(values)
    if not type_.startswith("kubernetes_"):
        return None
    kind = _kind(type_)
    spec = _one(values.get("spec"))
    return {"apiVersion": _GROUPS.get(kind, "v1"), "kind": kind, "metadata": _metadata(values), "spec": _spec(kind, spec)}


def _raw(values: Mapping[str, object]) -> dict[str, object] | None:
    """`manifest` is an object, `yaml_body` the text of one."""
    manifest = values.get("manifest")
    if manifest is None and foreign.text(values.get("yaml_body")):
        manifest = next(iter(yaml.load_all(foreign.text(values["yaml_body"]))), None)
    return manifest if isinstance(manifest, dict) and "kind" in manifest else None


def _kind(type_: str) -> str:
    """`kubernetes_cron_job_v1` -> `CronJob`."""
    name = _VERSION.sub("", type_.removeprefix("kubernetes_")).replace("daemonset", "daemon_set")
    return "".join(word.capitalize() for word in name.split("_"))


def _metadata(values: Mapping[str, object]) -> dict[str, object]:
    block = _one(values.get("metadata"))
    kept = ("name", "namespace", "labels", "annotations")
    members = {key: block[key] for key in kept if block.get(key)}
    generated = foreign.text(block.get("generate_name"))
    return {**members, **({"generateName": generated} if generated else {})}


def _spec(kind: str, spec: Mapping[str, object]) -> dict[str, object]:
    if kind == "Pod":
        return _pod(spec)
    if kind == "Service":
        return _service(spec)
    if kind == "Ingress":
        return _ingress(spec)
    if kind == "NetworkPolicy":
        return _policy(spec)
    if kind == "CronJob":
        job = _one(_one(spec.get("job_template")).get("spec"))
        return {"jobTemplate": {"spec": {"template": _template(job)}}}
    replicas = foreign.number(spec.get("replicas"))
    return {"template": _template(spec), "replicas": replicas} if "template" in spec else {}


def _template(spec: Mapping[str, object]) -> dict[str, object]:
    template = _one(spec.get("template"))
    return {"metadata": _metadata(template), "spec": _pod(_one(template.get("spec")))}


def _pod(spec: Mapping[str, object]) -> dict[str, object]:
    return {
        "containers": [_container(each) for each in foreign.blocks(spec.get("container"))],
        "initContainers": [_container(each) for each in foreign.blocks(spec.get("init_container"))],
    }


def _container(block_values: Mapping[str, object]) -> dict[str, object]:
    return {
        "name": foreign.text(block_values.get("name")),
        "image": foreign.text(block_values.get("image")) or None,
        "command": foreign.entries(block_values.get("command")),
        "args": foreign.entries(block_values.get("args")),
        "env": [
            {"name": foreign.text(each.get("name")), "value": each.get("value")}
            for each in foreign.blocks(block_values.get("env"))
        ],
        "ports": [_port(each, "container_port", "containerPort") for each in foreign.blocks(block_values.get("port"))],
        "restartPolicy": foreign.text(block_values.get("restart_policy")) or None,
    }


def _service(spec: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": foreign.text(spec.get("type")) or None,
        "selector": foreign.members(spec.get("selector")),
        "ports": [_port(each, "port", "port") for each in foreign.blocks(spec.get("port"))],
        "externalName": foreign.text(spec.get("external_name")) or None,
    }


def _ingress(spec: Mapping[str, object]) -> dict[str, object]:
    paths = [
        (foreign.text(rule.get("host")), _backend(_one(path.get("backend"))))
        for rule in foreign.blocks(spec.get("rule"))
        for path in foreign.blocks(_one(rule.get("http")).get("path")) or [{}]
    ]
    default = _backend(_one(spec.get("default_backend")) or _one(spec.get("backend")))
    return {
        "rules": [{"host": host or None, "http": {"paths": [{"backend": backend}]}} for host, backend in paths],
        "tls": [
            {"hosts": [foreign.text(host) for host in foreign.entries(each.get("hosts"))]}
            for each in foreign.blocks(spec.get("tls"))
        ],
        "defaultBackend": default,
    }


def _backend(block_values: Mapping[str, object]) -> dict[str, object]:
    return {
        "serviceName": foreign.text(block_values.get("service_name"))
        or foreign.text(_one(block_values.get("service")).get("name"))
        or None
    }


def _port(block_values: Mapping[str, object], key: str, name: str) -> dict[str, object]:
    return {
        name: foreign.number(block_values.get(key)),
        "protocol": foreign.text(block_values.get("protocol")) or None,
        "name": foreign.text(block_values.get("name")) or None,
    }


def _policy(spec: Mapping[str, object]) -> dict[str, object]:
    """A direction that is named has its rules, of which an empty block is one that allows all."""
    types = [foreign.text(each) for each in foreign.entries(spec.get("policy_types"))]
    return {
        "podSelector": _selector(spec.get("pod_selector")),
        **({"policyTypes": types} if types else {}),
        **{key: [_rule(each, peers) for each in foreign.blocks(spec[key])] for key, peers in _DIRECTIONS if key in spec},
    }


_DIRECTIONS = (("ingress", "from"), ("egress", "to"))


def _rule(block_values: Mapping[str, object], peers: str) -> dict[str, object]:
    ports = [
        {"port": foreign.number(each.get("port")) or each.get("port"), "protocol": foreign.text(each.get("protocol")) or "TCP"}
        for each in foreign.blocks(block_values.get("ports"))
    ]
    return {"ports": ports, peers: [_peer(each) for each in foreign.blocks(block_values.get(peers))]}


def _peer(block_values: Mapping[str, object]) -> dict[str, object]:
    block = _one(block_values.get("ip_block"))
    peer: dict[str, object] = {"ipBlock": {"cidr": block.get("cidr"), "except": block.get("except")}} if block else {}
    for key, name in (("pod_selector", "podSelector"), ("namespace_selector", "namespaceSelector")):
        if foreign.blocks(block_values.get(key)):
            peer[name] = _selector(block_values[key])
    return peer


def _selector(value: object) -> dict[str, object]:
    selector = _one(value)
    expressions = [
        {"key": each.get("key"), "operator": each.get("operator"), "values": foreign.entries(each.get("values"))}
        for each in foreign.blocks(selector.get("match_expressions"))
    ]
    return {"matchLabels": foreign.members(selector.get("match_labels")), "matchExpressions": expressions}


def _one(value: object) -> Mapping[str, object]:
    """A block that stands once."""
    return next(iter(foreign.blocks(value)), {})
