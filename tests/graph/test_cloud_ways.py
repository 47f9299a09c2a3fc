"""Ways in that clouds open, as Terraform and CloudFormation declare them; routes of Traefik and Contour."""

import pytest

from generator.model.flow import FlowGraph, Strength
from generator.model.settings.cloud_ways import CloudWay
from generator.parsers.cluster import terraform_hcl
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from tests.checks.cluster_evidence import snapshot
from tests.checks.manifests import thing
from tests.graph.graphs_made import graph_of, service, workload

Shown = dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str | None]]
"""What a reader calls a way: where it leads, what is between, its ports, how it is encrypted."""


def _terraform(text: str) -> FlowGraph:
    return graph_of(text, suffix=".tf")


def _ways(graph: FlowGraph) -> Shown:
    return {
        way.shown: (
            tuple(target.end.name for target in way.targets),
            tuple(end.name for end in way.through),
            tuple(dict.fromkeys(port.shown for target in way.targets for port in target.ports)),
            way.encryption,
        )
        for way in graph.ways_in
    }


_FUNCTIONS = """
resource "aws_lambda_function" "orders" {
  function_name = "orders"
  image_uri     = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/orders:1"
}
resource "aws_lambda_function" "nightly" {
  function_name = "nightly"
  image_uri     = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/nightly:1"
}
resource "aws_lambda_function" "hook" {
  function_name = "hook"
  image_uri     = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/hook:1"
}
"""
_HTTP_API = """
resource "aws_apigatewayv2_api" "shop" {
  name          = "shop"
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_integration" "orders" {
  api_id           = aws_apigatewayv2_api.shop.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.orders.invoke_arn
}
"""
_REST_API = """
resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
  endpoint_configuration {
    types = ["TYPE"]
  }
}
resource "aws_api_gateway_integration" "orders" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  uri         = aws_lambda_function.orders.invoke_arn
}
"""
_BY_API = ("default/LambdaFunction/orders",), ("default/ManagedService/shop",), ("TCP 443 (https)",), "TLS"


def test_an_api_gateway_leads_to_the_functions_behind_it_and_to_no_other() -> None:
    assert _ways(_terraform(_FUNCTIONS + _HTTP_API)) == {"API Gateway shop": _BY_API}
    assert _ways(_terraform(_FUNCTIONS + _REST_API.replace("TYPE", "REGIONAL"))) == {"API Gateway shop": _BY_API}
    assert _ways(_terraform(_FUNCTIONS + _REST_API.replace("TYPE", "PRIVATE"))) == {}


@pytest.mark.parametrize("called", ["aws_lambda_function.hook.function_name", "aws_lambda_function.hook.arn", '"hook"'])
def test_a_function_url_leads_to_its_function(called: str) -> None:
    url = f'resource "aws_lambda_function_url" "hook" {{\n  function_name = {called}\n  authorization_type = "NONE"\n}}\n'
    assert _ways(_terraform(_FUNCTIONS + url)) == {
        "function URL hook": (("default/LambdaFunction/hook",), (), ("TCP 443 (https)",), "TLS")
    }


_TASK = """
resource "aws_ecs_task_definition" "web" {
  family                = "web"
  container_definitions = jsonencode([{ name = "web", image = "acme/web:1", portMappings = [{ containerPort = 8080 }] }])
}
"""
_BEHIND = """
resource "aws_ecs_service" "web" {
  name            = "web"
  task_definition = aws_ecs_task_definition.web.arn
  load_balancer {
    target_group_arn = aws_lb_target_group.web.arn
    container_name   = "web"
    container_port   = 8080
  }
}
resource "aws_lb_target_group" "web" {
  port = 8080
}
"""
_BALANCER = """
resource "aws_lb" "front" {
  name     = "front"
  internal = INTERNAL
}
resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  default_action {
    type = "redirect"
  }
}
"""
_BY_RULE = """
resource "aws_lb" "front" {
  name = "front"
}
resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.front.arn
  port              = "443"
  protocol          = "HTTPS"
  default_action {
    type = "fixed-response"
  }
}
resource "aws_lb_listener_rule" "web" {
  listener_arn = aws_lb_listener.tls.arn
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
"""
_WEB, _FRONT = "default/EcsService/web", "default/ManagedService/front"


