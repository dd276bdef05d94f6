use model::limits;
use model::settings::storage::{ClassStorage, StoragePage};
use model::text::settings as s;
use server_fn::ServerFn;

use super::api::{self, SetQuota};
use super::head::{Head, Part};
use crate::prelude::*;
use crate::stored::ClassesStored;
use crate::text::size;

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
    let base = format!("/s/{school}/settings/storage");
    let quota =
        (page.can_set && !page.classes.is_empty()).then(|| view! { <Quota school=school.clone() classes=page.classes.clone()/> });
    view! {
        <Head school=school.clone() part=Part::Storage/>
        <section class="panel" id="sum">
            <h2>{t(s::STORAGE_SUM)}</h2>
            <Meter label=sum value=page.storage_bytes as f64 max=page.quota_bytes as f64 text=tn(s::STORAGE_EXACT, page.storage_bytes)/>
            <p class="muted">{t(s::STORAGE_HINT)}</p>
        </section>
        <section class="panel" id="classes">
            <ClassesStored school classes=page base/>
        </section>
        {quota}
    }
}

/// Another quota for one of the classes of this page.
#[component]
fn Quota(school: String, classes: Vec<ClassStorage>) -> impl IntoView {
    let form = FormState::plain(SetQuota::PATH);
    let options: Vec<(String, String)> = classes.into_iter().map(|class| (class.id.to_string(), class.name)).collect();
    view! {
        <section class="panel" id="quota">
            <h2>{t(s::QUOTA_CHANGE)}</h2>
            <form method="post" action=SetQuota::PATH class="form">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <Select
                    label=t(s::CLASS)
                    name=form.name("class")
                    options
                    selected=form.typed("class")
                    error=form.problem("class")
                    required=true
                />
                <Field
                    label=t(s::QUOTA_MEGABYTES)
                    name=form.name("megabytes")
                    kind="number"
                    min="1"
                    max=limits::QUOTA_MEGABYTES.to_string()
                    step="1"
                    value=form.typed("megabytes")
                    error=form.problem("megabytes")
                    hint=t(s::QUOTA_HINT)
                    required=true
                />
                <div class="form-actions"><Button>{t(s::QUOTA_SAVE)}</Button></div>
            </form>
        </section>
    }
}
