//! Proof key for code exchange (RFC 7636): only who started a sign-in can finish it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use model::Hidden;

/// The secret half, kept by the tab, and its public half, sent with the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pkce {
    /// Sent when the code is exchanged.
    pub verifier: Hidden<String>,
    /// Sent when the sign-in starts.
    pub challenge: String,
}

impl Pkce {
    /// Makes both from random bytes; the caller takes them from the browser's source for cryptography.
    pub fn new(random: &[u8; 32]) -> Self {
        Self::of_verifier(URL_SAFE_NO_PAD.encode(random))
    }

    /// Makes them again from a verifier that was kept over the redirect.
    pub fn of_verifier(verifier: String) -> Self {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        Self { verifier: Hidden::new(verifier), challenge }
    }

    /// A value for `state`, from other random bytes.
    pub fn state(random: &[u8; 16]) -> String {
        URL_SAFE_NO_PAD.encode(random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standards_example() {
        // RFC 7636, appendix B
        let pkce = Pkce::of_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
        assert_eq!(pkce.challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(Pkce::new(&[7; 32]).verifier.expose().len(), 43);
        assert!(!format!("{pkce:?}").contains("dBjft"));
    }
}