def test_a_public_balancer_leads_to_the_services_of_its_target_groups() -> None:
    both = ("TCP 80 (http)", "TCP 443 (https)")
    assert _ways(_terraform(_TASK + _BEHIND + _BALANCER.replace("INTERNAL", "false"))) == {
        "load balancer front": ((_WEB,), (_FRONT,), both, None)
    }
    assert _ways(_terraform(_TASK + _BEHIND + _BY_RULE)) == {
        "load balancer front": ((_WEB,), (_FRONT,), ("TCP 443 (https)",), "TLS")
    }


@pytest.mark.parametrize("internal", ["true", "var.internal"])
def test_a_balancer_that_is_internal_or_that_a_variable_decides_is_no_way_in(internal: str) -> None:
    assert _ways(_terraform(_TASK + _BEHIND + _BALANCER.replace("INTERNAL", internal))) == {}


_ADDRESS = """
resource "aws_ecs_service" "web" {
  name            = "web"
  task_definition = aws_ecs_task_definition.web.arn
  network_configuration {
    subnets          = ["subnet-1"]
    security_groups  = GROUPS
    assign_public_ip = ASSIGN
  }
}
resource "aws_security_group" "open" {
  ingress {
    from_port   = 8080
    to_port     = 8080
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "closed" {
  ingress {
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"""
_RULE = """
resource "aws_vpc_security_group_ingress_rule" "any" {
  security_group_id = aws_security_group.closed.id
  cidr_ipv6         = "::/0"
}
"""
_OUT = """
resource "aws_security_group_rule" "out" {
  type              = "egress"
  security_group_id = aws_security_group.closed.id
  cidr_blocks       = ["0.0.0.0/0"]
}
"""


@pytest.mark.parametrize(
    ("groups", "assign", "beside", "is_way"),
    [
        ("[aws_security_group.open.id]", "true", "", True),
        ("[aws_security_group.closed.id]", "true", "", False),
        ("[aws_security_group.closed.id]", "true", _RULE, True),
        ("[aws_security_group.closed.id]", "true", _OUT, False),
        ("[aws_security_group.closed.id]", "true", _OUT.replace("egress", "ingress"), True),
        ("[aws_security_group.open.id]", "false", "", False),
        ("[]", "true", "", False),
    ],
)
def test_a_public_address_is_a_way_in_where_a_security_group_lets_anybody_in(
    groups: str, assign: str, beside: str, is_way: bool
) -> None:
    text = _TASK + _ADDRESS.replace("GROUPS", groups).replace("ASSIGN", assign) + beside
    expected: Shown = {"public address of web": ((_WEB,), (), (), None)} if is_way else {}
    assert _ways(_terraform(text)) == expected


def test_a_distribution_leads_to_its_bucket_and_through_a_balancer_to_the_service() -> None:
    origin = """
resource "aws_s3_bucket" "site" {
  bucket = "site"
}
resource "aws_cloudfront_distribution" "site" {
  comment = "site-cdn"
  origin {
    domain_name = ORIGIN
    origin_id   = "site"
  }
}
"""
    bucket = origin.replace("ORIGIN", "aws_s3_bucket.site.bucket_regional_domain_name")
    assert _ways(_terraform(bucket)) == {
        "CloudFront distribution site-cdn": (
            ("default/ManagedService/site",),
            ("default/ManagedService/site-cdn",),
            ("TCP 443 (https)",),
            "TLS",
        )
    }
    behind = _TASK + _BEHIND + _BALANCER.replace("INTERNAL", "true") + origin.replace("ORIGIN", "aws_lb.front.dns_name")
    assert _ways(_terraform(behind))["CloudFront distribution site-cdn"][:2] == (
        (_WEB,),
        (_FRONT, "default/ManagedService/site-cdn"),
    )


