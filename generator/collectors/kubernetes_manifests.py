"""What a cluster's owner applies so that the collector may ask: rights to list what is wanted, and a nightly run.

https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (NIST SP 800-53 AC-6: no more than is needed)
"""

import json
from collections.abc import Iterable, Sequence
from string import Template

from generator.collectors.kubernetes_kinds import CLUSTER_UID, DISCOVERY, WANTED
from generator.collectors.kubernetes_wanted import SecretTreatment, Wanted
from generator.resources import data

ACCOUNT = "atopack-collector"
NAMESPACE = "atopack"
_HEAD = f"""\
# The rights that `atopack collect kubernetes` needs: to list, and nothing else. It never watches, changes or deletes.
# A kind that a project brings along is named here whether it is installed or not; a rule for a kind that is not there
# gives no right.
# ConfigMaps come with their values: what looks secret is cut out before anything is written (see --redaction).
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {ACCOUNT}
  namespace: {NAMESPACE}
"""
_NO_SECRETS = """\
  # Secrets are left out: the right to list them is the right to read their values, since RBAC cannot tell metadata from
  # data. The collector asks for a table of names and types only, and says *not collected* without this right.
  # Add it with --with-secret-names.
"""
_SECRETS = """\
  # Secrets: the collector asks for a table of names and types only. RBAC cannot express that: whoever holds this
  # account's token can read every value.
"""


def rbac(*, secret_names: bool, namespaces: Sequence[str] = ()) -> str:
    """YAML: service account, role and binding. With namespaces, what lies in namespaces is allowed in these only."""
    everything = [each for each in WANTED if secret_names or each.treatment is not SecretTreatment.NAMES]
    if not namespaces:
        return "---\n".join((_HEAD, _role(ACCOUNT, everything, whole=True, names=secret_names), _cluster_binding()))
    inside = [each for each in everything if each.namespaced]
    outside = [each for each in everything if not each.namespaced]
    account = f"{ACCOUNT}-in-namespace"
    parts = [_HEAD, _role(ACCOUNT, outside, whole=True, names=None), _cluster_binding()]
    parts.append(_role(account, inside, whole=False, names=secret_names))
    parts += [_binding("RoleBinding", account, f"{account}", namespace) for namespace in namespaces]
    return "---\n".join(parts)


def cronjob(*, image: str, name: str, namespaces: Sequence[str], secret_names: bool) -> str:
    """YAML: a nightly run."""
    words = ["collect", "kubernetes", "--workspace", "/evidence", "--name", name]
    for namespace in namespaces:
        words += ["--namespace", namespace]
    if not secret_names:
        words.append("--without-secret-names")
    text = (data("templates") / "collect" / "kubernetes-cronjob.yaml").read_text("utf-8")
    return Template(text).substitute(namespace=NAMESPACE, account=ACCOUNT, image=json.dumps(image), arguments=json.dumps(words))


def _role(name: str, wanted: Iterable[Wanted], *, whole: bool, names: bool | None) -> str:
    """`whole`: with discovery and the cluster's UID. `names`: with Secrets, without, or (None) not a word of them."""
    lines = ["apiVersion: rbac.authorization.k8s.io/v1", "kind: ClusterRole", "metadata:", f"  name: {name}", "rules:"]
    groups: dict[str, list[Wanted]] = {}
    for each in wanted:
        groups.setdefault(each.group, []).append(each)
    for group, members in groups.items():
        plain = sorted({each.resource for each in members if each.treatment is not SecretTreatment.NAMES})
        lines += [f"  # {sentence}" for sentence in dict.fromkeys(each.evidence for each in members)]
        lines += _rule(group, plain)
    text = "\n".join(lines) + "\n"
    if names is not None:
        text += _SECRETS + "\n".join(_rule("", ["secrets"])) + "\n" if names else _NO_SECRETS
    return text + _named_query() if whole else text


def _rule(group: str, resources: Sequence[str]) -> list[str]:
    return [
        f"  - apiGroups: [{json.dumps(group)}]",
        f"    resources: [{', '.join(json.dumps(each) if each == '*' else each for each in resources)}]",
        "    verbs: [list]",
    ]


def _named_query() -> str:
    urls = [each for path in DISCOVERY for each in ((path,) if path == "/version" else (path, f"{path}/*"))]
    return "\n".join(
        (
            "  # The UID of this namespace stands for the cluster's own.",
            '  - apiGroups: [""]',
            "    resources: [namespaces]",
            f"    resourceNames: [{CLUSTER_UID.rpartition('/')[2]}]",
            "    verbs: [get]",
            "  # Which kinds the server serves, and its version.",
            f"  - nonResourceURLs: [{', '.join(json.dumps(each) for each in urls)}]",
            "    verbs: [get]",
            "",
        )
    )


def _cluster_binding() -> str:
    return _binding("ClusterRoleBinding", ACCOUNT, ACCOUNT, "")


def _binding(kind: str, name: str, role: str, namespace: str) -> str:
    lines = ["apiVersion: rbac.authorization.k8s.io/v1", f"kind: {kind}", "metadata:", f"  name: {name}"]
    if namespace:
        lines.append(f"  namespace: {json.dumps(namespace)}")
    lines += ["roleRef:", "  apiGroup: rbac.authorization.k8s.io", "  kind: ClusterRole", f"  name: {role}"]
    lines += ["subjects:", "  - kind: ServiceAccount", f"    name: {ACCOUNT}", f"    namespace: {NAMESPACE}", ""]
    return "\n".join(lines)
