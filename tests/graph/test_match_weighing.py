"""What a shape stands for where its name alone leaves a choice: each kind of evidence, the three outcomes, and many to one."""

import pytest
from replacing import replace

from generator.graph import match_weighed, suggest
from generator.graph.match_profiles import Profiles
from generator.model.comparison import Comparison, MatchTier
from generator.model.diagram import DrawnForm
from generator.model.flow_finding import FlowVerdict
from generator.model.inventory import Container
from tests.graph.drawn_systems import compared, matched, probable, runs, shape

_SHOP = ("shop/Deployment/acme-cart", "shop/Deployment/acme-mail", "shop/Deployment/acme-web", "shop/Deployment/acme-report")


@pytest.mark.parametrize(
    ("drawn", "name"),
    [
        ("Carts", "acme-cart"),
        ("Shopping Cart|", "acme-cart"),
        ("Mailer", "acme-mail"),
        ("Reporting", "acme-report"),
    ],
)
def test_by_words_without_the_product_s_own_name(drawn: str, name: str) -> None:
    found = compared([f"n1|{drawn.rstrip('|')}"], _SHOP)
    likely = {**probable(found), **matched(found)}
    assert likely == {"n1": name}


def test_a_match_states_its_strongest_reason_and_what_speaks_against_it() -> None:
    (match,) = compared(["db|Ledger Database"], ["a/StatefulSet/postgres|postgres:16", "a/Deployment/ledger-ui"]).in_both
    assert match.tier is MatchTier.EVIDENCE
    assert match.because == (
        "nothing else of the kind relational database runs or is drawn; both are of the kind relational database (postgres); "
        "against it: nothing of its names has “ledger”"
    )


@pytest.mark.parametrize(
    ("drawn", "image", "is_one"),
    [
        ("PostgreSQL", "postgres:16", True),
        ("PostgreSQL", "bitnami/postgresql", True),
        ("Database", "postgres:16", True),
        ("SQL Server", "mcr.microsoft.com/mssql/server:2022", True),
        ("Redis", "valkey/valkey:8", True),
        ("MySQL", "postgres:16", False),
        ("Redis", "postgres:16", False),
        ("Cart", "postgres:16", False),
        ("PostgreSQL", "prometheuscommunity/postgres-exporter", False),
    ],
)
def test_by_the_software_where_only_one_of_its_kind_runs(drawn: str, image: str, is_one: bool) -> None:
    found = compared([f"n1|{drawn}"], [f"a/StatefulSet/store-7|{image}", "a/Deployment/web"])
    assert (matched(found) == {"n1": "store-7"}) is is_one


def test_the_technology_tells_as_the_text_does() -> None:
    found = compared(["n1|Persistence|||PostgreSQL"], ["a/StatefulSet/x1|postgres:16", "a/StatefulSet/x2|redis:7"])
    assert {**probable(found), **matched(found)} == {"n1": "x1"}


def test_an_exporter_beside_a_database_does_not_make_it_something_else() -> None:
    found = compared(
        ["n1|PostgreSQL", "n2|Postgres exporter"],
        ["a/StatefulSet/pg|postgres:16", "m/Deployment/pg-exporter|prometheuscommunity/postgres-exporter"],
    )
    assert matched(found) == {"n1": "pg", "n2": "pg-exporter"}


def test_which_of_two_databases_by_what_is_drawn_beside_them() -> None:
    found = compared(
        ["cart", "mail", "one|Database", "two|Database"],
        ["a/Deployment/cart", "a/Deployment/mail", "a/StatefulSet/pg-a|postgres:16", "a/StatefulSet/pg-b|postgres:16"],
        lines="cart>one mail>two",
        flows="cart>pg-b mail>pg-a",
    )
    assert matched(found) == {"cart": "cart", "mail": "mail", "one": "pg-b", "two": "pg-a"}


def test_without_flows_two_databases_stay_open() -> None:
    found = compared(["one|Database", "two|Database"], ["a/StatefulSet/pg-a|postgres:16", "a/StatefulSet/pg-b|postgres:16"])
    assert matched(found) == {}
    assert len(found.diagram_only) == 2


