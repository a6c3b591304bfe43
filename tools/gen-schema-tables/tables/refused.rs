//! Fields that may not be `false` from Kong 3.14 on, with its default setting `tls_certificate_verify = on` (spec 84, section 3). No
//! schema says so. List items and forms of a value are gone through, wherever they stand in a path.

use kic2kong::inner::schema::field::Field;

/// The first version that refuses it.
pub(super) const FROM: [u32; 2] = [3, 14];

/// Forbid it in the configuration of a plugin.
pub(super) fn forbid(plugin: &str, config: &mut Field) {
    let paths = FIELDS
        .iter()
        .filter(|(plugins, _)| plugins.split(' ').any(|it| it == plugin));
    for (_, path) in paths {
        let steps: Vec<&str> = path.split('.').collect();
        at(config, &steps);
    }
}

fn at(field: &mut Field, path: &[&str]) {
    let inner = field.items.as_deref_mut().into_iter();
    for below in inner.chain(&mut field.alternatives) {
        at(below, path);
    }
    match path {
        [] if field.kind == kic2kong::inner::schema::field::Kind::Boolean => {
            field.not_one_of = vec![false.into()];
        }
        [] => {}
        [first, rest @ ..] => {
            if let Some(below) = field.fields.get_mut(*first) {
                at(below, rest);
            }
        }
    }
}

const FIELDS: &[(&str, &str)] = &[
    (
        "rate-limiting response-ratelimiting rate-limiting-advanced ai-rate-limiting-advanced graphql-proxy-cache-advanced \
         graphql-rate-limiting-advanced openid-connect proxy-cache-advanced saml service-protection",
        "redis.ssl_verify",
    ),
    (
        "ai-aws-guardrails ai-azure-content-safety aws-lambda header-cert-auth http-log mtls-auth openid-connect tcp-log",
        "ssl_verify",
    ),
    (
        "ai-llm-as-judge azure-functions forward-proxy",
        "https_verify",
    ),
    ("ldap-auth ldap-auth-advanced", "verify_ldap_host"),
    ("ace", "rate_limiting.redis.ssl_verify"),
    ("acme", "storage_config.redis.ssl_verify"),
    ("acme", "storage_config.vault.tls_verify"),
    (
        "ai-proxy-advanced ai-rag-injector ai-semantic-cache ai-semantic-prompt-guard ai-semantic-response-guard",
        "vectordb.pgvector.ssl_verify",
    ),
    (
        "ai-proxy-advanced ai-rag-injector ai-semantic-cache ai-semantic-prompt-guard ai-semantic-response-guard",
        "vectordb.redis.ssl_verify",
    ),
    ("basic-auth", "brute_force_protection.redis.ssl_verify"),
    (
        "confluent confluent-consume kafka-consume kafka-log kafka-upstream",
        "security.ssl_verify",
    ),
    (
        "confluent confluent-consume kafka-consume kafka-log kafka-upstream",
        "schema_registry.confluent.authentication.oauth2_client.ssl_verify",
    ),
    (
        "confluent-consume kafka-consume",
        "topics.schema_registry.confluent.authentication.oauth2_client.ssl_verify",
    ),
    ("datakit", "nodes.ssl_verify"),
    ("datakit", "resources.cache.redis.ssl_verify"),
    ("jwt-signer", "access_token_endpoints_ssl_verify"),
    ("jwt-signer", "channel_token_endpoints_ssl_verify"),
    ("openid-connect", "cluster_cache_redis.ssl_verify"),
    ("openid-connect", "session_memcached_ssl_verify"),
    ("request-callout", "cache.redis.ssl_verify"),
    ("request-callout", "callouts.request.http_opts.ssl_verify"),
    (
        "solace-consume solace-log solace-upstream",
        "session.ssl_validate_certificate",
    ),
    ("upstream-oauth", "client.ssl_verify"),
    ("upstream-oauth", "cache.redis.ssl_verify"),
];
