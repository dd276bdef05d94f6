use model::limits;
use model::settings::storage::{ClassStorage, StoragePage};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, SetQuota};
use super::head::{Head, Part};
use crate::prelude::*;
use crate::stored::ClassesStored;
use crate::text::{share, size};

#[component]
pub fn StorageShow() -> impl IntoView {
    let school = use_school();
    let at = use_query_value("page");
    let at = move || at.get().and_then(|page| page.parse::<i64>().ok()).unwrap_or(1);
    let page = Resource::new(move || (school.get(), at()), |(school, page)| api::show_storage(school, page));
    view! { <Loaded of=page view=move |page: StoragePage| view! { <Storage school=school.get_untracked() page/> }.into_any()/> }
}

#[component]
fn Storage(school: String, page: StoragePage) -> impl IntoView {
    let sum = tf(s::STORED, &[("used", &size(page.storage_bytes)), ("quota", &size(page.quota_bytes))]);
    let share = share(page.storage_bytes, page.quota_bytes);
    let form = FormState::plain(SetQuota::PATH);
    let typed = form.typed("class");
    // What was refused of a class that is not on this page is said over the list.
    let elsewhere = !page.classes.iter().any(|class| class.id.to_string() == typed);
    let slug = school.clone();
    let change = page
        .can_set
        .then(|| Callback::new(move |class: ClassStorage| view! { <Quota school=slug.clone() class form/> }.into_any()));
    let pages = format!("/s/{school}/settings/storage?page=");
    view! {
        <Head school=school.clone() part=Part::Storage/>
        <section class="panel" id="sum">
            <h2>{t(s::STORAGE_SUM)}</h2>
            <Meter label=sum value=page.storage_bytes as f64 max=page.quota_bytes as f64 text=share/>
            <p class="muted">{t(s::STORAGE_HINT)}</p>
        </section>
        <section class="panel" id="classes">
            {elsewhere.then(|| view! { <FormProblem form alone=true/> })}
            <ClassesStored school classes=page pages change/>
        </section>
    }
}

/// Another quota for a class, beside the one it has.
#[component]
fn Quota(school: String, class: ClassStorage, form: FormState) -> impl IntoView {
    let id = class.id.to_string();
    let own = form.typed("class") == id;
    let megabytes = if own { form.typed("megabytes") } else { class.quota_megabytes().to_string() };
    let wrong = form.problem("megabytes");
    let error = Signal::derive(move || wrong.get().filter(|_| own));
    let spoken = tf(s::QUOTA_CHANGE_OF, &[("class", &class.name)]);
    let (used, quota) = (size(class.storage_bytes), size(class.quota_bytes));
    let question = tf(s::QUOTA_NOW, &[("class", &class.name), ("used", &used), ("quota", &quota)]);
    let open = own && form.refused().get_untracked();
    view! {
        <Ask label=t(s::QUOTA_CHANGE_ONE) spoken question small=true plain=true open>
            <form method="post" action=SetQuota::PATH class="form">
                {own.then(|| view! { <FormProblem form/> })}
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name=form.name("class") value=id.clone()/>
                <Field
                    label=t(s::QUOTA_MEGABYTES)
                    name=form.name("megabytes")
                    id=format!("quota-{id}")
                    kind="number"
                    min="1"
                    max=limits::QUOTA_MEGABYTES.to_string()
                    step="1"
                    value=megabytes
                    error
                    hint=t(s::QUOTA_HINT)
                    required=true
                />
                <Button>{t(s::QUOTA_SAVE)}</Button>
            </form>
        </Ask>
    }
}
