use leptos_router::hooks::use_location;
use model::limits;
use model::people::{Act, BulkForm as Wanted, BulkPreview, ClassPlaces, PeopleFilter, Reached};
use model::schools::TeacherLabel;
use model::text::{common, people as p, viewing as v};
use server_fn::ServerFn;

use super::address;
use super::api::{self, ChangePeople};
use super::class_field::ClassSelect;
use super::list::use_filter;
use crate::prelude::*;

/// The list with a box to tick for each person, and what is to be done to them. It leads to the page that counts first.
#[component]
pub fn BulkForm(
    school: String,
    filter: PeopleFilter,
    total: i64,
    /// They are the people of one class, out of which they can be moved.
    of_class: bool,
    children: Children,
) -> impl IntoView {
    let who = vec![(String::new(), t(p::WHO_SELECTED).to_owned()), ("all".to_owned(), tn(p::WHO_ALL, total))];
    let acts = Act::ALL.iter().filter(|act| of_class || **act != Act::MoveClass);
    let acts: Vec<_> = acts.map(|act| (act.to_string(), t(act.label()))).collect();
    let kept = [
        ("q", filter.q),
        ("role", filter.role),
        ("status", filter.status),
        ("class", filter.class),
        ("department", filter.department),
        ("group", filter.group),
        ("sort", filter.sort),
    ];
    let kept: Vec<_> = kept.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let actions = move || {
        let kept = kept.clone().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
        view! {
            {kept.collect_view()}
            <Select label=t(p::WHO) name="who" id="bulk-who" options=who.clone()/>
            <Select label=t(p::ACT) name="act" id="bulk-act" options=acts.clone()/>
            <Button small=true>{t(p::CONTINUE)}</Button>
        }
    };
    view! {
        <Selection
            method="get"
            action=format!("/s/{school}/people/change")
            name="id"
            all=t(p::SELECT_PAGE)
            label=t(p::SELECTED)
            counted=|count| tn(p::SELECTED_COUNT, count as i64)
            clear=t(p::SELECT_NONE)
            actions
        >
            {children()}
        </Selection>
    }
}

/// What is wanted, as the address says it.
fn use_wanted() -> Memo<Wanted> {
    let (query, filter) = (use_location().query, use_filter());
    Memo::new(move |_| {
        let query = query.read();
        Wanted {
            ids: query.get_all("id").unwrap_or_default().join(" "),
            all: query.get("who").as_deref() == Some("all"),
            filter: filter.get(),
            act: query.get("act").unwrap_or_default(),
            ..Wanted::default()
        }
    })
}

#[component]
pub fn BulkPage() -> impl IntoView {
    let (school, wanted) = (use_school(), use_wanted());
    let preview = Resource::new(move || (school.get(), wanted.get()), |(school, wanted)| api::preview_change(school, wanted));
    view! {
        <Title text=t(p::BULK)/>
        <Loaded of=preview view=move |preview: BulkPreview| {
            view! { <Preview school=school.get_untracked() wanted=wanted.get_untracked() preview/> }.into_any()
        }/>
    }
}

