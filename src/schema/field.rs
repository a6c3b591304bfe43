//! What Kong knows about an entity or the configuration of a plugin, in the form that the tables hold it: short keys, and nothing that
//! does not decide whether a value is taken or what it is when it is left out.
//!
//! `tools/gen-schema-tables` writes these types, [`super::plugins`] and [`super::entities`] read them.

use super::validate::Step;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a plugin can be bound to.
pub const SCOPES: [&str; 4] = ["service", "route", "consumer", "consumer_group"];

/// A plugin in one version of Kong.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PluginSchema {
    /// `config`.
    #[serde(rename = "c")]
    pub config: Field,
    /// What it can be bound to beside everything: `service`, `route`, `consumer`, `consumer_group`.
    #[serde(rename = "s")]
    pub scopes: Vec<String>,
    /// The protocols that it can be used with; empty when that is not known.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub protocols: Vec<String>,
    /// Those of a plugin that names none; empty when that is not known.
    #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
    pub default_protocols: Vec<String>,
    /// Rules over several fields, named from the plugin: `config.allow`.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Kind {
    /// Not looked at.
    #[default]
    #[serde(rename = "x")]
    Any,
    /// A string.
    #[serde(rename = "s")]
    String,
    /// A number.
    #[serde(rename = "n")]
    Number,
    /// A whole number.
    #[serde(rename = "i")]
    Integer,
    /// A truth value.
    #[serde(rename = "b")]
    Boolean,
    /// A list.
    #[serde(rename = "a")]
    Array,
    /// A map with known fields.
    #[serde(rename = "r")]
    Record,
    /// A map with free keys.
    #[serde(rename = "m")]
    Map,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Field {
    /// Its type.
    #[serde(rename = "t")]
    pub kind: Kind,
    /// Must be there, and has no default.
    #[serde(rename = "q", default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// What Kong fills in.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// No two entities have the same.
    #[serde(rename = "k", default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// The only values.
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Value>,
    /// Least number.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Greatest number.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The number must be greater than this.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub greater_than: Option<f64>,
    /// Least length of a string or list. A string without it must not be empty.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub min_len: Option<usize>,
    /// Greatest length.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub max_len: Option<usize>,
    /// The form of a string.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Texts and values that it must not be.
    #[serde(rename = "j", default, skip_serializing_if = "Vec::is_empty")]
    pub not_one_of: Vec<Value>,
    /// Lua patterns that must all be found in it.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub all_patterns: Vec<String>,
    /// Lua patterns of which one must be found in it.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub any_pattern: Vec<String>,
    /// Lua patterns none of which may be found in it.
    #[serde(rename = "z", default, skip_serializing_if = "Vec::is_empty")]
    pub no_pattern: Vec<String>,
    /// The items of a list, or the values of a map.
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Self>>,
    /// Forms of which the value must have one.
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Self>,
    /// The keys of a map.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<Box<Self>>,
    /// The fields of a record.
    #[serde(rename = "f", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Self>,
    /// Older names of fields that are still read.
    #[serde(rename = "y", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shorthands: BTreeMap<String, Self>,
    /// Of an older name: the dotted path of the field that it stands for, from the record that has it.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<String>,
    /// Rules over the fields of a record, named from it.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

impl Field {
    /// The field at the end of a path.
    pub fn at(&self, path: &[Step]) -> Option<&Self> {
        path.iter().try_fold(self, |field, step| match step {
            Step::Field(name) => field.fields.get(name),
            Step::Key(_) | Step::Item(_) => field.items.as_deref(),
        })
    }
}

/// A form of a string that Kong checks by code. The names are those of `custom_validator` in Kong's schemas as data
/// (spec 70, section 8), and a few that the generator gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A URL with scheme and host.
    Url,
    /// A host name or address without port.
    HostWithoutPort,
    /// A host name or address with an optional port.
    HostWithOptionalPort,
    /// A host with an optional wildcard.
    RouteHost,
    /// A header name.
    HeaderName,
    /// A cookie name.
    CookieName,
    /// A server name.
    Sni,
    /// A server name with an optional wildcard.
    WildcardSni,
    /// A path.
    UrlPath,
    /// An address or a block of addresses.
    IpOrCidr,
    /// A UUID.
    Uuid,
    /// The name of an entity.
    Name,
    /// A tag.
    Tag,
    /// The name of an upstream: a host name.
    UpstreamName,
    /// A host name or address with an optional port.
    Target,
    /// An absolute URI without fragment.
    RedirectUri,
    /// A public key.
    PublicKeyPem,
    /// A regular expression of PCRE.
    Regex,
    /// `*` or a regular expression of PCRE.
    CorsOrigin,
    /// A header name, with or without `:` and a value.
    Header,
    /// Two header names with `:` between.
    HeaderPair,
    /// A name, `:`, and a value that is not empty.
    NamedValue,
}

/// A rule over several fields, as Kong's schemas state it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Exactly one of these is set.
    OnlyOneOf(Vec<String>),
    /// At least one of these is set.
    AtLeastOneOf(Vec<String>),
    /// All of these are set, or none.
    MutuallyRequired(Vec<String>),
    /// At most one of these is set.
    MutuallyExclusive(Vec<String>),
    /// Those of these that are set differ.
    Distinct(Vec<String>),
    /// When one field is so, another must be so.
    Conditional(Condition),
    /// When one field is so, one of others must be set.
    ConditionalAtLeastOneOf(ConditionalSet),
}

/// `conditional`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The field that decides.
    pub if_field: String,
    /// When the rule applies.
    pub if_match: Matcher,
    /// The field that the rule is about.
    pub then_field: String,
    /// What it must be.
    pub then_match: Matcher,
}

/// `conditional_at_least_one_of`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConditionalSet {
    /// The field that decides.
    pub if_field: String,
    /// When the rule applies.
    pub if_match: Matcher,
    /// Of which one must be set.
    pub then_at_least_one_of: Vec<String>,
}

/// A condition on one value. Everything that is given must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Matcher {
    /// Equal to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eq: Option<Value>,
    /// One of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Value>>,
    /// None of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_one_of: Option<Vec<Value>>,
    /// Set, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Greater than.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gt: Option<f64>,
    /// A list with this item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains: Option<Value>,
    /// A list with none of these items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_element: Option<Vec<Value>>,
    /// Of this form.
    #[serde(rename = "custom_validator", skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
fn is_false(value: &bool) -> bool {
    !value
}
