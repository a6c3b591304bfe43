//! Each shape against the tree that libyaml's events give, and what is left to them.

use super::super::{parse_events, parse_lines};

#[track_caller]
fn same(text: &str) {
    let lines = parse_lines(text).unwrap_or_else(|| panic!("is given up: {text:?}"));
    let events = parse_events(text).unwrap_or_else(|error| panic!("{error:?} in {text:?}"));
    assert_eq!(lines, events, "{text:?}");
}

#[test]
fn maps_and_lists_nest_in_all_the_usual_ways() {
    for text in [
        "a: 1\n",
        "a: 1",
        "a:\n  b:\n    c: x\n  d: y\ne: z\n",
        "a:\n- x\n- y\nb: z\n",
        "a:\n  - x\n  -  y\nb: z\n",
        "- a: 1\n  b:\n  - c\n  - d: 2\n    e: 3\n  f: 4\n- g\n",
        "-   a: 1\n    b: 2\n-\n  c: 3\n",
        "- - a\n  - b\n- - c: 1\n    d: 2\n",
        "- - - a\n",
        "  a: 1\n  b:\n      c: 2\n",
        "a:\n  b:\n  - c:\n    - d\n    e:\n      f: 1\n",
    ] {
        same(text);
    }
}

#[test]
fn what_is_left_out_is_null_at_its_colon_or_dash() {
    for text in [
        "a:\n",
        "a:",
        "a:   # none\nb:\n",
        "a:\n  b:\nc:\n- \n-\n- d:\n",
        "-",
        "a:\n\n\nb: 1\n",
    ] {
        same(text);
    }
}

#[test]
fn comments_and_blank_lines_stand_anywhere() {
    for text in [
        "",
        "\n\n",
        "# nothing\n  # at all",
        "# first\n\na: 1 # one\n  # between\n\nb: # below\n# here\n  c: 2\n    # too deep\n",
        "a: b#c # d\ne: 'f' # g\nh: [i] # j\n",
        "a:\n- b # c\n# d\n- # e\n  f: g\n",
        "a: 1   \n   \nb: 2  ",
    ] {
        same(text);
    }
}

#[test]
fn plain_scalars_resolve_and_keep_their_signs() {
    for text in [
        "a: yes\nb: 010\nc: 1.5\nd: ~\ne: 2001-01-01\nf: -1\ng: -x\nh: a - b\ni: http://x:80/y?z#w\nj: a, b [c] {d}\nk: it's \"so\"\nl: <<\n",
        "yes: 1\n010: 2\n1e3: 3\n1.5: 4\na b: 5\na:b: 6\na#b: 7\n-x: 8\n",
        "a: /~/x(y|z)$\nb: a  b   c\nc: =\nd: x:y:z\n",
        "a: ---\nb: ...\n",
        "a: größe\nü: x # y\n",
        "ä: {ö: ü, x: [é, y]}\n",
    ] {
        same(text);
    }
}

#[test]
fn quoted_scalars_keep_their_text() {
    for text in [
        "a: 'it''s'\nb: ''\nc: \"\"\nd: ''''\ne: \"a'b\"\nf: 'a\"b'\n",
        "a: \"x\\n\\t\\\\ \\\"y\\\" \\/ z\\r\"\n",
        "'a': 1\n\"b c\": 2\n'yes': 3\n\"<<\": 4\n'd: e': 5\n'': 6\n",
        "- 'a': 1\n  'b': 2\n- \"c\"\n- 'd: e'\n",
        "a: '  x  '\nb: \" # \"\nc: '- x'\nd: \"yes\"\ne: \"größe\" # ü\n",
    ] {
        same(text);
    }
}

#[test]
fn flow_collections_of_one_line_are_read() {
    for text in [
        "a: []\nb: {}\nc: [ ]\nd: { }\n",
        "a: [b, 'c', \"d\", 1, yes, e f]\n",
        "a: {b: 1, 'c': 2, \"d\":3, \"e\": {f: [g, {h: i}]}}\n",
        "a: [http://x/y, a:b, -1, -x, /z]\n",
        "- {a: 1, b: [2, 3]}\n- [a]\n- [[a], []]\n",
        "a: {b: x y , c: z}\n",
        "a: { b: 1 , c: [ 2 , 3 ] }  # d\n",
        "a: {010: x, yes: y}\n",
    ] {
        same(text);
    }
}

