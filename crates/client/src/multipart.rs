//! One file as `multipart/form-data`, byte for byte the same for the same text.

use crate::Upload;

/// Encodes an upload: the value of the `content-type` header and the body.
pub(crate) fn encode(upload: &Upload) -> (String, Vec<u8>) {
    let boundary = boundary(&upload.text);
    let body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
         Content-Type: application/x-yaml\r\n\r\n{}\r\n--{boundary}--\r\n",
        upload.field, upload.file_name, upload.text
    );
    (format!("multipart/form-data; boundary={boundary}"), body.into_bytes())
}

/// A boundary that does not occur in the text; counting up finds one, because the text is finite.
fn boundary(text: &str) -> String {
    let mut boundary = "ecn-console-manifest".to_owned();
    let mut counter = 0_u32;
    while text.contains(&boundary) {
        counter += 1;
        boundary = format!("ecn-console-manifest-{counter}");
    }
    boundary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> (String, String) {
        let (content_type, body) =
            encode(&Upload { field: "microservice", file_name: "manifest.yaml", text: text.to_owned() });
        (content_type, String::from_utf8(body).unwrap())
    }

    #[test]
    fn a_file_is_wrapped_in_one_part_under_the_field_of_the_endpoint() {
        let (content_type, body) = encoded("kind: Microservice\n");
        assert_eq!(content_type, "multipart/form-data; boundary=ecn-console-manifest");
        assert_eq!(
            body,
            "--ecn-console-manifest\r\n\
             Content-Disposition: form-data; name=\"microservice\"; filename=\"manifest.yaml\"\r\n\
             Content-Type: application/x-yaml\r\n\r\nkind: Microservice\n\r\n--ecn-console-manifest--\r\n"
        );
    }

    #[test]
    fn a_text_that_holds_the_boundary_gets_another_one() {
        let (content_type, body) = encoded("# --ecn-console-manifest\n# --ecn-console-manifest-1\n");
        let boundary = content_type.split_once("boundary=").unwrap().1;
        assert!(!"# --ecn-console-manifest\n# --ecn-console-manifest-1\n".contains(boundary));
        assert_eq!(body.matches(boundary).count(), 2);
    }
}
