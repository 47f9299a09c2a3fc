"""Words by which people and image names mean the same software, and the same kind of software.

A *product* is one piece of software under several names (`postgres`, `PostgreSQL`, `pgsql`). A *role* is what it is there for
(a relational database); people often draw only that. Products are those of the official images of Docker Hub, the marketplace
of cloud.gov, the catalogs of AWS, Azure and Google Cloud, and the usual tools of operations, security and telephony;
wire-compatible successors have a product of their own and share a role.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

_ROLES: Mapping[str, str] = {
    "relational database": "database sql rds aurora rdbms cloudsql",
    "key-value store": "cache elasticache caching",
    "message queue": "topic queue broker bus eventbus amqp pubsub eventhub servicebus",
    "object store": "bucket blob blobstore objectstore",
    "document store": "nosql documentdb",
    "search engine": "elastic",
    "proxy": "proxy router gateway ingress reverse balancer cdn",
    "backend": "api backend rest",
    "frontend": "frontend ui web www webapp spa pwa portal website site storefront",
    "malware scanner": "antivirus virus malware",
    "identity provider": "oidc sso auth oauth iam identity authentication login",
    "metrics": "metrics monitoring",
    "dashboards": "dashboard dashboards visualization",
    "tracing": "tracing traces",
    "telemetry": "telemetry",
    "logs": "logs logging",
    "secrets store": "secrets",
    "background work": "worker workers jobs cron beat scheduler consumer subscriber listener processor message",
    "static page": "maintenance static",
    "mail": "mail smtp email mailer",
    "alerting": "alerting",
    "vulnerability scanner": "vulnerability vulnerabilities",
    "intrusion detection": "intrusion ids hids siem",
    "directory": "ldap",
    "admission control": "admission",
    "continuous delivery": "cicd",
    "web analytics": "webanalytics",
    "telephony": "sip telephony pbx",
    "media relay": "stun turnserver",
    "video bridge": "videobridge sfu",
    "registry": "registry",
}
"""Words that name the role only."""

_PRODUCTS: tuple[tuple[str, str, str], ...] = (
    ("PostgreSQL", "relational database", "postgresql postgis pgbouncer timescaledb timescale"),
    ("MySQL", "relational database", "mysql percona"),
    ("MariaDB", "relational database", "mariadb"),
    ("SQL Server", "relational database", "mssql sqlserver azure-sql-edge"),
    ("Oracle Database", "relational database", "oracle"),
    ("CockroachDB", "relational database", "cockroachdb cockroach"),
    ("Redis", "key-value store", "redis"),
    ("Valkey", "key-value store", "valkey"),
    ("Memcached", "key-value store", "memcached memcache"),
    ("KeyDB", "key-value store", "keydb"),
    ("Dragonfly", "key-value store", "dragonfly"),
    ("etcd", "key-value store", "etcd"),
    ("Kafka", "message queue", "kafka redpanda"),
    ("RabbitMQ", "message queue", "rabbitmq rabbit"),
    ("ActiveMQ", "message queue", "activemq artemis"),
    ("NATS", "message queue", "nats jetstream"),
    ("Pulsar", "message queue", "pulsar"),
    ("SQS", "message queue", "sqs elasticmq"),
    ("SNS", "message queue", "sns"),
    ("EventBridge", "message queue", "eventbridge"),
    ("Kinesis", "message queue", "kinesis firehose"),
    ("Mosquitto", "message queue", "mosquitto mqtt emqx"),
    ("S3", "object store", "s3"),
    ("MinIO", "object store", "minio"),
    ("Cloud Storage", "object store", "cloudstorage"),
    ("Ceph", "object store", "ceph"),
    ("DynamoDB", "document store", "dynamodb dynamo"),
    ("MongoDB", "document store", "mongodb mongo"),
    ("Firestore", "document store", "firestore"),
    ("Cosmos DB", "document store", "cosmosdb"),
    ("CouchDB", "document store", "couchdb couchbase"),
    ("Cassandra", "document store", "cassandra scylla"),
    ("Neo4j", "graph database", "neo4j"),
    ("Neptune", "graph database", "neptune"),
    ("InfluxDB", "time series database", "influxdb"),
    ("Timestream", "time series database", "timestream"),
    ("ClickHouse", "analytics database", "clickhouse"),
    ("Elasticsearch", "search engine", "elasticsearch"),
    ("OpenSearch", "search engine", "opensearch"),
    ("Solr", "search engine", "solr"),
    ("Meilisearch", "search engine", "meilisearch"),
    ("Typesense", "search engine", "typesense"),
    ("nginx", "proxy", "nginx openresty"),
    ("Envoy", "proxy", "envoy"),
    ("HAProxy", "proxy", "haproxy"),
    ("Traefik", "proxy", "traefik"),
    ("Kong", "proxy", "kong"),
    ("Varnish", "proxy", "varnish"),
    ("CloudFront", "proxy", "cloudfront"),
    ("Amazon API Gateway", "proxy", "amazonapigateway"),
    ("Caddy", "proxy", "caddy"),
    ("Apache HTTP Server", "proxy", "httpd apache2"),
    ("ClamAV", "malware scanner", "clamav"),
    ("Keycloak", "identity provider", "keycloak"),
    ("Dex", "identity provider", "dex"),
    ("Auth0", "identity provider", "auth0"),
    ("Okta", "identity provider", "okta"),
    ("Prometheus", "metrics", "prometheus"),
    ("Thanos", "metrics", "thanos"),
    ("Mimir", "metrics", "mimir"),
    ("Grafana", "dashboards", "grafana"),
    ("Kibana", "dashboards", "kibana"),
    ("Jaeger", "tracing", "jaeger"),
    ("Zipkin", "tracing", "zipkin"),
    ("Tempo", "tracing", "tempo"),
    ("OpenTelemetry", "telemetry", "opentelemetry"),
    ("Fluentd", "logs", "fluentd fluentbit fluent"),
    ("Loki", "logs", "loki promtail"),
    ("Logstash", "logs", "logstash"),
    ("Vault", "secrets store", "vault openbao"),
    ("ZooKeeper", "coordination", "zookeeper"),
    ("Consul", "coordination", "consul"),
    ("Hasura", "backend", "hasura"),
    ("AppSync", "backend", "appsync"),
    ("SES", "mail", "ses"),
    ("CloudWatch", "metrics", "cloudwatch"),
    ("Cognito", "identity provider", "cognito"),
    ("Mailpit", "mail", "mailpit mailhog maildev"),
    ("Postfix", "mail", "postfix"),
    ("Exim", "mail", "exim"),
    ("Alertmanager", "alerting", "alertmanager"),
    ("VictoriaMetrics", "metrics", "victoriametrics"),
    ("Filebeat", "logs", "filebeat"),
    ("Trivy", "vulnerability scanner", "trivy"),
    ("OpenVAS", "vulnerability scanner", "openvas greenbone"),
    ("Falco", "intrusion detection", "falco"),
    ("Wazuh", "intrusion detection", "wazuh"),
    ("Suricata", "intrusion detection", "suricata"),
    ("Zeek", "intrusion detection", "zeek"),
    ("Kyverno", "admission control", "kyverno"),
    ("OpenLDAP", "directory", "openldap"),
    ("authentik", "identity provider", "authentik"),
    ("Authelia", "identity provider", "authelia"),
    ("ZITADEL", "identity provider", "zitadel"),
    ("Artifactory", "registry", "artifactory"),
    ("Jenkins", "continuous delivery", "jenkins"),
    ("Argo CD", "continuous delivery", "argocd"),
    ("Matomo", "web analytics", "matomo"),
    ("Squid", "proxy", "squid"),
    ("coturn", "media relay", "coturn"),
    ("Asterisk", "telephony", "asterisk"),
    ("FreeSWITCH", "telephony", "freeswitch"),
    ("Kamailio", "telephony", "kamailio"),
    ("Jigasi", "telephony", "jigasi"),
    ("Jitsi Videobridge", "video bridge", "jvb"),
)
"""(product, its role, words that name it)."""

_SWITCHED: Mapping[str, str] = {
    "exporter": "metrics exporter",
    "metrics": "metrics",
    "backup": "background work",
    **dict.fromkeys("migrate migration migrations init seed seeder liquibase flyway".split(), "preparation"),
}
"""Words that turn a product's name into something that only serves it: a postgres-exporter is no database."""

