"""Systems drawn from memory as people commonly draw them: enough is matched without a decision, and nothing wrongly.

They hold what works; they are no measure of systems that nobody has seen, since rules were changed because of them.

Each row of what is drawn is `id|text|kind|box|technology = workload`; without a workload nothing of it runs.
"""

import pytest

from tests.graph.drawn_systems import compared, matched

_SYSTEMS = {
    "shop with stores": (
        """
        fe|Front-end = front-end
        order|Order = orders
        pay|Payment = payment
        user|User = user
        cat|Catalogue = catalogue
        cart|Cart = carts
        ship|Shipping = shipping
        q|Queue = rabbitmq
        qm|Queue Master = queue-master
        userdb|User DB|||MongoDB = user-db
        catdb|Catalogue DB|||MySQL = catalogue-db
        cartdb|Cart DB|||MongoDB = carts-db
        orderdb|Order DB|||MongoDB = orders-db
        sess|Session store = session-db
        """,
        """
        app/Deployment/front-end|acme/front-end
        app/Deployment/catalogue|acme/catalogue
        app/Deployment/catalogue-db|acme/catalogue-db
        app/Deployment/carts|acme/carts
        app/Deployment/carts-db|mongo
        app/Deployment/orders|acme/orders
        app/Deployment/orders-db|mongo
        app/Deployment/shipping|acme/shipping
        app/Deployment/queue-master|acme/queue-master
        app/Deployment/rabbitmq|rabbitmq:3.6
        app/Deployment/payment|acme/payment
        app/Deployment/user|acme/user
        app/Deployment/user-db|acme/user-db
        app/Deployment/session-db|redis:alpine
        app/Deployment/load-test|acme/load-test
        """,
        "fe>order fe>user fe>cat fe>cart order>pay order>ship ship>q q>qm user>userdb cat>catdb cart>cartdb "
        "order>orderdb fe>sess",
        "front-end>session-db",
    ),
    "microservices on one SQL Server": (
        """
        a|Web MVC app = webmvc
        b|Web SPA = webspa
        c|Identity microservice (STS + users) = identity-api
        d|Catalog microservice = catalog-api
        e|Ordering microservice = ordering-api
        f|Basket microservice = basket-api
        g|Payment microservice = payment-api
        h|Webhooks = webhooks-api
        i|API Gateway (Envoy) = webshoppingapigw
        j|SQL Server = sqldata
        k|Redis cache = basketdata
        l|Event Bus (RabbitMQ) = rabbitmq
        m|Mobile app|external =
        n|Marketing microservice =
        o|Logging (Seq) = seq
        p|Location DB (MongoDB) = nosqldata
        """,
        """
        shop/ComposeService/webmvc|acme/webmvc
        shop/ComposeService/webspa|acme/webspa
        shop/ComposeService/webshoppingagg|acme/webshoppingagg
        shop/ComposeService/identity-api|acme/identity.api
        shop/ComposeService/catalog-api|acme/catalog.api
        shop/ComposeService/ordering-api|acme/ordering.api
        shop/ComposeService/ordering-backgroundtasks|acme/ordering.backgroundtasks
        shop/ComposeService/ordering-signalrhub|acme/ordering.signalrhub
        shop/ComposeService/basket-api|acme/basket.api
        shop/ComposeService/payment-api|acme/payment.api
        shop/ComposeService/webhooks-api|acme/webhooks.api
        shop/ComposeService/webhooks-client|acme/webhooks.client
        shop/ComposeService/webstatus|acme/webstatus
        shop/ComposeService/seq|datalust/seq
        shop/ComposeService/sqldata|mcr.microsoft.com/mssql/server:2019-latest
        shop/ComposeService/nosqldata|mongo
        shop/ComposeService/basketdata|redis:alpine
        shop/ComposeService/rabbitmq|rabbitmq:3-management
        shop/ComposeService/webshoppingapigw|envoyproxy/envoy:v1.11.1
        shop/ComposeService/mobileshoppingapigw|envoyproxy/envoy:v1.11.1
        """,
        "a>i b>i i>d i>e i>f i>c f>k d>j e>j c>j e>l f>l g>l h>l",
        "catalog-api>sqldata ordering-api>sqldata identity-api>sqldata basket-api>basketdata "
        "basket-api>rabbitmq catalog-api>rabbitmq ordering-api>rabbitmq payment-api>rabbitmq "
        "webhooks-api>rabbitmq webshoppingapigw>catalog-api webshoppingapigw>basket-api "
        "webshoppingapigw>ordering-api webshoppingapigw>identity-api",
    ),
    "social network": (
        """
        a|Web application (Puma) = web
        b|Streaming server = streaming
        c|Sidekiq workers = sidekiq
        d|PostgreSQL = db
        e|Redis = redis
        f|Elasticsearch = es
        g|Nginx =
        """,
        """
        shop/ComposeService/web|acme
        shop/ComposeService/streaming|acme-streaming
        shop/ComposeService/sidekiq|acme
        shop/ComposeService/db|postgres:14-alpine
        shop/ComposeService/redis|redis:7-alpine
        shop/ComposeService/es|docker.elastic.co/elasticsearch/elasticsearch:7.17.4
        """,
        "g>a g>b a>d a>e c>d c>e b>d b>e a>f",
        "web>db web>redis web>es sidekiq>db sidekiq>redis streaming>db streaming>redis",
    ),
    "scheduler of jobs": (
        """
        a|Airflow Webserver = airflow-webserver
        b|Airflow Scheduler = airflow-scheduler
        c|Celery workers = airflow-worker
        d|Metadata database = postgres
        e|Message broker = redis
        f|Flower = flower
        g|DAG files =
        """,
        """
        shop/ComposeService/airflow-webserver|apache/airflow
        shop/ComposeService/airflow-scheduler|apache/airflow
        shop/ComposeService/airflow-worker|apache/airflow
        shop/ComposeService/airflow-triggerer|apache/airflow
        shop/ComposeService/airflow-init|apache/airflow
        shop/ComposeService/postgres|postgres:13
        shop/ComposeService/redis|redis:latest
        shop/ComposeService/flower|apache/airflow
        """,
        "a>d b>d b>e c>e c>d f>e",
        "airflow-webserver>postgres airflow-scheduler>postgres airflow-worker>postgres airflow-worker>redis "
        "airflow-scheduler>redis flower>redis",
    ),
    "functions and queues": (
        """
        a|Create order|||AWS Lambda = acme-prod-create-order
        b|Notify customer|||AWS Lambda = acme-prod-notify-customer
        c|Orders table (DynamoDB) = acme-prod-orders
        d|Order events (SQS) = acme-prod-order-events
        e|Invoice bucket|||Amazon S3 = acme-prod-invoices
        f|Payment webhook Lambda = acme-prod-payment-webhook
        g|Cognito|external =
        """,
        """
        cloud/LambdaFunction/acme-prod-create-order|acme-orders
        cloud/LambdaFunction/acme-prod-notify-customer|acme-notify
        cloud/LambdaFunction/acme-prod-payment-webhook|x
        cloud/LambdaFunction/acme-prod-report-nightly|x
        cloud/ManagedService/acme-prod-orders|aws-dynamodb table
        cloud/ManagedService/acme-prod-order-events|aws-sqs queue
        cloud/ManagedService/acme-prod-order-events-dlq|aws-sqs queue
        cloud/ManagedService/acme-prod-invoices|aws-s3 bucket
        cloud/ManagedService/acme-prod-logs|aws-s3 bucket
        """,
        "a>c a>d d>b f>c b>e",
        "",
    ),
    "containers and managed services": (
        """
        a|Web app (Django) = payments-web
        b|Celery worker = payments-worker
        c|RDS PostgreSQL = payments-prod
        d|ElastiCache (Redis) = payments-cache
        e|Uploads (S3) = payments-uploads
        f|Application Load Balancer =
        g|Reporting service =
        """,
        """
        cloud/EcsService/payments-web|123.dkr.ecr/payments
        cloud/EcsService/payments-worker|123.dkr.ecr/payments
        cloud/EcsService/payments-migrate|123.dkr.ecr/payments
        cloud/ManagedService/payments-prod|aws-rds postgres
        cloud/ManagedService/payments-cache|aws-elasticache redis
        cloud/ManagedService/payments-uploads|aws-s3 bucket
        cloud/ManagedService/payments-tf-state|aws-s3 bucket
        """,
        "f>a a>c a>d b>c b>d a>e",
        "payments-web>payments-prod payments-worker>payments-prod",
    ),
    "case management": (
        """
        bd|Authorization Boundary|boundary =
        a|Case Management System API||bd = cms-api
        b|CMS Web Portal||bd = cms-portal
        c|Document Store (MinIO)||bd = minio
        d|Virus Scan||bd = clamav
        e|Identity Broker (Keycloak)||bd = keycloak
        f|Log shipper (Fluent Bit)||bd = fluent-bit
        g|Reverse proxy||bd = nginx
        h|CMS Database|||Oracle =
        i|Notification Mgr||bd = notification-manager
        j|Audit DB (MongoDB)||bd =
        k|Login.gov|external =
        l|Rules engine (Drools)||bd =
        """,
        """
        cms/Deployment/cms-api|registry/cms/api
        cms/Deployment/cms-portal|registry/cms/portal
        cms/StatefulSet/minio|minio/minio
        cms/Deployment/clamav|clamav/clamav
        iam/StatefulSet/keycloak|quay.io/keycloak/keycloak
        logging/DaemonSet/fluent-bit|fluent/fluent-bit
        edge/Deployment/nginx|nginx
        cms/StatefulSet/postgresql|bitnami/postgresql
        cms/Deployment/notification-manager|registry/cms/notif
        cms/CronJob/cleanup|registry/cms/api
        monitoring/StatefulSet/prometheus|prom/prometheus
        """,
        "g>b b>a a>h a>c c>d b>e a>i i>k",
        "cms-api>postgresql cms-api>minio cms-portal>cms-api",
    ),
    "kinds, not names": (
        """
        a|API = shop-api
        b|Workers = shop-image-worker shop-mail-worker shop-order-worker
        c|Databases = orders-db users-db
        d|Monitoring = prometheus
        """,
        """
        app/Deployment/shop-api
        app/Deployment/shop-mail-worker
        app/Deployment/shop-order-worker
        app/Deployment/shop-image-worker
        app/Deployment/orders-db|postgres
        app/Deployment/users-db|postgres
        app/Deployment/prometheus|prom/prometheus
        app/Deployment/grafana|grafana/grafana
        """,
        "a>c b>c",
        "",
    ),
    "drawn and never built": (
        """
        a|Payment Gateway =
        b|Payment Service = payment-service
        c|API Gateway = api-gateway
        d|User Interface =
        e|User Service = user-service
        f|Notification Service =
        g|Reporting DB (PostgreSQL) =
        h|Orders DB (PostgreSQL) = orders-db
        i|Search =
        j|Admin Portal =
        k|Customer Portal = customer-portal
        l|Order Processor = order-worker
        m|Order API = order-api
        n|Scheduler =
        o|Proxy =
        p|Metrics =
        q|Analytics Engine =
        r|Event Store =
        s|Config Server =
        """,
        """
        app/Deployment/api-gateway|acme/gateway
        app/Deployment/payment-service|acme/payment
        app/Deployment/user-service|acme/user
        app/Deployment/customer-portal|acme/portal
        app/Deployment/order-api|acme/order-api
        app/Deployment/order-worker|acme/order-worker
        app/StatefulSet/orders-db|postgres:15
        app/StatefulSet/elasticsearch|elasticsearch:8
        app/StatefulSet/notification-db|mongo:6
        kube-system/DaemonSet/kube-proxy|registry.k8s.io/kube-proxy:v1.29
        kube-system/Deployment/coredns|coredns:1.11
        kube-system/Pod/kube-scheduler|kube-scheduler
        kube-system/Deployment/metrics-server|metrics-server
        """,
        "k>c c>b c>e c>m m>h b>a m>l q>g",
        "order-api>orders-db api-gateway>payment-service",
    ),
    "one chart": (
        """
        a|GitLab Web = gitlab-webservice-default
        b|Sidekiq = gitlab-sidekiq-all-in-1-v2
        c|Gitaly = gitlab-gitaly
        d|Registry = gitlab-registry
        e|PostgreSQL = gitlab-postgresql
        f|Redis = gitlab-redis-master
        g|Object storage (MinIO) = gitlab-minio
        h|NGINX Ingress = gitlab-nginx-ingress-controller
        i|Cert manager = gitlab-certmanager
        j|Runner = gitlab-gitlab-runner
        k|Prometheus = gitlab-prometheus-server
        l|Praefect =
        m|Pages =
        """,
        """
        gitlab/Deployment/gitlab-webservice-default|registry.gitlab.com/gitlab-webservice-ee
        gitlab/Deployment/gitlab-sidekiq-all-in-1-v2|registry/gitlab-sidekiq-ee
        gitlab/StatefulSet/gitlab-gitaly|registry/gitaly
        gitlab/Deployment/gitlab-registry|registry/gitlab-container-registry
        gitlab/StatefulSet/gitlab-postgresql|bitnami/postgresql
        gitlab/StatefulSet/gitlab-redis-master|bitnami/redis
        gitlab/Deployment/gitlab-minio|minio/minio
        gitlab/Deployment/gitlab-nginx-ingress-controller|ingress-nginx/controller
        gitlab/Deployment/gitlab-certmanager|jetstack/cert-manager-controller
        gitlab/Deployment/gitlab-certmanager-cainjector|jetstack/cert-manager-cainjector
        gitlab/Deployment/gitlab-gitlab-runner|gitlab/gitlab-runner
        gitlab/Deployment/gitlab-prometheus-server|prom/prometheus
        gitlab/Deployment/gitlab-toolbox|registry/gitlab-toolbox
        gitlab/Deployment/gitlab-kas|kas
        gitlab/Deployment/gitlab-gitlab-exporter|gitlab-exporter
        """,
        "h>a a>b a>c a>e a>f b>e b>f d>g",
        "",
    ),
    "permits on a platform": (
        """
        a|Web UI (React) = epermit-ui-prod
        b|REST API (Spring Boot) = epermit-api-prod
        c|Batch jobs = epermit-batch-prod
        d|RDS Postgres = epermit-db-prod
        e|Redis (ElastiCache) = epermit-redis-prod
        f|S3 uploads = epermit-uploads-prod
        g|Log drain =
        h|Public site (Federalist) =
        i|Virus scanning (ClamAV) = epermit-clamav-prod
        """,
        """
        default/CloudFoundryApp/epermit-ui-prod|droplet:a
        default/CloudFoundryApp/epermit-api-prod|droplet:b
        default/CloudFoundryApp/epermit-batch-prod|droplet:c
        default/CloudFoundryApp/epermit-clamav-prod|clamav/clamav
        default/ManagedService/epermit-db-prod|aws-rds medium-psql
        default/ManagedService/epermit-redis-prod|aws-elasticache-redis
        default/ManagedService/epermit-uploads-prod|s3 basic
        default/ManagedService/epermit-backups-prod|s3 basic
        default/ManagedService/epermit-key|cloud-gov-service-account
        """,
        "a>b b>d b>e b>f c>d b>i",
        "",
    ),
    "data pipeline": (
        """
        a|Ingest API = ingest
        b|Kafka = kafka
        c|Zookeeper = zookeeper
        d|Stream processor (Flink) =
        e|Schema Registry = schema-registry
        f|Kafka Connect = connect
        g|Kafka UI = kafka-ui
        h|Data lake (S3) = minio
        i|Warehouse (ClickHouse) = clickhouse
        j|Dashboards (Superset) = superset
        k|Feature store =
        l|ML inference =
        """,
        """
        shop/ComposeService/ingest|acme/ingest
        shop/ComposeService/kafka|confluentinc/cp-kafka:7
        shop/ComposeService/zookeeper|confluentinc/cp-zookeeper:7
        shop/ComposeService/schema-registry|confluentinc/cp-schema-registry
        shop/ComposeService/connect|confluentinc/cp-kafka-connect
        shop/ComposeService/kafka-ui|provectuslabs/kafka-ui
        shop/ComposeService/jobmanager|flink:1.17
        shop/ComposeService/taskmanager|flink:1.17
        shop/ComposeService/minio|minio/minio
        shop/ComposeService/clickhouse|clickhouse/clickhouse-server
        shop/ComposeService/superset|apache/superset
        shop/ComposeService/superset-init|apache/superset
        """,
        "a>b d>b f>b g>b f>h d>i j>i b>c",
        "ingest>kafka connect>kafka kafka-ui>kafka superset>clickhouse kafka>zookeeper",
    ),
    "two namespaces": (
        """
        p|Production|boundary =
        s|Staging|boundary =
        a|API||p = api
        b|DB||p = db
        c|API||s = api
        d|DB||s = db
        x|Worker =
        """,
        """
        production/Deployment/api|x
        production/StatefulSet/db|postgres
        staging/Deployment/api|x
        staging/StatefulSet/db|postgres
        """,
        "a>b c>d",
        "",
    ),
    "monitoring": (
        """
        a|Grafana = grafana
        b|Loki = loki
        c|Tempo = tempo
        d|Mimir = mimir
        e|Alloy agent = alloy
        f|Alertmanager = alertmanager-main
        g|Node exporter = prometheus-node-exporter
        h|Postgres exporter = pg-exporter
        i|Database = pg
        """,
        """
        mon/Deployment/grafana|grafana/grafana
        mon/StatefulSet/loki|grafana/loki
        mon/StatefulSet/tempo|grafana/tempo
        mon/StatefulSet/mimir|grafana/mimir
        mon/DaemonSet/alloy|grafana/alloy
        mon/DaemonSet/prometheus-node-exporter|prom/node-exporter
        mon/Deployment/pg-exporter|prometheuscommunity/postgres-exporter
        app/StatefulSet/pg|postgres:16
        mon/StatefulSet/alertmanager-main|prom/alertmanager
        """,
        "e>b e>c e>d a>b a>c a>d h>i",
        "pg-exporter>pg",
    ),
}
"""(drawn, running, drawn lines, flows of the evidence)."""


@pytest.mark.parametrize("name", _SYSTEMS)
def test_enough_is_matched_and_nothing_wrongly(name: str) -> None:
    drawn, running, lines, flows = _SYSTEMS[name]
    rows = [row.strip().partition(" =") for row in drawn.strip().splitlines()]
    expected = {text.partition("|")[0]: workloads.strip() for text, _, workloads in rows}
    found = matched(
        compared(
            [text for text, _, _ in rows], [each.strip() for each in running.strip().splitlines()], lines=lines, flows=flows
        )
    )
    assert {id_: workloads for id_, workloads in found.items() if workloads != expected[id_] and id_ not in _BOXES} == {}
    assert len(found) >= 0.75 * sum(bool(workloads) for workloads in expected.values())


_BOXES = frozenset({"bd", "p", "s"})
