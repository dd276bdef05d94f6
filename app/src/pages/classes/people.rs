use model::classes::{Candidate, ClassPerson, ClassRole, PEOPLE_PAGE, PeoplePage};
use model::ids::{ClassId, UserId};
use model::profile::photo_address;
use model::schools::TeacherLabel;
use model::text::classes as c;
use model::text::joining as j;
use model::text::people as p;
use server_fn::ServerFn;

use super::api::{self, AddMember, ChangeMember, RemoveMember};
use super::parts::{ClassHead, Part};
use crate::paged::Paged;
use crate::pages::people::PersonName;
use crate::params::encode;
use crate::prelude::*;

/// The people of a class, for those who manage them.
#[component]
pub fn ClassPeople() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let q = use_query_value("q");
    let at = use_query_value("page");
    let at = move || at.get().and_then(|page| page.parse::<i64>().ok()).unwrap_or(1);
    let people = Resource::new(
        move || (school.get(), id.get(), q.get().unwrap_or_default(), at()),
        |(school, id, q, at)| async move { api::class_people(school, id.ok_or(model::Error::NotFound)?, q, at).await },
    );
    view! {
        <Loaded of=people view=move |page: PeoplePage| view! { <Whole school=school.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(school: String, page: PeoplePage) -> impl IntoView {
    let PeoplePage { class, q, found, teacher_label } = page;
    let (id, archived, opens) = (class.id, class.archived, class.may_open);
    let (total, page) = (class.total, class.page);
    let people = class.people.clone();
    // They are answered on the overview; who looks for them here is led there.
    let asking = (!class.requests.is_empty()).then(|| {
        let href = format!("/s/{school}/classes/{id}#requests");
        let text = tnf(j::ASKING_OF, class.requests.len(), &[("class", &class.name)]);
        view! { <Notice tone=Tone::Info><p><A href=href>{text}</A></p></Notice> }
    });
    let pager = (total > PEOPLE_PAGE).then(|| {
        let (school, q) = (school.clone(), q.clone());
        let href = move |page: i64| format!("{}#members", address(&school, id, &q, page));
        view! { <Paged page per_page=PEOPLE_PAGE total href/> }
    });
    let place = Place { school: school.clone(), class: id, q, page };
    let add = (!archived).then(|| view! { <Add place=place.clone() found teacher_label opens/> });
    let person = |person| view! { <Person place=place.clone() person archived opens/> };
    let list = people.into_iter().map(person).collect_view();
    let addition = FormState::plain(AddMember::PATH);
    let problem = FormState::plain(ChangeMember::PATH);
    let removal = FormState::plain(RemoveMember::PATH);
    view! {
        <ClassHead school=school.clone() class here=Part::People/>
        {asking}
        <FormProblem form=addition alone=true/>
        <FormProblem form=problem alone=true/>
        <FormProblem form=removal alone=true/>
        {add}
        <section class="panel" id="members">
            <h2>{t(c::PEOPLE)}</h2>
            <ul class="list roster">{list}</ul>
            {pager}
        </section>
    }
}

/// Where the page stands with what was looked for.
pub(super) fn address(school: &str, class: ClassId, q: &str, page: i64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    let pairs = [("q", q.trim()), ("page", page.as_str())];
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    let said = said.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    let base = format!("/s/{school}/classes/{class}/people");
    if said.is_empty() { base } else { format!("{base}?{said}") }
}

/// The line of somebody among the people of a class, by its id.
fn line(user: UserId) -> String {
    format!("person-{user}")
}

/// Where somebody stands among the people of a class, on that page of them.
pub fn address_of(school: &str, class: ClassId, page: i64, user: UserId) -> String {
    format!("{}#{}", address(school, class, "", page), line(user))
}

/// The class, and where its page stands: whoever changes something comes back there.
#[derive(Clone)]
struct Place {
    school: String,
    class: ClassId,
    q: String,
    page: i64,
}

#[component]
fn Hidden(place: Place, user: UserId) -> impl IntoView {
    let Place { school, class, q, page } = place;
    view! {
        <input type="hidden" name="school" value=school/>
        <input type="hidden" name="class" value=class.to_string()/>
        <input type="hidden" name="q" value=q/>
        <input type="hidden" name="page" value=page.to_string()/>
        <input type="hidden" name="user" value=user.to_string()/>
    }
}

#[component]
fn Add(place: Place, found: Vec<Candidate>, teacher_label: TeacherLabel, opens: bool) -> impl IntoView {
    let (action, base, q) = (address(&place.school, place.class, "", 1), format!("/s/{}", place.school), place.q.clone());
    let asked = !q.is_empty();
    let nobody = (asked && found.is_empty()).then(|| view! { <p class="muted">{t(c::NOBODY_FOUND)}</p> });
    let line = |it: Candidate| {
        let add = ClassRole::joining(it.role).map(|role| {
            let label = match role {
                ClassRole::Teacher => c::ADD_TEACHER,
                ClassRole::Student => c::ADD_STUDENT,
            };
            view! {
                <form method="post" action=AddMember::PATH class="row">
                    <Hidden place=place.clone() user=it.user_id/>
                    <Button variant=Variant::Quiet small=true name="role" value=role.text()>{t(label)}</Button>
                </form>
            }
        });
        view! {
            <li>
                <Avatar name=it.name.clone() photo=photo_address(&it.photo)/>
                <div>
                    <PersonName base=base.clone() id=it.user_id name=it.name opens/>
                    <span class="meta muted">{it.username}</span>
                </div>
                <span class="roster-role">{t(it.role.label_in(teacher_label))}</span>
                {add}
            </li>
        }
    };
    view! {
        <section class="panel" id="add">
            <h2>{t(c::ADD_PEOPLE)}</h2>
            <FilterBar action label=t(c::FIND) value=q submit=t(c::FIND_NOW) clear=t(c::CLEAR) active=asked/>
            {nobody}
            <ul class="list roster">{found.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Person(place: Place, person: ClassPerson, archived: bool, opens: bool) -> impl IntoView {
    let label = match person.role {
        ClassRole::Teacher => c::TEACHER,
        ClassRole::Student => c::STUDENT,
    };
    let fitting = person.fitting;
    let (user, base) = (person.user_id, format!("/s/{}", place.school));
    let suspended = person.suspended.then(|| view! { <Badge tone=Tone::Warn>{t(p::SUSPENDED)}</Badge> });
    let actions = tf(p::ACTIONS_OF, &[("name", &person.name)]);
    let tools = (!archived).then(|| {
        let again = place.clone();
        // Only what their role in the school makes of them.
        let change = fitting.map(|role| {
            let label = match role {
                ClassRole::Teacher => c::MAKE_TEACHER,
                ClassRole::Student => c::MAKE_STUDENT,
            };
            view! {
                <li>
                    <form method="post" action=ChangeMember::PATH>
                        <Hidden place user/>
                        <input type="hidden" name="role" value=role.text()/>
                        <button>{t(label)}</button>
                    </form>
                </li>
            }
        });
        view! {
            <Menu label=actions icon="ellipsis">
                {change}
                <li>
                    <Ask label=t(c::REMOVE) question=t(c::REMOVE_ASK)>
                        <form method="post" action=RemoveMember::PATH>
                            <Hidden place=again user/>
                            <Button variant=Variant::Danger>{t(c::REMOVE_NOW)}</Button>
                        </form>
                    </Ask>
                </li>
            </Menu>
        }
    });
    view! {
        <li id=line(user)>
            <Avatar name=person.name.clone() photo=photo_address(&person.photo)/>
            <div>
                <PersonName base id=user name=person.name opens/>
                <span class="meta muted">{person.username}</span>
            </div>
            <span class="roster-role">{t(label)} {suspended}</span>
            {tools}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_looked_for_and_no_more() {
        let class = ClassId::from_u128(7);
        let base = format!("/s/alpha/classes/{class}/people");
        assert_eq!(address("alpha", class, " ", 1), base);
        assert_eq!(address("alpha", class, "a&b #", 3), format!("{base}?q=a%26b%20%23&page=3"));
        assert_eq!(address("alpha", class, "", -1), base);
        let user = UserId::from_u128(9);
        assert_eq!(address_of("alpha", class, 1, user), format!("{base}#person-{user}"));
        assert_eq!(address_of("alpha", class, 2, user), format!("{base}?page=2#person-{user}"));
    }
}
