//! What no schema at hand lists: entities of Kong, built-in kinds of Kubernetes, annotations.

/// The head of the file.
pub(crate) const HEAD: &str = "\
# The fields whose values may be shown: in a diff, a problem, a quoted line. Everything else is masked.
# Made by tools/gen-harmless-fields; docs/secrets.md says by which rule. A text must also hold no private key, no user of a URL and no query.
#
# <plugin NAME | entity LIST | kind GROUP/KIND | annotations>, its texts, its numbers and truth values.
# [] is the item of a list, {} the value of a map with free keys. Numbers are shown only when they are numbers.
";

/// Entities of a configuration file, by the key of their list. Credentials come out of Secrets, and so do certificates: of them
/// only the group of an ACL is shown, which says who may do what. Their ids may come out of Secrets, too; those that are UUIDs are
/// shown all the same.
pub(crate) const ENTITIES: &str = "\
entity *
 texts tags[]
 numbers
entity services
 texts ca_certificates[] client_certificate host id name path protocol tags[] tls_sans.dnsnames[] tls_sans.uris[]
 numbers connect_timeout enabled port read_timeout retries tls_verify tls_verify_depth write_timeout
entity routes
 texts destinations[].ip hosts[] id methods[] name path_handling paths[] protocols[] service snis[] sources[].ip tags[]
 numbers destinations[].port https_redirect_status_code preserve_host priority regex_priority request_buffering response_buffering sources[].port strip_path
entity plugins
 texts consumer consumer_group id instance_name name ordering.after{}[] ordering.before{}[] partials[].id partials[].name partials[].path protocols[] route run_on service tags[]
 numbers enabled
entity upstreams
 texts algorithm client_certificate.id client_certificate.name hash_fallback hash_fallback_header hash_fallback_query_arg hash_fallback_uri_capture hash_on hash_on_cookie hash_on_cookie_path hash_on_header hash_on_query_arg hash_on_uri_capture healthchecks.active.http_path healthchecks.active.https_sni healthchecks.active.type healthchecks.passive.type host_header id name sticky_sessions_cookie sticky_sessions_cookie_path tags[]
 numbers healthchecks.active.concurrency healthchecks.active.healthy.http_statuses[] healthchecks.active.healthy.interval healthchecks.active.healthy.successes healthchecks.active.https_verify_certificate healthchecks.active.timeout healthchecks.active.unhealthy.http_failures healthchecks.active.unhealthy.http_statuses[] healthchecks.active.unhealthy.interval healthchecks.active.unhealthy.tcp_failures healthchecks.active.unhealthy.timeouts healthchecks.passive.healthy.http_statuses[] healthchecks.passive.healthy.successes healthchecks.passive.unhealthy.http_failures healthchecks.passive.unhealthy.http_statuses[] healthchecks.passive.unhealthy.tcp_failures healthchecks.passive.unhealthy.timeouts healthchecks.threshold slots use_srv_name
entity targets
 texts id tags[] target upstream
 numbers failover weight
entity consumers
 texts custom_id id tags[] username
 numbers
entity consumer_groups
 texts id name tags[]
 numbers
entity consumer_group_consumers
 texts consumer consumer_group
 numbers
entity acls
 texts consumer group tags[]
 numbers
entity keyauth_credentials
 texts consumer tags[]
 numbers ttl
entity basicauth_credentials
 texts consumer tags[]
 numbers
entity hmacauth_credentials
 texts consumer tags[]
 numbers
entity jwt_secrets
 texts consumer tags[]
 numbers
entity oauth2_credentials
 texts consumer tags[]
 numbers hash_secret
entity mtls_auth_credentials
 texts consumer tags[]
 numbers
entity certificates
 texts tags[]
 numbers
entity ca_certificates
 texts tags[]
 numbers
entity snis
 texts certificate id name tags[]
 numbers
entity vaults
 texts description id name prefix tags[]
 numbers
";