#[test]
fn literal_blocks_keep_their_lines() {
    for text in [
        "a: |\n  x\n  y\nb: 1\n",
        "a: |-\n  x\n\n    y\n\n\nb: 1\n",
        "a: |\n\n\n  x\n",
        "a:\n- |\n x\n  y\n- |-\n    z\n",
        "- a: |\n    x\n    # y\n    - z\n  b: |-\n    \"q\n",
        "a: |\n  x\n# comment\n\nb: 1",
        "a: |\n  x  \n     \n  y\n  \n \nb: 1\n",
        "a: |\n  größe\nb: 1\n",
        "a: |\n  x\n   # deeper\n # less\nb: 1\n",
        "a: |\n  x\n\n\n",
    ] {
        same(text);
    }
}

#[test]
fn unusual_texts_are_left_to_the_events() {
    for text in [
        "a: &x 1\n",
        "a: *x\n",
        "a: !!str 1\n",
        "<<: {a: 1}\n",
        "{a: 1}\n",
        "[a]\n",
        "a\n",
        "? a\n: b\n",
        "a: 1\na: 2\n",
        "1: a\n'1': b\n",
        "a: {b: 1, b: 2}\n",
        "~: 1\n",
        ": 1\n",
        "%YAML 1.1\n",
        "a: 1\n...\n",
        "...\n",
        "---\na: 1\n",
        "a: >\n  x\n",
        "a: |+\n  x\n",
        "a: |2\n  x\n",
        "a: | # c\n  x\n",
        "a: |\n  x",
        "a: |\n  x\n  ",
        "a: |\n    \n  x\n",
        "a: |\nb: 1\n",
        "a: |\n",
        "a: x\n  y\n",
        "a: x\n  # c\n  y\n",
        "a: 'x\n  y'\n",
        "a: \"x\n  y\"\n",
        "a: \"\\x41\"\n",
        "a: \"x\" y\n",
        "a: 'x'#y\n",
        "a: 'x': y\n",
        "'a':b\n",
        "a : b\n",
        "a:\n  x\n",
        "-\n  x\n",
        "a: b: c\n",
        "a: - b\n",
        "a: -\n",
        "a: .inf\n",
        "a: [b\n",
        "a: [b,\n  c]\n",
        "a: [b, ]\n",
        "a: [b: c]\n",
        "a: [b] c\n",
        "a: [b]: c\n",
        "a: {b}\n",
        "a: {b, c: 1}\n",
        "a: {b: }\n",
        "a: {b:1}\n",
        "a: [-]\n",
        "a: [- b]\n",
        "a: [?b]\n",
        "a: [b #c\n]\n",
        "a: {<<: b}\n",
        "a: 1\n b: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "a:\n  - b\n c: 1\n",
        "a:\n- b\n - c\n",
        "a: 1\n- b\n",
        "- a\nb: 1\n",
        "a: @b\n",
        "a: `b\n",
        "a: %b\n",
        "a:\tb\n",
        "a: 1\r\n",
        "\u{feff}a: 1\n",
        "a: \u{85}\n",
        "a: \u{2028}b\n",
        "a: \u{7f}\n",
        "a: b\0\n",
    ] {
        assert!(parse_lines(text).is_none(), "{text:?}");
    }
}

#[test]
fn depth_and_length_are_limited() {
    let deep: String = (0..200).map(|depth| " ".repeat(depth) + "a:\n").collect();
    assert!(parse_lines(&deep).is_none());
    assert!(parse_lines(&format!("a: {}", "[".repeat(100_000))).is_none());
    assert!(parse_lines(&"- ".repeat(100_000)).is_none());
    assert!(parse_lines(&format!("{}: 1\n", "k".repeat(1_100))).is_none());
    assert!(parse_lines(&format!("a: [{}é]\n", "é, ".repeat(2_000))).is_none());
    same(&format!("a: {}\n", "v".repeat(100_000)));
    same(&format!("a: [{}e]\n", "e, ".repeat(2_000)));
}