def test_a_store_is_called_by_whom_it_is_drawn_beside() -> None:
    found = compared(
        ["checkout", "catalog", "r|Cache (Redis)"],
        [
            "a/Deployment/checkout",
            "a/Deployment/catalog",
            "a/StatefulSet/checkout-redis|redis:7",
            "a/StatefulSet/queue-redis|redis:7",
        ],
        lines="checkout>r",
    )
    assert {**probable(found), **matched(found)}["r"] == "checkout-redis"


def test_several_stores_drawn_and_one_server_that_all_call() -> None:
    found = compared(
        ["cart", "mail", "c|Cart Database|||PostgreSQL", "m|Mail Database|||PostgreSQL"],
        ["a/Deployment/cart", "a/Deployment/mail", "a/StatefulSet/postgres|postgres:16"],
        lines="cart>c mail>m",
        flows="cart>postgres mail>postgres",
    )
    assert matched(found) == {"cart": "cart", "mail": "mail", "c": "postgres", "m": "postgres"}


def test_a_second_store_that_nothing_calls_is_not_the_one_that_runs() -> None:
    found = compared(
        ["cart", "c|Cart Database|||PostgreSQL", "m|Audit Database|||PostgreSQL"],
        ["a/Deployment/cart", "a/StatefulSet/postgres|postgres:16"],
        lines="cart>c",
        flows="cart>postgres",
    )
    assert matched(found) == {"cart": "cart", "c": "postgres"}
    assert [each.id for each in found.drawn_differences] == ["m"]


def test_a_product_that_keeps_no_data_is_probably_all_of_its_servers() -> None:
    servers = ["a/Deployment/av-uploads|clamav", "a/Deployment/av-mail|clamav", "a/Deployment/web"]
    found = compared(["web", "v|Virus Scanner|||ClamAV"], servers)
    assert (probable(found), matched(found)) == ({"v": "av-mail av-uploads"}, {"web": "web"})


def test_a_product_that_is_drawn_twice_is_not_all_of_its_servers() -> None:
    servers = ["a/Deployment/av-uploads|clamav", "a/Deployment/av-mail|clamav"]
    found = compared(["v|Virus Scanner|||ClamAV", "w|Malware Scanner|||ClamAV"], servers)
    assert not any(" " in names for names in {**probable(found), **matched(found)}.values())


def test_variants_of_one_text_are_one_workload() -> None:
    found = compared(
        ["one|Automation (backup)", "two|Automation (restore)"],
        ["a/Deployment/acme-automation", "a/Deployment/acme-web", "a/Deployment/acme-mail"],
    )
    assert matched(found) == {"one": "acme-automation", "two": "acme-automation"}


@pytest.mark.parametrize(
    ("drawn", "names"),
    [
        ("S3", "files logs"),
        ("Buckets", "files logs"),
        ("Databases", "orders users"),
        ("Workers", "mail-worker order-worker"),
        ("Worker", None),
        ("User Databases", "users"),
    ],
)
def test_one_shape_for_all_of_a_kind(drawn: str, names: str | None) -> None:
    found = compared(
        [f"n1|{drawn}", "web"],
        [
            "c/ManagedService/files|s3 basic",
            "c/ManagedService/logs|s3 basic",
            "a/StatefulSet/orders|postgres:16",
            "a/StatefulSet/users|postgres:16",
            "a/Deployment/mail-worker",
            "a/Deployment/order-worker",
            "a/Deployment/web",
        ],
    )
    assert matched(found).get("n1") == names


def test_a_store_called_by_its_role_is_all_of_them_only_after_a_confirmation() -> None:
    found = compared(["n1|Database"], ["a/StatefulSet/orders|postgres:16", "a/StatefulSet/users|postgres:16"])
    assert matched(found) == {}
    assert probable(found) == {"n1": "orders users"}


def test_one_shape_is_not_all_of_a_kind_where_another_is_drawn() -> None:
    found = compared(
        ["n1|S3", "n2|S3"], ["c/ManagedService/files|s3 basic", "c/ManagedService/logs|s3 basic", "c/ManagedService/x|s3 basic"]
    )
    assert matched(found) == {}


def test_what_only_a_template_tells_apart_is_one() -> None:
    found = compared(
        ["n1|Application DB|||PostgreSQL"],
        ["c/ManagedService/acme-db-((env))|aws-rds psql", "c/ManagedService/acme-db-${var.env}|aws-rds psql"],
    )
    assert [len(each.workloads) for each in found.in_both] == [2]


