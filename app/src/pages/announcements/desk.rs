//! The fields of an announcement.

use model::announcements::{AnnouncementDesk, AnnouncementForm, Audience, Begin};
use model::ids::ClassId;
use model::people::CLASSES_AT_ONCE;
use model::schools::TeacherLabel;
use model::text::announcements as a;
use model::{Role, limits};

use super::many_classes::ManyClasses;
use crate::device::DraftNote;
use crate::prelude::*;
use crate::text::list;

/// The fields. Whom it is for and when it begins stand once it is out. What another choice makes meaningless is put away
/// by the style sheet, and the server takes no notice of it.
#[component]
pub fn Desk(form: FormState, desk: AnnouncementDesk) -> impl IntoView {
    let AnnouncementDesk { form: first, is_out, may_school, classes, teacher_label, zone } = desk;
    let stands = is_out.then(|| tf(a::OUT_HINT, &[("whom", &named(&first, &classes, teacher_label))]));
    let stands = stands.map(|text| view! { <Notice tone=Tone::Info>{text}</Notice> });
    let whom = (!is_out).then(|| view! { <Whom form first=first.clone() may_school classes teacher_label/> });
    let when = (!is_out).then(|| view! { <When form first=first.clone() zone=zone.clone()/> });
    let drawn = Some(first.drawn.clone()).filter(|it| !it.is_empty());
    // What comes back refused was typed as it stands; a box that was not ticked comes back with nothing.
    let pinned = if form.refused().get_untracked() { form.typed("pinned") == "true" } else { first.pinned };
    view! {
        <FormProblem form/>
        {drawn.map(|from| view! { <Drawn form from/> })}
        {stands}
        <Field
            label=t(a::TITLE)
            name=form.name("title")
            value=typed_or(form, "title", &first.title)
            error=form.problem("title")
            maxlength=limits::TITLE
            required=true
        />
        <TextArea
            label=t(a::BODY)
            name=form.name("body")
            value=typed_or(form, "body", &first.body)
            error=form.problem("body")
            hint=t(by_mail(a::BODY_HINT, a::BODY_HINT_NO_SERVER))
            maxlength=limits::BRIEF
            required=true
        />
        {whom}
        {when}
        <DateTimeField
            label=t(a::UNTIL)
            name=form.name("until")
            value=typed_or(form, "until", &first.until)
            error=form.problem("until")
            hint=t(a::UNTIL_HINT)
            note=t(text::common::OPTIONAL)
            zone
        />
        <Checkbox label=t(a::PIN) name=form.name("pinned") checked=pinned/>
        <DraftNote/>
        <Button busy=form.busy()>{if is_out { t(a::SAVE).into_any() } else { view! { <Does/> }.into_any() }}</Button>
    }
}

/// What the button does, for each choice of when it begins; the style sheet shows the one that is chosen, where it can tell.
#[component]
fn Does() -> impl IntoView {
    view! {
        <span class="does-any">{t(a::SAVE)}</span>
        <span class="does-now">{t(a::PUBLISH_NOW)}</span>
        <span class="does-later">{t(a::SCHEDULE)}</span>
        <span class="does-draft">{t(a::SAVE_DRAFT)}</span>
    }
}

/// What was typed before the page came back, else what stands there.
fn typed_or(form: FormState, field: &str, first: &str) -> String {
    if form.refused().get_untracked() { form.typed(field) } else { first.to_owned() }
}

