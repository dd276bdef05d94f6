use leptos_router::hooks::use_location;
use model::PlatformRole;
use model::accounts::UserStatus;
use model::people::{PAGE, UserAct, UserCard, UserFilter, UserSort, UsersPage};
use model::text::{courses, dashboards as d, desks, people as p};
use server_fn::ServerFn;

use super::address::said;
use super::api::{self, ChangeUser};
use crate::dated::OnDay;
use crate::folded::{self, FoldedFilters};
use crate::paged::Paged;
use crate::prelude::*;

fn use_filter() -> Memo<UserFilter> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        let said = |name: &str| query.get(name).unwrap_or_default();
        UserFilter {
            q: said("q"),
            status: said("status"),
            role: said("role"),
            school: said("school"),
            sort: said("sort"),
            page: said("page").parse().unwrap_or(1),
        }
    })
}

/// The list as it is asked for.
fn address(filter: &UserFilter) -> String {
    let page = if filter.page > 1 { filter.page.to_string() } else { String::new() };
    let pairs = [
        ("q", filter.q.trim()),
        ("status", &filter.status),
        ("role", &filter.role),
        ("school", filter.school.trim()),
        ("sort", &filter.sort),
        ("page", &page),
    ];
    format!("/admin/people{}", said(&pairs))
}

