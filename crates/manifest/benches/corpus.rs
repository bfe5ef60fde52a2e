//! A large file for measuring: full microservice documents with comments, quotes and every kind of field.

/// Text of `count` microservice documents, alike in shape and different in their values; 550 make about 1 MB.
pub(crate) fn microservices(count: usize) -> String {
    let template = include_str!("microservice.yaml");
    let fill = |number: usize| {
        [
            ("<n>", number),
            ("<app>", number / 25),
            ("<agent>", number % 40),
            ("<schedule>", 6 + number % 90),
            ("<web>", 10_000 + number),
            ("<metrics>", 30_000 + number),
        ]
        .iter()
        .fold(template.to_owned(), |text, (mark, value)| text.replace(mark, &value.to_string()))
    };
    (0..count).map(fill).collect()
}
