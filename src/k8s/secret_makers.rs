//! Kinds of other controllers that make Secrets in a cluster, only the fields that tell which Secrets these are. Nothing of them is
//! validated: what is missing or of another shape is as if it were empty.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeMap;

/// cert-manager: Certificate `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CertificateSpec {
    /// The Secret that gets certificate and key.
    pub secret_name: String,
    /// Labels and annotations of the Secret.
    pub secret_template: TemplateMetadata,
}

/// External Secrets: ExternalSecret `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalSecretSpec {
    /// The Secret to make.
    pub target: ExternalSecretTarget,
    /// Keys and where their values are kept.
    pub data: Vec<ExternalSecretData>,
    /// Whole collections of keys, whose names only the store knows.
    pub data_from: Vec<IgnoredAny>,
}

/// ExternalSecret `spec.target`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalSecretTarget {
    /// Name of the Secret; that of the ExternalSecret when it is empty.
    pub name: String,
    /// `Owner`, `Orphan`, `Merge` or `None`.
    pub creation_policy: String,
    /// What the Secret is made from; its absence has another meaning than its emptiness.
    pub template: Option<ExternalSecretTemplate>,
}

/// ExternalSecret `spec.target.template`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalSecretTemplate {
    /// Type of the Secret.
    #[serde(rename = "type")]
    pub secret_type: String,
    /// `Replace` or `Merge`: whether the fetched keys stay beside those of the template.
    pub merge_policy: String,
    /// Labels and annotations of the Secret.
    pub metadata: TemplateMetadata,
    /// Keys with templates of their values.
    pub data: BTreeMap<String, String>,
    /// Templates that are kept elsewhere.
    pub template_from: Vec<IgnoredAny>,
}

/// ExternalSecret `spec.data[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalSecretData {
    /// Key of the Secret.
    pub secret_key: String,
}

/// External Secrets: `ClusterExternalSecret` `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClusterExternalSecretSpec {
    /// Name of each `ExternalSecret`; that of the `ClusterExternalSecret` when it is empty.
    pub external_secret_name: String,
    /// Labels and annotations of each `ExternalSecret`.
    pub external_secret_metadata: TemplateMetadata,
    /// What is made in each namespace.
    pub external_secret_spec: ExternalSecretSpec,
    /// Namespaces by name.
    pub namespaces: Vec<String>,
    /// Namespaces by their labels; the older form of the list.
    pub namespace_selector: Option<LabelSelector>,
    /// Namespaces by their labels, those of any item.
    pub namespace_selectors: Vec<LabelSelector>,
}

/// A `metav1.LabelSelector`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelSelector {
    /// Labels and their values.
    pub match_labels: BTreeMap<String, String>,
    /// Conditions on labels.
    pub match_expressions: Vec<LabelSelectorRequirement>,
}

/// A condition on one label.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LabelSelectorRequirement {
    /// The label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: String,
    /// Its values.
    pub values: Vec<String>,
}

/// Sealed Secrets: SealedSecret `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SealedSecretSpec {
    /// Keys with sealed values.
    pub encrypted_data: BTreeMap<String, Value>,
    /// What the Secret is made from.
    pub template: SealedSecretTemplate,
}

/// SealedSecret `spec.template`. A name in it does not count: the Secret has that of the SealedSecret.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SealedSecretTemplate {
    /// Type of the Secret.
    #[serde(rename = "type")]
    pub secret_type: String,
    /// Labels and annotations of the Secret.
    pub metadata: TemplateMetadata,
    /// Keys with templates of their values; null takes a sealed key away.
    pub data: BTreeMap<String, Option<String>>,
}

/// Labels and annotations that a Secret gets.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TemplateMetadata {
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Annotations.
    pub annotations: BTreeMap<String, String>,
}

/// A Secret whose values SOPS has encrypted.
#[derive(Debug, Clone, Default)]
pub struct SopsSecret {
    /// `type`
    pub secret_type: String,
    /// Keys with their values, where these were left in clear.
    pub data: BTreeMap<String, Option<Vec<u8>>>,
}
