//! Which versions of the Gateway API's kinds a cluster serves (issue of the CRDs' releases 1.3 to 1.6). The CRDs declare no
//! conversion: an object written in any served version is there in every other served one, so a controller sees it in the version
//! that it reads, and not at all where that one is not served.

use super::Controller;
use super::switch::Switch;
use std::fmt;
use std::str::FromStr;

/// A release of the Gateway API's CRDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GatewayApi {
    minor: u8,
    channel: Channel,
}

/// The channel of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Channel {
    Standard,
    Experimental,
}

/// The versions in which kinds are served whose versions differ between releases; a kind without a CRD is served in none. These are
/// what a release says, or what CRDs among the inputs say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    controller: Controller,
    release: GatewayApi,
    /// What CRDs among the inputs say, by kind.
    written: Vec<(String, Vec<String>)>,
}

/// A row of the table: kind, then the served versions of the standard and the experimental channel.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const OLD: &[&str] = &["v1alpha2"];
const ALL: &[&str] = &["v1", "v1alpha2", "v1alpha3"];

/// Kinds with versions of their own, for releases 1.3 to 1.6; all others are served alike in all (kubernetes-sigs/gateway-api,
/// `config/crd`).
const RELEASES: [(u8, [Row; 5]); 4] = [
    (
        3,
        [
            ("TLSRoute", &[], OLD),
            ("TCPRoute", &[], OLD),
            ("UDPRoute", &[], OLD),
            ("BackendTLSPolicy", &[], &["v1alpha3"]),
            ("ReferenceGrant", &["v1beta1"], &["v1beta1"]),
        ],
    ),
    (
        4,
        [
            ("TLSRoute", &[], &["v1alpha2", "v1alpha3"]),
            ("TCPRoute", &[], OLD),
            ("UDPRoute", &[], OLD),
            ("BackendTLSPolicy", &["v1"], &["v1", "v1alpha3"]),
            ("ReferenceGrant", &["v1beta1"], &["v1beta1"]),
        ],
    ),
    (
        5,
        [
            ("TLSRoute", &["v1"], ALL),
            ("TCPRoute", &[], OLD),
            ("UDPRoute", &[], OLD),
            ("BackendTLSPolicy", &["v1"], &["v1", "v1alpha3"]),
            ("ReferenceGrant", &["v1", "v1beta1"], &["v1", "v1beta1"]),
        ],
    ),
    (
        6,
        [
            ("TLSRoute", &["v1"], ALL),
            ("TCPRoute", &["v1"], &["v1", "v1alpha2"]),
            ("UDPRoute", &["v1"], &["v1", "v1alpha2"]),
            ("BackendTLSPolicy", &["v1"], &["v1", "v1alpha3"]),
            ("ReferenceGrant", &["v1", "v1beta1"], &["v1", "v1beta1"]),
        ],
    ),
];

impl GatewayApi {
    /// Release `1.<minor>`, experimental channel.
    pub(super) const fn experimental(minor: u8) -> Self {
        Self {
            minor,
            channel: Channel::Experimental,
        }
    }

    /// Whether its schemas are those that came with 1.5.
    pub const fn has_newer_schemas(self) -> bool {
        self.minor >= 5
    }

    fn versions(self, kind: &str) -> Option<&'static [&'static str]> {
        let (_, rows) = RELEASES.iter().find(|(minor, _)| *minor == self.minor)?;
        let (_, standard, experimental) = rows.iter().find(|(known, ..)| *known == kind)?;
        Some(match self.channel {
            Channel::Standard => standard,
            Channel::Experimental => experimental,
        })
    }

    /// Every release in both channels, as the option names them.
    pub fn all() -> impl Iterator<Item = Self> {
        RELEASES.iter().flat_map(|(minor, _)| {
            [Channel::Standard, Channel::Experimental].map(|channel| Self {
                minor: *minor,
                channel,
            })
        })
    }
}

impl fmt::Display for GatewayApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let channel = match self.channel {
            Channel::Standard => "standard",
            Channel::Experimental => "experimental",
        };
        write!(f, "1.{}-{channel}", self.minor)
    }
}

impl FromStr for GatewayApi {
    type Err = String;

    /// `1.5`, which means the experimental channel, `1.5-standard`, `1.5-experimental`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = if text.contains('-') {
            text.to_owned()
        } else {
            format!("{text}-experimental")
        };
        Self::all()
            .find(|known| known.to_string() == wanted)
            .ok_or_else(|| {
                "expected 1.3, 1.4, 1.5 or 1.6, with -standard or -experimental if you like"
                    .to_owned()
            })
    }
}

/// In which version of a kind an object is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight<'a> {
    /// In this one.
    Seen(&'static str),
    /// The API server does not serve the version that the object is written in, but these.
    NotServed(Vec<&'a str>),
    /// The object is there, but in no version that the controller reads; that is this one.
    Unread(&'static str),
}

impl Sight<'_> {
    /// The version that the controller reads, when it is known.
    pub const fn read_version(&self) -> Option<&'static str> {
        match self {
            Self::Seen(read) | Self::Unread(read) => Some(read),
            Self::NotServed(_) => None,
        }
    }
}

