//! The table: every behaviour in which known controllers differ, by name, with the levels that have it.
//!
//! A row is a switch; a column is a line of releases, a cell says which patches of it behave in the way that the switch names. To
//! add a version is to add a column, to add a difference is to add a row and to ask it at one place (docs/contributing.md).

use Cell::{Always, Never, Only, Since};
use Subject::{
    Admission, Attachment, Certificates, Gateways, Kinds, Plugins, Routes, Schemas, Services,
};

/// Which patches of a line behave in the way that a switch names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// None.
    Never,
    /// All.
    Always,
    /// This one and all after it.
    Since(u8),
    /// These only.
    Only(&'static [u8]),
}

impl Cell {
    /// Whether this patch does.
    pub(super) fn holds(self, patch: u8) -> bool {
        match self {
            Never => false,
            Always => true,
            Since(first) => patch >= first,
            Only(patches) => patches.contains(&patch),
        }
    }
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the title of the subject says it")]
pub enum Subject {
    Kinds,
    Schemas,
    Gateways,
    Attachment,
    Routes,
    Services,
    Plugins,
    Certificates,
    Admission,
}

impl Subject {
    /// Every subject, in the order of documents.
    pub const ALL: [Self; 9] = [
        Kinds,
        Schemas,
        Gateways,
        Attachment,
        Routes,
        Services,
        Plugins,
        Certificates,
        Admission,
    ];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Kinds => "Kinds, versions and labels",
            Schemas => "What the API server refuses",
            Gateways => "Gateways and listeners",
            Attachment => "Which routes attach",
            Routes => "Routes",
            Services => "Services and upstreams",
            Plugins => "Plugins",
            Certificates => "Certificates",
            Admission => "What the webhook refuses",
        }
    }
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// The name, as documents call it.
    pub name: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Where the specification has it.
    pub spec: &'static str,
    /// What a controller does that does not have it.
    pub without: &'static str,
    /// What a controller does that has it.
    pub with: &'static str,
    /// By line, in the order of [`super::LINES`].
    pub cells: [Cell; super::LINES.len()],
}