def test_a_compose_service_beside_a_platform_is_a_copy() -> None:
    found = compared(
        ["n1|PostgreSQL Database"],
        ["dev/ComposeService/db|postgres:16", "c/ManagedService/acme|aws-rds psql", "c/CloudFoundryApp/acme-web|droplet:x"],
    )
    assert matched(found) == {"n1": "acme"}


def test_a_job_and_the_platform_s_own_parts_are_seldom_drawn() -> None:
    found = compared(
        ["n1|Cart", "n2|Proxy"],
        ["a/Job/cart-setup", "a/Deployment/cart-rest", "kube-system/DaemonSet/kube-proxy|kube-proxy:1"],
    )
    assert matched(found).get("n1") == "cart-rest"
    assert "n2" not in matched(found)


def test_a_text_and_an_id_that_name_two_workloads_are_for_a_person() -> None:
    assert matched(compared(["cart|Checkout"], ["a/Deployment/cart", "a/Deployment/checkout"])) == {}


def test_who_else_wants_it_decides() -> None:
    found = compared(
        ["one|Controls API", "two|Controls Subscriber"],
        [
            "a/Deployment/acmeapi-controls",
            "a/Deployment/acmemsg-controls",
            "a/Deployment/acmeapi-audit",
            "a/Deployment/acmemsg-audit",
        ],
    )
    assert matched(found) == {"one": "acmeapi-controls", "two": "acmemsg-controls"}


def test_what_is_left_over_by_a_word() -> None:
    found = compared(
        ["acmeapi-controls", "two|Listener-in-Chief of Controls"],
        ["a/Deployment/acmeapi-controls", "a/Deployment/acmemsg-controls", "a/Deployment/acmeapi-audit"],
    )
    (suggestion, *_) = [each for each in found.suggested if each.id == "two"] or [None]
    because = suggestion.why if suggestion else next(each.because for each in found.in_both if each.id == "two")
    assert "has a shape already" in because


def test_the_box_does_not_take_what_is_drawn_inside_it() -> None:
    found = compared(
        ["b|Sequencing|boundary", "n1|Sequencing Server||b", "n2|Sequencing Notes||b", "hub"],
        ["a/Deployment/acme-sequencing", "a/Deployment/acme-web", "a/Deployment/acme-mail", "a/Deployment/hub"],
        lines="hub>n1",
        flows="hub>acme-sequencing",
    )
    assert matched(found) == {"hub": "hub", "n1": "acme-sequencing"}


def test_an_empty_box_is_a_component() -> None:
    found = compared(["b|Orders DB|boundary", "web"], ["a/StatefulSet/orders-db|postgres:16", "a/Deployment/web"])
    assert matched(found)["b"] == "orders-db"


def test_what_is_drawn_in_the_box_of_a_workload_is_not_another() -> None:
    shapes = ["b|OTel Collector|boundary", "n1|Exporter metrics||b", "n2|prometheus"]
    running = ["m/DaemonSet/otel-collector", "m/Deployment/prometheus|prom/prometheus"]
    assert matched(compared(shapes, running)).get("n1") != "prometheus"


def test_what_is_drawn_as_external_is_only_suggested() -> None:
    found = compared(["n1|Nginx router|external"], ["a/Deployment/acme-nginx|nginx:1", "a/Deployment/web"])
    assert matched(found) == {}
    assert [each.workload for each in found.suggested] == ["a/Deployment/acme-nginx"]


@pytest.mark.parametrize("text", ["<>", "3'", "`", "12"])
def test_a_shape_that_is_called_nothing_is_not_drawn_only(text: str) -> None:
    assert compared([f"x9-{ord(text[0])}|{text}", "web"], ["a/Deployment/web"], lines="").diagram_only == ()


def test_the_logo_of_a_language_is_not_drawn_only_unless_a_line_leads_there() -> None:
    shapes, running = ["n1|.NET", "web"], ["a/Deployment/web"]
    assert compared(shapes, running).diagram_only == ()
    assert [each.id for each in compared(shapes, running, lines="web>n1").diagram_only] == ["n1"]


