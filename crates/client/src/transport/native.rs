//! `reqwest`, for tests and tools outside the browser.

use std::time::Duration;

use super::{HttpRequest, HttpResponse, Transport, TransportError};

/// Sends requests with `reqwest`, over plain HTTP.
#[derive(Clone, Debug)]
pub struct Native(reqwest::Client);

impl Default for Native {
    fn default() -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
        Self(client.unwrap_or_default())
    }
}

impl Native {
    /// A transport with a connection pool of its own.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Transport for Native {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes());
        let mut builder = self
            .0
            .request(method.unwrap_or(reqwest::Method::GET), &request.url)
            .timeout(Duration::from_millis(u64::from(request.timeout_ms)));
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if !request.body.is_empty() {
            builder = builder.body(request.body);
        }
        let response = builder.send().await.map_err(|error| reason(&error, TransportError::Unreachable))?;
        let status = response.status().as_u16();
        if response.status().is_redirection() {
            return Err(TransportError::Redirected);
        }
        let content_type = response.headers().get("content-type");
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let retry_after = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let retry_after_s = retry_after.and_then(|text| text.trim().parse().ok());
        let body = response.bytes().await.map_err(|error| reason(&error, TransportError::CutShort))?;
        Ok(HttpResponse { status, content_type, body: body.into(), retry_after_s })
    }

    async fn pause(&self, ms: u32) {
        tokio::time::sleep(Duration::from_millis(u64::from(ms))).await;
    }
}

fn reason(error: &reqwest::Error, otherwise: TransportError) -> TransportError {
    if error.is_timeout() { TransportError::Timeout } else { otherwise }
}