@pytest.mark.parametrize(
    ("type_", "kind", "said", "is_way"),
    [
        ("google_cloud_run_v2_service", "CloudRunService", "", True),
        ("google_cloud_run_v2_service", "CloudRunService", 'ingress = "INGRESS_TRAFFIC_ALL"', True),
        ("google_cloud_run_v2_service", "CloudRunService", 'ingress = "INGRESS_TRAFFIC_INTERNAL_ONLY"', False),
        ("google_cloud_run_v2_service", "CloudRunService", "ingress = var.ingress", False),
        (
            "google_cloud_run_service",
            "CloudRunService",
            'metadata {\n annotations = { "run.googleapis.com/ingress" = "internal" }\n}',
            False,
        ),
        ("google_cloud_run_service", "CloudRunService", "", True),
        ("azurerm_container_app", "ContainerApp", "", False),
        ("azurerm_container_app", "ContainerApp", "ingress {\n external_enabled = true\n target_port = 80\n}", True),
        ("azurerm_container_app", "ContainerApp", "ingress {\n external_enabled = false\n target_port = 80\n}", False),
    ],
)
def test_what_runs_without_servers_is_open_as_it_says(type_: str, kind: str, said: str, is_way: bool) -> None:
    block = "container" if type_.startswith("azurerm") else "containers"
    image = f'template {{\n    {block} {{\n      image = "acme/api:1"\n    }}\n  }}'
    text = f'resource "{type_}" "api" {{\n  name = "api"\n  {said}\n  {image}\n}}\n'
    expected: Shown = {"public ingress of api": ((f"default/{kind}/api",), (), ("TCP 443 (https)",), "TLS")} if is_way else {}
    assert _ways(_terraform(text)) == expected


def test_what_leads_in_and_what_it_leads_to_may_stand_in_two_files_and_is_told_once() -> None:
    files = {"evidence/app/fn.tf": _FUNCTIONS.encode(), "evidence/app/api.tf": _HTTP_API.encode()}
    own = snapshot(_FUNCTIONS, "fn.tf").evidence

    def told(path: str) -> list[tuple[str, tuple[str, ...]]]:
        document = Document(path, files[path], EvidenceFiles(tuple(files), lambda name: (own, files[name])))
        read = terraform_hcl.parse(document, own)
        return [(each.name, each.says.leads_to) for each in read.settings if isinstance(each.says, CloudWay)]

    assert told("evidence/app/api.tf") == [("shop", ("default/LambdaFunction/orders",))]
    assert told("evidence/app/fn.tf") == []


_STACK = """
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Orders:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: orders, PackageType: Image, Code: {ImageUri: "acme/orders:1"}}
  Url:
    Type: AWS::Lambda::Url
    Properties: {AuthType: NONE, TargetFunctionArn: !GetAtt Orders.Arn}
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: {Name: shop, ProtocolType: HTTP}
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationUri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Orders.Arn}/invocations"
  Front:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Name: front, Scheme: SCHEME}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Front
      Port: 443
      Protocol: HTTPS
      DefaultActions: [{Type: fixed-response}]
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties: {ListenerArn: !Ref Listener, Actions: [{Type: forward, TargetGroupArn: !Ref Group}]}
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {Port: 8080}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: {Family: web, ContainerDefinitions: [{Name: web, Image: "acme/web:1"}]}
  Web:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: web
      TaskDefinition: !Ref Task
      LoadBalancers: [{TargetGroupArn: !Ref Group, ContainerName: web, ContainerPort: 8080}]
      NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED, SecurityGroups: [!Ref Wall]}}
  Wall:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: wall, SecurityGroupIngress: [{IpProtocol: tcp, CidrIp: "CIDR"}]}
"""


def test_a_stack_opens_the_same_ways() -> None:
    https = ("TCP 443 (https)",)
    assert _ways(graph_of(_STACK.replace("SCHEME", "internet-facing").replace("CIDR", "0.0.0.0/0"))) == {
        "API Gateway shop": (("default/LambdaFunction/orders",), ("default/ManagedService/shop",), https, "TLS"),
        "function URL Url": (("default/LambdaFunction/orders",), (), https, "TLS"),
        "load balancer front": ((_WEB,), (_FRONT,), https, "TLS"),
        "public address of web": ((_WEB,), (), (), None),
    }
    closed = _ways(graph_of(_STACK.replace("SCHEME", "internal").replace("CIDR", "10.0.0.0/8")))
    assert set(closed) == {"API Gateway shop", "function URL Url"}


