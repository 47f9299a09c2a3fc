"""Tools that change a running environment. Publishing a chart, a package or documentation is not a deployment."""

from functools import partial

from generator.model.pipeline import PipelineStage
from generator.parsers.pipelines.tool import Argument, ToolUse

_DRY = (Argument(("dry-run",), r"^(?!(none|false)$)"), Argument(("template",)))
_KUBECTL = ("apply", "create", "replace", "patch", "set", "rollout restart", "rollout undo", "scale", "run")
_ROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("helmfile", "helmfile", ("apply", "sync", "deploy")),
    ("Argo CD", "argocd", ("app sync", "app set", "app create")),
    ("Flux", "flux", ("reconcile", "create", "bootstrap")),
    ("BOSH", "bosh", ("deploy",)),
    ("kapp", "kapp", ("deploy", "app-group deploy")),
    ("zarf", "zarf", ("package deploy",)),
    ("uds", "uds", ("deploy",)),
    ("skaffold", "skaffold", ("run", "deploy", "apply")),
    ("ko apply", "ko", ("apply", "create")),
    ("Cloud Foundry", "cf", ("push", "cf push", "zero-downtime-push", "blue-green-deploy", "restage", "deploy")),
    ("Cloud Foundry", "cf7", ("push",)),
    ("Cloud Foundry", "cf8", ("push",)),
    ("OpenShift", "oc", ("apply", "create", "new-app", "rollout latest", "replace", "set")),
    ("Amazon ECS", "aws", ("ecs update-service", "ecs deploy", "ecs create-service", "ecs run-task")),
    ("AWS CodeDeploy", "aws", ("deploy create-deployment",)),
    ("AWS CloudFormation", "aws", ("cloudformation deploy", "cloudformation update-stack", "cloudformation create-stack")),
    ("AWS Lambda", "aws", ("lambda update-function-code",)),
    ("AWS App Runner", "aws", ("apprunner start-deployment", "apprunner update-service")),
    ("AWS SAM", "sam", ("deploy",)),
    ("AWS CDK", "cdk", ("deploy",)),
    ("AWS Copilot", "copilot", ("deploy", "svc deploy", "app deploy")),
    ("Elastic Beanstalk", "eb", ("deploy",)),
    ("ecs-cli", "ecs-cli", ("compose up", "compose service up")),
    ("ecs-deploy", "ecs", ("deploy",)),
    ("Google Cloud Run", "gcloud", ("run deploy", "run services update", "run services replace", "beta run deploy")),
    ("Google App Engine", "gcloud", ("app deploy",)),
    ("Google Cloud Functions", "gcloud", ("functions deploy",)),
    ("Google Cloud Deploy", "gcloud", ("deploy releases create", "deploy releases promote")),
    ("Azure App Service", "az", ("webapp deploy", "webapp config container set", "webapp up", "functionapp deployment")),
    ("Azure Container Apps", "az", ("containerapp update", "containerapp up", "container create")),
    ("Azure Resource Manager", "az", ("deployment group create", "deployment sub create")),
    ("Terraform", "terraform", ("apply",)),
    ("OpenTofu", "tofu", ("apply",)),
    ("Terragrunt", "terragrunt", ("apply", "run-all apply")),
    ("Pulumi", "pulumi", ("up", "update")),
    ("Nomad", "nomad", ("job run", "run")),
    ("Docker Swarm", "docker", ("stack deploy", "service update", "service create")),
    ("Fly.io", "fly", ("deploy",)),
    ("Fly.io", "flyctl", ("deploy",)),
    ("Heroku", "heroku", ("container:release",)),
    ("Serverless Framework", "serverless", ("deploy",)),
    ("Serverless Framework", "sls", ("deploy",)),
    ("Cloudflare Workers", "wrangler", ("deploy", "publish")),
    ("Amazon ECS", "ecs-deploy-task-definition", ("",)),
    ("Amazon CloudFormation", "cloudformation-deploy", ("",)),
    ("Azure Kubernetes", "k8s-deploy", ("",)),
    ("Azure App Service", "webapps-deploy", ("",)),
    ("Azure Container Apps", "container-apps-deploy", ("",)),
    ("Kamal", "kamal", ("deploy", "redeploy")),
)

_deployment = partial(ToolUse, PipelineStage.DEPLOY)
DEPLOYMENTS = (
    _deployment("kubectl", "kubectl", _KUBECTL, unless=_DRY),
    _deployment("helm", "helm", ("upgrade", "install", "rollback"), unless=_DRY),
    _deployment("Cloud Foundry", "cf", needs=(Argument(("cf-manifest",), "."),)),
    _deployment(
        "Ansible",
        "ansible-playbook",
        needs=(Argument(("",), r"deploy|release|rollout|site\.ya?ml"),),
        unless=(Argument(("check", "C", "syntax-check")),),
    ),
    _deployment(
        "commands over SSH", "ssh-action", needs=(Argument(("script",), r"docker|podman|kubectl|helm|systemctl|deploy"),)
    ),
    *(_deployment(name, program, calls, unless=_DRY) for name, program, calls in _ROWS),
)
