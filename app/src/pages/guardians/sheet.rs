use model::Error;
use model::guardians::FamilyCodePage;
use model::ids::FamilyCodeId;
use model::text::{courses, guardians as g};

use super::api;
use super::links::about;
use crate::pages::classes::hand_out::HandOut;
use crate::prelude::*;

/// A family code as it is given to the parent, on paper or by its link.
#[component]
pub fn CodeSheet() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let code = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move {
            let id: FamilyCodeId = id.ok_or(Error::NotFound)?;
            api::show_family_code(school, id).await
        },
    );
    view! {
        <Loaded of=code view=move |page: FamilyCodePage| {
            view! { <Sheet slug=school.get_untracked() page/> }.into_any()
        }/>
    }
}

#[component]
fn Sheet(slug: String, page: FamilyCodePage) -> impl IntoView {
    let FamilyCodePage { code, school, link, qr } = page;
    let title = tf(g::CODE_OF, &[("child", &code.child)]);
    let crumbs = vec![(t(g::FAMILIES).to_owned(), format!("/s/{slug}/guardians"))];
    view! {
        <Title text=title.clone()/>
        <PageHead title crumbs crumbs_label=t(courses::WHERE)/>
        <HandOut
            headline=tf(g::HAND_OUT, &[("child", &code.child)])
            about=about(code.username, code.classes)
            school
            kind="family"
            code=code.code
            link
            qr
            note=tf(g::HAND_OUT_ONCE, &[("when", &code.expires.local)])
        />
    }
}