def test_events_of_sam_are_ways_in() -> None:
    text = """
AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Listed:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: listed
      PackageType: Image
      ImageUri: acme/listed:1
      Events:
        Get: {Type: HttpApi, Properties: {Path: /items, Method: get}}
  Named:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: named
      PackageType: Image
      ImageUri: acme/named:1
      FunctionUrlConfig: {AuthType: AWS_IAM}
      Events:
        Get: {Type: Api, Properties: {Path: /, Method: get, RestApiId: !Ref Public}}
  Polling:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: polling
      PackageType: Image
      ImageUri: acme/polling:1
      Events:
        Work: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
  Public:
    Type: AWS::Serverless::Api
    Properties: {Name: public, StageName: v1}
"""
    graph = graph_of(text)
    flows = {(flow.source.name, flow.target.name) for flow in graph.flows if flow.strength is Strength.DECLARED}
    assert flows == {
        ("default/ManagedService/ServerlessHttpApi", "default/LambdaFunction/listed"),
        ("default/ManagedService/public", "default/LambdaFunction/named"),
    }
    assert {shown: ends for shown, (ends, *_) in _ways(graph).items()} == {
        "API Gateway ServerlessHttpApi": ("default/LambdaFunction/listed",),
        "API Gateway public": ("default/LambdaFunction/named",),
        "function URL named": ("default/LambdaFunction/named",),
    }


def test_routes_of_traefik_and_contour_lead_in() -> None:
    traefik = thing(
        "IngressRoute",
        "traefik.io/v1alpha1",
        "shop",
        "shop",
        spec={
            "entryPoints": ["websecure"],
            "routes": [
                {
                    "match": "Host(`shop.example`) && PathPrefix(`/api`)",
                    "kind": "Rule",
                    "services": [{"name": "api", "port": 8080}],
                },
                {
                    "match": "Host(`www.example`, `shop.example`)",
                    "kind": "Rule",
                    "services": [{"name": "dash", "kind": "TraefikService"}],
                },
            ],
            "tls": {"secretName": "shop"},
        },
    )
    contour = thing(
        "HTTPProxy",
        "projectcontour.io/v1",
        "site",
        "shop",
        spec={
            "virtualhost": {"fqdn": "site.example", "tls": {"secretName": "site"}},
            "routes": [{"services": [{"name": "site", "port": 80}]}],
            "tcpproxy": {"services": [{"name": "mail", "port": 25}]},
        },
    )
    part = thing("HTTPProxy", "projectcontour.io/v1", "part", "shop", spec={"routes": [{"services": [{"name": "api"}]}]})
    proxy = (workload("traefik"), service("traefik", type="LoadBalancer"))
    parts = (*proxy, workload("api"), service("api"), workload("site"), service("site"), workload("mail"), service("mail"))
    graph = graph_of(*parts, traefik, contour, part)
    assert {way.shown: tuple(target.end.name for target in way.targets) for way in graph.ways_in} == {
        "LoadBalancer service traefik": ("shop/Deployment/traefik",),
        "IngressRoute shop": ("shop/Deployment/api",),
        "HTTPProxy site": ("shop/Deployment/mail", "shop/Deployment/site"),
    }
    assert {way.shown: [end.name for end in way.through] for way in graph.ways_in if way.through} == {
        "IngressRoute shop": ["shop/Deployment/traefik"]
    }
    assert {way.because for way in graph.ways_in} == {
        "the service traefik is of type LoadBalancer",
        "IngressRoute shop leads shop.example, www.example to it",
        "HTTPProxy site leads site.example to it",
    }


_OWN_ADDRESS = """
resource "aws_ecs_task_definition" "chart" {
  family = "chart"
  container_definitions = jsonencode([{
    name        = "chart"
    image       = "chart:1"
    environment = [{ name = "ROOT_URL", value = "http://${aws_lb.front.dns_name}/chart/" }]
  }])
}
resource "aws_ecs_service" "chart" {
  name            = "chart"
  task_definition = aws_ecs_task_definition.chart.arn
  %s
}
resource "aws_lb" "front" {
  name     = "front"
  internal = false
}
resource "aws_lb_target_group" "chart" {
  name = "chart"
  port = 80
}
resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.chart.arn
  }
}
"""


@pytest.mark.parametrize(
    ("group", "strength"),
    [("load_balancer { target_group_arn = aws_lb_target_group.chart.arn }", Strength.POSSIBLE), ("", Strength.DECLARED)],
    ids=["behind it", "elsewhere"],
)
def test_an_entry_point_that_leads_to_who_names_it_may_be_its_own_address(group: str, strength: Strength) -> None:
    """Links in its pages need it: a call to itself is none that a person draws."""
    flows = _terraform(_OWN_ADDRESS % group.replace("{ ", "{\n").replace(" }", "\n}")).flows
    (flow,) = (each for each in flows if each.target.name.endswith("/front"))
    assert flow.strength is strength