#[component]
fn Preview(school: String, wanted: Wanted, preview: BulkPreview) -> impl IntoView {
    let act: Option<Act> = wanted.act.parse().ok();
    let back = address::list(&school, &wanted.filter);
    let crumbs = vec![(t(p::PEOPLE).to_owned(), back.clone())];
    let title = t(act.map_or(p::BULK, Act::label));
    let body = match act {
        Some(act) if preview.chosen > 0 => view! { <Confirm school wanted act preview back/> }.into_any(),
        _ => view! {
            <EmptyState icon="users" title=t(p::BULK_NONE) text=t(p::BULK_NONE_HINT)>
                <LinkButton href=back icon="arrow-left">{t(p::PEOPLE)}</LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <PageHead title crumbs crumbs_label=t(text::courses::WHERE)/>
        {body}
    }
}

#[component]
fn Confirm(school: String, wanted: Wanted, act: Act, preview: BulkPreview, back: String) -> impl IntoView {
    let form = FormState::plain(ChangePeople::PATH);
    let BulkPreview { chosen, reached, kept, seal, first, places, classes, from, roles, teacher_label } = preview;
    let more = reached - i64::try_from(first.len()).unwrap_or_default();
    let more = (more > 0).then(|| view! { <p class="muted">{tn(p::BULK_AND_MORE, more)}</p> });
    let first = first.into_iter().map(|person| view! { <Named person teacher_label/> }).collect_view();
    let role = (act == Act::Role).then(|| view! { <RoleChoice form roles teacher_label/> });
    let goes = act != Act::MoveClass || from.is_some();
    let class = (act.wants_class() && goes).then(|| {
        let classes: Vec<_> = classes.into_iter().map(|it| (it.id.to_string(), it.name)).collect();
        let label = if act == Act::MoveClass { p::MOVE_TO } else { p::CLASS };
        view! { <ClassSelect label name=form.name("class") classes error=form.problem("class")/> }
    });
    let from = (act == Act::MoveClass).then(|| match from {
        Some(class) => view! {
            <p>{tf(p::MOVE_FROM, &[("class", &class.name)])}</p>
            <input type="hidden" name=form.name("from") value=class.id.to_string()/>
        }
        .into_any(),
        None => view! { <Notice tone=Tone::Warn>{t(p::MOVE_FROM_NONE)}</Notice> }.into_any(),
    });
    let reason = (reached > 0).then(|| {
        view! {
            <Field
                label=t(v::REASON)
                name=form.name("reason")
                value=form.typed("reason")
                error=form.problem("reason")
                hint=t(p::REASON_HINT)
                note=t(common::OPTIONAL)
                maxlength=limits::TITLE
            />
        }
    });
    let send = (reached > 0).then(|| {
        let variant = if matches!(act, Act::Suspend | Act::End) { Variant::Danger } else { Variant::Primary };
        view! { <Button variant>{tn(act.done_to(), reached)}</Button> }
    });
    view! {
        <section class="panel panel-form" id="preview">
            <p>
                <strong>
                    {if reached > 0 { tn(p::BULK_REACHED, reached) } else { t(p::BULK_NOBODY).to_owned() }}
                </strong> " " <span class="muted">{tn(p::BULK_CHOSEN, chosen)}</span>
            </p>
            <ul class="list people">{first}</ul>
            {more}
            {(kept > 0).then(|| view! { <Notice tone=Tone::Info>{tn(p::BULK_KEPT, kept)}</Notice> })}
            <Places places/>
            <p class="muted">{t(hint(act))} " " {t(p::BULK_OTHERS)} " " {t(p::BULK_UNDO_HINT)}</p>
            <form method="post" action=ChangePeople::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <Hidden wanted count=chosen seal/>
                {role}
                {from}
                {class}
                {reason}
                <div class="form-actions">{send} <LinkButton href=back>{t(p::CANCEL)}</LinkButton></div>
            </form>
        </section>
    }
}

#[component]
fn Named(person: Reached, teacher_label: TeacherLabel) -> impl IntoView {
    let Reached { name, username, role } = person;
    view! {
        <li>
            <div>
                <span class="title">{name}</span>
                <span class="meta muted">{username} " · " {t(role.label_in(teacher_label))}</span>
            </div>
        </li>
    }
}

/// How many places in classes a new role may end.
#[component]
pub fn Places(places: ClassPlaces) -> impl IntoView {
    let ClassPlaces { students, teachers } = places;
    (students + teachers > 0).then(|| {
        view! {
            <Notice tone=Tone::Info>
                {(students > 0).then(|| view! { <span>{tn(p::BULK_STUDENT_PLACES, students)} " "</span> })}
                {(teachers > 0).then(|| view! { <span>{tn(p::BULK_TEACHER_PLACES, teachers)}</span> })}
            </Notice>
        }
    })
}

/// The roles the reader may give.
#[component]
fn RoleChoice(form: FormState, roles: Vec<model::Role>, teacher_label: TeacherLabel) -> impl IntoView {
    let first = (String::new(), t(p::CHOOSE_ROLE));
    let roles = roles.iter().map(|role| (role.to_string(), t(role.label_in(teacher_label))));
    let options: Vec<_> = std::iter::once(first).chain(roles).collect();
    view! { <Select label=t(p::NEW_ROLE) name=form.name("role") options error=form.problem("role") required=true/> }
}

/// Whom it is for, and how many and who they were when it was asked.
#[component]
fn Hidden(wanted: Wanted, count: i64, seal: String) -> impl IntoView {
    let Wanted { ids, all, filter, act, .. } = wanted;
    let fields = [
        ("form[ids]", if all { String::new() } else { ids }),
        ("form[all]", all.to_string()),
        ("form[filter][q]", filter.q),
        ("form[filter][role]", filter.role),
        ("form[filter][status]", filter.status),
        ("form[filter][class]", filter.class),
        ("form[filter][department]", filter.department),
        ("form[filter][group]", filter.group),
        ("form[filter][sort]", filter.sort),
        ("form[act]", act),
        ("form[count]", count.to_string()),
        ("form[seal]", seal),
    ];
    fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

/// What an act means for those it is done to.
pub const fn hint(act: Act) -> Key {
    match act {
        Act::Role => p::ROLE_HINT,
        Act::Suspend => p::SUSPEND_HINT,
        Act::Reinstate => p::REINSTATE_HINT,
        Act::End => p::END_HINT,
        Act::AddClass => p::ADD_CLASS_HINT,
        Act::RemoveClass => p::REMOVE_CLASS_HINT,
        Act::MoveClass => p::MOVE_CLASS_HINT,
    }
}
