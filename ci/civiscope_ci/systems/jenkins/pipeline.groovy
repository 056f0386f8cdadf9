// civiscope for Jenkins: put this into Jenkinsfile. Needs the plugins warnings-ng and htmlpublisher.
pipeline {
    agent { docker { image 'python:3.13-slim'; args '-u root' } }
    environment {
        CIVISCOPE_TARGET = 'https://www.example.gov/'
    }
    stages {
        stage('civiscope') {
            steps {
                sh '''
                    # ./civiscope is where civiscope comes from: a checkout of it beside your site.
                    pip install --quiet ./civiscope
                    civiscope browser install
                '''
                script {
                    int code = sh(returnStatus: true, script: '''
                        set -- --force --baseline civiscope-baseline.json --format html-folder,junit,jenkins
                        if [ -f waivers.toml ]; then set -- "$@" --waivers waivers.toml; fi
                        civiscope audit "$CIVISCOPE_TARGET" "$@"
                    ''')
                    if (code == 3) {
                        unstable('civiscope could not see enough of the site to judge.')
                    } else if (code != 0) {
                        error("civiscope ended with ${code}.")
                    }
                }
            }
        }
    }
    post {
        always {
            junit testResults: 'civiscope-out/junit.xml', allowEmptyResults: true
            recordIssues tool: issues(name: 'civiscope', pattern: 'civiscope-out/jenkins-issues.json')
            // The folder, because Jenkins serves reports under a policy that a single file cannot work under.
            publishHTML target: [
                reportName: 'civiscope', reportDir: 'civiscope-out/report', reportFiles: 'index.html',
                allowMissing: true, alwaysLinkToLastBuild: true, keepAll: true
            ]
            archiveArtifacts artifacts: 'civiscope-out/*', allowEmptyArchive: true
        }
    }
}
