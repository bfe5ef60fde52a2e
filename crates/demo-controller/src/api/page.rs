//! The HTML error pages that the web framework of the real Controller answers with before any route is reached.

/// A page: status and the message shown in `<pre>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) status: u16,
    message: String,
}

impl Page {
    pub(crate) fn unknown(method: &str, path: &str) -> Self {
        Self { status: 404, message: escape(&format!("Cannot {method} {path}")) }
    }

    /// A failure with a stack, which the real one prints after the first line break.
    pub(crate) fn failure(status: u16, message: &str) -> Self {
        Self { status, message: format!("{}<br> &nbsp; &nbsp;at demo-controller", escape(message)) }
    }

    pub(crate) fn html(&self) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n\
             <body>\n<pre>{}</pre>\n</body>\n</html>\n",
            self.message
        )
    }
}

/// Text made safe for HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
