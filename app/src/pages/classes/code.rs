use model::Error;
use model::classes::{CodeKind, CodePage};
use model::ids::ClassId;
use model::text::{common, courses, joining as j};
use server_fn::ServerFn;

use super::api::{self, SetCode};
use super::codes::CodeState;
use super::hand_out::HandOut;
use crate::prelude::*;

/// A code of a class: how it lets in, and the sheet to print and pin to the wall.
#[component]
pub fn CodeShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let kind = use_param("kind");
    let code = Resource::new(
        move || (school.get(), id.get(), kind.get()),
        |(school, id, kind)| async move {
            let id: ClassId = id.ok_or(Error::NotFound)?;
            let kind: CodeKind = kind.parse().map_err(|_| Error::NotFound)?;
            Ok((id, api::show_code(school, id, kind).await?))
        },
    );
    view! {
        <Loaded of=code view=move |(class, page): (ClassId, CodePage)| {
            view! { <Code school=school.get_untracked() class page/> }.into_any()
        }/>
    }
}

#[component]
fn Code(school: String, class: ClassId, page: CodePage) -> impl IntoView {
    let title = t(page.card.kind.label());
    let crumbs = vec![(page.class.clone(), format!("/s/{school}/classes/{class}"))];
    let headline = match page.card.kind {
        CodeKind::Student => j::HAND_OUT_STUDENT,
        CodeKind::Lecturer => j::HAND_OUT_LECTURER,
    };
    view! {
        <Title text=format!("{title}, {}", page.class)/>
        <PageHead title crumbs crumbs_label=t(courses::WHERE)/>
        <div class="split">
            <HandOut
                headline=tf(headline, &[("class", &page.class)])
                school=page.school.clone()
                kind=page.card.kind.text()
                code=page.card.code.clone()
                link=page.card.link.clone()
                qr=page.qr.clone()
                closed=!page.card.lets_in()
            />
            <aside class="no-print">
                <section class="panel" id="settings">
                    <h2>{t(j::SETTINGS)}</h2>
                    <CodeState code=page.card.clone()/>
                    <Settings school class page/>
                </section>
            </aside>
        </div>
    }
}

#[component]
fn Settings(school: String, class: ClassId, page: CodePage) -> impl IntoView {
    let form = FormState::plain(SetCode::PATH);
    let CodePage { card, school_domain, expires_input, time_zone, drawn, .. } = page;
    // What was typed and refused stands in the place of what is.
    let again = form.refused().get_untracked();
    let value = move |field: &str, now: String| if again { form.typed(field) } else { now };
    let asks = if again { form.typed("ask_first") == "true" } else { card.ask_first };
    let (domain, domain_hint) = match school_domain {
        Some(domain) => (domain, j::SCHOOL_DOMAIN_HINT),
        None => (card.mail_domain.unwrap_or_default(), j::MAIL_DOMAIN_HINT),
    };
    view! {
        <form method="post" action=SetCode::PATH class="form">
            <FormProblem form/>
            <Drawn form from=drawn/>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="class" value=class.to_string()/>
            <input type="hidden" name="kind" value=card.kind.text()/>
            <Field
                label=t(j::OWN_CODE)
                name=form.name("code")
                value=value("code", card.code)
                error=form.problem("code")
                hint=t(j::OWN_CODE_HINT)
                autocomplete="off"
                maxlength=20usize
                required=true
            />
            <Checkbox
                label=t(j::ASK_FIRST_LABEL)
                name=form.name("ask_first")
                checked=asks
                hint=t(j::ASK_FIRST_HINT)
                error=form.problem("ask_first")
            />
            <DateTimeField
                label=t(j::EXPIRES)
                name=form.name("expires")
                value=value("expires", expires_input)
                error=form.problem("expires")
                hint=t(j::EXPIRES_HINT)
                zone=time_zone
                note=t(common::OPTIONAL)
            />
            <Field
                label=t(j::MAIL_DOMAIN)
                name=form.name("mail_domain")
                value=value("mail_domain", domain)
                error=form.problem("mail_domain")
                hint=t(domain_hint)
                note=t(common::OPTIONAL)
                autocomplete="off"
            />
            <Button>{t(j::SAVE)}</Button>
        </form>
    }
}
