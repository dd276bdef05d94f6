use model::backup::Schools;
use model::backup::storage::{
    Amount, FileKind, LargeFile, MISSING, Missing, Named, Orphans, Places, SchoolStorage, StoragePage, Undoable,
};
use model::text::{backup as b, clear as c, dashboards as d, schools, settings, storage as s};

use super::api;
use super::head::{Head, Part, address, use_reach};
use super::schools::{FindSchool, SchoolPages, use_asked};
use crate::prelude::*;
use crate::stored::{ClassesStored, ShareCell};
use crate::text::{number, share, size};

/// The path below the backup page.
const PATH: &str = "/storage";
/// What the query says for a look through the store.
const LOOK: &str = "yes";

#[component]
pub fn Storage() -> impl IntoView {
    let school = use_reach();
    let (asked, look) = (use_asked(), use_query_value("look"));
    let look = move || look.get().is_some_and(|look| look == LOOK);
    // Not asked for unbidden: each look lists the whole store.
    let page = Resource::new(
        move || (school.get(), asked.get(), look()),
        |(school, (q, page), look)| api::show_space(school, q, page, look),
    )
    .live();
    view! { <Loaded of=page view=move |page: StoragePage| view! { <Whole page/> }.into_any()/> }
}

#[component]
fn Whole(page: StoragePage) -> impl IntoView {
    let files = page.files();
    let slug = page.school.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let of_platform = page.of_platform;
    let here = address(&slug, PATH);
    let none = if page.undoable.is_some() { s::NO_FILES_NOW } else { s::NO_FILES };
    let undoable = page.undoable.clone().map(|undoable| {
        let to_clear = page.parts.contains(&Part::Clear).then(|| address(&slug, "/clear"));
        view! { <Kept undoable to_clear/> }
    });
    let places = match page.places.clone() {
        Places::Schools(listed) => view! { <BySchool listed of=files.bytes/> }.into_any(),
        Places::Classes { classes, largest } => view! {
            <section class="panel by-figures" id="classes">
                <header>
                    <h2>{t(s::BY_CLASS)}</h2>
                    {(classes.can_set && classes.total > 0).then(|| {
                        let href = format!("/s/{slug}/settings/storage#classes");
                        view! { <A href=href>{t(settings::QUOTA_CHANGE)}</A> }
                    })}
                </header>
                <ClassesStored school=slug.clone() classes pages=format!("{here}?page=") closed=of_platform/>
            </section>
            {(!of_platform).then(|| view! { <Largest school=slug files=largest none/> })}
        }
        .into_any(),
    };
    let orphans = page.can_look.then(|| view! { <Look here found=page.orphans.clone() platform=page.school.is_none()/> });
    view! {
        <Head part=Part::Storage school=page.school.clone() parts=page.parts.clone() of_platform/>
        <Sums page=page.clone() files>{undoable}</Sums>
        <Kinds kinds=page.kinds of=files.bytes none/>
        {places}
        {orphans}
    }
}

#[component]
fn Sums(page: StoragePage, files: Amount, children: Children) -> impl IntoView {
    let StoragePage { contents, undoable, logos, photos, database_bytes, .. } = page;
    let stored = contents.bytes + undoable.map_or(0, |it| it.amount.bytes);
    let photos = photos.map(|photos| view! { <Stat label=t(s::PHOTOS) value=number(photos)/> });
    let database = database_bytes.map(|bytes| view! { <Stat label=t(b::DATABASE) value=size(bytes)/> });
    view! {
        <section class="panel" id="sums">
            <header><h2>{t(s::SUMS)}</h2></header>
            <Stats>
                <Stat label=t(s::UPLOADED) value=number(files.files) tone=Tone::Info/>
                <Stat label=t(s::SENT) value=size(files.bytes)/>
                <Stat label=t(s::KEPT) value=size(stored) tone=Tone::Good/>
                {photos}
                <Stat label=t(s::LOGOS) value=number(logos)/>
                {database}
            </Stats>
            <p class="muted">{tf(s::KEPT_ABOUT, &[("size", &size(files.bytes - contents.bytes))])}</p>
            {children()}
        </section>
    }
}

/// What was cleared lies in the store, though no file names it.
#[component]
fn Kept(undoable: Undoable, to_clear: Option<String>) -> impl IntoView {
    let Undoable { amount, until } = undoable;
    let said = tnf(s::UNDOABLE, amount.files, &[("size", &size(amount.bytes)), ("until", &until.local)]);
    view! {
        <p>
            <InBrief said own=until.own/>
            {to_clear.map(|href| view! { " " <a href=href>{t(c::CLEARED)}</a> })}
        </p>
    }
}