impl Served {
    /// What a cluster with this release serves to this controller.
    pub const fn of(controller: Controller, release: GatewayApi) -> Self {
        Self {
            controller,
            release,
            written: Vec::new(),
        }
    }

    /// Let a CRD among the inputs decide: the versions that it serves of a kind.
    pub fn set(&mut self, kind: &str, versions: Vec<String>) {
        self.written.retain(|(known, _)| known != kind);
        self.written.push((kind.to_owned(), versions));
    }

    /// The release, unless CRDs say otherwise.
    pub const fn release(&self) -> GatewayApi {
        self.release
    }

    /// Let CRDs among the inputs say which release they are of: their annotations `bundle-version` and `channel`.
    pub fn set_release(&mut self, bundle: &str, channel: &str) {
        let minor = bundle.trim_start_matches('v').split('.').nth(1);
        let found = minor.and_then(|minor| format!("1.{minor}-{channel}").parse().ok());
        self.release = found.unwrap_or(self.release);
    }

    /// The controller that reads.
    pub const fn controller(&self) -> &Controller {
        &self.controller
    }

    /// The versions of a kind that are served; `None`: it is the same in all releases.
    fn versions(&self, kind: &str) -> Option<Vec<&str>> {
        if let Some((_, versions)) = self.written.iter().find(|(known, _)| known == kind) {
            return Some(versions.iter().map(String::as_str).collect());
        }
        self.release.versions(kind).map(<[_]>::to_vec)
    }

    /// How the controller sees an object of a kind, written in a version. `None`: nothing is special about the kind.
    pub fn sight(&self, kind: &str, version: &str) -> Option<Sight<'_>> {
        let served = self.versions(kind)?;
        let read = read_version(&self.controller, kind)?;
        Some(if !served.contains(&version) {
            Sight::NotServed(served)
        } else if served.contains(&read) {
            Sight::Seen(read)
        } else {
            Sight::Unread(read)
        })
    }
}

/// The version of a kind that a controller reads (spec 80, 5).
fn read_version(controller: &Controller, kind: &str) -> Option<&'static str> {
    let newer = |switch, new, old| if controller.has(switch) { new } else { old };
    Some(match kind {
        "TLSRoute" => newer(Switch::TlsRouteV1, "v1", "v1alpha2"),
        "TCPRoute" | "UDPRoute" => newer(Switch::L4RoutesV1, "v1", "v1alpha2"),
        "BackendTLSPolicy" => "v1alpha3",
        "ReferenceGrant" => "v1beta1",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Asked;
    use super::*;

    fn sight(controller: &str, release: &str, kind: &str, version: &str) -> String {
        let asked: Asked = controller.parse().unwrap();
        let served = Served::of(asked.controller, release.parse().unwrap());
        format!("{:?}", served.sight(kind, version).unwrap())
    }

    #[test]
    fn an_object_is_seen_in_the_version_that_the_controller_reads() {
        let kic = |release, version| sight("kic-3.5", release, "TLSRoute", version);
        assert_eq!(kic("1.3", "v1alpha2"), r#"Seen("v1alpha2")"#);
        assert_eq!(kic("1.3", "v1"), r#"NotServed(["v1alpha2"])"#);
        assert_eq!(kic("1.5", "v1"), r#"Seen("v1alpha2")"#);
        assert_eq!(kic("1.5-standard", "v1"), r#"Unread("v1alpha2")"#);
        assert_eq!(kic("1.5-standard", "v1alpha2"), r#"NotServed(["v1"])"#);
        assert_eq!(kic("1.3-standard", "v1alpha2"), "NotServed([])");
    }

    #[test]
    fn kong_operator_reads_newer_versions() {
        let tcp = |controller, release| sight(controller, release, "TCPRoute", "v1alpha2");
        assert_eq!(tcp("kong-operator-2.2", "1.5"), r#"Seen("v1alpha2")"#);
        assert_eq!(tcp("kong-operator-2.3", "1.6"), r#"Seen("v1")"#);
        assert_eq!(tcp("kong-operator-2.3", "1.5"), r#"Unread("v1")"#);
        let policy = |release| sight("kong-operator-2.3", release, "BackendTLSPolicy", "v1");
        assert_eq!(policy("1.6"), r#"Seen("v1alpha3")"#);
        assert_eq!(policy("1.6-standard"), r#"Unread("v1alpha3")"#);
    }

    #[test]
    fn crds_among_the_inputs_decide_by_themselves() {
        let asked = Asked::default();
        let mut served = Served::of(asked.controller, "1.3".parse().unwrap());
        served.set("TLSRoute", vec!["v1".to_owned()]);
        assert_eq!(
            served.sight("TLSRoute", "v1"),
            Some(Sight::Unread("v1alpha2"))
        );
    }

    #[test]
    fn a_release_without_channel_is_the_experimental_one() {
        let release: GatewayApi = "1.4".parse().unwrap();
        assert_eq!(release.to_string(), "1.4-experimental");
        for wrong in ["1.2", "1.3-beta", "2.0", ""] {
            assert!(wrong.parse::<GatewayApi>().is_err(), "{wrong}");
        }
    }
}