def test_what_is_probable_is_no_difference() -> None:
    shapes = ["n1|Database", "web"]
    running = ["a/StatefulSet/orders|postgres:16", "a/StatefulSet/users|postgres:16", "a/Deployment/web"]
    found = compared(shapes, running, lines="web>n1")
    assert [each.id for each in found.diagram_only] == ["n1"]
    assert found.cluster_only == ("a/StatefulSet/orders", "a/StatefulSet/users")
    assert (found.drawn_differences, found.running_differences) == ((), ())
    (first, *_) = found.suggested
    assert (first.probable, first.workloads) == (True, ("a/StatefulSet/orders", "a/StatefulSet/users"))
    assert [each.verdict for each in found.flows] == [FlowVerdict.NOT_JUDGED]


def test_a_line_at_what_is_probable_is_borne_out_by_flows() -> None:
    running = ["a/StatefulSet/orders|postgres:16", "a/StatefulSet/users|postgres:16", "a/Deployment/web", "a/Deployment/x"]
    found = compared(["n1|Database", "web"], running, lines="web>n1", flows="web>orders")
    assert {each.verdict for each in found.flows} == {FlowVerdict.CONVERGENCE}


def test_equal_weights_are_not_settled_by_their_order() -> None:
    running = ["a/Deployment/cart-one", "a/Deployment/cart-two", "a/Deployment/web"]
    assert matched(compared(["n1|Cart"], running)) == {}
    assert matched(compared(["n1|Cart"], running[::-1])) == {}


