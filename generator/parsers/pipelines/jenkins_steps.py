"""Steps of Jenkins itself and of its plugins. https://www.jenkins.io/doc/pipeline/steps/"""

from generator.parsers.pipelines.published import Catalogue, Published

SHELLS = frozenset(("sh", "bat", "powershell", "pwsh"))
CHECKOUTS = frozenset(("git", "checkout", "checkout scm"))
KNOWN = frozenset(
    """
    agent aborted always allOf ansiColor any anyOf archive archiveArtifacts axes axis booleanParam branch build buildDiscarder
    case catch catchError changed changeRequest checkout choice cleanWs cleanup configFileProvider container copyArtifacts
    credentials cron currentBuild cobertura dependencyCheck dependencyCheckPublisher deleteDir dir disableConcurrentBuilds do
    docker dockerNode dockerfile each echo else emailext emailextrecipients environment error exclude excludes expression
    failure file fileExists finally findFiles findbugs fingerprint fixed for gradle git githubNotify if image influxDbPublisher
    input inside isUnix jacoco jdk job jobDSL jsonParse junit kubernetes label library libraries load lock logRotator mail
    matrix maven merge milestone nexusArtifactUploader nexusPublisher node nodejs not notBuilt office365ConnectorSend options
    parallel parallelsAlwaysFailFast parameters password pipeline podTemplate pollSCM post print println properties publishHTML
    pwd pull push random readCSV readFile readJSON readMavenPom readProperties readTrusted readYaml recordIssues regression
    remote resolveScm retry run runParam script scm selector sendEvent skipDefaultCheckout skipStagesAfterUnstable slackSend
    sleep sonar spot sshUserPrivateKey sshagent stage stages stash step steps string success switch tag tagList tee text
    throw throttle timeout timestamps tool tools trim triggers try unstable unstash unsuccessful upstream usernameColonPassword
    usernamePassword validateDeclarativePipeline waitForQualityGate waitUntil when while withAWS withCredentials
    withDockerContainer withDockerRegistry withDockerServer withEnv withGradle withKubeConfig withMaven withSonarQubeEnv
    withVault wrap writeFile writeJSON writeYaml ws xunit zip assert import super this archiveUnitTestResults
    """.split()
)
"""Words that are no shared library."""

CATALOGUE = Catalogue(
    (
        Published("docker.build", "docker", words="build"),
        Published("anchore", "anchore-plugin", defaults=(("bailonfail", "true"),)),
        Published("snyksecurity", "snyk-plugin", defaults=(("failonissues", "true"),)),
        Published("sysdigimagescan", "sysdig-cli-scanner", operands=("imageName",)),
        Published("prismacloudscanimage", "twistcli", words="images scan", operands=("image",)),
        Published("twistlockscan", "twistcli", words="images scan", operands=("image",)),
        Published("aqua", "scannercli", words="scan", operands=("localImage", "hostedImage")),
        Published("aquamicroscanner", "microscanner", operands=("imageName",)),
        Published("neuvector", "neuvector-scan", operands=("repository",)),
        Published("grypescan", "grype", operands=("scanDest",)),
        Published("getimagevulnsfromqualys", "qualys-image-plugin"),
        Published("kubernetesdeploy", "k8s-deploy"),
        Published("openshiftdeploy", "oc", words="rollout latest"),
        Published("ansibleplaybook", "ansible-playbook", operands=("playbook",)),
        Published("azurewebapppublish", "webapps-deploy"),
        Published("cfnupdate", "cloudformation-deploy"),
    )
)
