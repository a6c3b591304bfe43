//! The number by which Kong orders its routes, and where Kong itself does not agree on it.

use super::compat::Factors;

/// A route with a plain host goes before one without.
const PLAIN_HOSTS: u64 = 1 << 60;

/// A regular expression goes before a prefix.
const REGEX: u64 = 1 << 51;

/// The bits that hold the length of a path.
const LENGTH: u64 = 0x7_ffff;

/// A priority of the router. Higher goes first.
///
/// Kong 3.9 computes that of a converted route in Lua (spec 30, 12.3): the factors are shifted into 64 bits and OR-ed. The
/// two flags are 64-bit numbers there, but the counts are plain Lua numbers, and `LuaJIT` shifts those in 32 bits and by the
/// offset modulo 32: the number of fields lands at bits 31-29 instead of 63-61, as a *signed* number. Hence a plain host
/// outranks a regular expression, which outranks the number of fields.
///
/// Four fields or more, or a negative `regex_priority`, make that number negative, and then `LuaJIT`'s own halves disagree on
/// how it widens to 64 bits: compiled code fills everything above with ones, the interpreter (on `x86-64`) keeps the highest
/// bit alone. Code is compiled once it has run some dozens of times, so which of the two a gateway used is not to be known
/// from its configuration; even within one router both occur. Recorded answers of Kong show all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priority {
    /// As compiled code computes it: a gateway that has been up for a while.
    pub compiled: u64,
    /// As the interpreter computes it: a gateway that has just started.
    pub interpreted: u64,
}

impl Priority {
    /// A priority on which all agree.
    pub const fn certain(value: u64) -> Self {
        Self {
            compiled: value,
            interpreted: value,
        }
    }

    /// The priority of an HTTP route's part.
    pub fn of_http(factors: &Factors) -> Self {
        let flags = if factors.plain_hosts { PLAIN_HOSTS } else { 0 }
            | if factors.regex { REGEX } else { 0 };
        let counts = [
            shifted(factors.fields, 61),
            shifted(factors.headers.min(0xff), 52),
            shifted(factors.regex_priority.cast_unsigned(), 19),
        ];
        let length = factors.length & LENGTH;
        let compiled = counts
            .iter()
            .fold(flags | length, |bits, count| bits | sign_extended(*count));
        let interpreted = if flags == 0 {
            // Without a 64-bit number among them they are OR-ed in 32 bits, and the sum is widened.
            let sum = counts
                .iter()
                .fold(length as i32, |bits, count| bits | count);
            highest_bit_only(sum)
        } else {
            counts.iter().fold(flags | length, |bits, count| {
                bits | highest_bit_only(*count)
            })
        };
        Self {
            compiled,
            interpreted,
        }
    }

    /// Whether all agree on it.
    pub const fn is_certain(self) -> bool {
        self.compiled == self.interpreted
    }

    /// The most it can be.
    pub fn highest(self) -> u64 {
        self.compiled.max(self.interpreted)
    }

    /// The least it can be.
    pub fn lowest(self) -> u64 {
        self.compiled.min(self.interpreted)
    }
}

/// `bit.lshift` of `LuaJIT` on a plain number: 32 bits, signed, the offset modulo 32.
const fn shifted(number: u64, offset: u32) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only the low half takes part in the shift"
    )]
    let low = number as u32;
    low.wrapping_shl(offset).cast_signed()
}

const fn sign_extended(number: i32) -> u64 {
    (number as i64).cast_unsigned()
}

/// A negative number is out of the range of the conversion, which then yields the highest bit.
const fn highest_bit_only(number: i32) -> u64 {
    if number < 0 {
        1 << 63
    } else {
        number.unsigned_abs() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A prefix path, a plain host, a method and a header.
    const PLAIN: Factors = Factors {
        plain_hosts: true,
        regex: false,
        fields: 4,
        headers: 1,
        regex_priority: 0,
        length: 5,
    };

    /// What Kong's function gives under the `LuaJIT` 2.1 of 2023 that Kong 3.9 brings, interpreted and compiled.
    #[test]
    fn four_fields_are_where_interpreter_and_compiled_code_part() {
        let plain = Priority::of_http(&PLAIN);
        assert_eq!(plain.interpreted, 0x9000_0000_0010_0005);
        assert_eq!(plain.compiled, 0xffff_ffff_8010_0005);
        let regex = Priority::of_http(&Factors {
            regex: true,
            length: 0,
            ..PLAIN
        });
        assert_eq!(regex.interpreted, 0x9008_0000_0010_0000);
        assert_eq!(regex.compiled, 0xffff_ffff_8010_0000);
        let neither = Priority::of_http(&Factors {
            plain_hosts: false,
            ..PLAIN
        });
        assert_eq!(neither.interpreted, 0x8000_0000_0000_0000);
        assert_eq!(neither.compiled, 0xffff_ffff_8010_0005);
    }

    #[test]
    fn a_negative_regex_priority_parts_them_too() {
        let negative = Priority::of_http(&Factors {
            plain_hosts: false,
            regex: true,
            fields: 1,
            headers: 0,
            regex_priority: -5,
            length: 0,
        });
        assert_eq!(negative.interpreted, 0x8008_0000_2000_0000);
        assert_eq!(negative.compiled, 0xffff_ffff_ffd8_0000);
    }

    #[test]
    fn up_to_three_fields_all_agree() {
        let three = Factors {
            fields: 3,
            headers: 0,
            ..PLAIN
        };
        let no_host = Factors {
            plain_hosts: false,
            ..three
        };
        for (factors, expected) in [
            (three, 0x1000_0000_6000_0005),
            (no_host, 0x0000_0000_6000_0005),
        ] {
            assert_eq!(Priority::of_http(&factors), Priority::certain(expected));
        }
    }
}
