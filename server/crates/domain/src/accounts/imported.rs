//! Password hashes that came with people from another system. Each is accepted once: the log-in that proves it keeps
//! the password as argon2id from then on.

use anyhow::{Context, Result, anyhow, ensure};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

/// The most work one log-in may cost: a hash that asks for more was not made by anybody's log-in page.
const MOST_ROUNDS: u32 = 5_000_000;
const MOST_BCRYPT_COST: u32 = 15;
const MOST_SCRYPT_BYTES: u64 = 256 * 1024 * 1024;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

/// Whether a hash is not of the kind we make.
pub(super) fn is_imported(hash: &str) -> bool {
    !hash.starts_with("$argon2")
}

/// Compares a password with a hash of bcrypt (`$2b$`, PHP's `$2y$`, Django's `bcrypt$`), PBKDF2 (Werkzeug, Django,
/// passlib, PHC) or scrypt (Werkzeug, passlib, PHC).
///
/// # Errors
/// For a hash of no such form, or one that asks for more work than any log-in may.
pub(super) fn verify(password: &str, hash: &str) -> Result<bool> {
    let bcrypt = hash.strip_prefix("bcrypt$").unwrap_or(hash);
    if bcrypt.starts_with("$2") {
        return verify_bcrypt(password, bcrypt);
    }
    let stored = Stored::read(hash).context("a stored password hash")?;
    let mut made = vec![0; stored.hash.len()];
    match stored.kind {
        Kind::Pbkdf2(digest, rounds) => {
            ensure!((1..=MOST_ROUNDS).contains(&rounds), "rounds: {rounds}");
            let (password, salt) = (password.as_bytes(), stored.salt.as_slice());
            match digest {
                Digest::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut made),
                Digest::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut made),
                Digest::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut made),
            }
        }
        Kind::Scrypt { log_n, r, p } => {
            ensure!(log_n < 32 && (128_u64 << log_n) * u64::from(r) <= MOST_SCRYPT_BYTES && p <= 16, "scrypt: {log_n}, {r}, {p}");
            let params = scrypt::Params::new(log_n, r, p).map_err(|error| anyhow!("scrypt: {error}"))?;
            scrypt::scrypt(password.as_bytes(), &stored.salt, &params, &mut made).map_err(|error| anyhow!("scrypt: {error}"))?;
        }
    }
    Ok(subtle::ConstantTimeEq::ct_eq(made.as_slice(), stored.hash.as_slice()).into())
}

fn verify_bcrypt(password: &str, hash: &str) -> Result<bool> {
    let cost: u32 = hash.get(4..6).unwrap_or_default().parse().context("bcrypt's cost")?;
    ensure!(cost <= MOST_BCRYPT_COST, "bcrypt's cost: {cost}");
    bcrypt::verify(password, hash).map_err(|error| anyhow!("bcrypt: {error}"))
}

#[derive(Clone, Copy)]
enum Digest {
    Sha1,
    Sha256,
    Sha512,
}

impl Digest {
    fn read(name: &str) -> Result<Digest> {
        match name {
            "sha1" | "" => Ok(Digest::Sha1),
            "sha256" => Ok(Digest::Sha256),
            "sha512" => Ok(Digest::Sha512),
            other => Err(anyhow!("no digest is called {other}")),
        }
    }
}

enum Kind {
    Pbkdf2(Digest, u32),
    Scrypt { log_n: u8, r: u32, p: u32 },
}

struct Stored {
    kind: Kind,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Stored {
    fn read(text: &str) -> Result<Stored> {
        let parts: Vec<&str> = text.split('$').collect();
        let (kind, salt, hash) = match parts.as_slice() {
            // PHC and passlib: `$pbkdf2-sha256$29000$salt$hash`, `$scrypt$ln=16,r=8,p=1$salt$hash`.
            ["", name, params, salt, hash] => (Kind::phc(name, params)?, unbase64(salt)?, unbase64(hash)?),
            // Django: `pbkdf2_sha256$600000$salt$hash`, the salt as it stands.
            [name, rounds, salt, hash] => {
                let digest = Digest::read(name.strip_prefix("pbkdf2_").context("no known form")?)?;
                (Kind::Pbkdf2(digest, rounds.parse()?), salt.as_bytes().to_vec(), unbase64(hash)?)
            }
            // Werkzeug: `pbkdf2:sha256:600000$salt$hex`, `scrypt:32768:8:1$salt$hex`.
            [method, salt, hash] => (Kind::werkzeug(method)?, salt.as_bytes().to_vec(), unhex(hash)?),
            _ => return Err(anyhow!("no known form")),
        };
        ensure!((16..=128).contains(&hash.len()), "{} bytes", hash.len());
        Ok(Stored { kind, salt, hash })
    }
}

impl Kind {
    fn werkzeug(method: &str) -> Result<Kind> {
        match method.split(':').collect::<Vec<_>>().as_slice() {
            ["pbkdf2", digest, rounds] => Ok(Kind::Pbkdf2(Digest::read(digest)?, rounds.parse()?)),
            ["scrypt", n, r, p] => {
                let n: u64 = n.parse()?;
                ensure!(n.is_power_of_two(), "scrypt: {n}");
                Ok(Kind::Scrypt { log_n: n.trailing_zeros() as u8, r: r.parse()?, p: p.parse()? })
            }
            _ => Err(anyhow!("no known form")),
        }
    }

