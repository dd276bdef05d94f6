//! Amounts of money: whole minor units of one currency, in the database an `_minor` column with the currency beside it.
//! Never a floating-point number, and never two currencies in one sum.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ParseTextError;

/// A currency by its ISO 4217 code, such as `GHS`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Digits after the point (the minor unit of ISO 4217): for most of them two.
    pub const fn digits(self) -> usize {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX" | b"UYI"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }

    /// The code.
    pub fn code(&self) -> &str {
        // Three capital letters, or there would be no such value.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Minor units in one whole: 100 for most.
    const fn scale(self) -> i64 {
        10_i64.pow(self.digits() as u32)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = ParseTextError;
    /// Takes three capital letters; whether the code is in use is not asked, as the list changes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| ParseTextError("currency"))?;
        if code.iter().all(u8::is_ascii_uppercase) { Ok(Currency(code)) } else { Err(ParseTextError("currency")) }
    }
}

crate::as_text!(Currency);

/// The currencies a school chooses from: those in use as money (ISO 4217, amendment 177).
pub const CURRENCIES: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND",
    "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF",
    "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD",
    "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW",
    "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR",
    "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN",
    "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN",
    "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES",
    "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

/// Whether it is the code of one of those.
pub fn is_currency(code: &str) -> bool {
    CURRENCIES.contains(&code)
}

/// An amount in minor units of its currency: `12.50 GHS` is 1250.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    /// The sum, if both are of one currency and it can be held.
    pub fn plus(self, other: Money) -> Option<Money> {
        let minor = self.minor.checked_add(other.minor).filter(|_| self.currency == other.currency)?;
        Some(Money { minor, ..self })
    }

    /// What is left, if both are of one currency and it can be held.
    pub fn minus(self, other: Money) -> Option<Money> {
        let minor = self.minor.checked_sub(other.minor).filter(|_| self.currency == other.currency)?;
        Some(Money { minor, ..self })
    }

    /// Reads what a person types: `12`, `12.5`, `12,50`; no sign, no more digits after the point than the currency has.
    ///
    /// # Errors
    /// When it is no such number, or more than can be held.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, ParseTextError> {
        let wrong = || ParseTextError("amount of money");
        let text = text.trim().replace(',', ".");
        let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
        let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let has_part = text.contains('.');
        if !are_digits(whole) || !are_digits(part) || has_part && part.len() > currency.digits() {
            return Err(wrong());
        }
        let missing = (currency.digits() - if has_part { part.len() } else { 0 }) as u32;
        let part = part.parse::<i64>().ok().and_then(|part| part.checked_mul(10_i64.pow(missing)));
        let whole = whole.parse::<i64>().ok().and_then(|whole| whole.checked_mul(currency.scale()));
        let minor = whole.zip(part).and_then(|(whole, part)| whole.checked_add(part));
        Ok(Money { minor: minor.ok_or_else(wrong)?, currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (digits, scale) = (self.currency.digits(), self.currency.scale().unsigned_abs());
        let (whole, part) = (self.minor.unsigned_abs() / scale, self.minor.unsigned_abs() % scale);
        let sign = if self.minor < 0 { "-" } else { "" };
        match digits {
            0 => write!(f, "{sign}{whole} {}", self.currency),
            _ => write!(f, "{sign}{whole}.{part:0digits$} {}", self.currency),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn amounts_read_and_write_in_the_digits_of_their_currency() {
        for (text, code, minor, written) in [
            ("12.50", "GHS", 1250, "12.50 GHS"),
            ("12,5", "EUR", 1250, "12.50 EUR"),
            (" 7 ", "EUR", 700, "7.00 EUR"),
            ("1500", "JPY", 1500, "1500 JPY"),
            ("1.005", "TND", 1005, "1.005 TND"),
            ("0.05", "USD", 5, "0.05 USD"),
        ] {
            let money = Money::parse(text, currency(code)).unwrap();
            assert_eq!((money.minor, money.to_string().as_str()), (minor, written));
        }
        assert_eq!(Money { minor: -5, currency: currency("USD") }.to_string(), "-0.05 USD");
        assert_eq!(Money { minor: i64::MIN, currency: currency("JPY") }.to_string(), "-9223372036854775808 JPY");
        for (wrong, code) in [
            ("", "EUR"),
            ("-1", "EUR"),
            ("1.234", "EUR"),
            ("1.5", "JPY"),
            ("1.", "EUR"),
            (".5", "EUR"),
            ("1e3", "EUR"),
            ("99999999999999999999", "EUR"),
            ("92233720368547758.08", "EUR"),
        ] {
            assert!(Money::parse(wrong, currency(code)).is_err(), "{wrong} {code}");
        }
    }

    #[test]
    fn two_currencies_are_never_one_sum_and_nothing_overflows() {
        let euro = |minor| Money { minor, currency: currency("EUR") };
        assert_eq!(euro(250).plus(euro(50)), Some(euro(300)));
        assert_eq!(euro(250).minus(euro(300)), Some(euro(-50)));
        assert_eq!(euro(1).plus(Money { minor: 1, currency: currency("USD") }), None);
        assert_eq!(euro(i64::MAX).plus(euro(1)), None);
        assert_eq!(euro(i64::MIN).minus(euro(1)), None);
    }

    #[test]
    fn a_currency_is_three_capital_letters() {
        let sent = serde_json::to_string(&Money { minor: 1, currency: currency("XOF") }).unwrap();
        assert_eq!(sent, r#"{"minor":1,"currency":"XOF"}"#);
        for wrong in ["", "EU", "EURO", "eur", "E1R", "ÉU"] {
            assert!(wrong.parse::<Currency>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_school_chooses_among_the_currencies_there_are() {
        assert!(CURRENCIES.is_sorted() && CURRENCIES.iter().all(|code| code.parse::<Currency>().is_ok()));
        for wrong in ["", "eur", "EURO", "XYZ", "XXX", "XTS"] {
            assert!(!is_currency(wrong), "{wrong}");
        }
        assert!(["GHS", "EUR", "USD", "INR"].iter().all(|code| is_currency(code)));
    }
}
