use model::forum::{Board, BoardPage, Order, PAGE, ThreadCard, ThreadFilter, Topic, Which};
use model::text::{courses as c, forum as f};
use server_fn::ServerFn;

use super::api::{self, FollowForum, board_address, thread_address};
use super::author::name;
use super::marks::Marks;
use super::reading::{ReadAll, ReadAllRefused};
use crate::folded::FoldedFilters;
use crate::paged::Paged;
use crate::pages::people::said;
use crate::prelude::*;

/// The forum in the path; nothing where it is none.
pub fn use_board() -> Memo<Option<Board>> {
    let board = use_param("board");
    Memo::new(move |_| board.read().parse().ok())
}

/// The way to a forum.
pub fn crumbs(school: &str) -> Vec<(String, String)> {
    vec![(t(f::FORUM).to_owned(), format!("/s/{school}/forum"))]
}

/// The threads of a forum.
#[component]
pub fn BoardShow() -> impl IntoView {
    let (school, board) = (use_school(), use_board());
    let [q, which, topic, sort, page] = ["q", "which", "topic", "sort", "page"].map(use_query_value);
    let filter = Memo::new(move |_| ThreadFilter {
        q: q.get().unwrap_or_default(),
        which: which.get().unwrap_or_default(),
        topic: topic.get().unwrap_or_default(),
        sort: sort.get().unwrap_or_default(),
    });
    let asked = move || (school.get(), board.get(), page.get().and_then(|it| it.parse().ok()).unwrap_or(1), filter.get());
    let threads = Resource::new(asked, |(school, board, page, filter)| async move {
        api::show_board(school, board.ok_or(model::Error::NotFound)?, page, filter).await
    });
    view! {
        <Loaded of=threads view=move |page: BoardPage| {
            view! { <Whole school=school.get_untracked() filter=filter.get_untracked() page/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, filter: ThreadFilter, page: BoardPage) -> impl IntoView {
    let follow = page.may_follow.then(|| {
        let label = if page.follows { f::UNFOLLOW_FORUM } else { f::FOLLOW_FORUM };
        view! {
            <form method="post" action=FollowForum::PATH>
                <input type="hidden" name="school" value=school.clone()/>
                <input type="hidden" name="board" value=page.board.to_string()/>
                <input type="hidden" name="on" value=(!page.follows).to_string()/>
                <Button variant=Variant::Quiet>{t(label)}</Button>
            </form>
        }
    });
    let read_all = page.unread.then(|| view! { <ReadAll school=school.clone() board=page.board as_of=page.as_of/> });
    let BoardPage { board, name, topics, threads, page, total, anonymous, archived, may_write, may_moderate, .. } = page;
    let address = board_address(&school, board);
    let new = may_write.then(|| {
        view! { <LinkButton href=format!("{address}/new") variant=Variant::Primary icon="plus">{t(f::NEW_THREAD)}</LinkButton> }
    });
    let settings = may_moderate.then(|| {
        view! { <LinkButton href=format!("{address}/settings") icon="settings">{t(f::SETTINGS)}</LinkButton> }
    });
    let empty = threads.is_empty().then(|| match filter.is_limited() {
        true => view! { <EmptyState icon="search" title=t(f::NO_MATCH) text=t(f::NO_MATCH_HINT)/> },
        false => view! { <EmptyState icon="message-circle" title=t(f::NO_THREADS) text=t(f::NO_THREADS_HINT)/> },
    });
    let pills = Which::ALL.iter().map(|which| {
        let label = match which {
            Which::All => f::ALL_THREADS,
            Which::Unread => f::UNREAD,
            Which::Open => f::OPEN,
            Which::Followed => f::FOLLOWED,
        };
        let query = said(&[
            ("which", which.text()),
            ("q", filter.q.trim()),
            ("topic", filter.topic.as_str()),
            ("sort", filter.sort.as_str()),
        ]);
        Pill::new(format!("{address}{query}"), t(label), *which == filter.which())
    });
    let pills: Vec<Pill> = pills.collect();
    let asked = filter.clone();
    let to = address.clone();
    let href = move |page: i64| {
        let page = page.to_string();
        let pairs = [
            ("which", asked.which.as_str()),
            ("q", asked.q.trim()),
            ("topic", asked.topic.as_str()),
            ("sort", asked.sort.as_str()),
            ("page", page.as_str()),
        ];
        format!("{to}{}", said(&pairs))
    };
    view! {
        <Title text=name.clone()/>
        <PageHead title=name crumbs=crumbs(&school) crumbs_label=t(c::WHERE)>{new} {read_all} {follow} {settings}</PageHead>
        <ReadAllRefused/>
        {archived.then(|| view! { <Notice tone=Tone::Info>{t(text::problems::CLASS_ARCHIVED)}</Notice> })}
        {anonymous.then(|| view! { <p class="muted">{t(f::MAY_HIDE)}</p> })}
        <Pills label=t(f::WHICH) pills/>
        <Filters address filter topics/>
        {empty}
        <ul class="list threads">
            {threads.into_iter().map(|card| view! { <Thread school=school.clone() card/> }).collect_view()}
        </ul>
        {(total > PAGE).then(|| view! { <Paged page per_page=PAGE total href/> })}
    }
}

/// What the list is asked for: a form that the browser sends itself.
#[component]
fn Filters(address: String, filter: ThreadFilter, topics: Vec<Topic>) -> impl IntoView {
    let active = filter.is_limited();
    let order = filter.order();
    let set = usize::from(!filter.topic.is_empty()) + usize::from(order != Order::Active);
    let orders = Order::ALL.iter().map(|order| {
        let label = match order {
            Order::Active => f::BY_ACTIVITY,
            Order::Newest => f::BY_AGE,
            Order::Votes => f::BY_VOTES,
            Order::Unanswered => f::BY_ANSWER,
        };
        (order.text().to_owned(), t(label).to_owned())
    });
    let orders: Vec<_> = orders.collect();
    let mut options = vec![(String::new(), t(f::ANY_TOPIC).to_owned())];
    options.extend(topics.into_iter().map(|topic| (topic.id.to_string(), topic.name)));
    let topic = (options.len() > 1).then(|| {
        view! { <Select label=t(f::TOPIC) name="topic" id="threads-topic" options selected=filter.topic/> }
    });
    view! {
        <FilterBar
            action=address.clone()
            label=t(f::SEARCH_HERE)
            id="threads-q"
            value=filter.q
            hint=t(f::SEARCH_HINT)
            submit=t(f::FIND)
            clear=t(f::CLEAR)
            all=address
            active
        >
            <input type="hidden" name="which" value=filter.which/>
            <FoldedFilters set>
                {topic}
                <Select label=t(f::SORT) name="sort" id="threads-sort" options=orders selected=order.text()/>
            </FoldedFilters>
        </FilterBar>
    }
}

#[component]
fn Thread(school: String, card: ThreadCard) -> impl IntoView {
    let by = tf(f::BY, &[("author", &name(&card.author)), ("when", &card.last.local)]);
    let topic = card.topic.map(|topic| format!("{topic} · "));
    let votes = (card.votes > 0).then(|| format!(" · {}", tn(f::VOTES, card.votes)));
    let unread = (card.unread > 0).then(|| view! { <Badge tone=Tone::Info>{tn(f::NEW_POSTS, card.unread)}</Badge> });
    view! {
        <li class="thread" class:unread=(card.unread > 0)>
            <Icon name="message-circle"/>
            <div>
                <A href=thread_address(&school, card.id) attr:class="title">{card.title}</A>
                <span class="meta muted">
                    {topic} <InBrief said=by own=card.last.own/> " · " {tn(f::REPLIES, card.replies)} {votes}
                </span>
            </div>
            <span class="trailing row">
                <Marks pinned=card.pinned locked=card.locked answered=card.answered deleted=card.deleted/>
                {unread}
            </span>
        </li>
    }
}
