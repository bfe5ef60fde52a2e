//! Sends calls: address, headers and token on the way out, status and body on the way back.

use std::sync::Arc;

use model::Capabilities;

use crate::{
    Anonymous, BaseUrl, Body, Call, Credentials, Error, HttpRequest, HttpResponse, Request, Retry, Token,
    Transport, TransportError, decode, multipart,
};

/// How many further tokens a request is tried with.
const MOST_TOKENS: u32 = 3;

/// A Controller, reached over a transport. Cheap to clone; clones share the credentials.
#[derive(Clone)]
pub struct Client<T> {
    transport: T,
    base: BaseUrl,
    credentials: Arc<dyn Credentials + Send + Sync>,
    capabilities: Capabilities,
    retry: Retry,
}

impl<T: Transport> Client<T> {
    /// A client without credentials, for the newest contract.
    pub fn new(transport: T, base: BaseUrl) -> Self {
        let credentials = Arc::new(Anonymous);
        Self { transport, base, credentials, capabilities: Capabilities::default(), retry: Retry::default() }
    }

    /// The same client with tokens from `credentials`.
    pub fn with_credentials(mut self, credentials: Arc<dyn Credentials + Send + Sync>) -> Self {
        self.credentials = credentials;
        self
    }

    /// The same client speaking the contract of another kind of Controller.
    pub fn with_capabilities(mut self, capabilities: Capabilities) -> Self {
        self.capabilities = capabilities;
        self
    }

    /// The same client with another policy for lost answers.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The Controller's address.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Which contract is spoken.
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Sends a call and reads its answer. Dropping the future cancels it; a write may then have been carried out.
    ///
    /// Reads whose answer got lost are repeated by the [`Retry`] policy. After a 401, which says that nothing was done, the
    /// credentials are asked for another token: a renewed one first, then that of who signs in again.
    pub async fn send<A>(&self, call: Call<A>) -> Result<A, Error> {
        let request = &call.request;
        // Boxed: every type of answer then shares one copy of this in the wasm.
        let response = Box::pin(self.whole_answer(request)).await?;
        call.decode(&response.body).map_err(|garbled| Error::garbled(request, &response, &garbled.0))
    }

    /// The answer to a request, with what this Controller lists apart.
    async fn whole_answer(&self, request: &Request) -> Result<HttpResponse, Error> {
        let mut response = self.answer(request).await?;
        if let Some(apart) = &request.apart
            && self.capabilities.lists_system_agents_apart()
        {
            let others = self.answer(apart).await?;
            response.body.push(decode::BETWEEN);
            response.body.extend(others.body);
        }
        Ok(response)
    }

    /// The answer to a request that was carried out.
    async fn answer(&self, request: &Request) -> Result<HttpResponse, Error> {
        if let Some(reason) = request.forbidden_on(&self.capabilities) {
            return Err(Error::unaddressable(request, reason));
        }
        if let Some(what) = request.missing_on(&self.capabilities) {
            return Err(Error::not_supported(request, what, &self.capabilities));
        }
        let mut token = self.token_for(request).await?;
        let mut response = self.exchange(request, token.as_ref()).await?;
        for _ in 0..MOST_TOKENS {
            if !is_refused(&response) {
                break;
            }
            let Some(refused) = token.take() else { break };
            if !self.credentials.refused(&refused).await {
                break;
            }
            token = self.token_for(request).await?;
            if token.as_ref() == Some(&refused) {
                break;
            }
            response = self.exchange(request, token.as_ref()).await?;
        }
        if (200..300).contains(&response.status) {
            token.iter().for_each(|token| self.credentials.took(token));
            Ok(response)
        } else {
            Err(Error::of_answer(request, &response))
        }
    }

    async fn token_for(&self, request: &Request) -> Result<Option<Token>, Error> {
        if !request.signed_in {
            return Ok(None);
        }
        let token = self.credentials.token().await;
        if self.credentials.are_over() { Err(Error::over(request)) } else { Ok(token) }
    }

    /// One request and its answer, repeated when that is safe and the network was at fault.
    async fn exchange(&self, request: &Request, token: Option<&Token>) -> Result<HttpResponse, Error> {
        let mut attempt = 1;
        loop {
            let result = self.transport.send(self.encode(request, token)).await;
            let again = match &result {
                Err(TransportError::Timeout | TransportError::Redirected) => false,
                Err(_) => request.repeatable,
                // It was not even looked at.
                Ok(response) if response.status == 429 => true,
                Ok(response) => request.repeatable && matches!(response.status, 502..=504),
            };
            let asked = result.as_ref().ok().and_then(|response| response.retry_after_s);
            let pause = if again { self.retry.pause_as_asked_ms(attempt, asked) } else { None };
            let Some(pause) = pause else {
                return result.map_err(|error| Error::of_transport(request, error));
            };
            self.transport.pause(pause).await;
            attempt += 1;
        }
    }

    /// The value of the `Authorization` header.
    fn authorization(&self, token: &str) -> String {
        if self.capabilities.takes_bearer() { format!("Bearer {token}") } else { token.to_owned() }
    }

    fn encode(&self, request: &Request, token: Option<&Token>) -> HttpRequest {
        let mut headers = vec![("accept", "application/json".to_owned())];
        if let Some(token) = token {
            headers.push(("authorization", self.authorization(token.expose())));
        }
        let body = match &request.body {
            Body::None => Vec::new(),
            Body::Json(value) => {
                headers.push(("content-type", "application/json".to_owned()));
                value.to_string().into_bytes()
            }
            Body::Multipart(upload) => {
                let (content_type, body) = multipart::encode(upload);
                headers.push(("content-type", content_type));
                body
            }
        };
        let url = self.base.join(&request.target());
        HttpRequest { method: request.method, url, headers, body, timeout_ms: request.timeout_ms }
    }
}

/// Whether the Controller does not take the token. A proxy that wants a sign-in of its own says nothing about it.
fn is_refused(response: &HttpResponse) -> bool {
    response.status == 401 && !Error::is_foreign(response)
}

impl<T> std::fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({})", self.base)
    }
}
