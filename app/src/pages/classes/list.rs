use model::classes::ClassCard;
use model::text::classes as c;

use super::api;
use crate::prelude::*;

#[component]
pub fn ClassList() -> impl IntoView {
    let school = use_school();
    let archived = use_query_value("archived");
    let archived = Memo::new(move |_| archived.get().is_some());
    let classes = Resource::new(move || (school.get(), archived.get()), |(school, archived)| api::list_classes(school, archived));
    view! {
        <Title text=t(c::CLASSES)/>
        <Loaded of=classes view=move |(classes, may_create): (Vec<ClassCard>, bool)| {
            let base = format!("/s/{}/classes", school.get_untracked());
            let new = may_create.then(|| view! { <LinkButton href=format!("{base}/new") icon="plus">{t(c::NEW)}</LinkButton> });
            let pills = vec![
                Pill::new(base.clone(), t(c::IN_USE), !archived.get_untracked()),
                Pill::new(format!("{base}?archived=1"), t(c::ARCHIVED), archived.get_untracked()),
            ];
            view! {
                <PageHead title=t(c::CLASSES)>{new}</PageHead>
                <Pills label=t(c::WHICH) pills/>
                {if archived.get_untracked() && classes.is_empty() {
                    view! { <EmptyState icon="users" title=t(c::NONE_ARCHIVED)/> }.into_any()
                } else if classes.is_empty() {
                    view! { <EmptyState icon="users" title=t(c::NONE) text=t(c::NONE_HINT)/> }.into_any()
                } else {
                    view! {
                        <ul class="cards">
                            {classes.into_iter().map(|class| view! { <li><ClassLink base=base.clone() class/></li> }).collect_view()}
                        </ul>
                    }
                        .into_any()
                }}
                <p class="muted"><A href="/join">{t(text::accounts::BY_CODE)}</A></p>
            }
                .into_any()
        }/>
    }
}

#[component]
fn ClassLink(base: String, class: ClassCard) -> impl IntoView {
    let asking = (class.asking > 0).then(|| view! { <Badge tone=Tone::Warn>{tn(text::joining::ASKING, class.asking)}</Badge> });
    view! {
        <A href=format!("{base}/{}", class.id) attr:class="card card-link">
            <strong>{class.name}</strong>
            {asking}
            <span class="muted">
                {tn(c::COUNT_STUDENTS, class.students)} " · " {tn(c::COUNT_COURSES, class.courses)}
            </span>
        </A>
    }
}
