# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kic2kong_global_optspecs
    string join \n config= color= q/quiet v/verbose h/help V/version
end

function __fish_kic2kong_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kic2kong_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kic2kong_using_subcommand
    set -l cmd (__fish_kic2kong_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kic2kong -n "__fish_kic2kong_needs_command" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_needs_command" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_needs_command" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "render" -d 'Print the declarative configuration'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "check" -d 'Print only the problems, for people or for CI'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "diff" -d 'Show what changes at the gateway, entity by entity'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "route" -d 'Say which route, service, plugins and targets would serve a request'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "test" -d 'Compare the answers to a file of requests with those expected'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "graph" -d 'Draw object, route, service, upstream and targets, with plugins and problems'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "explain" -d 'Say what a problem code means, with an example and the way to fix it'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "man" -d 'Print the man page of the tool or of one of its commands'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "generate" -d 'Write completions/ and man/ below a directory'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "__complete" -d 'Complete the last word for kubectl'
complete -c kic2kong -n "__fish_kic2kong_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -s f -l filename -d 'The same as PATH, for kubectl\'s habit; may be repeated' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -s n -l namespace -d 'Fill a missing namespace on namespaced kinds' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -s o -l output-file -d 'Write to this file, `-` for standard output; a failed run leaves the old file as it was' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l format -d 'Write the configuration in this format' -r -f -a "yaml\t'YAML'
json\t'JSON'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l target -d 'Write for this reader' -r -f -a "deck\t'decK'
dbless\t'Kong\'s own declarative loader'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l select-tag -d 'Add a tag to _`info.select_tags`; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l secrets-map -d 'Write a list of the variables that --secrets env uses, with Secret and key, to this file' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l fail-on -d 'Exit with 1 when there is a problem of this severity or a worse one' -r -f -a "error\t'Errors'
warning\t'Errors and warnings'
never\t'Nothing'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l disable -d 'Do not report problems of this code; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l only -d 'Report problems of this code only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l ingress-class -d 'Take the objects of this ingress class' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l gateway-api-controller-name -d 'Take the GatewayClasses of this controller' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l gateway-to-reconcile -d 'Look at this Gateway only' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l feature-gates -d 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l combined-services-from-different-httproutes -d 'Make one Kong service of equal backends of several HTTPRoutes' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l enable-drain-support -d 'Keep terminating endpoints as targets of weight 0' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l cluster-domain -d 'Append this domain to the DNS names of Services' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l kong-workspace -d 'Derive ids for this workspace' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l watch-namespace -d 'Look at these namespaces only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l skip-ca-certificates -d 'Leave CA certificates out' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l secret-label-selector -d 'Look only at Secrets whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l configmap-label-selector -d 'Look only at ConfigMaps whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l router-flavor -d 'Write routes for this flavor of Kong\'s router' -r -f -a "traditional\t'Hosts, paths, methods, headers and SNIs'
traditional_compatible\t'The same fields, matched by the expressions engine'
expressions\t'One expression and a priority'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l kong-version -d 'Write for this version of Kong Gateway' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l enterprise -d 'The gateway is Kong Gateway Enterprise' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l gateways -d 'What to believe of Gateways that are not among the inputs or have no status' -r -f -a "assume\t'A Gateway that is not there accepts its routes; one without status is programmed'
strict\t'As in a cluster'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l secrets -d 'How secret values leave' -r -f -a "inline\t'In clear, as the controller sends them'
env\t'As ${{ env "DECK_..." }}'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l endpoints -d 'Where the targets of a Service come from' -r -f -a "slices\t'From EndpointSlices, as in the controller'
dns\t'A Service without EndpointSlices gets its DNS name as the one target'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l now -d 'Judge the validity of certificates at this time instead of now' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand render" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -s f -l filename -d 'The same as PATH, for kubectl\'s habit; may be repeated' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -s n -l namespace -d 'Fill a missing namespace on namespaced kinds' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l target -d 'Judge the file that this reader would get' -r -f -a "deck\t'decK'
dbless\t'Kong\'s own declarative loader'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l format -d 'Write the report in this format' -r -f -a "text\t'For people, with the manifest lines quoted'
json\t'For programs'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub workflow commands'
junit\t'JUnit XML'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -s o -l output-file -d 'Write the report to this file, `-` for standard output' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l fail-on -d 'Exit with 1 when there is a problem of this severity or a worse one' -r -f -a "error\t'Errors'
warning\t'Errors and warnings'
never\t'Nothing'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l disable -d 'Do not report problems of this code; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l only -d 'Report problems of this code only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l ingress-class -d 'Take the objects of this ingress class' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l gateway-api-controller-name -d 'Take the GatewayClasses of this controller' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l gateway-to-reconcile -d 'Look at this Gateway only' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l feature-gates -d 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l combined-services-from-different-httproutes -d 'Make one Kong service of equal backends of several HTTPRoutes' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l enable-drain-support -d 'Keep terminating endpoints as targets of weight 0' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l cluster-domain -d 'Append this domain to the DNS names of Services' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l kong-workspace -d 'Derive ids for this workspace' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l watch-namespace -d 'Look at these namespaces only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l skip-ca-certificates -d 'Leave CA certificates out' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l secret-label-selector -d 'Look only at Secrets whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l configmap-label-selector -d 'Look only at ConfigMaps whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l router-flavor -d 'Write routes for this flavor of Kong\'s router' -r -f -a "traditional\t'Hosts, paths, methods, headers and SNIs'
traditional_compatible\t'The same fields, matched by the expressions engine'
expressions\t'One expression and a priority'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l kong-version -d 'Write for this version of Kong Gateway' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l enterprise -d 'The gateway is Kong Gateway Enterprise' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l gateways -d 'What to believe of Gateways that are not among the inputs or have no status' -r -f -a "assume\t'A Gateway that is not there accepts its routes; one without status is programmed'
strict\t'As in a cluster'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l secrets -d 'How secret values leave' -r -f -a "inline\t'In clear, as the controller sends them'
env\t'As ${{ env "DECK_..." }}'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l endpoints -d 'Where the targets of a Service come from' -r -f -a "slices\t'From EndpointSlices, as in the controller'
dns\t'A Service without EndpointSlices gets its DNS name as the one target'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l now -d 'Judge the validity of certificates at this time instead of now' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand check" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -s f -l filename -d 'The same as PATH, for kubectl\'s habit; may be repeated' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -s n -l namespace -d 'Fill a missing namespace on namespaced kinds' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l against -d 'Compare with this: a decK or DB-less file, a gateway dump, or a file or directory of manifests' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l against-git -d 'Compare with the same paths as they are at this Git revision' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l against-router-flavor -d 'Say which requests would be answered differently if the gateway\'s router had this flavor' -r -f -a "traditional\t'Hosts, paths, methods, headers and SNIs'
traditional_compatible\t'The same fields, matched by the expressions engine'
expressions\t'One expression and a priority'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l select-tag -d 'Of the old side, look only at entities with this tag; may be repeated, then all are needed' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l ignore-unknown -d 'Leave entities alone that no manifest could have made; on when the old side is a gateway dump' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l format -d 'Show the differences in this format' -r -f -a "text\t'As decK says it, with the changed fields'
unified\t'A patch of the YAML'
json\t'For programs, in decK\'s structure'
markdown\t'For the comment on a pull request'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -s o -l output-file -d 'Write the differences to this file, `-` for standard output' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l impact -d 'Say which requests are answered differently; on in markdown' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l fail-on -d 'Exit with 1 when there is a problem of this severity or a worse one' -r -f -a "error\t'Errors'
warning\t'Errors and warnings'
never\t'Nothing'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l disable -d 'Do not report problems of this code; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l only -d 'Report problems of this code only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l ingress-class -d 'Take the objects of this ingress class' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l gateway-api-controller-name -d 'Take the GatewayClasses of this controller' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l gateway-to-reconcile -d 'Look at this Gateway only' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l feature-gates -d 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l combined-services-from-different-httproutes -d 'Make one Kong service of equal backends of several HTTPRoutes' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l enable-drain-support -d 'Keep terminating endpoints as targets of weight 0' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l cluster-domain -d 'Append this domain to the DNS names of Services' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l kong-workspace -d 'Derive ids for this workspace' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l watch-namespace -d 'Look at these namespaces only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l skip-ca-certificates -d 'Leave CA certificates out' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l secret-label-selector -d 'Look only at Secrets whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l configmap-label-selector -d 'Look only at ConfigMaps whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l router-flavor -d 'Write routes for this flavor of Kong\'s router' -r -f -a "traditional\t'Hosts, paths, methods, headers and SNIs'
traditional_compatible\t'The same fields, matched by the expressions engine'
expressions\t'One expression and a priority'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l kong-version -d 'Write for this version of Kong Gateway' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l enterprise -d 'The gateway is Kong Gateway Enterprise' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l gateways -d 'What to believe of Gateways that are not among the inputs or have no status' -r -f -a "assume\t'A Gateway that is not there accepts its routes; one without status is programmed'
strict\t'As in a cluster'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l secrets -d 'How secret values leave' -r -f -a "inline\t'In clear, as the controller sends them'
env\t'As ${{ env "DECK_..." }}'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l endpoints -d 'Where the targets of a Service come from' -r -f -a "slices\t'From EndpointSlices, as in the controller'
dns\t'A Service without EndpointSlices gets its DNS name as the one target'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l now -d 'Judge the validity of certificates at this time instead of now' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l ids -d 'Compare ids, too'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l full -d 'Show created and deleted entities with their content'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l show-secrets -d 'Show secret values in clear'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l exit-code -d 'Exit with 2 when there are differences'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -l fail-on-danger -d 'Exit with 1 when a change is dangerous'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand diff" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -s f -l filename -d 'The same as PATH, for kubectl\'s habit; may be repeated' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -s n -l namespace -d 'Fill a missing namespace on namespaced kinds' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -s H -l header -d 'Send this header; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l sni -d 'Ask for this server name instead of the URL\'s host' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l client-ip -d 'Come from this address' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l protocol -d 'Arrive by this protocol instead of the URL\'s: http, https, grpc, grpcs, tcp, tls or udp' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l format -d 'Write the answer in this format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l ingress-class -d 'Take the objects of this ingress class' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l gateway-api-controller-name -d 'Take the GatewayClasses of this controller' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l gateway-to-reconcile -d 'Look at this Gateway only' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l feature-gates -d 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l combined-services-from-different-httproutes -d 'Make one Kong service of equal backends of several HTTPRoutes' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l enable-drain-support -d 'Keep terminating endpoints as targets of weight 0' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l cluster-domain -d 'Append this domain to the DNS names of Services' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l kong-workspace -d 'Derive ids for this workspace' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l watch-namespace -d 'Look at these namespaces only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l skip-ca-certificates -d 'Leave CA certificates out' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l secret-label-selector -d 'Look only at Secrets whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l configmap-label-selector -d 'Look only at ConfigMaps whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l router-flavor -d 'Write routes for this flavor of Kong\'s router' -r -f -a "traditional\t'Hosts, paths, methods, headers and SNIs'
traditional_compatible\t'The same fields, matched by the expressions engine'
expressions\t'One expression and a priority'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l kong-version -d 'Write for this version of Kong Gateway' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l enterprise -d 'The gateway is Kong Gateway Enterprise' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l gateways -d 'What to believe of Gateways that are not among the inputs or have no status' -r -f -a "assume\t'A Gateway that is not there accepts its routes; one without status is programmed'
strict\t'As in a cluster'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l secrets -d 'How secret values leave' -r -f -a "inline\t'In clear, as the controller sends them'
env\t'As ${{ env "DECK_..." }}'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l endpoints -d 'Where the targets of a Service come from' -r -f -a "slices\t'From EndpointSlices, as in the controller'
dns\t'A Service without EndpointSlices gets its DNS name as the one target'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l now -d 'Judge the validity of certificates at this time instead of now' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand route" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -s f -l filename -d 'The same as PATH, for kubectl\'s habit; may be repeated' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -s n -l namespace -d 'Fill a missing namespace on namespaced kinds' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l tests -d 'Read the requests and the expected answers from this file' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l format -d 'Write the report in this format' -r -f -a "text\t'For people'
json\t'For programs'
junit\t'JUnit XML'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -s o -l output-file -d 'Write the report to this file, `-` for standard output' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l ingress-class -d 'Take the objects of this ingress class' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l gateway-api-controller-name -d 'Take the GatewayClasses of this controller' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l gateway-to-reconcile -d 'Look at this Gateway only' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l feature-gates -d 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l combined-services-from-different-httproutes -d 'Make one Kong service of equal backends of several HTTPRoutes' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l enable-drain-support -d 'Keep terminating endpoints as targets of weight 0' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l cluster-domain -d 'Append this domain to the DNS names of Services' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l kong-workspace -d 'Derive ids for this workspace' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l watch-namespace -d 'Look at these namespaces only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l skip-ca-certificates -d 'Leave CA certificates out' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l secret-label-selector -d 'Look only at Secrets whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l configmap-label-selector -d 'Look only at ConfigMaps whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l router-flavor -d 'Write routes for this flavor of Kong\'s router' -r -f -a "traditional\t'Hosts, paths, methods, headers and SNIs'
traditional_compatible\t'The same fields, matched by the expressions engine'
expressions\t'One expression and a priority'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l kong-version -d 'Write for this version of Kong Gateway' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l enterprise -d 'The gateway is Kong Gateway Enterprise' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l gateways -d 'What to believe of Gateways that are not among the inputs or have no status' -r -f -a "assume\t'A Gateway that is not there accepts its routes; one without status is programmed'
strict\t'As in a cluster'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l secrets -d 'How secret values leave' -r -f -a "inline\t'In clear, as the controller sends them'
env\t'As ${{ env "DECK_..." }}'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l endpoints -d 'Where the targets of a Service come from' -r -f -a "slices\t'From EndpointSlices, as in the controller'
dns\t'A Service without EndpointSlices gets its DNS name as the one target'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l now -d 'Judge the validity of certificates at this time instead of now' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -l init -d 'Print such a file, written from what the routes answer today'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand test" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -s f -l filename -d 'The same as PATH, for kubectl\'s habit; may be repeated' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -s n -l namespace -d 'Fill a missing namespace on namespaced kinds' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l format -d 'Draw in this format' -r -f -a "mermaid\t'A Mermaid flowchart, for Markdown'
dot\t'Graphviz'
html\t'One page with search, for a browser'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l select -d 'Draw only routes with this text in a host, a path or the name' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l link -d 'Where a box of the HTML page leads: a URL with {file} and {line}' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -s o -l output-file -d 'Write to this file, `-` for standard output' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l ingress-class -d 'Take the objects of this ingress class' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l gateway-api-controller-name -d 'Take the GatewayClasses of this controller' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l gateway-to-reconcile -d 'Look at this Gateway only' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l feature-gates -d 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l combined-services-from-different-httproutes -d 'Make one Kong service of equal backends of several HTTPRoutes' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l enable-drain-support -d 'Keep terminating endpoints as targets of weight 0' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l cluster-domain -d 'Append this domain to the DNS names of Services' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l kong-workspace -d 'Derive ids for this workspace' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l watch-namespace -d 'Look at these namespaces only; may be repeated' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l skip-ca-certificates -d 'Leave CA certificates out' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l secret-label-selector -d 'Look only at Secrets whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l configmap-label-selector -d 'Look only at ConfigMaps whose label of this name is "true"' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l router-flavor -d 'Write routes for this flavor of Kong\'s router' -r -f -a "traditional\t'Hosts, paths, methods, headers and SNIs'
traditional_compatible\t'The same fields, matched by the expressions engine'
expressions\t'One expression and a priority'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l kong-version -d 'Write for this version of Kong Gateway' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l enterprise -d 'The gateway is Kong Gateway Enterprise' -r -f -a "true\t''
false\t''"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l gateways -d 'What to believe of Gateways that are not among the inputs or have no status' -r -f -a "assume\t'A Gateway that is not there accepts its routes; one without status is programmed'
strict\t'As in a cluster'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l secrets -d 'How secret values leave' -r -f -a "inline\t'In clear, as the controller sends them'
env\t'As ${{ env "DECK_..." }}'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l endpoints -d 'Where the targets of a Service come from' -r -f -a "slices\t'From EndpointSlices, as in the controller'
dns\t'A Service without EndpointSlices gets its DNS name as the one target'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l now -d 'Judge the validity of certificates at this time instead of now' -r
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand graph" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand explain" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand explain" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand explain" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand explain" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand explain" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand completions" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand completions" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand completions" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand completions" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand completions" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand man" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand man" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand man" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand man" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand man" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand generate" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand generate" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand generate" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand generate" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand generate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand generate" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand __complete" -l config -d 'Read settings from this file instead of the nearest .kic2kong.yaml' -r -F
complete -c kic2kong -n "__fish_kic2kong_using_subcommand __complete" -l color -d 'Colour messages' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c kic2kong -n "__fish_kic2kong_using_subcommand __complete" -s q -l quiet -d 'Say nothing but the result'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand __complete" -s v -l verbose -d 'Say more about what was read and skipped'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand __complete" -s V -l version -d 'Print version'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "render" -d 'Print the declarative configuration'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "check" -d 'Print only the problems, for people or for CI'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "diff" -d 'Show what changes at the gateway, entity by entity'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "route" -d 'Say which route, service, plugins and targets would serve a request'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "test" -d 'Compare the answers to a file of requests with those expected'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "graph" -d 'Draw object, route, service, upstream and targets, with plugins and problems'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "explain" -d 'Say what a problem code means, with an example and the way to fix it'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "man" -d 'Print the man page of the tool or of one of its commands'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "generate" -d 'Write completions/ and man/ below a directory'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "__complete" -d 'Complete the last word for kubectl'
complete -c kic2kong -n "__fish_kic2kong_using_subcommand help; and not __fish_seen_subcommand_from render check diff route test graph explain completions man generate __complete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