#[component]
fn Kinds(kinds: Vec<(FileKind, Amount)>, of: i64, none: Key) -> impl IntoView {
    let line = move |(kind, amount): (FileKind, Amount)| {
        let name = t(kind.label());
        view! {
            <tr>
                <RowHead>{name}</RowHead>
                <Cell label=t(b::FILES) number=true>{number(amount.files)}</Cell>
                <Cell label=t(s::SIZE) number=true>{size(amount.bytes)}</Cell>
                <ShareCell head=t(s::SHARE) name=name.to_owned() value=amount.bytes of/>
            </tr>
        }
    };
    let table = if kinds.is_empty() {
        view! { <p class="muted">{t(none)}</p> }.into_any()
    } else {
        let columns =
            vec![Column::text(t(s::KIND)), Column::number(t(b::FILES)), Column::number(t(s::SIZE)), Column::text(t(s::SHARE))];
        view! {
            <Table caption=t(s::KINDS) caption_hidden=true columns>{kinds.into_iter().map(line).collect_view()}</Table>
        }
        .into_any()
    };
    view! {
        <section class="panel" id="kinds">
            <header><h2>{t(s::KINDS)}</h2></header>
            {table}
        </section>
    }
}

#[component]
fn BySchool(
    listed: Schools<SchoolStorage>,
    /// Bytes of all schools together.
    of: i64,
) -> impl IntoView {
    let Schools { schools: found, total, page, q } = listed;
    let here = format!("{}#schools", address("", PATH));
    let line = move |school: SchoolStorage| {
        let SchoolStorage { slug, name, amount, quota_bytes, logo } = school;
        let href = address(&slug, PATH);
        let title = name.clone();
        view! {
            <tr>
                <RowHead><A href=format!("{href}#classes")>{title}</A> {logo.then(|| view! { " " <Badge>{t(s::HAS_LOGO)}</Badge> })}</RowHead>
                <Cell label=t(b::FILES) number=true>{number(amount.files)}</Cell>
                <Cell label=t(s::SIZE) number=true>{size(amount.bytes)}</Cell>
                <Cell label=t(s::OF_ALL) number=true>{share(amount.bytes, of)}</Cell>
                <Cell label=t(settings::QUOTA) number=true>{size(quota_bytes)}</Cell>
                <ShareCell head=t(settings::USED_OF_QUOTA) name value=amount.bytes of=quota_bytes/>
            </tr>
        }
    };
    let columns = vec![
        Column::text(t(d::SCHOOL)),
        Column::number(t(b::FILES)),
        Column::number(t(s::SIZE)),
        Column::number(t(s::OF_ALL)),
        Column::number(t(settings::QUOTA)),
        Column::text(t(settings::USED_OF_QUOTA)),
    ];
    let count = columns.len();
    let rows = if found.is_empty() {
        let none = if q.trim().is_empty() { d::NO_SCHOOLS } else { schools::NO_MATCH };
        view! { <EmptyRow columns=count text=t(none)/> }.into_any()
    } else {
        found.into_iter().map(line).collect_view().into_any()
    };
    view! {
        <section class="panel" id="schools">
            <header><h2>{t(s::BY_SCHOOL)}</h2></header>
            <FindSchool here=here.clone() q=q.clone() total/>
            <Table caption=t(s::BY_SCHOOL) caption_hidden=true columns>{rows}</Table>
            <SchoolPages here q total page/>
        </section>
    }
}

/// What people typed keeps its own direction: "8 a" is no "a 8" from right to left.
fn apart(typed: String) -> impl IntoView {
    (!typed.is_empty()).then(|| view! { <bdi>{typed}</bdi> })
}

