//! libyaml's events behind a safe face. The only `unsafe` code of the house: every pointer stays in this file.
#![allow(
    unsafe_code,
    reason = "libyaml-rs is a translation of the C library and has its interface; YAML as kubectl reads it needs this very grammar (spec 60, 7)"
)]

use super::super::node::Mark;
use super::ScalarSpan;
use libyaml_rs as sys;
use std::ffi::CStr;
use std::mem::MaybeUninit;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Without quotes: the only style whose text is resolved.
    Plain,
    /// Quoted or a block.
    Quoted,
}

/// Anchor and tag of a node.
#[derive(Debug, Default)]
pub(super) struct Properties {
    /// `&name`
    pub(super) anchor: Option<String>,
    /// `!tag`, in full.
    pub(super) tag: Option<String>,
}

/// One event.
#[derive(Debug)]
pub(super) enum Event {
    /// The stream begins.
    StreamStart,
    /// The stream is over.
    StreamEnd,
    /// A document begins.
    DocumentStart,
    /// A document is over; `implicit` when no `...` says so.
    DocumentEnd,
    /// `*name`
    Alias(String),
    /// A scalar.
    Scalar(Properties, String, Style),
    /// A list begins.
    SequenceStart(Properties),
    /// A list is over.
    SequenceEnd,
    /// A map begins.
    MappingStart(Properties),
    /// A map is over.
    MappingEnd,
}

/// Why the text is not YAML, and where.
#[derive(Debug)]
pub(super) struct Failure {
    /// libyaml's words.
    pub(super) message: String,
    /// Where, counted from the start of the text.
    pub(super) mark: Mark,
}

/// A parser over a borrowed text.
pub(super) struct Events<'a> {
    parser: Box<MaybeUninit<sys::yaml_parser_t>>,
    text: &'a str,
}

impl<'a> Events<'a> {
    /// Start reading `text`.
    pub(super) fn new(text: &'a str) -> Self {
        let mut parser = Box::new(MaybeUninit::<sys::yaml_parser_t>::uninit());
        // SAFETY: the parser is boxed, so it does not move; initialising never fails (libyaml-rs aborts
        // when memory is short); the text outlives the parser by `'a`.
        unsafe {
            let pointer = parser.as_mut_ptr();
            let _ = sys::yaml_parser_initialize(pointer);
            sys::yaml_parser_set_encoding(pointer, sys::YAML_UTF8_ENCODING);
            sys::yaml_parser_set_input_string(pointer, text.as_ptr(), text.len() as u64);
        }
        Self { parser, text }
    }

    /// The next event with its position. Not to be called after `StreamEnd` or a failure.
    pub(super) fn next(&mut self) -> Result<(Event, Mark), Failure> {
        let mut event = MaybeUninit::<sys::yaml_event_t>::uninit();
        // SAFETY: `new` initialised the parser; `yaml_parser_parse` clears the event first, so it is
        // initialised whether it succeeds or not; the event is deleted once, after its last use.
        unsafe {
            if sys::yaml_parser_parse(self.parser.as_mut_ptr(), event.as_mut_ptr()).fail {
                return Err(self.failure());
            }
            let raw = event.assume_init_mut();
            let mark = mark_of(raw.start_mark.line, raw.start_mark.column);
            let converted = convert(raw);
            sys::yaml_event_delete(raw);
            Ok((converted, mark))
        }
    }

    /// Read to the end without looking at any event; their number, up to the first failure.
    pub(super) fn count(mut self) -> usize {
        let mut number = 0;
        loop {
            let mut event = MaybeUninit::<sys::yaml_event_t>::uninit();
            // SAFETY: as in `next`.
            unsafe {
                if sys::yaml_parser_parse(self.parser.as_mut_ptr(), event.as_mut_ptr()).fail {
                    return number;
                }
                let raw = event.assume_init_mut();
                let ended = raw.type_ == sys::YAML_STREAM_END_EVENT;
                sys::yaml_event_delete(raw);
                number += 1;
                if ended {
                    return number;
                }
            }
        }
    }

