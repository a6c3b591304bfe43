//! Whether a private key belongs to a certificate, as Go's `tls.X509KeyPair` decides it (spec 44, 1.4).
//!
//! The public half of the key is computed and compared with the one in the certificate; nothing is signed or encrypted.

use super::pem;
use num_bigint::BigUint;
use std::collections::HashMap;
use std::fmt;
use x509_parser::asn1_rs::{Any, FromDer, Oid, Tag, oid};
use x509_parser::prelude::{SubjectPublicKeyInfo, X509Certificate};

/// Why a pair of texts is no key pair. Says nothing about the key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Defect {
    /// The certificate text holds no `CERTIFICATE` block.
    NoCertificate,
    /// The first certificate does not parse.
    BadCertificate,
    /// The key text holds no `PRIVATE KEY` block.
    NoKey,
    /// The key does not parse, is encrypted or of a kind that is not supported.
    BadKey,
    /// Both are sound, but do not belong together.
    Mismatch,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCertificate => "`tls.crt` has no PEM block of type CERTIFICATE",
            Self::BadCertificate => "the first certificate in `tls.crt` does not parse",
            Self::NoKey => "`tls.key` has no PEM block of type PRIVATE KEY",
            Self::BadKey => {
                "the key in `tls.key` does not parse, is encrypted, or is neither RSA, ECDSA nor Ed25519"
            }
            Self::Mismatch => "the key in `tls.key` does not belong to the first certificate in `tls.crt`",
        })
    }
}

/// Verdicts that were found already: one certificate often stands in a Secret of each namespace, and the check is dear.
#[derive(Default)]
pub(super) struct Verdicts(HashMap<(String, String), Result<(), Defect>>);

impl Verdicts {
    /// [`check`], once for each pair of texts.
    pub(super) fn check(&mut self, certificate: &str, key: &str) -> Result<(), Defect> {
        *self
            .0
            .entry((certificate.to_owned(), key.to_owned()))
            .or_insert_with(|| check(certificate, key))
    }
}

/// Check a certificate text and a key text. Of several certificates only the first one is looked at.
fn check(certificate: &str, key: &str) -> Result<(), Defect> {
    let certificate = pem::blocks(certificate)
        .find(|block| block.label == "CERTIFICATE")
        .ok_or(Defect::NoCertificate)?;
    let key = pem::blocks(key)
        .find(|block| block.label == "PRIVATE KEY" || block.label.ends_with(" PRIVATE KEY"))
        .ok_or(Defect::NoKey)?;
    let Ok((&[], certificate)) = X509Certificate::from_der(&certificate.content) else {
        return Err(Defect::BadCertificate);
    };
    // Go tries the three forms in this order, whatever the type of the block says.
    let public = pkcs1(&key.content)
        .or_else(|| pkcs8(&key.content))
        .or_else(|| sec1(&key.content, None))
        .ok_or(Defect::BadKey)?;
    if certified(certificate.public_key()) == Some(public) {
        Ok(())
    } else {
        Err(Defect::Mismatch)
    }
}

/// The curves of Go's `crypto/x509`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Curve {
    P224,
    P256,
    P384,
    P521,
}

/// What identifies a public key.
#[derive(PartialEq, Eq)]
enum PublicKey {
    /// The modulus; Go compares nothing else.
    Rsa(BigUint),
    /// The uncompressed point.
    Ec(Curve, Vec<u8>),
    /// The 32 bytes.
    Ed25519(Vec<u8>),
}

const RSA: Oid<'_> = oid!(1.2.840.113549.1.1.1);
const EC: Oid<'_> = oid!(1.2.840.10045.2.1);
const ED25519: Oid<'_> = oid!(1.3.101.112);

fn curve(oid: &Oid<'_>) -> Option<Curve> {
    const P224: Oid<'_> = oid!(1.3.132.0.33);
    const P256: Oid<'_> = oid!(1.2.840.10045.3.1.7);
    const P384: Oid<'_> = oid!(1.3.132.0.34);
    const P521: Oid<'_> = oid!(1.3.132.0.35);
    [
        (P224, Curve::P224),
        (P256, Curve::P256),
        (P384, Curve::P384),
        (P521, Curve::P521),
    ]
    .into_iter()
    .find_map(|(known, curve)| (known == *oid).then_some(curve))
}

/// The key in a certificate.
fn certified(info: &SubjectPublicKeyInfo<'_>) -> Option<PublicKey> {
    let bytes = &*info.subject_public_key.data;
    let algorithm = &info.algorithm.algorithm;
    if *algorithm == RSA {
        let fields = sequence(bytes)?;
        Some(PublicKey::Rsa(natural(fields.first()?)?))
    } else if *algorithm == EC {
        let curve = curve(&info.algorithm.parameters.as_ref()?.as_oid().ok()?)?;
        Some(PublicKey::Ec(curve, bytes.to_vec()))
    } else if *algorithm == ED25519 {
        Some(PublicKey::Ed25519(bytes.to_vec()))
    } else {
        None
    }
}

