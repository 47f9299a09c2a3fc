"""Every question of the Kubernetes STIG that evidence is asked, and the asking of all."""

from generator.model.facts import SystemFacts
from generator.model.stig import StigSeen
from generator.stig.arguments import arguments
from generator.stig.base import Question, StigSubject
from generator.stig.kubelets import kubelets
from generator.stig.objects import default_namespaces, host_ports, image_versions, secrets_in_environment

QUESTIONS: tuple[Question, ...] = (
    arguments,
    kubelets,
    default_namespaces,
    host_ports,
    secrets_in_environment,
    image_versions,
)


def seen_of(facts: SystemFacts) -> tuple[StigSeen, ...]:
    """What the evidence shows about rules of the Kubernetes STIG, sorted by cluster and rule."""
    clusters = [StigSubject(facts=facts, configuration=seen_rule) for seen_rule in facts.configurations]
    seen_rules = [seen for cluster in clusters for question in QUESTIONS for seen in question(cluster)]
    return tuple(sorted(seen_rules, key=lambda seen_rule: (seen_rule.cluster, seen_rule.group)))
