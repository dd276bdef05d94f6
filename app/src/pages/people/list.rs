use leptos_router::hooks::use_location;
use model::people::{NO_CLASS, PAGE, PeopleFilter, PeoplePage, PeopleSort, PersonCard, Standing};
use model::profile::photo_address;
use model::schools::TeacherLabel;
use model::text::{desks, invitations as i, people as p};

use super::address;
use super::filters::Filters;
use super::undo::UndoNotice;
use super::{api, bulk};
use crate::layout::HeadFiles;
use crate::paged::Paged;
use crate::prelude::*;

/// A number up to this long stands in one line.
const SHORT: usize = 16;

/// The filter in the address.
pub fn use_filter() -> Memo<PeopleFilter> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        let said = |name: &str| query.get(name).unwrap_or_default();
        PeopleFilter {
            q: said("q"),
            role: said("role"),
            status: said("status"),
            // Among many classes it is written by name where there is no script.
            class: Some(said("class")).filter(|class| !class.is_empty()).unwrap_or_else(|| written(said("class_name"))),
            department: said("department"),
            group: said("group"),
            sort: said("sort"),
            page: said("page").parse().unwrap_or(1),
        }
    })
}

/// What somebody wrote in the place of a class: a name, or the words for none.
fn written(class: String) -> String {
    if class.trim() == t(p::IN_NO_CLASS) { NO_CLASS.to_owned() } else { class }
}

