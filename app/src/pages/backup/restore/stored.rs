//! Backups that this server keeps, to choose one from: they need not be brought.

use model::backup::kept::KeptCard;
use model::text::{backup as b, restore as r};
use server_fn::ServerFn;

use crate::pages::backup::api::RestoreKept;
use crate::pages::backup::head::address;
use crate::prelude::*;
use crate::text::{facts, size};

#[component]
pub fn Stored(slug: String, kept: Vec<KeptCard>) -> impl IntoView {
    let lines = kept.into_iter().map(|it| view! { <Line slug=slug.clone() it/> }).collect_view();
    view! {
        <section class="panel" id="stored">
            <h2>{t(r::TO_KEPT)}</h2>
            <p class="muted">{t(r::STORED_ABOUT)}</p>
            <FormProblem form=FormState::plain(RestoreKept::PATH) alone=true/>
            <ul class="list archives">{lines}</ul>
            <p><a href=address(&slug, "/kept")>{t(b::TO_KEPT)}</a></p>
        </section>
    }
}

#[component]
fn Line(slug: String, it: KeptCard) -> impl IntoView {
    let when = it.begun.local;
    let files = tnf(r::FILES_TEXT, it.files, &[("size", &size(it.bytes))]);
    let held = [Some(tn(b::ROWS_TEXT, it.rows)), it.students.map(|students| tn(b::STUDENTS_TEXT, students)), Some(files)];
    let what = facts(held.into_iter().flatten());
    let about = facts([t(it.why.told(it.before)), t(it.shelf.label())]);
    let lacking = (it.lacking > 0).then(|| view! { <span class="meta">{tn(b::LACKING, it.lacking)}</span> });
    let encrypted = it.lock.map(|_| view! { <Badge tone=Tone::Info>{t(b::ENCRYPTED)}</Badge> });
    let spoken = tf(r::RESTORE_KEPT_SPOKEN, &[("when", &when)]);
    view! {
        <li>
            <Icon name="archive"/>
            <div>
                <span class="title"><InBrief said=when own=it.begun.own/></span>
                <span class="meta">{about}</span>
                <span class="meta muted">{what}</span>
                {lacking}
            </div>
            {encrypted}
            <form method="post" action=RestoreKept::PATH>
                <input type="hidden" name="school" value=slug/>
                <input type="hidden" name="id" value=it.id.to_string()/>
                <Button variant=Variant::Quiet small=true label=spoken>{t(r::RESTORE_KEPT)}</Button>
            </form>
        </li>
    }
}
