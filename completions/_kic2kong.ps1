
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kic2kong' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kic2kong'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kic2kong' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Print the declarative configuration')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Print only the problems, for people or for CI')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what changes at the gateway, entity by entity')
            [CompletionResult]::new('route', 'route', [CompletionResultType]::ParameterValue, 'Say which route, service, plugins and targets would serve a request')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Compare the answers to a file of requests with those expected')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw object, route, service, upstream and targets, with plugins and problems')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a problem code means, with an example and the way to fix it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page of the tool or of one of its commands')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write completions/ and man/ below a directory')
            [CompletionResult]::new('__complete', '__complete', [CompletionResultType]::ParameterValue, 'Complete the last word for kubectl')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kic2kong;render' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what this pattern matches, as in a .gitignore; may be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file, `-` for standard output; a failed run leaves the old file as it was')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to this file, `-` for standard output; a failed run leaves the old file as it was')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Write the configuration in this format')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Write for this reader')
            [CompletionResult]::new('--select-tag', '--select-tag', [CompletionResultType]::ParameterName, 'Add a tag to _`info.select_tags`; may be repeated')
            [CompletionResult]::new('--secrets-map', '--secrets-map', [CompletionResultType]::ParameterName, 'Write a list of the variables that --secrets env uses, with Secret and key, to this file')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when there is a problem of this severity or a worse one')
            [CompletionResult]::new('--disable', '--disable', [CompletionResultType]::ParameterName, 'Do not report problems of this code; may be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Report problems of this code only; may be repeated')
            [CompletionResult]::new('--ingress-class', '--ingress-class', [CompletionResultType]::ParameterName, 'Take the objects of this ingress class')
            [CompletionResult]::new('--gateway-api-controller-name', '--gateway-api-controller-name', [CompletionResultType]::ParameterName, 'Take the GatewayClasses of this controller')
            [CompletionResult]::new('--gateway-to-reconcile', '--gateway-to-reconcile', [CompletionResultType]::ParameterName, 'Look at this Gateway only')
            [CompletionResult]::new('--feature-gates', '--feature-gates', [CompletionResultType]::ParameterName, 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false')
            [CompletionResult]::new('--combined-services-from-different-httproutes', '--combined-services-from-different-httproutes', [CompletionResultType]::ParameterName, 'Make one Kong service of equal backends of several HTTPRoutes')
            [CompletionResult]::new('--enable-drain-support', '--enable-drain-support', [CompletionResultType]::ParameterName, 'Keep terminating endpoints as targets of weight 0')
            [CompletionResult]::new('--cluster-domain', '--cluster-domain', [CompletionResultType]::ParameterName, 'Append this domain to the DNS names of Services')
            [CompletionResult]::new('--kong-workspace', '--kong-workspace', [CompletionResultType]::ParameterName, 'Derive ids for this workspace')
            [CompletionResult]::new('--watch-namespace', '--watch-namespace', [CompletionResultType]::ParameterName, 'Look at these namespaces only; may be repeated')
            [CompletionResult]::new('--skip-ca-certificates', '--skip-ca-certificates', [CompletionResultType]::ParameterName, 'Leave CA certificates out')
            [CompletionResult]::new('--secret-label-selector', '--secret-label-selector', [CompletionResultType]::ParameterName, 'Look only at Secrets whose label of this name is "true"')
            [CompletionResult]::new('--configmap-label-selector', '--configmap-label-selector', [CompletionResultType]::ParameterName, 'Look only at ConfigMaps whose label of this name is "true"')
            [CompletionResult]::new('--router-flavor', '--router-flavor', [CompletionResultType]::ParameterName, 'Write routes for this flavor of Kong''s router')
            [CompletionResult]::new('--kong-version', '--kong-version', [CompletionResultType]::ParameterName, 'Write for this version of Kong Gateway')
            [CompletionResult]::new('--enterprise', '--enterprise', [CompletionResultType]::ParameterName, 'The gateway is Kong Gateway Enterprise')
            [CompletionResult]::new('--plugin-schema', '--plugin-schema', [CompletionResultType]::ParameterName, 'Also check the configuration of the plugin whose schema this file holds')
            [CompletionResult]::new('--gateways', '--gateways', [CompletionResultType]::ParameterName, 'What to believe of Gateways that are not among the inputs or have no status')
            [CompletionResult]::new('--services', '--services', [CompletionResultType]::ParameterName, 'What to believe of Services that are not among the inputs')
            [CompletionResult]::new('--secrets', '--secrets', [CompletionResultType]::ParameterName, 'How secret values leave')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'Where the targets of a Service come from')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge the validity of certificates at this time instead of now')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('--follow-links', '--follow-links', [CompletionResultType]::ParameterName, 'Follow symbolic links out of the directories and out of the repository, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;check' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what this pattern matches, as in a .gitignore; may be repeated')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'Judge the file that this reader would get')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Write the report in this format')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report to this file, `-` for standard output')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write the report to this file, `-` for standard output')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when there is a problem of this severity or a worse one')
            [CompletionResult]::new('--disable', '--disable', [CompletionResultType]::ParameterName, 'Do not report problems of this code; may be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Report problems of this code only; may be repeated')
            [CompletionResult]::new('--ingress-class', '--ingress-class', [CompletionResultType]::ParameterName, 'Take the objects of this ingress class')
            [CompletionResult]::new('--gateway-api-controller-name', '--gateway-api-controller-name', [CompletionResultType]::ParameterName, 'Take the GatewayClasses of this controller')
            [CompletionResult]::new('--gateway-to-reconcile', '--gateway-to-reconcile', [CompletionResultType]::ParameterName, 'Look at this Gateway only')
            [CompletionResult]::new('--feature-gates', '--feature-gates', [CompletionResultType]::ParameterName, 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false')
            [CompletionResult]::new('--combined-services-from-different-httproutes', '--combined-services-from-different-httproutes', [CompletionResultType]::ParameterName, 'Make one Kong service of equal backends of several HTTPRoutes')
            [CompletionResult]::new('--enable-drain-support', '--enable-drain-support', [CompletionResultType]::ParameterName, 'Keep terminating endpoints as targets of weight 0')
            [CompletionResult]::new('--cluster-domain', '--cluster-domain', [CompletionResultType]::ParameterName, 'Append this domain to the DNS names of Services')
            [CompletionResult]::new('--kong-workspace', '--kong-workspace', [CompletionResultType]::ParameterName, 'Derive ids for this workspace')
            [CompletionResult]::new('--watch-namespace', '--watch-namespace', [CompletionResultType]::ParameterName, 'Look at these namespaces only; may be repeated')
            [CompletionResult]::new('--skip-ca-certificates', '--skip-ca-certificates', [CompletionResultType]::ParameterName, 'Leave CA certificates out')
            [CompletionResult]::new('--secret-label-selector', '--secret-label-selector', [CompletionResultType]::ParameterName, 'Look only at Secrets whose label of this name is "true"')
            [CompletionResult]::new('--configmap-label-selector', '--configmap-label-selector', [CompletionResultType]::ParameterName, 'Look only at ConfigMaps whose label of this name is "true"')
            [CompletionResult]::new('--router-flavor', '--router-flavor', [CompletionResultType]::ParameterName, 'Write routes for this flavor of Kong''s router')
            [CompletionResult]::new('--kong-version', '--kong-version', [CompletionResultType]::ParameterName, 'Write for this version of Kong Gateway')
            [CompletionResult]::new('--enterprise', '--enterprise', [CompletionResultType]::ParameterName, 'The gateway is Kong Gateway Enterprise')
            [CompletionResult]::new('--plugin-schema', '--plugin-schema', [CompletionResultType]::ParameterName, 'Also check the configuration of the plugin whose schema this file holds')
            [CompletionResult]::new('--gateways', '--gateways', [CompletionResultType]::ParameterName, 'What to believe of Gateways that are not among the inputs or have no status')
            [CompletionResult]::new('--services', '--services', [CompletionResultType]::ParameterName, 'What to believe of Services that are not among the inputs')
            [CompletionResult]::new('--secrets', '--secrets', [CompletionResultType]::ParameterName, 'How secret values leave')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'Where the targets of a Service come from')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge the validity of certificates at this time instead of now')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('--follow-links', '--follow-links', [CompletionResultType]::ParameterName, 'Follow symbolic links out of the directories and out of the repository, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;diff' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what this pattern matches, as in a .gitignore; may be repeated')
            [CompletionResult]::new('--against', '--against', [CompletionResultType]::ParameterName, 'Compare with this: a decK or DB-less file, a gateway dump, or a file or directory of manifests')
            [CompletionResult]::new('--against-git', '--against-git', [CompletionResultType]::ParameterName, 'Compare with the same paths as they are at this Git revision')
            [CompletionResult]::new('--against-router-flavor', '--against-router-flavor', [CompletionResultType]::ParameterName, 'Say which requests would be answered differently if the gateway''s router had this flavor')
            [CompletionResult]::new('--select-tag', '--select-tag', [CompletionResultType]::ParameterName, 'Of the old side, look only at entities with this tag; may be repeated, then all are needed')
            [CompletionResult]::new('--ignore-unknown', '--ignore-unknown', [CompletionResultType]::ParameterName, 'Leave entities alone that no manifest could have made; on when the old side is a gateway dump')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Show the differences in this format')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the differences to this file, `-` for standard output')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write the differences to this file, `-` for standard output')
            [CompletionResult]::new('--impact', '--impact', [CompletionResultType]::ParameterName, 'Say which requests are answered differently; on in markdown')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when there is a problem of this severity or a worse one')
            [CompletionResult]::new('--disable', '--disable', [CompletionResultType]::ParameterName, 'Do not report problems of this code; may be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Report problems of this code only; may be repeated')
            [CompletionResult]::new('--ingress-class', '--ingress-class', [CompletionResultType]::ParameterName, 'Take the objects of this ingress class')
            [CompletionResult]::new('--gateway-api-controller-name', '--gateway-api-controller-name', [CompletionResultType]::ParameterName, 'Take the GatewayClasses of this controller')
            [CompletionResult]::new('--gateway-to-reconcile', '--gateway-to-reconcile', [CompletionResultType]::ParameterName, 'Look at this Gateway only')
            [CompletionResult]::new('--feature-gates', '--feature-gates', [CompletionResultType]::ParameterName, 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false')
            [CompletionResult]::new('--combined-services-from-different-httproutes', '--combined-services-from-different-httproutes', [CompletionResultType]::ParameterName, 'Make one Kong service of equal backends of several HTTPRoutes')
            [CompletionResult]::new('--enable-drain-support', '--enable-drain-support', [CompletionResultType]::ParameterName, 'Keep terminating endpoints as targets of weight 0')
            [CompletionResult]::new('--cluster-domain', '--cluster-domain', [CompletionResultType]::ParameterName, 'Append this domain to the DNS names of Services')
            [CompletionResult]::new('--kong-workspace', '--kong-workspace', [CompletionResultType]::ParameterName, 'Derive ids for this workspace')
            [CompletionResult]::new('--watch-namespace', '--watch-namespace', [CompletionResultType]::ParameterName, 'Look at these namespaces only; may be repeated')
            [CompletionResult]::new('--skip-ca-certificates', '--skip-ca-certificates', [CompletionResultType]::ParameterName, 'Leave CA certificates out')
            [CompletionResult]::new('--secret-label-selector', '--secret-label-selector', [CompletionResultType]::ParameterName, 'Look only at Secrets whose label of this name is "true"')
            [CompletionResult]::new('--configmap-label-selector', '--configmap-label-selector', [CompletionResultType]::ParameterName, 'Look only at ConfigMaps whose label of this name is "true"')
            [CompletionResult]::new('--router-flavor', '--router-flavor', [CompletionResultType]::ParameterName, 'Write routes for this flavor of Kong''s router')
            [CompletionResult]::new('--kong-version', '--kong-version', [CompletionResultType]::ParameterName, 'Write for this version of Kong Gateway')
            [CompletionResult]::new('--enterprise', '--enterprise', [CompletionResultType]::ParameterName, 'The gateway is Kong Gateway Enterprise')
            [CompletionResult]::new('--plugin-schema', '--plugin-schema', [CompletionResultType]::ParameterName, 'Also check the configuration of the plugin whose schema this file holds')
            [CompletionResult]::new('--gateways', '--gateways', [CompletionResultType]::ParameterName, 'What to believe of Gateways that are not among the inputs or have no status')
            [CompletionResult]::new('--services', '--services', [CompletionResultType]::ParameterName, 'What to believe of Services that are not among the inputs')
            [CompletionResult]::new('--secrets', '--secrets', [CompletionResultType]::ParameterName, 'How secret values leave')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'Where the targets of a Service come from')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge the validity of certificates at this time instead of now')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('--follow-links', '--follow-links', [CompletionResultType]::ParameterName, 'Follow symbolic links out of the directories and out of the repository, too')
            [CompletionResult]::new('--ids', '--ids', [CompletionResultType]::ParameterName, 'Compare ids, too')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'Show created and deleted entities with their content')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Show secret values in clear')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 2 when there are differences')
            [CompletionResult]::new('--fail-on-danger', '--fail-on-danger', [CompletionResultType]::ParameterName, 'Exit with 1 when a change is dangerous')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;route' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what this pattern matches, as in a .gitignore; may be repeated')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Send this header; may be repeated')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Send this header; may be repeated')
            [CompletionResult]::new('--sni', '--sni', [CompletionResultType]::ParameterName, 'Ask for this server name instead of the URL''s host')
            [CompletionResult]::new('--client-ip', '--client-ip', [CompletionResultType]::ParameterName, 'Come from this address')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'Arrive by this protocol instead of the URL''s: http, https, grpc, grpcs, tcp, tls or udp')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Write the answer in this format')
            [CompletionResult]::new('--ingress-class', '--ingress-class', [CompletionResultType]::ParameterName, 'Take the objects of this ingress class')
            [CompletionResult]::new('--gateway-api-controller-name', '--gateway-api-controller-name', [CompletionResultType]::ParameterName, 'Take the GatewayClasses of this controller')
            [CompletionResult]::new('--gateway-to-reconcile', '--gateway-to-reconcile', [CompletionResultType]::ParameterName, 'Look at this Gateway only')
            [CompletionResult]::new('--feature-gates', '--feature-gates', [CompletionResultType]::ParameterName, 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false')
            [CompletionResult]::new('--combined-services-from-different-httproutes', '--combined-services-from-different-httproutes', [CompletionResultType]::ParameterName, 'Make one Kong service of equal backends of several HTTPRoutes')
            [CompletionResult]::new('--enable-drain-support', '--enable-drain-support', [CompletionResultType]::ParameterName, 'Keep terminating endpoints as targets of weight 0')
            [CompletionResult]::new('--cluster-domain', '--cluster-domain', [CompletionResultType]::ParameterName, 'Append this domain to the DNS names of Services')
            [CompletionResult]::new('--kong-workspace', '--kong-workspace', [CompletionResultType]::ParameterName, 'Derive ids for this workspace')
            [CompletionResult]::new('--watch-namespace', '--watch-namespace', [CompletionResultType]::ParameterName, 'Look at these namespaces only; may be repeated')
            [CompletionResult]::new('--skip-ca-certificates', '--skip-ca-certificates', [CompletionResultType]::ParameterName, 'Leave CA certificates out')
            [CompletionResult]::new('--secret-label-selector', '--secret-label-selector', [CompletionResultType]::ParameterName, 'Look only at Secrets whose label of this name is "true"')
            [CompletionResult]::new('--configmap-label-selector', '--configmap-label-selector', [CompletionResultType]::ParameterName, 'Look only at ConfigMaps whose label of this name is "true"')
            [CompletionResult]::new('--router-flavor', '--router-flavor', [CompletionResultType]::ParameterName, 'Write routes for this flavor of Kong''s router')
            [CompletionResult]::new('--kong-version', '--kong-version', [CompletionResultType]::ParameterName, 'Write for this version of Kong Gateway')
            [CompletionResult]::new('--enterprise', '--enterprise', [CompletionResultType]::ParameterName, 'The gateway is Kong Gateway Enterprise')
            [CompletionResult]::new('--plugin-schema', '--plugin-schema', [CompletionResultType]::ParameterName, 'Also check the configuration of the plugin whose schema this file holds')
            [CompletionResult]::new('--gateways', '--gateways', [CompletionResultType]::ParameterName, 'What to believe of Gateways that are not among the inputs or have no status')
            [CompletionResult]::new('--services', '--services', [CompletionResultType]::ParameterName, 'What to believe of Services that are not among the inputs')
            [CompletionResult]::new('--secrets', '--secrets', [CompletionResultType]::ParameterName, 'How secret values leave')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'Where the targets of a Service come from')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge the validity of certificates at this time instead of now')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('--follow-links', '--follow-links', [CompletionResultType]::ParameterName, 'Follow symbolic links out of the directories and out of the repository, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;test' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what this pattern matches, as in a .gitignore; may be repeated')
            [CompletionResult]::new('--tests', '--tests', [CompletionResultType]::ParameterName, 'Read the requests and the expected answers from this file')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Write the report in this format')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report to this file, `-` for standard output')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write the report to this file, `-` for standard output')
            [CompletionResult]::new('--ingress-class', '--ingress-class', [CompletionResultType]::ParameterName, 'Take the objects of this ingress class')
            [CompletionResult]::new('--gateway-api-controller-name', '--gateway-api-controller-name', [CompletionResultType]::ParameterName, 'Take the GatewayClasses of this controller')
            [CompletionResult]::new('--gateway-to-reconcile', '--gateway-to-reconcile', [CompletionResultType]::ParameterName, 'Look at this Gateway only')
            [CompletionResult]::new('--feature-gates', '--feature-gates', [CompletionResultType]::ParameterName, 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false')
            [CompletionResult]::new('--combined-services-from-different-httproutes', '--combined-services-from-different-httproutes', [CompletionResultType]::ParameterName, 'Make one Kong service of equal backends of several HTTPRoutes')
            [CompletionResult]::new('--enable-drain-support', '--enable-drain-support', [CompletionResultType]::ParameterName, 'Keep terminating endpoints as targets of weight 0')
            [CompletionResult]::new('--cluster-domain', '--cluster-domain', [CompletionResultType]::ParameterName, 'Append this domain to the DNS names of Services')
            [CompletionResult]::new('--kong-workspace', '--kong-workspace', [CompletionResultType]::ParameterName, 'Derive ids for this workspace')
            [CompletionResult]::new('--watch-namespace', '--watch-namespace', [CompletionResultType]::ParameterName, 'Look at these namespaces only; may be repeated')
            [CompletionResult]::new('--skip-ca-certificates', '--skip-ca-certificates', [CompletionResultType]::ParameterName, 'Leave CA certificates out')
            [CompletionResult]::new('--secret-label-selector', '--secret-label-selector', [CompletionResultType]::ParameterName, 'Look only at Secrets whose label of this name is "true"')
            [CompletionResult]::new('--configmap-label-selector', '--configmap-label-selector', [CompletionResultType]::ParameterName, 'Look only at ConfigMaps whose label of this name is "true"')
            [CompletionResult]::new('--router-flavor', '--router-flavor', [CompletionResultType]::ParameterName, 'Write routes for this flavor of Kong''s router')
            [CompletionResult]::new('--kong-version', '--kong-version', [CompletionResultType]::ParameterName, 'Write for this version of Kong Gateway')
            [CompletionResult]::new('--enterprise', '--enterprise', [CompletionResultType]::ParameterName, 'The gateway is Kong Gateway Enterprise')
            [CompletionResult]::new('--plugin-schema', '--plugin-schema', [CompletionResultType]::ParameterName, 'Also check the configuration of the plugin whose schema this file holds')
            [CompletionResult]::new('--gateways', '--gateways', [CompletionResultType]::ParameterName, 'What to believe of Gateways that are not among the inputs or have no status')
            [CompletionResult]::new('--services', '--services', [CompletionResultType]::ParameterName, 'What to believe of Services that are not among the inputs')
            [CompletionResult]::new('--secrets', '--secrets', [CompletionResultType]::ParameterName, 'How secret values leave')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'Where the targets of a Service come from')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge the validity of certificates at this time instead of now')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('--follow-links', '--follow-links', [CompletionResultType]::ParameterName, 'Follow symbolic links out of the directories and out of the repository, too')
            [CompletionResult]::new('--init', '--init', [CompletionResultType]::ParameterName, 'Print such a file, written from what the routes answer today')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;graph' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'The same as PATH, for kubectl''s habit; may be repeated')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Fill a missing namespace on namespaced kinds')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what this pattern matches, as in a .gitignore; may be repeated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Draw in this format')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Draw only routes with this text in a host, a path or the name')
            [CompletionResult]::new('--link', '--link', [CompletionResultType]::ParameterName, 'Where a box of the HTML page leads: a URL with {file} and {line}')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file, `-` for standard output')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to this file, `-` for standard output')
            [CompletionResult]::new('--ingress-class', '--ingress-class', [CompletionResultType]::ParameterName, 'Take the objects of this ingress class')
            [CompletionResult]::new('--gateway-api-controller-name', '--gateway-api-controller-name', [CompletionResultType]::ParameterName, 'Take the GatewayClasses of this controller')
            [CompletionResult]::new('--gateway-to-reconcile', '--gateway-to-reconcile', [CompletionResultType]::ParameterName, 'Look at this Gateway only')
            [CompletionResult]::new('--feature-gates', '--feature-gates', [CompletionResultType]::ParameterName, 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false')
            [CompletionResult]::new('--combined-services-from-different-httproutes', '--combined-services-from-different-httproutes', [CompletionResultType]::ParameterName, 'Make one Kong service of equal backends of several HTTPRoutes')
            [CompletionResult]::new('--enable-drain-support', '--enable-drain-support', [CompletionResultType]::ParameterName, 'Keep terminating endpoints as targets of weight 0')
            [CompletionResult]::new('--cluster-domain', '--cluster-domain', [CompletionResultType]::ParameterName, 'Append this domain to the DNS names of Services')
            [CompletionResult]::new('--kong-workspace', '--kong-workspace', [CompletionResultType]::ParameterName, 'Derive ids for this workspace')
            [CompletionResult]::new('--watch-namespace', '--watch-namespace', [CompletionResultType]::ParameterName, 'Look at these namespaces only; may be repeated')
            [CompletionResult]::new('--skip-ca-certificates', '--skip-ca-certificates', [CompletionResultType]::ParameterName, 'Leave CA certificates out')
            [CompletionResult]::new('--secret-label-selector', '--secret-label-selector', [CompletionResultType]::ParameterName, 'Look only at Secrets whose label of this name is "true"')
            [CompletionResult]::new('--configmap-label-selector', '--configmap-label-selector', [CompletionResultType]::ParameterName, 'Look only at ConfigMaps whose label of this name is "true"')
            [CompletionResult]::new('--router-flavor', '--router-flavor', [CompletionResultType]::ParameterName, 'Write routes for this flavor of Kong''s router')
            [CompletionResult]::new('--kong-version', '--kong-version', [CompletionResultType]::ParameterName, 'Write for this version of Kong Gateway')
            [CompletionResult]::new('--enterprise', '--enterprise', [CompletionResultType]::ParameterName, 'The gateway is Kong Gateway Enterprise')
            [CompletionResult]::new('--plugin-schema', '--plugin-schema', [CompletionResultType]::ParameterName, 'Also check the configuration of the plugin whose schema this file holds')
            [CompletionResult]::new('--gateways', '--gateways', [CompletionResultType]::ParameterName, 'What to believe of Gateways that are not among the inputs or have no status')
            [CompletionResult]::new('--services', '--services', [CompletionResultType]::ParameterName, 'What to believe of Services that are not among the inputs')
            [CompletionResult]::new('--secrets', '--secrets', [CompletionResultType]::ParameterName, 'How secret values leave')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'Where the targets of a Service come from')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Judge the validity of certificates at this time instead of now')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('--follow-links', '--follow-links', [CompletionResultType]::ParameterName, 'Follow symbolic links out of the directories and out of the repository, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;explain' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;completions' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;man' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;generate' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;__complete' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read settings from this file instead of the nearest .kic2kong.yaml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour messages')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but the result')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more about what was read and skipped')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'kic2kong;help' {
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Print the declarative configuration')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Print only the problems, for people or for CI')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what changes at the gateway, entity by entity')
            [CompletionResult]::new('route', 'route', [CompletionResultType]::ParameterValue, 'Say which route, service, plugins and targets would serve a request')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Compare the answers to a file of requests with those expected')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw object, route, service, upstream and targets, with plugins and problems')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a problem code means, with an example and the way to fix it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page of the tool or of one of its commands')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write completions/ and man/ below a directory')
            [CompletionResult]::new('__complete', '__complete', [CompletionResultType]::ParameterValue, 'Complete the last word for kubectl')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kic2kong;help;render' {
            break
        }
        'kic2kong;help;check' {
            break
        }
        'kic2kong;help;diff' {
            break
        }
        'kic2kong;help;route' {
            break
        }
        'kic2kong;help;test' {
            break
        }
        'kic2kong;help;graph' {
            break
        }
        'kic2kong;help;explain' {
            break
        }
        'kic2kong;help;completions' {
            break
        }
        'kic2kong;help;man' {
            break
        }
        'kic2kong;help;generate' {
            break
        }
        'kic2kong;help;__complete' {
            break
        }
        'kic2kong;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