COMPATIBLE_PRODUCTS = (
    frozenset({"Redis", "Valkey", "KeyDB", "Dragonfly"}),
    frozenset({"MySQL", "MariaDB"}),
    frozenset({"PostgreSQL", "CockroachDB"}),
    frozenset({"Elasticsearch", "OpenSearch"}),
    frozenset({"S3", "MinIO", "Ceph"}),
)
"""Products that speak one protocol, so that one may stand in for another."""

CLOUD_ONLY = frozenset({"AppSync", "SES", "CloudWatch", "Cognito", "CloudFront", "Amazon API Gateway", "Auth0", "Okta"})
"""Products that never run in a container of a system."""

SERVING = frozenset({"CloudFront"})
"""Of these, what stands in front of what is written in a language."""

_HEADS = frozenset(
    "consumer producer subscriber publisher listener worker client operator connector ui admin console bridge cdn "
    "controller".split()
)
"""Last words of a name that make it something beside the product before them: a Kafka consumer is no Kafka."""

_SCREENS = frozenset("ui admin console gui insight explorer viewer commander".split())
_ADMINISTRATION = "administration"
"""Role of a screen for a product's administrators: a "Kafka UI" is neither Kafka nor the system's frontend."""

_AROUND = frozenset(
    "service server cluster instance node platform system store storage primary replica prod production dev staging engine api "
    "engines config tier layer".split()
)
"""Words that may stand behind what keeps data without making it something else; `queue-master` is no queue."""

