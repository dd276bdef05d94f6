//! Sending mails over SMTP.

use anyhow::{Context, Result};
use domain::mail::Outgoing;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// Seconds an SMTP server may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// # Errors
    /// When the address of the server or of the sender cannot be read.
    pub fn new(smtp_url: &str, from: &str) -> Result<Mailer> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url).context("smtp_url")?;
        Ok(Mailer { transport: transport.timeout(Some(PATIENCE)).build(), from: from.parse().context("mail_from")? })
    }

    /// # Errors
    /// What the server says against it; the mail stays in the outbox and is tried again.
    pub async fn send(&self, mail: &Outgoing) -> Result<()> {
        self.transport.send(letter(&self.from, mail)?).await?;
        Ok(())
    }
}

/// A mail as text and as a page. One whose like can be stopped says so to mail programs (RFC 2369, RFC 8058).
fn letter(from: &Mailbox, mail: &Outgoing) -> Result<Message> {
    let Outgoing { card, html, unsubscribe } = mail;
    let message =
        Message::builder().from(from.clone()).to(card.recipient.parse().context("the recipient")?).subject(&card.subject);
    let message = match unsubscribe.as_str() {
        "" => message,
        link => message.header(Unsubscribe(format!("<{link}>"))).header(UnsubscribePost),
    };
    Ok(message.multipart(MultiPart::alternative_plain_html(card.body.clone(), html.clone()))?)
}

/// `List-Unsubscribe`.
#[derive(Clone)]
struct Unsubscribe(String);

impl Header for Unsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Unsubscribe(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        // An address is ASCII, and cut in two it would be none.
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}

/// `List-Unsubscribe-Post`: one request to that address is enough.
#[derive(Clone)]
struct UnsubscribePost;

impl Header for UnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(UnsubscribePost)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use model::At;
    use model::accounts::MailCard;
    use model::ids::MailId;

    use super::*;

    fn sent(unsubscribe: &str) -> String {
        let card = MailCard {
            id: MailId::new(),
            recipient: "ama@school.test".into(),
            subject: "Rain".into(),
            body: "It rains.".into(),
            created_at: At(0),
            sent_at: None,
            last_error: None,
        };
        let mail = Outgoing { card, html: "<p>It rains.</p>".into(), unsubscribe: unsubscribe.into() };
        let letter = letter(&"Lyceum <no-reply@lyceum.test>".parse().unwrap(), &mail).unwrap();
        String::from_utf8(letter.formatted()).unwrap()
    }

    #[test]
    fn a_mail_is_text_and_page_and_says_in_one_line_how_its_like_is_stopped() {
        let link = format!("https://lyceum.test/unsubscribe/{}.announcement.{}", MailId::new(), "0a".repeat(32));
        let text = sent(&link);
        assert!(text.contains(&format!("List-Unsubscribe: <{link}>\r\n")), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
        let (plain, html) = (text.find("text/plain").unwrap(), text.find("text/html").unwrap());
        assert!(text.contains("multipart/alternative") && plain < html, "{text}");
        assert!(!sent("").contains("List-Unsubscribe"), "what cannot be stopped does not say so");
    }
}
