"""Pipes of Bitbucket Pipelines, each read as the call of the program it runs. https://bitbucket.org/product/features/pipelines/integrations"""

from generator.parsers.pipelines.published import Catalogue, Published

CATALOGUE = Catalogue(
    (
        Published(
            "aquasecurity/trivy-pipe",
            "trivy",
            subcommand=("scantype", "image"),
            operands=("IMAGEREF", "SCANREF", "INPUT"),
            renames=(("exitcode", "exit-code"),),
        ),
        Published(
            "snyk/snyk-scan",
            "snyk",
            words="container test",
            operands=("IMAGE_NAME",),
            renames=(("dont-break-build", "no-fail"),),
        ),
        Published("atlassian/git-secrets-scan", "git-secrets", words="--scan"),
        Published("sysdiglabs/sysdig-scan", "sysdig-cli-scanner", operands=("IMAGE_NAME",)),
        Published("anchore/anchore-scan", "anchorectl", words="image check", operands=("IMAGE_NAME",)),
        Published("aquasec/aqua-scanner", "scannercli", words="scan", operands=("IMAGE",)),
        Published("atlassian/aws-ecr-push-image", "docker", words="push", operands=("IMAGE_NAME",)),
        Published("atlassian/google-gcr-push-image", "docker", words="push", operands=("IMAGE_NAME",)),
        Published("atlassian/aws-ecs-deploy", "ecs-deploy-task-definition"),
        Published("atlassian/aws-eks-kubectl-run", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        Published("atlassian/kubectl-run", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        Published("atlassian/google-gke-kubectl-run", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        Published("atlassian/azure-aks-deploy", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        Published("atlassian/azure-aks-helm-deploy", "helm", words="upgrade"),
        Published("atlassian/azure-web-apps-containers-deploy", "webapps-deploy"),
        Published("atlassian/azure-web-apps-deploy", "webapps-deploy"),
        Published("atlassian/aws-cloudformation-deploy", "cloudformation-deploy"),
        Published("atlassian/aws-elasticbeanstalk-deploy", "eb", words="deploy"),
        Published("atlassian/aws-lambda-deploy", "aws", words="lambda update-function-code"),
        Published("atlassian/google-app-engine-deploy", "gcloud", words="app deploy"),
        Published("atlassian/heroku-deploy", "heroku", words="container:release"),
        Published("atlassian/ssh-run", "ssh-action", renames=(("command", "script"),)),
    )
)
