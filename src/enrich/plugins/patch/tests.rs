use super::*;
use serde_json::json;

fn source(key: &str) -> SecretKeyRef {
    SecretKeyRef {
        namespace: "shop".to_owned(),
        name: "values".to_owned(),
        key: key.to_owned(),
    }
}

fn patched(config: &Value, path: &str) -> Result<Value, PatchError> {
    let mut patched = Patched::new(config.as_object().cloned().unwrap_or_default());
    patched.add(path, json!(7), source("a"), &mut Fillers::default())?;
    Ok(patched.finish().root)
}

#[test]
fn missing_parents_are_made() {
    for (config, path, expected) in [
        (json!({}), "/x/-", json!({"x": [7]})),
        (json!({}), "/x/0", json!({"x": [7]})),
        (json!({}), "/x/-1", json!({"x": [7]})),
        (json!({}), "/x/1", json!({"x": [null, 7]})),
        (json!({}), "/x/2/k", json!({"x": [null, null, {"k": 7}]})),
        (
            json!({"x": [1]}),
            "/x/3/k",
            json!({"x": [1, null, null, {"k": 7}]}),
        ),
        (json!({"x": [1, 2]}), "/x/-2", json!({"x": [1, 7, 2]})),
        (
            json!({"x": [null]}),
            "/x/0/k",
            json!({"x": [{"k": 7}, null]}),
        ),
        (json!({"a/b": {}}), "/a~1b/c~0d", json!({"a/b": {"c~d": 7}})),
        (json!({}), "//k", json!({})),
        (json!({}), "x/k", json!({"k": 7})),
    ] {
        assert_eq!(patched(&config, path), Ok(expected), "{config} {path}");
    }
}

#[test]
fn places_that_cannot_be_are_failures() {
    for path in [
        "/x/2", "/x/-3", "/x/k", "/x/0/k", "/x/-/k", "x", "/x//k", "/a~1b/c", "/n/-2",
    ] {
        assert!(patched(&json!({"x": [1]}), path).is_err(), "{path}");
    }
}

#[test]
fn nothing_is_added_to_a_root_that_is_null_or_a_scalar() {
    let after = |first: Value, path: &str| {
        let mut patched = Patched::new(Map::new());
        let mut fillers = Fillers::default();
        patched.add("", first, source("a"), &mut fillers)?;
        patched.add(path, json!({"a": 1}), source("b"), &mut fillers)?;
        Ok(patched.finish().root)
    };
    for path in ["/x", "/x/y", "//k"] {
        let result = after(Value::Null, path);
        assert_eq!(result, Err(PatchError::NotObject), "{path}");
    }
    for scalar in [json!(1.0), json!("text"), json!(true)] {
        assert_eq!(after(scalar, ""), Err(PatchError::NotObject));
    }
    assert_eq!(after(Value::Null, ""), Ok(json!({"a": 1})));
    assert_eq!(after(json!([]), ""), Ok(json!({"a": 1})));
}

#[test]
fn secrets_are_found_where_later_patches_moved_them() {
    let mut patched = Patched::new(Map::new());
    for (path, key) in [
        ("/x/-", "first"),
        ("/x/0", "second"),
        ("/y", "third"),
        ("/y", "last"),
    ] {
        patched
            .add(path, json!("v"), source(key), &mut Fillers::default())
            .expect("applies");
    }
    let found: Vec<_> = patched
        .finish()
        .secrets
        .into_iter()
        .map(|(pointer, source)| (pointer, source.key))
        .collect();
    let expected = [("/x/1", "first"), ("/x/0", "second"), ("/y", "last")];
    assert_eq!(
        found,
        expected.map(|(pointer, key)| (pointer.to_owned(), key.to_owned()))
    );
}

#[test]
fn what_covers_a_value_of_a_secret_makes_it_disappear() {
    let mut patched = Patched::new(Map::new());
    for (path, key) in [("/a/b", "inner"), ("/a", "outer"), ("/a", "last")] {
        patched
            .add(path, json!({"b": 1}), source(key), &mut Fillers::default())
            .expect("applies");
    }
    let secrets = patched.finish().secrets;
    assert_eq!(secrets, [("/a".to_owned(), source("last"))]);
}

#[test]
fn the_result_is_nested_no_deeper_than_a_manifest_may_be() {
    let deepest = "/a".repeat(MAX_DEPTH);
    assert!(patched(&json!({}), &deepest).is_ok());
    for path in [deepest + "/a", "/a".repeat(50_000), "/0".repeat(50_000)] {
        assert_eq!(patched(&json!({}), &path), Err(PatchError::TooDeep));
    }
}

#[test]
fn a_deep_value_counts_with_the_path_to_it() {
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let mut patched = Patched::new(Map::new());
    let mut fillers = Fillers::default();
    for (path, expected) in [
        ("/a/b", Ok(())),
        (&*format!("/a{}", "/b".repeat(40)), Err(PatchError::TooDeep)),
    ] {
        let found = patched.add(path, deep.clone(), source("a"), &mut fillers);
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn nulls_that_fill_lists_are_counted_over_all_patches() {
    let mut fillers = Fillers::default();
    let mut patched = Patched::new(Map::new());
    let mut add = |path: &str| patched.add(path, json!(1), source("a"), &mut fillers);
    assert_eq!(add("/a/600"), Ok(()));
    assert_eq!(add("/b/300/x"), Ok(()));
    assert_eq!(add("/b/390/x"), Ok(()));
    assert_eq!(add("/c/100"), Err(PatchError::TooLong));
    assert_eq!(add("/c/99999999999"), Err(PatchError::TooLong));
}