ANY_STORE = "data store"
"""Role of what is drawn as a cylinder and says no more."""
MESSAGE_QUEUE = "message queue"

_OF_OPERATIONS = frozenset("log logs logging trail cloudtrail backup backups state tfstate".split())

_KEPT_IN: Mapping[str, frozenset[str]] = {
    "object store": frozenset(
        "file files document documents photo photos picture pictures image images media video videos audio attachment "
        "attachments asset assets upload uploads".split()
    ),
    "search engine": frozenset("search index".split()),
}

STORES = frozenset(
    {
        ANY_STORE,
        *("relational database", "key-value store", "message queue", "object store", "document store", "search engine"),
        *("graph database", "time series database", "analytics database"),
    }
)
"""Roles of what keeps data: an application never stands for one of these."""

APPLICATIONS = frozenset({"backend", "frontend", "background work", "static page"})
"""Roles of what teams write themselves."""

LANGUAGES = frozenset(
    "java javalin kotlin scala python django flask fastapi node nodejs js javascript ts typescript react angular vue svelte "
    "nextjs nuxt sveltekit ssr nest "
    "ruby rails php laravel go golang rust dotnet net core csharp spring boot springboot quarkus "
    "micronaut html css jsp jvm aspnet asp blazor cpp elixir erlang bash".split()
)
"""Languages and frameworks: what a thing is built with."""

TECHNOLOGIES = LANGUAGES | frozenset(
    "next express c shell json http https grpc tcp udp tls container docker aws azure gcp amazon google microsoft kubernetes "
    "fargate ecs eks lambda cloud".split()
)
"""These, protocols and platforms: never which one it is."""

_FRONTEND = frozenset("react angular vue svelte nextjs nuxt sveltekit blazor html css".split())
"""Those that only frontends are built with."""

RUNTIMES = frozenset("celery sidekiq bull resque hangfire puma gunicorn uwsgi kestrel tomcat passenger unicorn".split())
"""What an application runs in: as good as its name where something is called that, and else no word of it."""

_PHRASES = {
    re.compile(pattern, re.IGNORECASE): word
    for pattern, word in {
        r"sql[ -]?server": "sqlserver",
        r"service[ -]bus|event[ -]bus": "eventbus",
        r"event[ -]hubs?": "eventhub",
        r"(?:event|data) streams?(?:ing)?": "eventhub",
        r"open[ -]telemetry": "opentelemetry",
        r"(?:object|blob|file) storage": "blobstore",
        r"message broker|message bus": "broker",
        r"(?:anti[ -]?)?(?:virus|malware) scan(?:ner|ning)?": "antivirus",
        r"pub[ /-]sub": "pubsub",
        r"single[ -]page app(?:lication)?": "spa",
        r"load[ -]balanc(?:er|ing)": "balancer",
        r"\balb\b|\bnlb\b|\belb\b": "balancer",
        r"simple storage service": "s3",
        r"\be-mails?\b": "email",
        r"(?:amazon|aws) api[ -]gateway": "amazonapigateway",
        r"simple queue service": "sqs",
        r"simple email service": "ses",
        r"simple notification service": "sns",
        r"(?:google )?cloud storage": "cloudstorage",
        r"cosmos[ -]db": "cosmosdb",
        r"cloud[ -]sql": "cloudsql",
        r"maria[ -]db": "mariadb",
        r"fluent[ -]bit": "fluentbit",
        r"web analytics": "webanalytics",
        r"argo[ -]cd": "argocd",
        r"\bci[ /-]cd\b|continuous (?:delivery|deployment|integration)": "cicd",
        r"\bturn[ -](?:relay|server)\b": "turnserver",
    }.items()
}


