//! QR codes (ISO/IEC 18004) as one path of SVG.

use fast_qr::{ECL, QRBuilder};
use model::classes::Qr;

use crate::Result;

/// The code of a text, with a quarter of it to spare: it is printed and pinned to walls.
pub(crate) fn draw(text: &str) -> Result<Qr> {
    let code = QRBuilder::new(text).ecl(ECL::Q).build().map_err(|error| anyhow::anyhow!("a QR code: {error:?}"))?;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(|x| code[y][*x].value()).count();
            if run > 0 {
                use std::fmt::Write;
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Ok(Qr { size: code.size, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_square_with_its_three_corners() {
        let qr = draw("https://lyceum.test/join?code=ABCD2345").unwrap();
        assert!(qr.size >= 21 && (qr.size - 17).is_multiple_of(4), "{}", qr.size);
        for corner in ["M0 0h7v1h-7z".to_owned(), format!("M{} 0h7v1h-7z", qr.size - 7), format!("M0 {}h7v1h-7z", qr.size - 1)] {
            assert!(qr.path.contains(&corner), "{corner}");
        }
    }
}