#[component]
pub fn PeopleList() -> impl IntoView {
    let (school, filter, undo) = (use_school(), use_filter(), use_query_value("undo"));
    let page = Resource::new(
        move || (school.get(), filter.get(), undo.get().unwrap_or_default()),
        |(school, filter, undo)| api::list_people(school, filter, undo),
    );
    view! {
        <Title text=t(p::PEOPLE)/>
        <Loaded of=page view=move |page: PeoplePage| {
            view! { <Whole school=school.get_untracked() filter=filter.get_untracked() page/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, filter: PeopleFilter, page: PeoplePage) -> impl IntoView {
    let PeoplePage {
        people,
        total,
        page: number_of_page,
        classes,
        many_classes,
        class,
        departments,
        teacher_label,
        may_manage,
        may_export,
        may_bulk,
        undo,
    } = page;
    let filter = PeopleFilter { page: number_of_page, ..filter };
    let of_class = class.is_some();
    let export = may_export.then(|| view! { <Export school=school.clone() filter=filter.clone()/> });
    let invite = may_manage.then(|| {
        let href = format!("/s/{school}/invitations");
        view! { <LinkButton href variant=Variant::Primary icon="user-plus">{t(i::INVITE)}</LinkButton> }
    });
    let undo = undo.map(|undo| view! { <UndoNotice school=school.clone() undo teacher_label/> });
    let pager = {
        let (school, filter) = (school.clone(), filter.clone());
        let href = move |page| address::list(&school, &PeopleFilter { page, ..filter.clone() });
        view! { <Paged page=number_of_page per_page=PAGE total href/> }
    };
    let filters = view! {
        <Filters school=school.clone() filter=filter.clone() classes many_classes class departments teacher_label may_manage/>
    };
    let rows = if people.is_empty() {
        view! { <EmptyState icon="search" title=t(p::NOBODY) text=t(p::NOBODY_HINT)/> }.into_any()
    } else {
        let list =
            PeopleTable { school: school.clone(), filter: filter.clone(), people, total, teacher_label, may_manage, may_bulk };
        if may_bulk {
            view! { <bulk::BulkForm school filter total of_class><People list/></bulk::BulkForm> }.into_any()
        } else {
            view! { <People list/> }.into_any()
        }
    };
    view! {
        <PageHead title=t(p::PEOPLE) subtitle=t(p::PEOPLE_HINT)>{invite} {export}</PageHead>
        {undo}
        {filters}
        <section class="stack" id="people">
            {rows}
            {pager}
        </section>
    }
}

#[component]
fn Export(school: String, filter: PeopleFilter) -> impl IntoView {
    let query = address::query(&PeopleFilter { page: 0, ..filter });
    let base = format!("/s/{school}/people/export");
    let files = vec![(p::EXPORT_CSV, format!("{base}.csv{query}")), (p::EXPORT_XLSX, format!("{base}.xlsx{query}"))];
    view! { <HeadFiles files/> }
}

/// The rows of a page, and what the reader may do with them.
struct PeopleTable {
    school: String,
    filter: PeopleFilter,
    people: Vec<PersonCard>,
    /// All that match.
    total: i64,
    teacher_label: TeacherLabel,
    may_manage: bool,
    may_bulk: bool,
}

#[component]
fn People(list: PeopleTable) -> impl IntoView {
    let PeopleTable { school, filter, people, total, teacher_label, may_manage, may_bulk } = list;
    let sorted = |column: Column, up: PeopleSort, down: PeopleSort| {
        let now = match filter.sort() {
            now if now == up => Some(Sort::Ascending),
            now if now == down => Some(Sort::Descending),
            _ => None,
        };
        let next = if now == Some(Sort::Ascending) { down } else { up };
        let next = PeopleFilter { sort: next.to_string(), page: 1, ..filter.clone() };
        column.sorted(address::list(&school, &next), now)
    };
    let mut columns: Vec<_> = may_bulk.then(|| Column::select(t(p::SELECT))).into_iter().collect();
    columns.extend([
        sorted(Column::text(t(p::NAME)), PeopleSort::Name, PeopleSort::NameDown),
        sorted(Column::text(t(p::ROLE)), PeopleSort::Role, PeopleSort::RoleDown),
        Column::text(t(p::STATUS)),
        Column::text(t(p::CLASSES)),
        Column::text(t(p::NUMBER)),
    ]);
    if may_manage {
        columns.push(Column::text(t(p::EMAIL)));
    }
    columns.push(sorted(Column::text(t(p::JOINED)), PeopleSort::Joined, PeopleSort::JoinedDown));
    let row = |person| view! { <Row school=school.clone() person teacher_label may_bulk/> };
    let rows = people.into_iter().map(row).collect_view();
    view! { <Table caption=tn(desks::COUNT_PEOPLE, total) columns>{rows}</Table> }
}

#[component]
fn Row(school: String, person: PersonCard, teacher_label: TeacherLabel, may_bulk: bool) -> impl IntoView {
    let pick = may_bulk.then(|| {
        let label = tf(p::SELECT_PERSON, &[("name", &person.name)]);
        view! { <SelectCell value=person.user_id.to_string() label/> }
    });
    let role = t(person.role.label_in(teacher_label));
    let brief = [role, &person.classes].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let whole = if person.number.chars().count() <= SHORT { "cell-whole" } else { "" };
    let odd = (person.standing != Standing::Active).then(|| view! { <StandingBadge standing=person.standing/> });
    view! {
        <tr>
            {pick}
            <RowHead>
                <span class="person">
                    <Avatar name=person.name.clone() photo=photo_address(&person.photo) size=Size::Small/>
                    <span>
                        <a href=format!("/s/{school}/people/{}", person.user_id)>{person.name}</a>
                        <span class="meta muted">{person.username}</span>
                        <span class="person-brief">{brief} {odd}</span>
                    </span>
                </span>
            </RowHead>
            <TextCell label=t(p::ROLE) text=role/>
            <Cell label=t(p::STATUS)><StandingBadge standing=person.standing/></Cell>
            <TextCell label=t(p::CLASSES) text=person.classes class="cell-list"/>
            <TextCell label=t(p::NUMBER) text=person.number class=whole/>
            {person.email.map(|email| view! { <Cell label=t(p::EMAIL)><MailAddress of=email/></Cell> })}
            <TextCell label=t(p::JOINED) text=person.joined class="cell-whole"/>
        </tr>
    }
}

/// How somebody stands, in a word.
#[component]
pub fn StandingBadge(standing: Standing) -> impl IntoView {
    let tone = match standing {
        Standing::Active => Tone::Good,
        Standing::Waiting => Tone::Info,
        Standing::Suspended => Tone::Warn,
        Standing::Ended => Tone::default(),
    };
    view! { <Badge tone>{t(standing.label())}</Badge> }
}