/// Everybody with an account, for the platform's admins.
#[component]
pub fn UsersList() -> impl IntoView {
    let filter = use_filter();
    let page = Resource::new(move || filter.get(), api::list_users);
    view! {
        <Title text=t(p::USERS)/>
        <Loaded of=page view=move |page: UsersPage| view! { <Whole filter=filter.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(filter: UserFilter, page: UsersPage) -> impl IntoView {
    let crumbs = vec![(t(d::PLATFORM).to_owned(), "/admin".to_owned())];
    let filter = UserFilter { page: page.page, ..filter };
    let columns = columns(&filter);
    let asked = filter.clone();
    let href = move |page| address(&UserFilter { page, ..asked.clone() });
    let body = if page.people.is_empty() {
        view! { <EmptyState icon="search" title=t(p::NOBODY) text=t(p::NOBODY_HINT)/> }.into_any()
    } else {
        let rows = page.people.into_iter().map(|user| view! { <Row user/> }).collect_view();
        view! { <Table caption=tn(desks::COUNT_PEOPLE, page.total) columns>{rows}</Table> }.into_any()
    };
    view! {
        <PageHead title=t(p::USERS) subtitle=t(p::USERS_HINT) crumbs crumbs_label=t(courses::WHERE)/>
        <FormProblem form=FormState::plain(ChangeUser::PATH) alone=true/>
        <Search filter/>
        <section class="stack" id="users">
            {body}
            <Paged page=page.page per_page=PAGE total=page.total href/>
        </section>
    }
}

fn columns(filter: &UserFilter) -> Vec<Column> {
    let sorted = |column: Column, up: UserSort, down: UserSort| {
        let now = match filter.sort() {
            now if now == up => Some(Sort::Ascending),
            now if now == down => Some(Sort::Descending),
            _ => None,
        };
        let next = if now == Some(Sort::Ascending) { down } else { up };
        column.sorted(address(&UserFilter { sort: next.to_string(), page: 1, ..filter.clone() }), now)
    };
    vec![
        sorted(Column::text(t(p::NAME)), UserSort::Name, UserSort::NameDown),
        Column::text(t(p::EMAIL)),
        Column::text(t(p::STATUS)),
        Column::text(t(p::SCHOOLS)),
        sorted(Column::text(t(p::JOINED)), UserSort::Joined, UserSort::JoinedDown),
        Column::actions(t(p::ACTIONS)),
    ]
}

#[component]
fn Search(filter: UserFilter) -> impl IntoView {
    let sorts: Vec<_> = UserSort::ALL.iter().map(|it| (it.to_string(), t(it.label()))).collect();
    let sort = filter.sort().to_string();
    let statuses = [UserStatus::Active, UserStatus::Pending, UserStatus::Suspended];
    let statuses = statuses.into_iter().map(|it| (it.to_string(), t(it.label())));
    let options: Vec<_> = std::iter::once((String::new(), t(p::EVERY_STATUS))).chain(statuses).collect();
    let admin = PlatformRole::SuperAdmin;
    let kinds = vec![(String::new(), t(p::EVERY_GROUP)), (admin.to_string(), t(admin.label()))];
    let set = folded::set(&[&filter.status, &filter.role, &filter.school]);
    let active = set > 0 || !filter.q.trim().is_empty();
    let all = address(&UserFilter { sort: filter.sort.clone(), ..UserFilter::default() });
    view! {
        <FilterBar
            action="/admin/people"
            label=t(p::SEARCH)
            id="users-q"
            value=filter.q
            hint=t(p::SEARCH_USERS_HINT)
            submit=t(p::FIND)
            clear=t(p::CLEAR)
            all
            active
        >
            <FoldedFilters set>
                <Select label=t(p::STATUS) name="status" id="users-status" options selected=filter.status/>
                <Select label=t(p::GROUP) name="role" id="users-role" options=kinds selected=filter.role/>
                <Field label=t(d::SCHOOL) name="school" id="users-school" value=filter.school hint=t(p::SCHOOL_SLUG_HINT) maxlength=200/>
                <Select label=t(p::SORT) name="sort" id="users-sort" options=sorts selected=sort/>
            </FoldedFilters>
        </FilterBar>
    }
}

#[component]
fn Row(user: UserCard) -> impl IntoView {
    let kind = user.platform_role;
    let admin = kind == PlatformRole::SuperAdmin;
    let standing = user.status;
    let odd = (standing != UserStatus::Active).then(|| view! { <StatusBadge status=standing/> });
    let rank = move || admin.then(|| view! { <Badge tone=Tone::Info>{t(kind.label())}</Badge> });
    let schools = if user.schools.is_empty() { t(p::NO_SCHOOLS).to_owned() } else { user.schools };
    let (email, belongs) = (user.email.clone(), schools.clone());
    let id = user.user_id.to_string();
    let suspended = user.status == UserStatus::Suspended;
    let first = if suspended { UserAct::Reinstate } else { UserAct::Suspend };
    let second = match (admin, suspended) {
        (true, _) => Some(UserAct::UnmakeAdmin),
        (false, false) => Some(UserAct::MakeAdmin),
        (false, true) => None,
    };
    let acts = std::iter::once(first).chain(second);
    let actions = tf(p::ACTIONS_OF, &[("name", &user.name)]);
    view! {
        <tr>
            <RowHead>
                <span class="person">
                    <Avatar name=user.name.clone() size=Size::Small/>
                    <span>
                        {user.name} " " <span class="meta muted">{user.username}</span>
                        <span class="person-brief"><MailAddress of=email/> {belongs} {odd} {rank()}</span>
                    </span>
                </span>
            </RowHead>
            <Cell label=t(p::EMAIL)><MailAddress of=user.email/></Cell>
            <Cell label=t(p::STATUS)>
                <span class="badges">
                    <StatusBadge status=standing/>
                    {rank()}
                </span>
            </Cell>
            <TextCell label=t(p::SCHOOLS) text=schools class="cell-list"/>
            <Cell label=t(p::JOINED)><OnDay dated=user.created/></Cell>
            <Cell actions=true>
                <Menu label=actions icon="ellipsis">
                    {acts.map(|act| view! { <li><Asked id=id.clone() act/></li> }).collect_view()}
                </Menu>
            </Cell>
        </tr>
    }
}

/// How an account stands, in a word.
#[component]
fn StatusBadge(status: UserStatus) -> impl IntoView {
    let tone = match status {
        UserStatus::Active => Tone::Good,
        UserStatus::Pending => Tone::Info,
        UserStatus::Suspended => Tone::Warn,
        UserStatus::Inactive => Tone::default(),
    };
    view! { <Badge tone>{t(status.label())}</Badge> }
}

#[component]
fn Asked(id: String, act: UserAct) -> impl IntoView {
    let (label, question, variant) = match act {
        UserAct::Suspend => (p::ACT_SUSPEND, p::SUSPEND_USER_ASK, Variant::Danger),
        UserAct::Reinstate => (p::ACT_REINSTATE, p::REINSTATE_HINT, Variant::Primary),
        UserAct::MakeAdmin => (p::MAKE_ADMIN, p::MAKE_ADMIN_ASK, Variant::Danger),
        UserAct::UnmakeAdmin => (p::UNMAKE_ADMIN, p::UNMAKE_ADMIN_ASK, Variant::Danger),
    };
    view! {
        <Ask label=t(label) question=t(question)>
            <form method="post" action=ChangeUser::PATH>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="act" value=act.text()/>
                <Button variant>{t(label)}</Button>
            </form>
        </Ask>
    }
}