#[component]
fn Whom(
    form: FormState,
    first: AnnouncementForm,
    may_school: bool,
    classes: Vec<(ClassId, String)>,
    teacher_label: TeacherLabel,
) -> impl IntoView {
    let chosen = typed_or(form, "audience", &first.audience);
    let choice = if may_school {
        let open = Audience::ALL.iter().filter(|it| **it != Audience::Classes || !classes.is_empty());
        let options: Vec<_> = open.map(|it| (it.text(), t(it.label()))).collect();
        view! {
            <Radios
                label=t(a::AUDIENCE)
                name=form.name("audience")
                options
                selected=chosen
                segmented=true
                error=form.problem("audience")
                required=true
            />
        }
        .into_any()
    } else {
        view! { <input type="hidden" name=form.name("audience") value=Audience::Classes.text()/> }.into_any()
    };
    let is_ticked = move |field: &str, in_form: bool| {
        if form.refused().get_untracked() { form.typed(field) == "true" } else { in_form }
    };
    let roles = may_school.then(|| {
        let boxes = Role::ALL
            .iter()
            .map(|role| {
                let field = format!("roles[{role}]");
                let checked = is_ticked(&field, first.roles.contains_key(role.text()));
                view! { <Checkbox label=t(role.label_in(teacher_label)) name=form.name(&field) checked/> }
            })
            .collect_view();
        view! { <Boxes class="of-roles" id="roles" legend=a::ROLES problem=form.problem("roles")>{boxes}</Boxes> }
    });
    let is_chosen = |id: ClassId| is_ticked(&format!("classes[_{id}]"), first.classes.contains_key(&id.to_string()));
    let of_classes = if classes.len() > CLASSES_AT_ONCE {
        let chosen = classes.iter().filter(|(id, _)| is_chosen(*id)).cloned().collect();
        view! { <ManyClasses form classes chosen/> }.into_any()
    } else {
        let boxes = classes
            .into_iter()
            .map(|(id, name)| {
                view! { <Checkbox label=name name=form.name(&format!("classes[_{id}]")) checked=is_chosen(id)/> }
            })
            .collect_view();
        view! {
            <Boxes class="of-classes" id="classes" legend=a::CLASSES problem=form.problem("classes") hint=a::CLASSES_HINT>
                {boxes}
            </Boxes>
        }
        .into_any()
    };
    view! {
        <div class="audience" class:audience-chosen=may_school>
            {choice}
            {roles}
            {of_classes}
        </div>
    }
}

/// Boxes to tick, under one name.
#[component]
pub(super) fn Boxes(
    class: &'static str,
    id: &'static str,
    legend: Key,
    #[prop(optional)] hint: Option<Key>,
    problem: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match (problem.read().is_some(), hint) {
            (true, _) => Some(error_id.clone()),
            (false, Some(_)) => Some(hint_id.clone()),
            (false, None) => None,
        }
    };
    let under = move || match (problem.get(), hint) {
        (Some(error), _) => {
            view! { <p class="error" id=error_id.clone()><Icon name="alert-triangle"/><span>{error}</span></p> }.into_any()
        }
        (None, Some(hint)) => view! { <p class="hint" id=hint_id.clone()>{t(hint)}</p> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <fieldset class=format!("field boxes {class}") id=id aria-describedby=described>
            <legend>{t(legend)}</legend>
            <div class="boxes-list">{children()}</div>
            {under}
        </fieldset>
    }
}

#[component]
fn When(form: FormState, first: AnnouncementForm, zone: String) -> impl IntoView {
    let options = vec![
        (Begin::Now.text(), t(a::BEGIN_NOW)),
        (Begin::Later.text(), t(a::BEGIN_LATER)),
        (Begin::Draft.text(), t(a::BEGIN_DRAFT)),
    ];
    view! {
        <div class="begin">
            <Radios
                label=t(a::BEGIN)
                name=form.name("begin")
                options
                selected=typed_or(form, "begin", &first.begin)
                segmented=true
                error=form.problem("begin")
                required=true
            />
            <div class="of-later">
                <DateTimeField
                    label=t(a::AT)
                    name=form.name("at")
                    value=typed_or(form, "at", &first.at)
                    error=form.problem("at")
                    zone
                />
            </div>
        </div>
    }
}

/// Whom one that is out is for, by what was ticked.
fn named(form: &AnnouncementForm, classes: &[(ClassId, String)], teacher_label: TeacherLabel) -> String {
    match form.audience.parse() {
        Ok(Audience::Roles) => {
            let roles = form.roles.keys().filter_map(|role| role.parse::<Role>().ok());
            list(roles.map(|role| t(role.label_in(teacher_label))))
        }
        Ok(Audience::Classes) => {
            let ticked = classes.iter().filter(|(id, _)| form.classes.contains_key(&id.to_string()));
            list(ticked.map(|(_, name)| name.as_str()))
        }
        _ => t(Audience::School.label()).to_owned(),
    }
}
