use model::classes::Qr;
use model::text::joining as j;

use super::codes::CopyLink;
use crate::prelude::*;

/// What is printed of a code and handed out: what it is for, the code, the square to point a camera at, and the address.
#[component]
pub fn HandOut(
    headline: String,
    /// Whom it is about more closely, where a name may be that of several.
    #[prop(optional, into)]
    about: MaybeText,
    school: String,
    /// What the code is for, in a word.
    kind: &'static str,
    code: String,
    /// The address it is in, with the host.
    link: String,
    qr: Qr,
    /// It lets nobody in: there is no way to show.
    #[prop(optional)]
    closed: bool,
    /// What else those should know who get it.
    #[prop(optional, into)]
    note: MaybeText,
) -> impl IntoView {
    let address = link.split("?code=").next().unwrap_or_default().to_owned();
    let label = tf(j::QR_LABEL, &[("link", &link)]);
    let square = (!closed).then(|| view! { <QrCode qr label/> });
    let way = if closed {
        view! { <p>{t(j::HAND_OUT_CLOSED)}</p> }.into_any()
    } else {
        view! {
            <p class="hand-out-address" dir="ltr">{address}</p>
            <p class="muted">{t(j::HAND_OUT_STEPS)}</p>
        }
        .into_any()
    };
    let copy = (!closed).then(|| {
        view! {
            <div class="no-print"><CopyLink link/></div>
            <p class="muted no-print">{t(j::HAND_OUT_HINT)}</p>
        }
    });
    view! {
        <section class="hand-out" id="hand-out">
            <h2>{headline}</h2>
            {about.into_inner().map(|about| view! { <p>{about}</p> })}
            <p class="muted">{school}</p>
            {square}
            <p class="hand-out-code" data-code=kind dir="ltr">{code}</p>
            {way}
            {note.into_inner().map(|note| view! { <p>{note}</p> })}
            {copy}
        </section>
    }
}

/// Black on white in every theme: cameras know nothing of themes. Around it the quiet zone of four squares.
#[component]
fn QrCode(qr: Qr, label: String) -> impl IntoView {
    let side = qr.size + 8;
    view! {
        <svg class="qr" viewBox=format!("-4 -4 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect x="-4" y="-4" width=side height=side></rect>
            <path d=qr.path></path>
        </svg>
    }
}
