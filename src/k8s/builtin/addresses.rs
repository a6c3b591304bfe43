//! IP addresses and blocks as the API server reads them: Go's older reader, which takes leading zeros, and the stricter one
//! that comes with Kubernetes 1.36 (k8s.io/utils `ParseIPSloppy`, apimachinery `pkg/util/validation/ip.go`).

use super::Release;
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const NO_ADDRESS: &str = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const LEADING_ZEROS: &str = "must not have leading 0s";
const MAPPED: &str = "must not be an IPv4-mapped IPv6 address";

/// Greatest number that Go's reader of digits counts to.
const BIG: u32 = 0xFF_FFFF;

/// The address in a text, leading zeros allowed. An IPv4-mapped IPv6 address is an IPv4 address, as for Go's `To4`.
pub(super) fn parse(text: &str) -> Option<IpAddr> {
    let first = text.find(['.', ':'])?;
    if text[first..].starts_with('.') {
        return v4(text).map(IpAddr::V4);
    }
    let address = v6(text)?;
    Some(match address.to_ipv4_mapped() {
        Some(mapped) => IpAddr::V4(mapped),
        None => IpAddr::V6(address),
    })
}

/// A number at the start of a text and the rest; `None` without one, or when it is above `max`.
fn number(text: &str, radix: u32, max: u32) -> Option<(u32, &str)> {
    let digits = text
        .find(|c: char| !c.is_digit(radix))
        .unwrap_or(text.len());
    let mut value = 0_u32;
    for digit in text[..digits].chars() {
        value = value * radix + digit.to_digit(radix)?;
        if value >= BIG {
            return None;
        }
    }
    (digits > 0 && value <= max).then(|| (value, &text[digits..]))
}

fn v4(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0_u8; 4];
    let mut rest = text;
    for (index, octet) in octets.iter_mut().enumerate() {
        if index > 0 {
            rest = rest.strip_prefix('.')?;
        }
        let (value, tail) = number(rest, 10, 0xFF)?;
        *octet = u8::try_from(value).ok()?;
        rest = tail;
    }
    rest.is_empty().then(|| Ipv4Addr::from(octets))
}

fn v6(text: &str) -> Option<Ipv6Addr> {
    let mut groups: Vec<u16> = Vec::with_capacity(8);
    let mut gap = None;
    let mut rest = text;
    if let Some(tail) = rest.strip_prefix("::") {
        gap = Some(0);
        rest = tail;
    }
    while !rest.is_empty() && groups.len() < 8 {
        let (value, tail) = number(rest, 16, 0xFFFF)?;
        if tail.starts_with('.') {
            let is_last = groups.len() == 6 || gap.is_some() && groups.len() < 6;
            let [a, b, c, d] = v4(rest).filter(|_| is_last)?.octets();
            groups.extend([u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]);
            rest = "";
            break;
        }
        groups.push(u16::try_from(value).ok()?);
        rest = tail;
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix(':').filter(|tail| !tail.is_empty())?;
        if let Some(tail) = rest.strip_prefix(':') {
            if gap.replace(groups.len()).is_some() {
                return None;
            }
            rest = tail;
        }
    }
    if !rest.is_empty() {
        return None;
    }
    match gap {
        // A gap stands for one group at least.
        Some(at) if groups.len() < 8 => {
            let missing = 8 - groups.len();
            groups.splice(at..at, std::iter::repeat_n(0, missing));
        }
        None if groups.len() == 8 => {}
        _ => return None,
    }
    let groups: [u16; 8] = groups.try_into().ok()?;
    Some(Ipv6Addr::from(groups))
}

/// Why the stricter reader refuses a text that the older one takes.
fn strictly(text: &str) -> Option<&'static str> {
    match text.parse::<IpAddr>() {
        Err(_) => Some(LEADING_ZEROS),
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_some() => Some(MAPPED),
        Ok(_) => None,
    }
}

/// An address in a field that is older than the strict reader (`IsValidIPForLegacyField`).
pub(super) fn legacy(text: &str, release: Release) -> Result<IpAddr, &'static str> {
    let address = parse(text).ok_or(NO_ADDRESS)?;
    match strictly(text).filter(|_| release >= Release::V1_36) {
        Some(reason) => Err(reason),
        None => Ok(address),
    }
}

/// An address in the one spelling that is canonical (`IsValidIP`).
pub(super) fn canonical(text: &str) -> Result<IpAddr, Cow<'static, str>> {
    let address = parse(text).ok_or(NO_ADDRESS)?;
    if let Some(reason) = strictly(text) {
        return Err(reason.into());
    }
    let written = address.to_string();
    if written == text {
        Ok(address)
    } else {
        Err(format!("must be in canonical form ({written:?})").into())
    }
}