class SoftwareNamed(msgspec.Struct, frozen=True):
    """What a text says about the software: its products, and what these or other words say of its role."""

    products: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def stores(self) -> frozenset[str]:
        """Its roles of keeping data."""
        return self.roles & STORES

    def joined(self, other: "SoftwareNamed") -> "SoftwareNamed":
        """What both say."""
        return SoftwareNamed(self.products | other.products, self.roles | other.roles)


NO_SOFTWARE = SoftwareNamed()


def technology(text: str) -> str:
    """What a shape's technology or a platform says of a product, in words that name it: there an "API Gateway" is Amazon's,
    while a shape that is called so may be any program.
    """
    return phrases("Amazon API Gateway" if text.strip().casefold() == "api gateway" else text)


def phrases(text: str) -> str:
    """The text with names of several words written as one: `SQL Server` as `sqlserver`."""
    for pattern, word in _PHRASES.items():
        text = pattern.sub(word, text)
    return text


def software(names: Iterable[str]) -> SoftwareNamed:
    """What these words, in lower case, say."""
    said = tuple(names)
    if said and said[-1] in _SCREENS and any(word in _PRODUCT for word in said[:-1]):
        return SoftwareNamed(roles=frozenset({_ADMINISTRATION}))
    if said and said[-1] in _HEADS:
        return SoftwareNamed(roles=_roles(said[-1]) or APPLICATIONS & {role for word in said for role in _roles(word)})
    if switched := [_SWITCHED[word] for word in said if word in _SWITCHED]:
        return SoftwareNamed(roles=frozenset(switched))
    products = {product for word in said if (product := _PRODUCT.get(word))}
    named = {_ROLE_OF[product] for product in products}
    head = next((word for word in reversed(said) if word not in _AROUND), "")
    role_words = {role for word in said for role in _roles(word) if role not in STORES or word == head or products}
    # NOTE: of "PostgreSQL database" the product says it all; of "Redis queue" both words may be meant.
    return SoftwareNamed(frozenset(products), frozenset(named | role_words))


def built_with(technology: Iterable[str]) -> SoftwareNamed:
    """What the words of a shape's technology say. What is written in a language keeps no data: "Go, MQTT" speaks MQTT."""
    names = tuple(technology)
    said = software(names)
    languages = LANGUAGES.intersection(names)
    if not languages:
        return said
    own = said.roles - STORES - {_ROLE_OF[product] for product in said.products}
    frontend = frozenset({"frontend"}) if languages & _FRONTEND else frozenset[str]()
    # NOTE: "React, CloudFront" is served by CloudFront, which no program is written to speak with.
    return SoftwareNamed(said.products & SERVING, frozenset(own) or frontend)


def is_of_operations(names: Iterable[str]) -> bool:
    """Does a store keep logs, backups or the state of tools? People draw such a one by name only."""
    return any(word in _OF_OPERATIONS for word in names)


def kept_in(text: Iterable[str]) -> frozenset[str]:
    """Roles of the store that keeps what these words name, where a shape is drawn as a store and says no more: files lie in an
    object store, an index in a search engine. It may be any other store all the same.
    """
    return frozenset({ANY_STORE, *(role for word in text for role, words in _KEPT_IN.items() if word in words)})


def only_serves(names: Iterable[str]) -> bool:
    """Is it something beside the thing itself: an exporter, a migration?"""
    return any(word in _SWITCHED for word in names)


def is_software_word(word: str) -> bool:
    """Does the word say what kind of thing it is, rather than which one?"""
    return word in _PRODUCT or bool(_roles(word)) or word in _SWITCHED


def is_product_word(word: str) -> bool:
    """Is it the name of a product?"""
    return word in _PRODUCT


def is_product(kind: str) -> bool:
    """Is it a product, and no role?"""
    return kind in _ROLE_OF


def stand_ins(kind: str) -> frozenset[str]:
    """A product and those that may stand in for it."""
    return next((group for group in COMPATIBLE_PRODUCTS if kind in group), frozenset({kind}))


def role_of(product: str) -> str:
    """What a product is there for."""
    return _ROLE_OF[product]


def _roles(word: str) -> frozenset[str]:
    """Of a word or its plural."""
    return _ROLE.get(word) or _ROLE.get(word.removesuffix("s"), frozenset())


_PRODUCT = {word: product for product, _, members in _PRODUCTS for word in members.split()}
_ROLE_OF = {product: role for product, role, _ in _PRODUCTS}
_ROLE: Mapping[str, frozenset[str]] = {
    word: frozenset(role for role, members in _ROLES.items() if word in members.split())
    for word in {word for members in _ROLES.values() for word in members.split()}
}