def test_the_share_from_which_a_pair_is_a_match(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes, running = ["db|Ledger Database"], ["a/StatefulSet/postgres|postgres:16", "a/Deployment/ledger-ui"]
    assert matched(compared(shapes, running)) == {"db": "postgres"}
    monkeypatch.setattr(match_weighed, "SURE", 0.999)
    assert matched(compared(shapes, running)) == {}
    assert probable(compared(shapes, running)) == {"db": "postgres"}


def test_two_alike_shapes_and_two_alike_workloads_stay_open() -> None:
    running = ["a/StatefulSet/x1|redis:7", "a/StatefulSet/x2|redis:7", "a/Deployment/web"]
    found = compared(["n1|Hot Redis", "n2|Cold Redis"], running)
    assert matched(found) == {}
    assert probable(found) == {}


@pytest.mark.parametrize(
    ("drawn", "name"),
    [
        ("Front End", "frontend"),
        ("Fraud Detection", "frauddetection"),
        ("Order Management System", "oms-core"),
        ("Notification Mgr", "notification-manager"),
        ("Platform", "acme-platform"),
    ],
)
def test_names_that_are_written_in_other_ways(drawn: str, name: str) -> None:
    running = [
        f"a/Deployment/{each}" for each in ("frontend", "frauddetection", "oms-core", "notification-manager", "acme-platform")
    ]
    found = compared([f"n1|{drawn}"], running)
    assert {**probable(found), **matched(found)} == {"n1": name}


@pytest.mark.parametrize(
    ("drawn", "names"),
    [
        ("Orders UI", "orders-ui"),
        ("Orders API", "orders-api"),
        ("Orders Worker", "orders-worker"),
        ("Orders Database", "orders-pg"),
    ],
)
def test_the_word_for_what_it_is_tells_between_equal_names(drawn: str, names: str) -> None:
    running = [
        "a/Deployment/orders-ui",
        "a/Deployment/orders-api",
        "a/Deployment/orders-worker",
        "a/StatefulSet/orders-pg|postgres:16",
    ]
    assert matched(compared([f"n1|{drawn}"], running)) == {"n1": names}


def test_an_application_is_no_store_and_a_store_no_application() -> None:
    running = ["a/Deployment/ledger|acme/ledger", "a/StatefulSet/keeper|postgres:16"]
    assert matched(compared(["n1|Ledger Database"], running)) == {"n1": "keeper"}
    assert matched(compared(["n1|Keeper"], ["a/StatefulSet/keeper-x|postgres:16", "a/Deployment/ledger"])) == {}


def test_the_only_application_of_the_team_s_own() -> None:
    running = ["c/CloudFoundryApp/acme|droplet:x", "c/ManagedService/acme-data|aws-rds psql"]
    found = compared(["n1|Application", "n2|RDS"], running, lines="n1>n2", flows="acme>acme-data")
    assert matched(found) == {"n1": "acme", "n2": "acme-data"}


def test_the_name_that_a_platform_gives_a_process_is_none() -> None:
    app = runs("c/CloudFoundryApp/acme-api|droplet:x")
    web = replace(app, containers=(Container(name="web", image="droplet:x"),))
    assert matched(compared(["n1|Web UI", "n2|acme-api"], [web, "c/CloudFoundryApp/acme-admin|droplet:y"])) == {
        "n2": "acme-api"
    }


def test_a_process_of_several_is_one() -> None:
    app = replace(
        runs("c/CloudFoundryApp/acme|droplet:x"),
        containers=(Container(name="web", image="droplet:x"), Container(name="worker", image="droplet:x")),
    )
    found = compared(["n1|Acme Worker", "n2|acme-mail"], [app, "c/CloudFoundryApp/acme-mail|droplet:y"])
    assert {**probable(found), **matched(found)}["n1"] == "acme"


def test_a_sidecar_does_not_name_its_workload() -> None:
    store = replace(
        runs("a/StatefulSet/kv"),
        containers=(Container(name="redis", image="redis:7"), Container(name="exporter", image="redis_exporter")),
    )
    assert matched(compared(["n1|Redis"], [store, "a/Deployment/web"])) == {"n1": "kv"}


def test_a_neighbor_that_everything_calls_tells_less() -> None:
    apps = [f"a/Deployment/app{letter}" for letter in "abcdefgh"]
    shapes = ["hub", "few", "n1|Ranking", "n2|Scoring"]
    running = [*apps, "a/Deployment/hub", "a/Deployment/few", "a/Deployment/svc-x", "a/Deployment/svc-y"]
    flows = " ".join(f"app{letter}>hub" for letter in "abcdefgh") + " svc-x>hub svc-y>few"
    why = {each.workload: each.score for each in compared(shapes, running, lines="n1>hub n2>few", flows=flows).suggested}
    assert why.get("a/Deployment/svc-y", 0) >= why.get("a/Deployment/svc-x", 0)


def test_two_boxes_that_could_be_one_workload_are_none() -> None:
    shapes = ["b|Billing|boundary", "n1|Note A||b", "c|Billing Core|boundary", "n2|Note B||c"]
    running = ["a/Deployment/acme-billing", "a/Deployment/acme-billings", "a/Deployment/acme-web", "a/Deployment/acme-mail"]
    assert matched(compared(shapes, running)) == {}


def test_a_box_is_a_workload_by_all_of_its_name() -> None:
    running = ["a/Deployment/acme-billing", "a/Deployment/acme-web", "a/Deployment/acme-mail", "a/Deployment/x"]
    assert matched(compared(["b|Billing|boundary", "n1|Calculation||b"], running)) == {"b": "acme-billing"}
    assert matched(compared(["b|Billing and more|boundary", "n1|Calculation||b"], running)) == {}


def test_no_more_than_three_suggestions_and_none_below_the_least() -> None:
    running = [f"a/Deployment/{name}|redis:7" for name in ("red", "green", "blue", "black", "white")]
    found = compared(["n1|Hot Redis", "n2|Quite something else"], running)
    assert [each.id for each in found.suggested] == ["n1"] * suggest.MOST
    assert all(each.score >= match_weighed.LEAST for each in found.suggested)
    assert [each.score for each in found.suggested] == sorted((each.score for each in found.suggested), reverse=True)


def test_a_shape_that_only_its_id_names_is_suggested_and_not_missed() -> None:
    running = ["a/StatefulSet/orders-db|postgres:16", "a/StatefulSet/users-db|postgres:16", "a/Deployment/web"]
    nameless = replace(shape("storePostgres"), label="")
    found = compared([nameless, "web"], running, lines="web>storePostgres", flows="web>orders-db web>users-db")
    assert found.diagram_only == ()


def test_a_workload_in_the_namespace_of_the_box() -> None:
    shapes = ["b|production|boundary", "n1|Database||b", "c|staging|boundary", "n2|Database||c"]
    running = ["production/StatefulSet/pg-a|postgres:16", "staging/StatefulSet/pg-b|postgres:16"]
    assert {**probable(compared(shapes, running)), **matched(compared(shapes, running))} in ({}, {"n1": "pg-a", "n2": "pg-b"})


def test_what_stands_in_for_a_product_is_less_sure_than_the_product() -> None:
    running = ["a/StatefulSet/one|redis:7", "a/StatefulSet/two|valkey/valkey:8"]
    assert matched(compared(["n1|Redis", "n2|Valkey"], running)) == {"n1": "one", "n2": "two"}


def test_a_store_drawn_in_the_box_of_its_application_is_another_workload() -> None:
    shapes = ["b|acme-ledger|boundary", "n1|Database||b", "n2|Balance Notes||b"]
    running = ["a/Deployment/acme-ledger", "a/StatefulSet/pg|postgres:16", "a/Deployment/acme-web", "a/Deployment/acme-mail"]
    assert matched(compared(shapes, running)) == {"b": "acme-ledger", "n1": "pg"}


def test_a_neighbor_of_which_no_flow_is_known_says_nothing() -> None:
    shapes, running = (
        ["mail", "n1|Reports"],
        ["a/Deployment/mail", "a/Deployment/acme-report", "a/Deployment/acme-web", "a/Deployment/x"],
    )
    known = compared(shapes, running, lines="n1>mail", flows="acme-report>x acme-web>mail")
    unknown = compared(shapes, running, lines="n1>mail", flows="acme-report>x")
    assert "no flow to what is drawn beside it is known" in _why(known)
    assert "no flow" not in _why(unknown)


def test_a_flow_in_the_other_direction_says_less() -> None:
    running = ["a/Deployment/mail", "a/StatefulSet/one|redis:7", "a/StatefulSet/two|redis:7"]
    found = compared(["mail", "n1|Hot Redis"], running, lines="n1>mail", flows="one>mail mail>two")
    assert matched(found)["n1"] == "one"


def _why(found: Comparison) -> str:
    return next(each.because for each in (*found.in_both, *found.probable) if each.id == "n1")


def test_each_open_shape_has_its_own_suggestion() -> None:
    found = compared(
        ["n1|Shopping Ledger", "n2|Nothing at all"], ["a/Deployment/acme-ledger", "a/Deployment/acme-web", "a/Deployment/y"]
    )
    suggested = {each.id: found.suggestion_for(each) for each in found.diagram_only}
    assert {id_: each.workload if each else None for id_, each in suggested.items()} == {
        "n1": "a/Deployment/acme-ledger",
        "n2": None,
    }


def test_of_a_shape_that_nobody_decided_nothing_is_said() -> None:
    (missing,) = compared(["n1|Nothing at all"], ["a/Deployment/acme-web", "a/Deployment/y"]).diagram_only
    assert (missing.id, missing.label, missing.kind, missing.page, missing.because) == (
        "n1", "Nothing at all", "component", "p", "",
    )  # fmt: skip


@pytest.mark.parametrize(("doer", "score"), [("sender", 62), ("generator", 62), ("wizard", 38)])
def test_a_last_word_for_who_does_it_costs_half(doer: str, score: int) -> None:
    (only,) = compared([f"n1|Webhook {doer}"], ["a/Deployment/acme-webhook", "a/Deployment/y"]).suggested
    assert (only.workload, only.score) == ("a/Deployment/acme-webhook", score)


def test_a_box_whose_name_two_workloads_have_is_neither() -> None:
    shapes = ["b|Billing Core|boundary", "n1|Calculation||b"]
    running = [
        "a/Deployment/acme-billing-core",
        "b/Deployment/acme-billing-core",
        "a/Deployment/acme-web",
        "a/Deployment/acme-mail",
    ]
    assert matched(compared(shapes, running)) == {}
    assert matched(compared(shapes, running[1:])) == {"b": "acme-billing-core"}


def test_words_that_are_drawn_apart_and_run_together_are_one() -> None:
    found = compared(
        ["n1|Geo Data Portal", "n2|Portal"], ["a/Deployment/geodata-ui|acme/ui", "a/Deployment/portal|acme/portal"]
    )
    assert {**probable(found), **matched(found)} == {"n1": "geodata-ui", "n2": "portal"}


def test_an_exporter_in_the_pod_of_a_database_is_not_what_the_pod_is() -> None:
    pod = runs("a/StatefulSet/x1|postgres:16")
    exporter = Container(name="exporter", image="prometheuscommunity/postgres-exporter")
    pod = replace(pod, containers=(exporter, *pod.containers))
    assert matched(compared(["n1|PostgreSQL"], [pod, "a/Deployment/web"])) == {"n1": "x1"}


def test_a_store_of_logs_is_none_of_the_things_that_people_call_by_what_they_keep() -> None:
    buckets = ["a/ManagedService/shop-pictures|S3", "a/ManagedService/shop-alb-logs|S3"]
    assert matched(compared(["n1|Goods|||Amazon S3"], buckets)) == {"n1": "shop-pictures"}
    assert matched(compared(["n1|ALB logs|||Amazon S3"], buckets)) == {"n1": "shop-alb-logs"}


def test_the_only_store_that_is_left_is_likely_what_is_left_to_draw() -> None:
    drawn = ["n1|Customers|||PostgreSQL", replace(shape("n2|Terrain"), form=DrawnForm.STORE)]
    left = compared(drawn, ["a/StatefulSet/pg|postgres:16", "a/StatefulSet/minio|minio/minio"])
    assert next(each.workload for each in left.suggested if each.id == "n2") == "a/StatefulSet/minio"
    more = compared(
        drawn, ["a/StatefulSet/pg|postgres:16", "a/StatefulSet/minio|minio/minio", "a/StatefulSet/es|elasticsearch:8"]
    )
    assert [each for each in more.suggested if each.id == "n2"] == []


def test_a_function_is_no_service_that_the_cloud_keeps() -> None:
    running = ["a/LambdaFunction/sms|package:sms", "a/ManagedService/guests|Cognito"]
    assert "guests" not in {**matched(found := compared(["n1|Text guests|||AWS Lambda"], running)), **probable(found)}.values()
    assert matched(compared(["n1|Sign-in|||Amazon Cognito"], running)) == {"n1": "guests"}


def test_a_store_that_nothing_uses_is_not_taken_for_what_an_application_uses() -> None:
    running = ["a/Deployment/web|acme/web", "a/ManagedService/records|RDS Postgres", "a/ManagedService/settings|S3"]
    drawn = ["web", "n1|Records|||PostgreSQL", "n2|Export bucket|||S3"]
    assert "n2" not in matched(compared(drawn, running, lines="web>n1 web>n2", flows="web>records"))
    assert matched(compared(drawn, running, lines="web>n1 web>n2", flows="web>records web>settings"))["n2"] == "settings"


def test_the_last_word_says_what_is_left_over() -> None:
    running = ["a/Deployment/trip-api|acme/trip-api", "a/ManagedService/trips|RDS Postgres", "a/Deployment/web|acme/web"]
    drawn = compared(["web", "n1|Trips|||PostgreSQL", "n2|Trip archive"], running)
    assert matched(drawn) == {"web": "web", "n1": "trips"}


def test_what_is_probable_has_a_share_in_hundredths() -> None:
    (each,) = compared(["n1|Clerk review desk"], ["a/Deployment/clerk-desk|acme/desk", "a/Deployment/web|acme/web"]).probable
    assert each.workloads == ("a/Deployment/clerk-desk",)
    assert 100 * match_weighed.PROBABLE <= each.score < 100 * match_weighed.SURE


_FUNCTIONS = ("a/LambdaFunction/GetUser", "a/LambdaFunction/RegisterAuthClient", "a/LambdaFunction/SendMessageToLedger")


def test_where_functions_are_drawn_as_functions_what_is_not_drawn_so_is_none() -> None:
    drawn = ["get|Get user Lambda", "reg|Register client Lambda", "out|OIDC client registry", "led|Ledger"]
    assert matched(compared(drawn, _FUNCTIONS)) == {"get": "GetUser", "reg": "RegisterAuthClient"}


def test_a_shape_called_by_all_of_a_function_s_name_is_that_function_however_it_is_drawn() -> None:
    drawn = ["get|Get user Lambda", "reg|Register client Lambda", "send|Send message to ledger"]
    assert matched(compared(drawn, _FUNCTIONS))["send"] == "SendMessageToLedger"


def test_a_function_is_no_identity_provider_because_of_a_word_in_its_name() -> None:
    kinds = {}
    for kind in ("LambdaFunction", "Deployment"):
        (profile,) = Profiles([runs(f"a/{kind}/auth|acme/x:1")], []).running.values()
        kinds[kind] = profile.software.roles
    assert kinds == {"LambdaFunction": frozenset(), "Deployment": frozenset({"identity provider"})}


def test_the_only_store_left_is_no_suggestion_where_it_is_of_another_kind() -> None:
    found = compared(["n1|Session cache (Redis)"], ["a/StatefulSet/dead-letters|rabbitmq:4", "a/Deployment/web"])
    assert found.suggested == ()