/// What is against an address that others are to reach (`ValidateNonSpecialIP`); `text` is how it is written.
pub(super) fn special(address: IpAddr, text: &str) -> Option<Cow<'static, str>> {
    let (is_link_local, is_link_local_multicast) = match address {
        IpAddr::V4(v4) => (v4.is_link_local(), v4.octets()[..3] == [224, 0, 0]),
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.octets();
            (
                first == 0xFE && second & 0xC0 == 0x80,
                first == 0xFF && second & 0x0F == 0x02,
            )
        }
    };
    if address.is_unspecified() {
        Some(format!("may not be unspecified ({text})").into())
    } else if address.is_loopback() {
        Some("may not be in the loopback range (127.0.0.0/8, ::1/128)".into())
    } else if is_link_local {
        Some("may not be in the link-local range (169.254.0.0/16, fe80::/10)".into())
    } else if is_link_local_multicast {
        Some("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)".into())
    } else {
        None
    }
}

/// What the API server warns of in an address that it accepts (`GetWarningsForIP`).
pub(super) fn warning(field: &str, text: &str) -> Option<String> {
    let address = parse(text)?;
    if strictly(text).is_some() {
        return Some(format!(
            "{field}: non-standard IP address {text:?} will be considered invalid in a future Kubernetes release: use \"{address}\""
        ));
    }
    (address.is_ipv6() && address.to_string() != text).then(|| {
        format!(
            "{field}: IPv6 address {text:?} should be in RFC 5952 canonical format (\"{address}\")"
        )
    })
}

/// What is against a block of addresses (`IsValidCIDRForLegacyField`).
pub(super) fn cidr(text: &str, release: Release) -> Option<&'static str> {
    const NO_CIDR: &str = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    let read = || {
        let (address, length) = text.split_once('/')?;
        let (length, rest) = number(length, 10, 128)?;
        let (bits, width) = match v4(address) {
            Some(v4) => (u128::from(v4.to_bits()) << 96, 32),
            None => (v6(address)?.to_bits(), 128),
        };
        let host_bits = u128::MAX.checked_shr(length).unwrap_or(0);
        (rest.is_empty() && length <= width).then_some(bits & host_bits != 0)
    };
    let Some(has_host_bits) = read() else {
        return Some(NO_CIDR);
    };
    if release < Release::V1_36 {
        return None;
    }
    let (address, length) = text.split_once('/')?;
    match strictly(address) {
        Some(LEADING_ZEROS) => Some("must not have leading 0s in IP or prefix length"),
        _ if length.len() > 1 && length.starts_with('0') => {
            Some("must not have leading 0s in IP or prefix length")
        }
        Some(_) => Some("must not have an IPv4-mapped IPv6 address"),
        None => has_host_bits.then_some("must not have bits set beyond the prefix length"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_go_reads_them() {
        for (text, address) in [
            ("10.0.0.1", "10.0.0.1"),
            ("010.000.0000.01", "10.0.0.1"),
            ("2001:DB8::1", "2001:db8::1"),
            ("::", "::"),
            ("1::", "1::"),
            ("00001::2", "1::2"),
            ("::ffff:010.0.0.1", "10.0.0.1"),
            ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ] {
            assert_eq!(
                parse(text).map(|it| it.to_string()).as_deref(),
                Some(address),
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_no_addresses() {
        for text in [
            "",
            "1",
            "10.0.0",
            "10.0.0.256",
            "10.0.0.1.",
            ".1.2.3",
            "10.0.0.1 ",
            "1.2.3.4:80",
            "a.b.c.d",
            ":",
            ":::",
            "1:2",
            "::1::",
            "1:2:3:4:5:6:7::8",
            "1:2:3:4:5:6:7:8:9",
            "12345::",
            "fe80::1%eth0",
            "::1.2.3",
            "1.2.3.4::",
            "+1.2.3.4",
            "é:1",
            "::1:",
            "1:2:3:4:5:6:7:1.2.3.4",
            "99999999999999999999.1.1.1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn blocks_may_have_host_bits_and_leading_zeros_until_1_36() {
        for text in [
            "10.0.0.0/8",
            "10.0.0.1/8",
            "010.0.0.0/08",
            "::ffff:10.0.0.0/104",
            "::/0",
            "2001:db8::1/128",
        ] {
            assert_eq!(cidr(text, Release::V1_33), None, "{text}");
        }
        for text in [
            "10.0.0.0",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/",
            "10.0.0.0/8 ",
            "/8",
            "x/8",
        ] {
            assert!(cidr(text, Release::V1_33).is_some(), "{text}");
        }
        for text in [
            "10.0.0.0/8",
            "::/0",
            "2001:db8::1/128",
            "0.0.0.0/0",
            "10.0.0.1/32",
        ] {
            assert_eq!(cidr(text, Release::V1_36), None, "{text}");
        }
        for text in [
            "10.0.0.1/8",
            "010.0.0.0/8",
            "10.0.0.0/08",
            "::ffff:10.0.0.0/104",
            "2001:db8::1/64",
        ] {
            assert!(cidr(text, Release::V1_36).is_some(), "{text}");
        }
    }
}