/// Makes the switches and their rows of one text.
macro_rules! switches {
    ($($variant:ident: $name:literal, $subject:ident, $spec:literal, [$($cell:expr),*], $without:literal => $with:literal;)*) => {
        /// A behaviour in which controllers differ.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Switch {
            $(#[doc = concat!($with, "; without it: ", $without, " (spec ", $spec, ").")] $variant,)*
        }

        impl Switch {
            /// Every switch, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }

        static TABLE: &[Row] = &[$(Row {
            name: $name,
            subject: $subject,
            spec: $spec,
            without: $without,
            with: $with,
            cells: [$($cell),*],
        },)*];
    };
}

// The cells: KIC 3.4, KIC 3.5, Kong Operator 2.2, Kong Operator 2.3.
switches! {
    OperatorKinds: "operator-kinds", Kinds, "80, 3", [Never, Never, Always, Always],
        "ControlPlanes, DataPlanes and GatewayConfigurations are another controller's" => "ControlPlanes, DataPlanes and GatewayConfigurations say how the controller is set up";
    LegacyKinds: "legacy-kinds", Kinds, "80, 5", [Always, Always, Never, Never],
        "TCPIngress, UDPIngress and KongIngress are unknown, and `konghq.com/override` means nothing" =>
        "TCPIngress, UDPIngress and KongIngress are read";
    LabelsHideObjects: "labels-hide-objects", Kinds, "80, 2", [Never, Never, Always, Always],
        "a label selector concerns only what nothing else refers to" =>
        "Secrets and ConfigMaps without the label do not exist";
    TlsRouteV1: "tlsroute-v1", Kinds, "80, 5", [Never, Never, Always, Always],
        "TLSRoutes are read as v1alpha2" =>
        "TLSRoutes are read as v1";
    L4RoutesV1: "l4routes-v1", Kinds, "80, 5", [Never, Never, Never, Always],
        "TCPRoutes and UDPRoutes are read as v1alpha2" =>
        "TCPRoutes and UDPRoutes are read as v1";
    TlsRouteUngated: "tlsroute-ungated", Kinds, "80, 4.2", [Never, Never, Always, Always],
        "TLSRoutes need the feature gate `GatewayAlpha`" =>
        "TLSRoutes need no feature gate";
    L4RoutesUngated: "l4routes-ungated", Kinds, "80, 4.2", [Never, Never, Never, Always],
        "TCPRoutes and UDPRoutes need the feature gate `GatewayAlpha`" =>
        "TCPRoutes and UDPRoutes need no feature gate";

    OperatorSchemas: "operator-schemas", Schemas, "80, 5.1", [Never, Never, Always, Always],
        "names of consumers and groups are any text" =>
        "names of consumers and groups have a form and at most 128 characters, thresholds end at 100";

    OperatorListeners: "operator-listeners", Gateways, "80, 4.1", [Never, Never, Always, Always],
        "listeners conflict on one port only; the annotation `konghq.com/gatewayclass-unmanaged` makes the controller write their status" =>
        "listeners with one host name conflict on whatever ports, two certificateRefs break a listener, and Gateways are always managed";
    OperatorServesGrpcAndL4: "operator-serves-grpc-and-l4", Gateways, "80, 4.1", [Never, Never, Never, Always],
        "the operator's listeners serve HTTPRoutes and TLSRoutes only, and a TCP or UDP listener is not accepted" =>
        "the operator's listeners serve GRPCRoutes, TCPRoutes and UDPRoutes as well";
    AcceptedWithBadListeners: "accepted-with-bad-listeners", Gateways, "80, 4.1", [Never, Never, Never, Always],
        "one listener that is not accepted disables the operator's Gateway" =>
        "the operator's Gateway works on with the listeners that are accepted, but is out of sight of the translation";

    EmptyParentIsGateway: "empty-parent-is-gateway", Attachment, "80, 4.2", [Never, Never, Always, Always],
        "an empty group or kind in a parentRef is another kind than Gateway" =>
        "an empty group or kind in a parentRef means Gateway";
    TlsRouteOnTerminate: "tlsroute-on-terminate", Attachment, "80, 4.2", [Never, Never, Always, Always],
        "TLSRoutes attach to listeners of mode Passthrough only" =>
        "TLSRoutes attach to listeners of mode Terminate, too";
    TlsRouteHostnamesNarrowed: "tlsroute-hostnames-narrowed", Attachment, "80, 4.2", [Never, Never, Always, Always],
        "host names of TLSRoutes stay as written" =>
        "host names of TLSRoutes are narrowed to those of the listeners, as with HTTPRoutes";
    RefusalNamesListenerFirst: "refusal-names-listener-first", Attachment, "80, 4.2", [Never, Never, Never, Always],
        "a refused parentRef names a missing section before a listener that does not allow the route" =>
        "a refused parentRef names a listener that does not allow the route before a missing section";
    PolicyNeedsPlugins: "policy-needs-plugins", Attachment, "80, 4.2", [Never, Never, Always, Always],
        "the check of a BackendTLSPolicy asks only whether the backends of the HTTPRoute resolve" =>
        "the check of a BackendTLSPolicy asks whether the plugins of the HTTPRoute resolve, too";
    TlsRouteReferencesJudged: "tlsroute-references-judged", Attachment, "88, 4", [Never, Never, Always, Always],
        "the status of a TLSRoute does not say whether its backends resolve" =>
        "the status of a TLSRoute says whether its backends resolve";
    L4RouteReferencesJudged: "l4route-references-judged", Attachment, "88, 4", [Never, Never, Never, Always],
        "the status of a TCPRoute or UDPRoute does not say whether its backends resolve" =>
        "the status of a TCPRoute or UDPRoute says whether its backends resolve";
    L4StatusWaitsForTranslation: "l4route-status-waits-for-translation", Attachment, "88, 4", [Always, Always, Always, Never],
        "a TCPRoute or UDPRoute that its parents accept has a status before it is translated" =>
        "a TCPRoute or UDPRoute that its parents accept has no status until it is translated";
    PoliciesUnchecked: "policies-unchecked", Attachment, "80, 4.2", [Never, Never, Always, Always],
        "a BackendTLSPolicy that fails the controller's check is left out" =>
        "every BackendTLSPolicy is rendered";

    IngressProtocolsFromGateway: "ingress-protocols-from-gateway", Routes, "81, A1", [Since(14), Since(7), Always, Always],
        "routes of Ingress rules have `protocols: [http, https]`, unless a valid annotation says otherwise" =>
        "routes of Ingress rules have the protocols of their annotation, or none";
    HttpRouteProtocolsFromListeners: "httproute-protocols-from-listeners", Routes, "81, A2", [Since(14), Since(7), Always, Always],
        "routes of HTTPRoutes have `protocols: [http, https]`" =>
        "routes of HTTPRoutes have the protocols of the listeners";
    GrpcRouteProtocolsFromListeners: "grpcroute-protocols-from-listeners", Routes, "81, A3", [Since(14), Since(7), Always, Always],
        "with expressions, routes of GRPCRoutes have no protocols of their own" =>
        "with expressions, routes of GRPCRoutes have the protocols of the listeners";
    ExpressionRoutesHttpHttps: "expression-routes-http-https", Routes, "81, A4", [Only(&[12, 13]), Only(&[5, 6]), Never, Never],
        "with expressions, routes have no protocols before the annotation" =>
        "with expressions, all routes have `protocols: [http, https]`, those of GRPCRoutes included";
    DefaultBackendWithoutNetProtocol: "default-backend-without-net-protocol", Routes, "81, A5", [Since(14), Since(7), Always, Always],
        "the expression of a default backend asks for the protocol" =>
        "the expression of a default backend asks for the path only";
    DefaultBackendHttpHttps: "default-backend-http-https", Routes, "80, S6", [Never, Never, Always, Always],
        "the route of a default backend gets its protocols as that of a rule does" =>
        "the route of a default backend has `protocols: [http, https]`";
    ExpressionRewritePrefix: "expression-rewrite-prefix", Routes, "81, C4", [Since(4), Always, Always, Always],
        "with expressions, a rule that rewrites a prefix loses its conditions on host, header and method" =>
        "a rule that rewrites a prefix keeps its conditions";
    FilterCorsRefused: "filter-cors-refused", Routes, "81, C3", [Since(5), Always, Always, Always],
        "a filter of type CORS is passed over" =>
        "a filter of type CORS fails the rule";
    FirstHeaderOfName: "first-header-of-name", Routes, "80, S3", [Never, Never, Always, Always],
        "header matches whose names differ in letter case are two conditions" =>
        "of header matches whose names differ in letter case the first one counts";
    WildcardSnis: "wildcard-snis", Routes, "80, S4", [Never, Never, Always, Always],
        "server names with wildcards are refused, or dropped" =>
        "server names with wildcards are kept, from Kong 3.7 on";
    TlsRouteFailures: "tlsroute-failures", Routes, "80, S5", [Never, Never, Always, Always],
        "what is wrong with a TLSRoute stands in the log only" =>
        "what is wrong with a TLSRoute is reported on it";
    RegexPriority: "regex-priority", Routes, "80, S9", [Never, Never, Never, Always],
        "traditional routes of HTTPRoutes have no `regex_priority`" =>
        "traditional routes of HTTPRoutes are ranked by `regex_priority`";
    GrpcPathsAnchored: "grpc-paths-anchored", Routes, "80, S10", [Never, Never, Never, Always],
        "paths of GRPCRoutes are neither escaped nor anchored" =>
        "exact paths of GRPCRoutes are escaped and end where the method ends";
    GrpcListenerHostsInExpressions: "grpc-listener-hosts-in-expressions", Routes, "80, S11", [Never, Never, Never, Always],
        "with expressions, a GRPCRoute without host names answers for all" =>
        "with expressions, a GRPCRoute without host names takes those of the listeners";
    OneL4RoutePerListener: "one-l4route-per-listener", Routes, "80, S13", [Never, Never, Never, Always],
        "every TCPRoute and UDPRoute gets all ports of its parents' listeners" =>
        "each TCP or UDP listener has one route, the oldest; a route without listener is left out";

    TerminationHttpOnly: "termination-http-only", Services, "81, A9; 80, S2", [Since(9), Since(2), Never, Never],
        "a service without backends gets `request-termination`, even with protocol tcp or udp" =>
        "a service without backends gets `request-termination` if it speaks http or grpc";
    InvalidBackendHost: "invalid-backend-host", Services, "80, S1", [Never, Never, Always, Always],
        "a service without backends keeps its name as host" =>
        "a service none of whose backends resolves has the host `<name>.invalid`";
    NoBackends500: "no-backends-500", Services, "80, S12", [Never, Never, Never, Always],
        "a rule that lists no backends gets a service without targets" =>
        "a rule that lists no backends answers 500";
    TimeoutSplit: "timeout-split", Services, "80, S8", [Never, Never, Never, Always],
        "of rules that share a service the last one gives its timeout" =>
        "rules that share backends but not their timeout have services of their own";
    UnlimitedZeroTimeout: "unlimited-zero-timeout", Services, "80, S14", [Never, Never, Never, Always],
        "a timeout of zero is sent as 0, which Kong refuses" =>
        "a timeout of zero is sent as 2147483646";
    UpstreamHealthThreshold: "upstream-health-threshold", Services, "81, A10", [Since(10), Since(3), Always, Always],
        "`healthchecks.threshold` of a KongUpstreamPolicy is lost" =>
        "`healthchecks.threshold` of a KongUpstreamPolicy is passed on";
    StickySessions: "sticky-sessions", Services, "81, B1", [Never, Always, Always, Always],
        "`stickySessions` of a KongUpstreamPolicy is ignored" =>
        "`stickySessions` of a KongUpstreamPolicy is passed on, and needs Kong 3.11";
    DrainSupport: "drain-support", Services, "81, B2", [Never, Always, Always, Always],
        "there is no drain support" =>
        "`--enable-drain-support` keeps terminating endpoints";
    HashFallbackCookie: "hash-fallback-cookie", Services, "81, C1", [Since(8), Always, Always, Always],
        "the cookie of `hashOnFallback` is lost" =>
        "the cookie of `hashOnFallback` is passed on";

    PluginIds: "plugin-ids", Plugins, "81, C2", [Since(5), Always, Always, Always],
        "plugins have no ids" =>
        "plugins have ids";
    DblessPluginNulls: "dbless-plugin-nulls", Plugins, "81, A12", [Since(10), Since(3), Always, Always],
        "with `--target dbless`, nulls on the first level of plugin configurations are dropped" =>
        "nulls in plugin configurations stay";

    GatewayCertificateGrants: "gateway-certificate-grants", Certificates, "81, A6; 80, S7", [Since(14), Since(7), Never, Never],
        "a certificateRef into another namespace is followed without a ReferenceGrant" =>
        "a certificateRef into another namespace needs a ReferenceGrant";
    GatewayCertificatesOfOwnClass: "gateway-certificates-of-own-class", Certificates, "81, A7", [Since(9), Since(2), Always, Always],
        "listeners of any Gateway that is seen give certificates" =>
        "only listeners of Gateways of the controller's class give certificates";
    ProgrammedOnlyUnmanaged: "listener-programmed-only-unmanaged", Certificates, "81, A8", [Since(9), Since(2), Always, Always],
        "only a programmed listener gives its certificate" =>
        "only in unmanaged mode a listener must be programmed to give its certificate";
    UnprogrammedCertificates: "unprogrammed-certificates", Certificates, "80, S7", [Never, Never, Always, Always],
        "some listeners must be programmed to give their certificate" =>
        "a listener gives its certificate as soon as it has a status";
    CaCertificateSinglePem: "ca-certificate-single-pem", Certificates, "81, A11", [Since(10), Since(3), Always, Always],
        "of a CA certificate the first PEM block is judged, and the whole text sent" =>
        "a CA certificate is one PEM block and nothing else";
    CaCertificateOnePerId: "ca-certificate-one-per-id", Certificates, "81, A15", [Since(18), Since(11), Always, Always],
        "CA certificates with one id are all sent" =>
        "of CA certificates with one id the oldest is sent";
    CertificateTags: "certificate-tags", Certificates, "81, A14", [Since(17), Since(10), Always, Always],
        "certificates have no tags" =>
        "certificates have the tags of their Secret";
    DblessSniWithoutCertificate: "dbless-sni-without-certificate", Certificates, "81, A13", [Only(&[12]), Only(&[5]), Never, Never],
        "server names name their certificate" =>
        "with `--target dbless`, server names do not name their certificate";

    WebhookFiltersByList: "webhook-filters-by-list", Admission, "81, 4", [Never, Always, Always, Always],
        "of the filters that the controller does not know the webhook refuses RequestMirror by name" =>
        "the webhook refuses every filter that the controller does not know by name";
    WebhookSkipsMissingGateways: "webhook-skips-missing-gateways", Admission, "81, 4", [Since(14), Since(7), Always, Always],
        "an HTTPRoute is not judged when a Gateway is missing that it names before the controller's own" =>
        "a missing Gateway does not keep an HTTPRoute from being judged";
    WebhookAllowsKonnect: "webhook-allows-konnect", Admission, "81, 4", [Since(4), Always, Always, Always],
        "a credential of type `konnect` is refused" =>
        "a credential of type `konnect` is let through";
    WebhookAppliesAnnotations: "webhook-applies-annotations", Admission, "81, 4", [Since(5), Always, Always, Always],
        "the webhook shows routes to the gateway without their annotations" =>
        "the webhook shows routes to the gateway with their annotations";
    WebhookOfOperator: "webhook-of-operator", Admission, "82, 7", [Never, Never, Always, Always],
        "Services and KongIngresses are judged, and Secrets by the labels that they have" =>
        "neither Services nor KongIngresses are judged, and only Secrets with the label that the operator asks for";
    WebhookOneTimeout: "webhook-one-timeout", Admission, "82, 3.7", [Always, Always, Always, Never],
        "rules of an HTTPRoute may differ in their timeouts" =>
        "once a rule of an HTTPRoute has a timeout, all later ones must have the same";
    WebhookCompilesRegexes: "webhook-compiles-regexes", Admission, "82, 7", [Never, Never, Always, Always],
        "regular expressions of HTTPRoutes are judged by the gateway only" =>
        "the webhook compiles the regular expressions of HTTPRoutes itself, in Go's language";
}

impl Switch {
    /// Its row.
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_switch_has_a_row_and_a_name_of_its_own() {
        assert_eq!(TABLE.len(), Switch::ALL.len());
        let names: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn every_switch_tells_some_controllers_apart() {
        for switch in Switch::ALL {
            let row = switch.row();
            let is_split = |cell: &Cell| !matches!(cell, Always | Never);
            let differs = row.cells.iter().any(|cell| *cell != row.cells[0]);
            assert!(differs || row.cells.iter().any(is_split), "{}", row.name);
        }
    }
}