#[component]
fn Largest(school: String, files: Vec<LargeFile>, none: Key) -> impl IntoView {
    let line = move |file: LargeFile| {
        let LargeFile { id, name, class, sender, sent, bytes, opens } = file;
        let name = if opens {
            // External: the answer is a file, no page for the router.
            view! { <a href=format!("/s/{school}/files/{id}") rel="external" download>{name}</a> }.into_any()
        } else {
            apart(name).into_any()
        };
        view! {
            <tr>
                <RowHead>{name}</RowHead>
                <Cell label=t(settings::CLASS)>{apart(class)}</Cell>
                <Cell label=t(s::SENDER)>{apart(sender)}</Cell>
                <Cell label=t(s::WHEN)><InBrief said=sent.local own=sent.own/></Cell>
                <Cell label=t(s::SIZE) number=true>{size(bytes)}</Cell>
            </tr>
        }
    };
    let table = if files.is_empty() {
        view! { <p class="muted">{t(none)}</p> }.into_any()
    } else {
        let columns = vec![
            Column::text(t(s::FILE)),
            Column::text(t(settings::CLASS)),
            Column::text(t(s::SENDER)),
            Column::text(t(s::WHEN)),
            Column::number(t(s::SIZE)),
        ];
        view! {
            <Table caption=t(s::LARGEST) caption_hidden=true columns>{files.into_iter().map(line).collect_view()}</Table>
        }
        .into_any()
    };
    view! {
        <section class="panel" id="largest">
            <header><h2>{t(s::LARGEST)}</h2></header>
            {table}
        </section>
    }
}

/// What lies in the store for nothing, or should lie there: asked for by a form, as it costs a listing of the store.
#[component]
fn Look(here: String, found: Option<Orphans>, platform: bool) -> impl IntoView {
    let about = if platform { s::ORPHANS_ABOUT } else { s::ORPHANS_SCHOOL_ABOUT };
    view! {
        <section class="panel" id="orphans">
            <header><h2>{t(s::ORPHANS)}</h2></header>
            <p class="muted">{t(about)}</p>
            {found.map(|found| view! { <Found found platform/> })}
            <form method="get" action=format!("{here}#orphans")>
                <Button variant=Variant::Quiet icon="search" name="look" value=LOOK>{t(s::LOOK)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Found(found: Orphans, platform: bool) -> impl IntoView {
    let Orphans { stored, due, young, missing, rows, looked } = found;
    let looked_through = tnf(s::LOOKED, stored.files, &[("size", &size(stored.bytes)), ("when", &looked.local)]);
    let named = (due.files + young.files == 0)
        .then(|| view! { <Notice tone=Tone::Good title=t(s::ALL_NAMED)>{t(s::ALL_NAMED_TEXT)}</Notice> });
    let due = (due.files > 0).then(|| {
        let title = tnf(s::DUE, due.files, &[("size", &size(due.bytes))]);
        view! { <Notice tone=Tone::Warn title>{t(s::DUE_TEXT)}</Notice> }
    });
    let young = (young.files > 0).then(|| {
        let title = tnf(s::YOUNG, young.files, &[("size", &size(young.bytes))]);
        view! { <Notice tone=Tone::Info title>{t(s::YOUNG_TEXT)}</Notice> }
    });
    let missing = if missing == 0 {
        view! { <Notice tone=Tone::Good title=t(s::NONE_MISSING)>{t(s::NONE_MISSING_TEXT)}</Notice> }.into_any()
    } else {
        view! {
            <Notice tone=Tone::Bad title=tn(s::MISSING, missing)>{t(s::MISSING_TEXT)}</Notice>
            <MissingRows rows platform/>
        }
        .into_any()
    };
    view! {
        <p><InBrief said=looked_through own=looked.own/></p>
        {named}
        {due}
        {young}
        {missing}
    }
}

#[component]
fn MissingRows(rows: Vec<Missing>, platform: bool) -> impl IntoView {
    let first = (rows.len() as i64 >= MISSING).then(|| {
        view! { <p class="muted">{tf(s::FIRST_ROWS, &[("n", &number(MISSING))])}</p> }
    });
    let line = move |row: Missing| {
        let Missing { kind, name, school, class } = row;
        let name = match kind {
            Named::File => name,
            Named::Logo => tf(s::LOGO_OF, &[("name", &name)]),
            Named::Photo => tf(s::PHOTO_OF, &[("name", &name)]),
        };
        view! {
            <tr>
                <RowHead>{apart(name)}</RowHead>
                {platform.then(|| view! { <Cell label=t(d::SCHOOL)>{apart(school)}</Cell> })}
                <Cell label=t(settings::CLASS)>{apart(class)}</Cell>
            </tr>
        }
    };
    let mut columns = vec![Column::text(t(s::FILE))];
    if platform {
        columns.push(Column::text(t(d::SCHOOL)));
    }
    columns.push(Column::text(t(settings::CLASS)));
    view! {
        <Table caption=t(s::MISSING_ROWS) columns>{rows.into_iter().map(line).collect_view()}</Table>
        {first}
    }
}
