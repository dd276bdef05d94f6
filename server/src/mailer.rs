//! Sending mails over SMTP.

use anyhow::{Context, Result};
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use model::accounts::MailCard;

/// Seconds an SMTP server may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: lettre::message::Mailbox,
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
    pub async fn send(&self, mail: &MailCard) -> Result<()> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse().context("the recipient")?)
            .subject(&mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())?;
        self.transport.send(message).await?;
        Ok(())
    }
}
