//! What a file abbreviates, spelled out (spec 50, 1.4 and 1.5).

use super::wrapped::MANAGED;
use crate::deck::content::Content;
use crate::kong::names::Tag;
use crate::kong::plugin::Plugin;
use crate::kong::protocol::Protocol;
use crate::kong::service::Service;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// `url` fills protocol, host, port and path; what is written beside it wins.
pub(super) fn url(service: &mut Service, url: &str) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return;
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => (&rest[..at], Some(&rest[at..])),
        None => (rest, None),
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
        _ => (authority, None),
    };
    let default_port = if scheme == "https" { 443 } else { 80 };
    service
        .protocol
        .get_or_insert_with(|| Protocol::from(scheme));
    if service.host.is_empty() {
        service.host = host.into();
    }
    service.port.get_or_insert(port.unwrap_or(default_port));
    if let Some(path) = path {
        service.path.get_or_insert_with(|| path.replace(' ', "%20"));
    }
}

/// `_info.defaults` of the entity's kind, for fields that it leaves out.
pub(super) fn defaults<T: Serialize + DeserializeOwned + HasNested>(
    entity: &mut T,
    defaults: Option<&Value>,
) {
    let Some(Value::Object(defaults)) = defaults else {
        return;
    };
    let Ok(Value::Object(mut fields)) = serde_json::to_value(&*entity) else {
        return;
    };
    merge(&mut fields, defaults);
    if let Ok(mut filled) = T::deserialize(Value::Object(fields)) {
        filled.take_nested(entity);
        *entity = filled;
    }
}

/// An entity that holds what its plain fields do not tell.
pub(super) trait HasNested {
    /// Take over what is nested in `from`, and where it stands.
    fn take_nested(&mut self, from: &mut Self);
}

macro_rules! has_nested {
    ($($entity:path: $($field:ident)*;)*) => {
        $(impl HasNested for $entity {
            fn take_nested(&mut self, from: &mut Self) {
                $(self.$field = std::mem::take(&mut from.$field);)*
            }
        })*
    };
}

has_nested! {
    Service: routes plugins source;
    crate::kong::route::Route: plugins source;
    crate::kong::upstream::Upstream: targets source;
    crate::kong::upstream::Target: source;
}

/// Lay `fields` over `defaults`: objects merge, everything else is kept as written.
pub(super) fn merge(fields: &mut Map<String, Value>, defaults: &Map<String, Value>) {
    for (key, default) in defaults {
        match (fields.get_mut(key), default) {
            (None, _) => {
                fields.insert(key.clone(), default.clone());
            }
            (Some(Value::Object(inner)), Value::Object(default)) => merge(inner, default),
            (Some(_), _) => {}
        }
    }
}

/// `_info.select_tags` belong to every entity.
pub(super) fn add_tags(content: &mut Content, tags: &[String]) {
    if tags.is_empty() {
        return;
    }
    for_each_tags(content, &mut |list| {
        for tag in tags {
            if !list.iter().any(|present| present.as_str() == tag) {
                list.push(Tag::from(tag.as_str()));
            }
        }
    });
}

/// Whether every entity that KIC made has the tag by which KIC knows what is its own in a database, and any entity has it.
pub(super) fn is_managed(content: &mut Content) -> bool {
    let (mut is_there, mut is_missing) = (false, false);
    for_each_tags(content, &mut |list| {
        let has = |wanted: &dyn Fn(&str) -> bool| list.iter().any(|tag| wanted(tag.as_str()));
        if has(&|tag| tag == MANAGED) {
            is_there = true;
        } else {
            is_missing |= has(&|tag| tag.starts_with("k8s-name:"));
        }
    });
    is_there && !is_missing
}

/// The tags of every entity that can have any.
fn for_each_tags(content: &mut Content, each: &mut dyn FnMut(&mut Vec<Tag>)) {
    fn of_plugins(plugins: &mut [Plugin], each: &mut dyn FnMut(&mut Vec<Tag>)) {
        for plugin in plugins {
            each(&mut plugin.tags);
        }
    }
    of_plugins(&mut content.plugins, each);
    for service in &mut content.services {
        each(&mut service.tags);
        of_plugins(&mut service.plugins, each);
        for route in &mut service.routes {
            each(&mut route.tags);
            of_plugins(&mut route.plugins, each);
        }
    }
    for route in &mut content.routes {
        each(&mut route.tags);
        of_plugins(&mut route.plugins, each);
    }
    for upstream in &mut content.upstreams {
        each(&mut upstream.tags);
        let targets = upstream.targets.iter_mut();
        targets.for_each(|target| each(&mut target.tags));
    }
    for certificate in &mut content.certificates {
        each(&mut certificate.tags);
        let snis = certificate.snis.iter_mut();
        snis.for_each(|sni| each(&mut sni.tags));
    }
    for consumer in &mut content.consumers {
        each(&mut consumer.tags);
        of_plugins(&mut consumer.plugins, each);
        consumer.credential_tags_mut().for_each(&mut *each);
    }
    for group in &mut content.consumer_groups {
        each(&mut group.tags);
        of_plugins(&mut group.plugins, each);
    }
    let authorities = content.ca_certificates.iter_mut();
    authorities.for_each(|it| each(&mut it.tags));
    content.vaults.iter_mut().for_each(|it| each(&mut it.tags));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_fills_what_is_not_written() {
        let mut service = Service {
            port: Some(8443),
            ..Service::default()
        };
        url(&mut service, "https://example.com/a b");
        assert_eq!(service.protocol, Some(Protocol::Https));
        assert_eq!(service.host.as_str(), "example.com");
        assert_eq!(service.port, Some(8443));
        assert_eq!(service.path.as_deref(), Some("/a%20b"));
    }
}
