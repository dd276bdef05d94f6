//! Random values and what is kept of them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngExt;
use sha2::{Digest, Sha256};

/// 256 random bits as text for a link or a cookie.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::rng().random::<[u8; 32]>())
}

/// Six digits for a person to type.
pub fn digits() -> String {
    format!("{:06}", rand::rng().random_range(0..1_000_000))
}

/// A code of eight unambiguous characters.
pub fn code() -> String {
    let alphabet = model::classes::CODE_ALPHABET;
    let mut rng = rand::rng();
    (0..8).map(|_| char::from(alphabet[rng.random_range(0..alphabet.len())])).collect()
}

/// What a person quotes when something failed.
pub fn reference() -> String {
    code()
}

/// The form a secret is kept in: SHA-256 in hexadecimal. Right for random values, never for passwords.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A number that follows from a secret, the same one each time: who knows what is kept, the salt and the secret's hash,
/// does not find it.
pub fn derive(secret: &str, salt: &str) -> i128 {
    let digest = Sha256::digest(format!("{salt} {secret}").as_bytes());
    digest.iter().take(16).fold(0, |number, byte| (number << 8) | i128::from(*byte))
}

/// Compares two hashes in a time that does not tell where they differ.
pub fn same(left: &str, right: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(left.as_bytes(), right.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_have_the_form_they_promise() {
        assert_eq!(token().len(), 43);
        assert!(digits().len() == 6 && digits().bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(model::classes::fold_code(&code()).map(|code| code.len()), Some(8));
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(derive("abc", "salt"), derive("abc", "salt"));
        assert!(derive("abc", "salt") != derive("abc", "other") && derive("abc", "salt") != derive("abd", "salt"));
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "ab"));
    }
}