    fn phc(name: &str, params: &str) -> Result<Kind> {
        let value = |key: &str| params.split(',').find_map(|part| part.strip_prefix(key)?.strip_prefix('='));
        if name == "scrypt" {
            let [log_n, r, p] = ["ln", "r", "p"].map(|key| value(key).context("scrypt's parameters"));
            return Ok(Kind::Scrypt { log_n: log_n?.parse()?, r: r?.parse()?, p: p?.parse()? });
        }
        let digest = name.strip_prefix("pbkdf2").context("no known form")?;
        Ok(Kind::Pbkdf2(Digest::read(digest.trim_start_matches('-'))?, value("i").unwrap_or(params).parse()?))
    }
}

/// passlib writes `.` for `+`.
fn unbase64(text: &str) -> Result<Vec<u8>> {
    Ok(BASE64.decode(text.replace('.', "+"))?)
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2)).context("no hexadecimal")?;
    Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Password and hash.
    const KNOWN: &[(&str, &str)] = &[
        // crypt_blowfish 1.3, wrapper.c.
        ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        ("U*U", "bcrypt$$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        // RFC 7914, section 12, as Werkzeug writes it.
        (
            "pleaseletmein",
            "scrypt:16384:8:1$SodiumChloride$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
             d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
        ),
        // RFC 7914, section 11 (c = 80000), as Werkzeug writes it.
        (
            "Password",
            "pbkdf2:sha256:80000$NaCl$4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56\
             a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
        ),
        // RFC 6070, the fifth, as Django writes it.
        (
            "passwordPASSWORDpassword",
            "pbkdf2_sha1$4096$saltSALTsaltSALTsaltSALTsaltSALTsalt$PS7sT+QchJuAyNg2YsDkSospGpZM8vBwOA==",
        ),
        // Made with Python's hashlib, as Django, passlib and PHC write them.
        ("correct horse", "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso="),
        ("correct horse", "$pbkdf2-sha256$1000$8PHy8/T19vf4.fr7/P3./w$JwgcbJZlHBoE0uPBMy9SZsCsIJXsYLx/8XwH97PVwMU"),
        (
            "correct horse",
            "$pbkdf2-sha512$i=1000,l=64$8PHy8/T19vf4+fr7/P3+/w$xqu1f3FSdHbs02z9AocIk0UpBf6S9uqlRTfcS56zkPqTxPMhm+kj4D+e8E9DRlH/uXf/Pe1g59vHIM0MwcvtiA",
        ),
        ("correct horse", "$pbkdf2$1000$8PHy8/T19vf4.fr7/P3./w$.5QX0J046SbyM4zUrpWK1an1PdA"),
        ("correct horse", "$scrypt$ln=10,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$2rA3VVxBi7JUdeKlENqV7JZ3kUPnS38wnsDB+xWehuw"),
    ];

    #[test]
    fn known_hashes_know_their_password_and_no_other() {
        for (password, hash) in KNOWN {
            assert!(is_imported(hash));
            assert!(verify(password, hash).unwrap(), "{hash}");
            assert!(!verify("another", hash).unwrap(), "{hash}");
        }
    }

    #[test]
    fn what_is_no_hash_or_asks_for_too_much_is_refused() {
        for wrong in [
            "",
            "!",
            "plain text",
            "md5$salt$900150983cd24fb0d6963f7d28e17f72",
            "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "pbkdf2:sha256:4000000000$NaCl$4ddcd8f60b98be21830cee5ef22701f9",
            "pbkdf2:sha256:0$NaCl$4ddcd8f60b98be21830cee5ef22701f9",
            "scrypt:1073741824:8:1$NaCl$4ddcd8f60b98be21830cee5ef22701f9",
            "scrypt:1000:8:1$NaCl$4ddcd8f60b98be21830cee5ef22701f9",
            // As good as no hash at all: it would fit any password.
            "pbkdf2:sha256:1000$NaCl$",
        ] {
            assert!(verify("correct horse", wrong).is_err(), "{wrong}");
        }
    }
}
