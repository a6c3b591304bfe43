//! Names of images, and the versions that their tags tell (spec 85, 5).

/// An image: `registry[:port]/path/name[:tag][@digest]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Image<'a> {
    /// Everything before the tag.
    pub(super) repository: &'a str,
    /// The tag, if any.
    pub(super) tag: Option<&'a str>,
}

/// Names of KIC's image.
const CONTROLLERS: [&str; 3] = [
    "kubernetes-ingress-controller",
    "nightly-ingress-controller",
    "kong-ingress-controller",
];

/// What the tag of a controller tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Version {
    /// `3.5` or `3.5.9`.
    Known(String),
    /// One that is too old, or from which nothing is known yet.
    Unsupported(String),
    /// None.
    Unknown,
}

/// What runs in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// Kong Ingress Controller.
    Kic,
    /// Kong Operator.
    KongOperator,
}

impl Product {
    /// As `--controller` names it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Kic => "kic",
            Self::KongOperator => "kong-operator",
        }
    }

    /// The lowest release that is known, and the newest.
    pub(super) const fn lines(self) -> [&'static str; 2] {
        match self {
            Self::Kic => ["3.4", "3.5"],
            Self::KongOperator => ["2.2", "2.3"],
        }
    }
}

impl<'a> Image<'a> {
    /// Take a name apart.
    pub(super) fn of(name: &'a str) -> Self {
        let name = name.split('@').next().unwrap_or_default();
        let last = name.rfind('/').map_or(0, |slash| slash + 1);
        match name[last..].split_once(':') {
            Some((own, tag)) => Self {
                repository: &name[..last + own.len()],
                tag: Some(tag).filter(|tag| !tag.is_empty()),
            },
            None => Self {
                repository: name,
                tag: None,
            },
        }
    }

    /// The last part of the repository.
    pub(super) fn name(&self) -> &'a str {
        self.repository.rsplit('/').next().unwrap_or_default()
    }

    /// Whether it is KIC.
    pub(super) fn is_controller(&self) -> bool {
        CONTROLLERS.contains(&self.name())
    }

    /// Whether it is Kong's operator.
    pub(super) fn is_operator(&self) -> bool {
        ["kong-operator", "gateway-operator"].contains(&self.name())
    }

    /// Whether it is Kong.
    pub(super) fn is_gateway(&self) -> bool {
        let name = self.name();
        name.ends_with("kong") || name.ends_with("kong-gateway")
    }

    /// Whether its name says that it is Kong Enterprise.
    pub(super) fn is_enterprise(&self) -> bool {
        self.name().contains("kong-gateway")
    }
}

/// An image as it is written, with its tag if it has one.
pub(super) fn written(repository: &str, tag: Option<&str>) -> String {
    match tag {
        Some(tag) => format!("{repository}:{tag}"),
        None => repository.to_owned(),
    }
}

/// The version of a controller, by the tag of its image.
pub(super) fn controller_version(product: Product, tag: Option<&str>) -> Version {
    let Some(numbers) = tag.and_then(numbers).filter(|numbers| numbers.len() > 1) else {
        return Version::Unknown;
    };
    let text = |count: usize| {
        let parts = numbers.iter().take(count).map(u32::to_string);
        parts.collect::<Vec<_>>().join(".")
    };
    if product.lines().contains(&text(2).as_str()) {
        Version::Known(text(3))
    } else {
        Version::Unsupported(text(3))
    }
}

/// What the tag of a gateway tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GatewayTag {
    /// The version in three numbers.
    pub(super) version: [u32; 3],
    /// Whether a fourth number says that it is Kong Enterprise.
    pub(super) is_enterprise: bool,
}

/// The version of a gateway. Two numbers float to the newest patch of their line.
pub(super) fn gateway_version(tag: Option<&str>, is_enterprise: bool) -> Option<GatewayTag> {
    let numbers = numbers(tag?)?;
    let is_enterprise = is_enterprise || numbers.len() > 3;
    let version = match numbers[..] {
        [major, minor] => [major, minor, newest_patch(major, minor, is_enterprise)],
        [major, minor, patch, ..] => [major, minor, patch],
        _ => return None,
    };
    Some(GatewayTag {
        version,
        is_enterprise: numbers.len() > 3,
    })
}

/// The newest patch of a line of Kong.
const fn newest_patch(major: u32, minor: u32, is_enterprise: bool) -> u32 {
    match (major, minor) {
        (3, 4) if is_enterprise => 3,
        (3, 4) => 2,
        (3, 6..=8) => 1,
        (3, 9) if is_enterprise => 1,
        (3, 9) => 3,
        _ => 0,
    }
}

/// Up to four numbers at the beginning of a tag; what follows a `-` says how the image was made.
fn numbers(tag: &str) -> Option<Vec<u32>> {
    let numbers = tag.split(['-', '+']).next()?;
    let numbers: Option<Vec<u32>> = numbers.split('.').map(|part| part.parse().ok()).collect();
    numbers.filter(|numbers| numbers.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_stands_behind_the_last_slash() {
        let image = Image::of("registry:5000/a/kong:3.9@sha256:00");
        assert_eq!(
            (image.repository, image.tag, image.name()),
            ("registry:5000/a/kong", Some("3.9"), "kong")
        );
        assert_eq!(Image::of("registry:5000/kong@sha256:00").tag, None);
        assert_eq!(Image::of("kong").tag, None);
    }

    #[test]
    fn a_controller_is_known_by_its_line() {
        let kic = |tag| controller_version(Product::Kic, Some(tag));
        assert_eq!(kic("3.5"), Version::Known("3.5".to_owned()));
        assert_eq!(kic("3.5.9-redhat"), Version::Known("3.5.9".to_owned()));
        assert_eq!(kic("2.12"), Version::Unsupported("2.12".to_owned()));
        assert_eq!(kic("nightly"), Version::Unknown);
    }

    #[test]
    fn two_numbers_float_to_the_newest_patch() {
        let version = |tag, enterprise| gateway_version(Some(tag), enterprise).map(|it| it.version);
        assert_eq!(version("3.4", false), Some([3, 4, 2]));
        assert_eq!(version("3.4", true), Some([3, 4, 3]));
        assert_eq!(version("3.5", false), Some([3, 5, 0]));
        assert_eq!(version("3.8-ubuntu", true), Some([3, 8, 1]));
        assert_eq!(version("3.9", false), Some([3, 9, 3]));
        assert_eq!(version("3.9", true), Some([3, 9, 1]));
        assert_eq!(version("3.14", true), Some([3, 14, 0]));
        assert_eq!(version("3.10.0.2-ubuntu", false), Some([3, 10, 0]));
        assert_eq!(version("latest", false), None);
        assert_eq!(version("3", false), None);
    }
}
