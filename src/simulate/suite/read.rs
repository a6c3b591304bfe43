//! Reading a tests file: `tests: [{name, request: {...}, expect: {...}}]`.

use super::Test;
use crate::simulate::request::{Request, Scheme};
use serde_json::{Map, Value};

/// What a test may expect.
const EXPECTATIONS: [&str; 10] = [
    "route",
    "service",
    "upstream_uri",
    "sent_uri",
    "sent_headers",
    "status",
    "location",
    "plugins",
    "not_plugins",
    "targets",
];

/// Something in a tests file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Line of the test, or of the file's begin.
    pub line: u32,
    /// What was expected and found.
    pub message: String,
}

/// Read the tests of a file; `lines` has the line of each. A mistake makes the whole file useless: a test that silently
/// does not run is worse.
pub fn read(root: &Value, lines: &[u32]) -> Result<Vec<Test>, Mistake> {
    let Some(Value::Array(tests)) = root.get("tests") else {
        return Err(Mistake {
            line: 1,
            message: "expected a list `tests`".to_owned(),
        });
    };
    let lines = lines.iter().copied().chain(std::iter::repeat(0));
    tests
        .iter()
        .zip(lines)
        .map(|(test, line)| read_test(test, line).map_err(|message| Mistake { line, message }))
        .collect()
}

fn read_test(test: &Value, line: u32) -> Result<Test, String> {
    let Some(Value::Object(request)) = test.get("request") else {
        return Err("a test needs a `request` object".to_owned());
    };
    let Some(Value::Object(expect)) = test.get("expect") else {
        return Err("a test needs an `expect` object".to_owned());
    };
    if let Some(unknown) = expect
        .keys()
        .find(|key| !EXPECTATIONS.contains(&key.as_str()))
    {
        return Err(format!(
            "nothing called `{unknown}` can be expected; there are {}",
            EXPECTATIONS.join(", ")
        ));
    }
    let request = read_request(request)?;
    Ok(Test {
        name: match test.get("name") {
            Some(Value::String(name)) => name.clone(),
            Some(_) | None => request.to_string(),
        },
        line,
        control_plane: read_control_plane(test.get("control_plane"))?,
        request,
        expect: expect.clone(),
    })
}

/// The instance of Kong Operator that a test is put to.
fn read_control_plane(value: Option<&Value>) -> Result<Option<String>, String> {
    let Some(value) = value else {
        return Ok(None);
    };
    let parts = value.as_str().and_then(|text| text.split_once('/'));
    match parts {
        Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
            Ok(Some(format!("{namespace}/{name}")))
        }
        _ => Err(format!(
            "`control_plane` must be namespace/name of a Gateway or a ControlPlane, found {value}"
        )),
    }
}

fn read_request(fields: &Map<String, Value>) -> Result<Request, String> {
    let mut request = Request::default();
    let mut sni = None;
    for (key, value) in fields {
        let text = || scalar(value).ok_or_else(|| format!("`{key}` must be a text"));
        match key.as_str() {
            "method" => request.method = text()?,
            "scheme" => {
                let name = text()?;
                request.scheme =
                    Scheme::named(&name).ok_or_else(|| format!("`{name}` is not a scheme"))?;
            }
            "host" => request.host = text()?,
            "path" => request.target = text()?,
            "sni" => sni = Some(text()?),
            "client_ip" => {
                let address = text()?;
                request.client = Some(
                    address
                        .parse()
                        .map_err(|_| format!("`{address}` is not an IP address"))?,
                );
            }
            "headers" => request.headers = read_headers(value)?,
            other => {
                return Err(format!(
                    "a request has no `{other}`; there are method, scheme, host, path, headers, sni, client_ip"
                ));
            }
        }
    }
    request.sni = sni.or_else(|| request.default_sni());
    Ok(request)
}

/// A header has one value or a list of them.
fn read_headers(headers: &Value) -> Result<Vec<(String, String)>, String> {
    let Value::Object(headers) = headers else {
        return Err("`headers` must be an object".to_owned());
    };
    let mut pairs = Vec::new();
    for (name, value) in headers {
        let one = std::slice::from_ref(value);
        let values = value.as_array().map_or(one, Vec::as_slice);
        for value in values {
            let value = scalar(value)
                .ok_or_else(|| format!("a value of header `{name}` must be a text"))?;
            pairs.push((name.clone(), value));
        }
    }
    Ok(pairs)
}

/// A scalar as the text a header or a path holds.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mistake(test: &Value) -> String {
        read(&json!({"tests": [test]}), &[7]).unwrap_err().message
    }

    #[test]
    fn mistakes_name_what_there_is() {
        assert!(read(&json!([]), &[]).is_err());
        assert!(mistake(&json!({"request": {}})).contains("expect"));
        assert!(mistake(&json!({"request": {}, "expect": {"rout": "r"}})).contains("`rout`"));
        assert!(mistake(&json!({"request": {"url": "/"}, "expect": {}})).contains("`url`"));
        assert!(mistake(&json!({"request": {"scheme": "ftp"}, "expect": {}})).contains("ftp"));
        let control_plane = json!({"control_plane": "edge", "request": {}, "expect": {}});
        assert!(mistake(&control_plane).contains("namespace/name"));
    }

    #[test]
    fn an_https_request_asks_for_its_host_and_a_header_may_have_several_values() {
        let root = json!({"tests": [{
            "request": {"scheme": "https", "host": "a.example.com:8443", "path": "/", "headers": {"x-a": ["1", 2]}},
            "expect": {"route": null}}]});
        let tests = read(&root, &[3]).unwrap();
        assert_eq!(tests[0].line, 3);
        assert_eq!(tests[0].name, "GET https://a.example.com:8443/");
        assert_eq!(tests[0].request.sni.as_deref(), Some("a.example.com"));
        assert_eq!(tests[0].request.headers.len(), 2);
    }
}