/// An RSA key of RFC 8017: its numbers must fit together, as Go validates them.
fn pkcs1(der: &[u8]) -> Option<PublicKey> {
    let numbers: Vec<BigUint> = sequence(der)?.iter().map_while(natural).collect();
    let [_version, modulus, public, private, p, q, ..] = numbers.as_slice() else {
        return None;
    };
    let one = BigUint::from(1_u8);
    let inverse_modulo =
        |prime: &BigUint| *prime > one && (public * private) % (prime - &one) == one;
    (p * q == *modulus && inverse_modulo(p) && inverse_modulo(q))
        .then(|| PublicKey::Rsa(modulus.clone()))
}

/// A key of RFC 5208: algorithm and key inside.
fn pkcs8(der: &[u8]) -> Option<PublicKey> {
    let fields = sequence(der)?;
    let [version, algorithm, key, ..] = fields.as_slice() else {
        return None;
    };
    natural(version)?;
    let algorithm = items(algorithm)?;
    let oid = algorithm.first()?.clone().oid().ok()?;
    let key = key.as_octetstring().ok()?;
    if oid == RSA {
        pkcs1(key.as_cow())
    } else if oid == EC {
        let parameters = algorithm.get(1).and_then(|any| any.clone().oid().ok());
        sec1(key.as_cow(), parameters.as_ref())
    } else if oid == ED25519 {
        let (_, seed) = Any::from_der(key.as_cow()).ok()?;
        let seed: [u8; 32] = seed.as_octetstring().ok()?.as_cow()[..].try_into().ok()?;
        let public = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key();
        Some(PublicKey::Ed25519(public.to_bytes().to_vec()))
    } else {
        None
    }
}

/// A key of RFC 5915; `outer` is the curve that PKCS#8 names around it and wins over its own.
fn sec1(der: &[u8], outer: Option<&Oid<'_>>) -> Option<PublicKey> {
    let fields = sequence(der)?;
    let [version, scalar, parameters @ ..] = fields.as_slice() else {
        return None;
    };
    if natural(version)? != BigUint::from(1_u8) {
        return None;
    }
    let curve = if let Some(oid) = outer {
        curve(oid)?
    } else {
        let parameters = parameters.first().filter(|any| any.tag() == Tag(0))?;
        curve(&Any::from_der(parameters.data).ok()?.1.oid().ok()?)?
    };
    let point = point(curve, scalar.as_octetstring().ok()?.as_cow())?;
    Some(PublicKey::Ec(curve, point))
}

/// The uncompressed public point of a private number, which may have leading zeros or lack them.
fn point(curve: Curve, scalar: &[u8]) -> Option<Vec<u8>> {
    macro_rules! point_on {
        ($curve:ident, $size:literal) => {{
            use $curve::elliptic_curve::sec1::ToSec1Point;
            let key = $curve::SecretKey::from_slice(&padded::<$size>(scalar)?).ok()?;
            Some(key.public_key().to_sec1_point(false).as_bytes().to_vec())
        }};
    }
    match curve {
        Curve::P224 => point_on!(p224, 28),
        Curve::P256 => point_on!(p256, 32),
        Curve::P384 => point_on!(p384, 48),
        Curve::P521 => point_on!(p521, 66),
    }
}

/// The number in `SIZE` bytes.
fn padded<const SIZE: usize>(number: &[u8]) -> Option<[u8; SIZE]> {
    let first = number.iter().position(|&byte| byte != 0)?;
    let digits = &number[first..];
    let mut bytes = [0; SIZE];
    let start = SIZE.checked_sub(digits.len())?;
    bytes[start..].copy_from_slice(digits);
    Some(bytes)
}

/// The items of a DER sequence; what follows it is ignored, as Go does in most forms.
fn sequence(der: &[u8]) -> Option<Vec<Any<'_>>> {
    let (_, outer) = Any::from_der(der).ok()?;
    items(&outer)
}

fn items<'a>(outer: &Any<'a>) -> Option<Vec<Any<'a>>> {
    outer.tag().assert_eq(Tag::Sequence).ok()?;
    let mut items = Vec::new();
    let mut rest = outer.data;
    while !rest.is_empty() {
        let (tail, item) = Any::from_der(rest).ok()?;
        items.push(item);
        rest = tail;
    }
    Some(items)
}

/// An integer that is not negative.
fn natural(item: &Any<'_>) -> Option<BigUint> {
    item.tag().assert_eq(Tag::Integer).ok()?;
    let is_negative = item.data.first()? & 0x80 != 0;
    (!is_negative).then(|| BigUint::from_bytes_be(item.data))
}