/// Built-in kinds, what every kind has, and annotations.
pub(crate) const KINDS: &str = "\
annotations
 texts kubernetes.io/ingress.class ingress.kubernetes.io/service-upstream ingress.kubernetes.io/force-ssl-redirect kic2kong/ignore konghq.com/ca-certificates-configmaps konghq.com/ca-certificates-secrets konghq.com/client-cert konghq.com/connect-timeout konghq.com/gatewayclass-unmanaged konghq.com/headers-separator konghq.com/host-aliases konghq.com/host-header konghq.com/https-redirect-status-code konghq.com/methods konghq.com/override konghq.com/path konghq.com/path-handling konghq.com/plugins konghq.com/preserve-host konghq.com/protocol konghq.com/protocols konghq.com/publish-service konghq.com/read-timeout konghq.com/regex-prefix konghq.com/regex-priority konghq.com/request-buffering konghq.com/response-buffering konghq.com/retries konghq.com/rewrite konghq.com/snis konghq.com/strip-path konghq.com/tags konghq.com/tls-verify konghq.com/tls-verify-depth konghq.com/upstream-policy konghq.com/write-timeout nginx.ingress.kubernetes.io/allowlist-source-range nginx.ingress.kubernetes.io/whitelist-source-range nginx.ingress.kubernetes.io/denylist-source-range nginx.ingress.kubernetes.io/app-root nginx.ingress.kubernetes.io/server-alias nginx.ingress.kubernetes.io/permanent-redirect-code nginx.ingress.kubernetes.io/temporal-redirect-code nginx.ingress.kubernetes.io/canary-weight nginx.ingress.kubernetes.io/canary-by-header nginx.ingress.kubernetes.io/canary-by-cookie nginx.ingress.kubernetes.io/proxy-ssl-verify-depth nginx.ingress.kubernetes.io/proxy-ssl-name nginx.ingress.kubernetes.io/upstream-vhost nginx.ingress.kubernetes.io/session-cookie-name nginx.ingress.kubernetes.io/session-cookie-path
 numbers
kind */*
 texts apiVersion kind metadata.generateName metadata.labels{} metadata.name metadata.namespace metadata.uid metadata.creationTimestamp
 numbers metadata.generation
kind networking.k8s.io/Ingress
 texts spec.defaultBackend.resource.apiGroup spec.defaultBackend.resource.kind spec.defaultBackend.resource.name spec.defaultBackend.service.name spec.defaultBackend.service.port.name spec.ingressClassName spec.rules[].host spec.rules[].http.paths[].backend.resource.apiGroup spec.rules[].http.paths[].backend.resource.kind spec.rules[].http.paths[].backend.resource.name spec.rules[].http.paths[].backend.service.name spec.rules[].http.paths[].backend.service.port.name spec.rules[].http.paths[].path spec.rules[].http.paths[].pathType spec.tls[].hosts[] spec.tls[].secretName
 numbers spec.defaultBackend.service.port.number spec.rules[].http.paths[].backend.service.port.number
kind networking.k8s.io/IngressClass
 texts spec.controller spec.parameters.apiGroup spec.parameters.kind spec.parameters.name spec.parameters.namespace spec.parameters.scope
 numbers
kind /Service
 texts spec.clusterIP spec.clusterIPs[] spec.externalIPs[] spec.externalName spec.externalTrafficPolicy spec.internalTrafficPolicy spec.ipFamilies[] spec.ipFamilyPolicy spec.loadBalancerClass spec.loadBalancerIP spec.loadBalancerSourceRanges[] spec.ports[].appProtocol spec.ports[].name spec.ports[].protocol spec.ports[].targetPort spec.selector{} spec.sessionAffinity spec.trafficDistribution spec.type
 numbers spec.allocateLoadBalancerNodePorts spec.healthCheckNodePort spec.ports[].nodePort spec.ports[].port spec.publishNotReadyAddresses spec.sessionAffinityConfig.clientIP.timeoutSeconds
kind discovery.k8s.io/EndpointSlice
 texts addressType endpoints[].addresses[] endpoints[].hostname endpoints[].nodeName endpoints[].targetRef.kind endpoints[].targetRef.name endpoints[].targetRef.namespace endpoints[].zone ports[].appProtocol ports[].name ports[].protocol
 numbers endpoints[].conditions.ready endpoints[].conditions.serving endpoints[].conditions.terminating ports[].port
";
