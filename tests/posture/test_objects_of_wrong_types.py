"""Every member of an object replaced by what it must not be: read, refused in words, or passed over, and never a crash."""

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from generator.errors import ParseError
from tests.posture.ground import postures

WRONG: tuple[Any, ...] = (None, "\x00", [{}], {"a": {"b": 1}}, 2**70)
CONTAINER = {
    "name": "cart",
    "image": "registry.example/cart:1",
    "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
    "envFrom": [{"secretRef": {"name": "s"}}],
    "ports": [{"containerPort": 80, "hostPort": 80}],
    "resources": {"limits": {"cpu": "1"}, "requests": {"memory": "1Gi"}},
    "securityContext": {"capabilities": {"drop": ["ALL"]}, "runAsUser": 1, "seccompProfile": {"type": "RuntimeDefault"}},
}
POD_SPEC = {
    "containers": [CONTAINER],
    "volumes": [{"name": "v", "hostPath": {"path": "/"}}, {"name": "t", "secret": {"secretName": "s"}}],
    "securityContext": {"runAsNonRoot": True},
    "tolerations": [{"operator": "Exists"}],
    "nodeSelector": {"a": "b"},
    "serviceAccountName": "cart",
}
SPECS: dict[tuple[str, str], dict[str, Any]] = {
    ("v1", "Pod"): {"spec": POD_SPEC, "status": {"phase": "Running", "containerStatuses": [{"name": "cart", "imageID": "x"}]}},
    ("apps/v1", "DaemonSet"): {
        "spec": {"template": {"metadata": {"labels": {"a": "b"}}, "spec": POD_SPEC}},
        "status": {"desiredNumberScheduled": 2, "numberReady": 2},
    },
    ("kyverno.io/v1", "ClusterPolicy"): {
        "spec": {
            "validationFailureAction": "Enforce",
            "rules": [
                {
                    "name": "signed",
                    "match": {"any": [{"resources": {"kinds": ["Pod"], "namespaces": ["*"]}}]},
                    "exclude": {"any": [{"resources": {"namespaces": ["a"]}}]},
                    "verifyImages": [{"imageReferences": ["*"], "required": True, "attestors": [{"entries": [{"keys": {}}]}]}],
                }
            ],
        }
    },
    ("policy.sigstore.dev/v1beta1", "ClusterImagePolicy"): {
        "spec": {"mode": "enforce", "images": [{"glob": "**"}], "authorities": [{"key": {"data": "x"}}]}
    },
    ("networking.k8s.io/v1", "NetworkPolicy"): {
        "spec": {
            "podSelector": {},
            "policyTypes": ["Ingress"],
            "ingress": [{"from": [{"podSelector": {"matchLabels": {"a": "b"}}}]}],
        }
    },
    ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"): {
        "webhooks": [{"name": "w", "failurePolicy": "Fail", "rules": [{"resources": ["pods"], "operations": ["CREATE"]}]}]
    },
    ("rbac.authorization.k8s.io/v1", "ClusterRole"): {"rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]},
    ("security.istio.io/v1", "PeerAuthentication"): {
        "spec": {"mtls": {"mode": "STRICT"}, "portLevelMtls": {"80": {"mode": "DISABLE"}}}
    },
    ("observability.openshift.io/v1", "ClusterLogForwarder"): {
        "spec": {"outputs": [{"name": "s", "type": "splunk"}], "pipelines": [{"outputRefs": ["s"]}]}
    },
    ("v1", "ConfigMap"): {"data": {"falco.yaml": "http_output: {enabled: true, url: [x]}"}},
}


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*at, key)
        yield from _places(each, (*at, key))


@pytest.mark.parametrize("kind", SPECS, ids=lambda kind: kind[1])
def test_no_member_of_a_wrong_type_stops_a_build(kind: tuple[str, str]) -> None:
    thing = {"apiVersion": kind[0], "kind": kind[1], "metadata": {"name": "n", "namespace": "shop", "uid": "u"}, **SPECS[kind]}
    places = [place for place in _places(thing) if place[0] not in ("apiVersion", "kind", "metadata")]
    assert len(places) >= 2
    for place in places:
        for value in WRONG:
            wrong = copy.deepcopy(thing)
            member = wrong
            for key in place[:-1]:
                member = member[key]
            member[place[-1]] = value
            with suppress(ParseError):
                assert postures(json.dumps(wrong))
