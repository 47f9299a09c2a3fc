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
    clusters = [StigSubject(facts=facts, configuration=configuration) for configuration in facts.configurations]
    answers = [seen for cluster in clusters for question in QUESTIONS for seen in question(cluster)]
    return tuple(sorted(answers, key=lambda seen: (seen.cluster, seen.group)))