    /// Read to the end for where the scalars stand; `None` after a failure.
    pub(super) fn scalar_spans(mut self) -> Option<Vec<ScalarSpan>> {
        let mut spans = Vec::new();
        loop {
            let mut event = MaybeUninit::<sys::yaml_event_t>::uninit();
            // SAFETY: as in `next`; the scalar's data are read only of a scalar.
            unsafe {
                if sys::yaml_parser_parse(self.parser.as_mut_ptr(), event.as_mut_ptr()).fail {
                    return None;
                }
                let raw = event.assume_init_mut();
                let kind = raw.type_;
                if kind == sys::YAML_SCALAR_EVENT {
                    let style = raw.data.scalar.style;
                    spans.push(ScalarSpan {
                        start: mark_of(raw.start_mark.line, raw.start_mark.column),
                        end: mark_of(raw.end_mark.line, raw.end_mark.column),
                        is_block: style == sys::yaml_scalar_style_t::YAML_LITERAL_SCALAR_STYLE
                            || style == sys::yaml_scalar_style_t::YAML_FOLDED_SCALAR_STYLE,
                    });
                }
                sys::yaml_event_delete(raw);
                if kind == sys::YAML_STREAM_END_EVENT {
                    return Some(spans);
                }
            }
        }
    }

    fn failure(&self) -> Failure {
        // SAFETY: the parser is initialised; problem and context are null or static C strings.
        unsafe {
            let parser = self.parser.assume_init_ref();
            let mut message = if parser.problem.is_null() {
                "not valid YAML".to_owned()
            } else {
                CStr::from_ptr(parser.problem.cast())
                    .to_string_lossy()
                    .into_owned()
            };
            if !parser.context.is_null() {
                message.push(' ');
                message.push_str(&CStr::from_ptr(parser.context.cast()).to_string_lossy());
            }
            // A character that YAML does not allow has an offset in bytes and no mark.
            let mark = if parser.error == sys::YAML_READER_ERROR {
                let offset = usize::try_from(parser.problem_offset).unwrap_or_default();
                Mark::behind(self.text.get(..offset).unwrap_or_default())
            } else {
                mark_of(parser.problem_mark.line, parser.problem_mark.column)
            };
            Failure { message, mark }
        }
    }
}

impl Drop for Events<'_> {
    fn drop(&mut self) {
        // SAFETY: `new` initialised the parser, and it is deleted only here.
        unsafe { sys::yaml_parser_delete(self.parser.as_mut_ptr()) }
    }
}

fn mark_of(line: u64, column: u64) -> Mark {
    Mark {
        line: u32::try_from(line + 1).unwrap_or(u32::MAX),
        column: u32::try_from(column + 1).unwrap_or(u32::MAX),
    }
}

/// # Safety
/// `event` is what `yaml_parser_parse` filled in and has not been deleted.
unsafe fn convert(event: &sys::yaml_event_t) -> Event {
    // SAFETY: the union's member is chosen by the event's type; its strings are null or end with a null byte.
    unsafe {
        match event.type_ {
            sys::YAML_STREAM_START_EVENT => Event::StreamStart,
            sys::YAML_DOCUMENT_START_EVENT => Event::DocumentStart,
            sys::YAML_DOCUMENT_END_EVENT => Event::DocumentEnd,
            sys::YAML_ALIAS_EVENT => {
                Event::Alias(string(event.data.alias.anchor).unwrap_or_default())
            }
            sys::YAML_SCALAR_EVENT => {
                let scalar = &event.data.scalar;
                let bytes = std::slice::from_raw_parts(
                    scalar.value,
                    usize::try_from(scalar.length).unwrap_or_default(),
                );
                let style = if scalar.style == sys::yaml_scalar_style_t::YAML_PLAIN_SCALAR_STYLE {
                    Style::Plain
                } else {
                    Style::Quoted
                };
                Event::Scalar(
                    Properties {
                        anchor: string(scalar.anchor),
                        tag: string(scalar.tag),
                    },
                    String::from_utf8_lossy(bytes).into_owned(),
                    style,
                )
            }
            sys::YAML_SEQUENCE_START_EVENT => {
                let start = &event.data.sequence_start;
                Event::SequenceStart(Properties {
                    anchor: string(start.anchor),
                    tag: string(start.tag),
                })
            }
            sys::YAML_SEQUENCE_END_EVENT => Event::SequenceEnd,
            sys::YAML_MAPPING_START_EVENT => {
                let start = &event.data.mapping_start;
                Event::MappingStart(Properties {
                    anchor: string(start.anchor),
                    tag: string(start.tag),
                })
            }
            sys::YAML_MAPPING_END_EVENT => Event::MappingEnd,
            _ => Event::StreamEnd,
        }
    }
}

/// # Safety
/// `text` is null or points to a string that ends with a null byte.
unsafe fn string(text: *const u8) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: promised by the caller.
    Some(
        unsafe { CStr::from_ptr(text.cast()) }
            .to_string_lossy()
            .into_owned(),
    )
}
