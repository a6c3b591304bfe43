
use builtin;
use str;

set edit:completion:arg-completer[kic2kong] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'kic2kong'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'kic2kong'= {
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand render 'Print the declarative configuration'
            cand check 'Print only the problems, for people or for CI'
            cand explain 'Say what a problem code means, with an example and the way to fix it'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the man page of the tool or of one of its commands'
            cand generate 'Write completions/ and man/ below a directory'
            cand __complete 'Complete the last word for kubectl'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kic2kong;render'= {
            cand -f 'The same as PATH, for kubectl''s habit; may be repeated'
            cand --filename 'The same as PATH, for kubectl''s habit; may be repeated'
            cand -n 'Fill a missing namespace on namespaced kinds'
            cand --namespace 'Fill a missing namespace on namespaced kinds'
            cand -o 'Write to this file, `-` for standard output; a failed run leaves the old file as it was'
            cand --output-file 'Write to this file, `-` for standard output; a failed run leaves the old file as it was'
            cand --format 'Write the configuration in this format'
            cand --target 'Write for this reader'
            cand --select-tag 'Add a tag to _info.select_tags; may be repeated'
            cand --secrets-map 'Write a list of the variables that --secrets env uses, with Secret and key, to this file'
            cand --fail-on 'Exit with 1 when there is a problem of this severity or a worse one'
            cand --disable 'Do not report problems of this code; may be repeated'
            cand --only 'Report problems of this code only; may be repeated'
            cand --ingress-class 'Take the objects of this ingress class'
            cand --gateway-api-controller-name 'Take the GatewayClasses of this controller'
            cand --gateway-to-reconcile 'Look at this Gateway only'
            cand --feature-gates 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false'
            cand --combined-services-from-different-httproutes 'Make one Kong service of equal backends of several HTTPRoutes'
            cand --enable-drain-support 'Keep terminating endpoints as targets of weight 0'
            cand --cluster-domain 'Append this domain to the DNS names of Services'
            cand --kong-workspace 'Derive ids for this workspace'
            cand --watch-namespace 'Look at these namespaces only; may be repeated'
            cand --skip-ca-certificates 'Leave CA certificates out'
            cand --secret-label-selector 'Look only at Secrets whose label of this name is "true"'
            cand --configmap-label-selector 'Look only at ConfigMaps whose label of this name is "true"'
            cand --router-flavor 'Write routes for this flavor of Kong''s router'
            cand --kong-version 'Write for this version of Kong Gateway'
            cand --enterprise 'The gateway is Kong Gateway Enterprise'
            cand --gateways 'What to believe of Gateways that are not among the inputs or have no status'
            cand --secrets 'How secret values leave'
            cand --endpoints 'Where the targets of a Service come from'
            cand --now 'Judge the validity of certificates at this time instead of now'
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kic2kong;check'= {
            cand -f 'The same as PATH, for kubectl''s habit; may be repeated'
            cand --filename 'The same as PATH, for kubectl''s habit; may be repeated'
            cand -n 'Fill a missing namespace on namespaced kinds'
            cand --namespace 'Fill a missing namespace on namespaced kinds'
            cand --format 'Write the report in this format'
            cand -o 'Write the report to this file, `-` for standard output'
            cand --output-file 'Write the report to this file, `-` for standard output'
            cand --fail-on 'Exit with 1 when there is a problem of this severity or a worse one'
            cand --disable 'Do not report problems of this code; may be repeated'
            cand --only 'Report problems of this code only; may be repeated'
            cand --ingress-class 'Take the objects of this ingress class'
            cand --gateway-api-controller-name 'Take the GatewayClasses of this controller'
            cand --gateway-to-reconcile 'Look at this Gateway only'
            cand --feature-gates 'Switch features of the controller on or off, such as GatewayAlpha=true,FillIDs=false'
            cand --combined-services-from-different-httproutes 'Make one Kong service of equal backends of several HTTPRoutes'
            cand --enable-drain-support 'Keep terminating endpoints as targets of weight 0'
            cand --cluster-domain 'Append this domain to the DNS names of Services'
            cand --kong-workspace 'Derive ids for this workspace'
            cand --watch-namespace 'Look at these namespaces only; may be repeated'
            cand --skip-ca-certificates 'Leave CA certificates out'
            cand --secret-label-selector 'Look only at Secrets whose label of this name is "true"'
            cand --configmap-label-selector 'Look only at ConfigMaps whose label of this name is "true"'
            cand --router-flavor 'Write routes for this flavor of Kong''s router'
            cand --kong-version 'Write for this version of Kong Gateway'
            cand --enterprise 'The gateway is Kong Gateway Enterprise'
            cand --gateways 'What to believe of Gateways that are not among the inputs or have no status'
            cand --secrets 'How secret values leave'
            cand --endpoints 'Where the targets of a Service come from'
            cand --now 'Judge the validity of certificates at this time instead of now'
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kic2kong;explain'= {
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kic2kong;completions'= {
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kic2kong;man'= {
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kic2kong;generate'= {
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kic2kong;__complete'= {
            cand --config 'Read settings from this file instead of the nearest .kic2kong.yaml'
            cand --color 'Colour messages'
            cand -q 'Say nothing but the result'
            cand --quiet 'Say nothing but the result'
            cand -v 'Say more about what was read and skipped'
            cand --verbose 'Say more about what was read and skipped'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'kic2kong;help'= {
            cand render 'Print the declarative configuration'
            cand check 'Print only the problems, for people or for CI'
            cand explain 'Say what a problem code means, with an example and the way to fix it'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the man page of the tool or of one of its commands'
            cand generate 'Write completions/ and man/ below a directory'
            cand __complete 'Complete the last word for kubectl'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kic2kong;help;render'= {
        }
        &'kic2kong;help;check'= {
        }
        &'kic2kong;help;explain'= {
        }
        &'kic2kong;help;completions'= {
        }
        &'kic2kong;help;man'= {
        }
        &'kic2kong;help;generate'= {
        }
        &'kic2kong;help;__complete'= {
        }
        &'kic2kong;help;help'= {
        }
    ]
    $completions[$command]
}
