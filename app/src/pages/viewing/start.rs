use model::limits;
use model::profile::photo_address;
use model::schools::TeacherLabel;
use model::text::viewing as v;
use model::viewing::{ViewPage, Viewable};
use server_fn::ServerFn;

use super::api::{self, StartView};
use crate::prelude::*;

/// Chooses a member, asks for the reason, and begins.
#[component]
pub fn StartPage() -> impl IntoView {
    let (school, member, q) = (use_school(), use_query_value("member"), use_query_value("q"));
    let page = Resource::new(
        move || (school.get(), member.get().unwrap_or_default(), q.get().unwrap_or_default()),
        |(school, member, q)| api::show_view_as(school, member, q),
    );
    view! {
        <Title text=t(v::VIEW_AS)/>
        <Loaded of=page view=move |page: ViewPage| {
            let base = format!("/s/{}/view-as", school.get_untracked());
            let ViewPage { member, found, teacher_label } = page;
            let part = match member {
                Some(member) => view! { <Ready school=school.get_untracked() base member teacher_label/> }.into_any(),
                None => view! { <Choice base q=q.get_untracked().unwrap_or_default() found teacher_label/> }.into_any(),
            };
            view! {
                <PageHead title=t(v::VIEW_AS) subtitle=t(v::INTRO)/>
                {part}
            }
                .into_any()
        }/>
    }
}

#[component]
fn Choice(base: String, q: String, found: Vec<Viewable>, teacher_label: TeacherLabel) -> impl IntoView {
    let action = base.clone();
    let list = if found.is_empty() {
        view! { <EmptyState icon="search" title=t(v::NOBODY) text=t(v::NOBODY_HINT)/> }.into_any()
    } else {
        let line = |member: Viewable| {
            let label = tf(v::CHOOSE, &[("name", &member.name)]);
            view! {
                <li>
                    <Avatar name=member.name.clone() photo=photo_address(&member.photo)/>
                    <div>
                        <span class="title">{member.name}</span>
                        <span class="meta muted">{member.username} " · " {t(member.role.label_in(teacher_label))}</span>
                    </div>
                    <a class="button button-small" href=format!("{base}?member={}", member.user_id) aria-label=label>
                        <Icon name="eye"/>
                        {t(v::VIEW_AS)}
                    </a>
                </li>
            }
        };
        view! { <ul class="list">{found.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel">
            <form method="get" action=action class="form" role="search">
                <Field label=t(v::WHOM) name="q" kind="search" value=q hint=t(v::WHOM_HINT) maxlength=limits::NAME/>
                <Button variant=Variant::Quiet icon="search">{t(v::SEARCH)}</Button>
            </form>
            {list}
        </section>
    }
}

#[component]
fn Ready(school: String, base: String, member: Viewable, teacher_label: TeacherLabel) -> impl IntoView {
    let form = FormState::plain(StartView::PATH);
    view! {
        <section class="panel panel-form">
            <ul class="list">
                <li>
                    <Avatar name=member.name.clone() photo=photo_address(&member.photo)/>
                    <div>
                        <span class="title">{member.name}</span>
                        <span class="meta muted">{member.username}</span>
                    </div>
                    <Badge>{t(member.role.label_in(teacher_label))}</Badge>
                </li>
            </ul>
            <form method="post" action=StartView::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name=form.name("member") value=member.user_id.to_string()/>
                <Field
                    label=t(v::REASON)
                    name=form.name("reason")
                    value=form.typed("reason")
                    error=form.problem("reason")
                    hint=t(v::REASON_HINT)
                    maxlength=limits::TITLE
                    required=true
                />
                <p class="muted">{t(v::LASTS)}</p>
                <Button icon="eye">{t(v::START)}</Button>
            </form>
            <p><A href=base>{t(v::OTHER)}</A></p>
        </section>
    }
}
