"""Words by which people and image names mean the same kind of software: Valkey speaks Redis, an API is a backend.

Only for suggestions that a person decides upon; nothing is ever matched by it.
"""

from collections.abc import Iterable, Mapping

_KINSHIPS = (
    ("relational database", "postgres postgresql pgsql psql rds mysql mariadb sql database db aurora pgbouncer"),
    ("PostgreSQL", "postgres postgresql pgsql psql pg"),
    ("MySQL", "mysql mariadb percona"),
    ("key-value store", "redis valkey memcached cache elasticache keydb dragonfly"),
    ("message queue", "kafka queue rabbitmq amqp sqs nats activemq broker pulsar redpanda mq messaging events"),
    ("RabbitMQ", "rabbitmq amqp"),
    ("object store", "s3 minio bucket blobstore blob gcs objectstore ceph"),
    ("document store", "dynamodb mongo mongodb documentdb couchdb"),
    ("DynamoDB", "dynamodb dynamo"),
    ("search engine", "elasticsearch opensearch elastic solr es"),
    ("proxy", "nginx envoy haproxy traefik proxy router gateway ingress httpd apache caddy"),
    ("backend", "api backend server rest"),
    ("frontend", "frontend ui web www webapp spa portal"),
    ("malware scanner", "antivirus clamav virus malware"),
    ("identity provider", "keycloak dex oidc sso auth oauth iam"),
    ("metrics", "prometheus metrics thanos mimir victoriametrics"),
    ("dashboards", "grafana kibana dashboard dashboards"),
    ("tracing", "jaeger zipkin tempo tracing otel opentelemetry"),
    ("logs", "fluentd fluentbit loki logstash vector logging logs"),
    ("secrets store", "vault openbao secrets"),
    ("background work", "worker jobs scheduler cron automation"),
    ("static page", "maintenance static"),
)


def _by_word() -> Mapping[str, frozenset[str]]:
    words = {word for _, members in _KINSHIPS for word in members.split()}
    return {word: frozenset(name for name, members in _KINSHIPS if word in members.split()) for word in words}


_BY_WORD = _by_word()


def kinships(words: Iterable[str]) -> frozenset[str]:
    """Kinds of software that these words, in lower case, name."""
    return frozenset(kind for word in words for kind in _BY_WORD.get(word, ()))
