//! What the web framework of the real one makes of requests before any handler sees them.

use demo_controller::Options;

use super::common::{Answer, Demo};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const UPLOAD: &str = "multipart/form-data; boundary=q";

async fn send(demo: &Demo, method: &str, path: &str, kind: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {}", demo.token);
    let headers = [("content-type", kind), ("authorization", bearer.as_str())];
    demo.raw(method, &format!("/api/v3{path}"), &headers, body.replace('\n', "\r\n")).await
}

/// Two files where one is taken.
const TWICE: &str = "--q
Content-Disposition: form-data; name=\"application\"; filename=\"a\"

kind: X
--q
Content-Disposition: form-data; name=\"application\"; filename=\"b\"

kind: Y
--q--
";

#[tokio::test]
async fn bodies_and_paths_are_read_as_the_framework_reads_them() {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    for (method, path, kind, body, status, said) in [
        ("POST", "/registries", "application/json; charset=latin1", "{}", 415, "unsupported charset"),
        ("POST", "/registries", "application/json; charset=UTF-8", "{}", 400, "Required field 'url'"),
        ("POST", "/registries", JSON, "\u{feff}{\"url\": 5}", 400, "Field 'url' is not"),
        ("POST", "/registries", FORM, "url=a&url=b", 400, "Field 'url' is not"),
        ("POST", "/registries", "multipart/form-data", "x", 400, "Required field 'url'"),
        ("POST", "/application/yaml", "multipart/form-data", "x", 500, "Multipart: Boundary not found"),
        ("POST", "/application/yaml", UPLOAD, TWICE, 500, "MulterError: Unexpected field"),
        ("GET", "/secrets/%zz", JSON, "", 400, "URIError: Failed to decode param"),
        ("GET", "/secrets/%E0%A4", JSON, "", 400, "URIError: Failed to decode param"),
        ("GET", "/secrets/%E2%82%AC%25", JSON, "", 404, "€%"),
        ("GET", "/iofog-list?filters=x", JSON, "", 400, "Field 'instance' is not of a type(s) array"),
        ("GET", "/iofog-list?filters[0]=x", JSON, "", 400, "Field 'instance[0]' is not of a type(s) object"),
    ] {
        let answer = send(&demo, method, path, kind, body).await;
        assert_eq!(answer.status, status, "{method} {path} {kind} {}", answer.text);
        assert!(answer.text.contains(said), "{method} {path} {kind} {}", answer.text);
    }
}

#[tokio::test]
async fn pages_have_a_policy_of_their_own_and_heads_a_length() {
    let demo = Demo::signed_in(&Options::default(), "admin").await;
    let page = send(&demo, "GET", "/nope", JSON, "").await;
    assert_eq!((page.header("content-security-policy"), page.header("etag")), ("default-src 'none'", ""));
    let whole = send(&demo, "GET", "/registries", JSON, "").await;
    let head = send(&demo, "HEAD", "/registries", JSON, "").await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), whole.text.len().to_string());
    let bearer = format!("Bearer {}", demo.token);
    let headers = [("authorization", bearer.as_str()), ("if-none-match", whole.header("etag"))];
    let same = demo.raw("GET", "/api/v3/registries", &headers, String::new()).await;
    assert_eq!((same.status, same.header("content-type")), (304, ""));
}
