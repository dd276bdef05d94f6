use model::dashboards::{Board, Dashboard};
use model::text::{common, settings as s};

use super::admin::AdminBoard;
use super::api;
use super::bursar::BursarView;
use super::corporate::CorporateView;
use super::form::FormView;
use super::head::HeadView;
use super::librarian::LibrarianView;
use super::member::MemberView;
use super::mentor::MentorView;
use super::news::NewsPanel;
use super::registrar::RegistrarView;
use super::student::StudentView;
use super::support::SupportView;
use super::teacher::TeacherView;
use crate::pages::me::suggestions::NameSuggestions;
use crate::pages::parent::ChildCards;
use crate::prelude::*;
use crate::text::facts;

/// The school's first page: the dashboard of the reader's role.
#[component]
pub fn SchoolPage() -> impl IntoView {
    let school = use_school();
    let dashboard = Resource::new(move || school.get(), api::show_dashboard);
    view! {
        <Title text=t(common::DASHBOARD)/>
        <Loaded of=dashboard view=move |dashboard: Dashboard| {
            view! { <Whole base=format!("/s/{}", school.get_untracked()) dashboard/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, dashboard: Dashboard) -> impl IntoView {
    let Dashboard { school, today, role, teacher_label, permissions: by, suggestion, news, told, calendar, board } = dashboard;
    let term = calendar.term.as_ref().map(|term| tf(s::TERM_UNTIL, &[("term", &term.name), ("day", &term.until)]));
    let parts = [Some(school.clone()), Some(t(role.label_in(teacher_label)).to_owned()), term];
    let subtitle = facts(parts.into_iter().flatten());
    // The boards of those who run the school and of a company's representative have a panel for it.
    let to_calendar = (!matches!(board, Board::School(_) | Board::Corporate(_))).then(|| format!("{base}/calendar"));
    let silent = !told;
    let suggestions = suggestion.into_iter().collect::<Vec<_>>();
    view! {
        <PageHead title=today subtitle>
            {to_calendar.map(|href| view! { <LinkButton href icon="calendar">{t(s::SCHOOL_CALENDAR)}</LinkButton> })}
        </PageHead>
        <NameSuggestions suggestions/>
        <NewsPanel base=base.clone() news told/>
        {match board {
            Board::Student(board) => view! { <StudentView base board/> }.into_any(),
            Board::Teacher(board) => view! { <TeacherView base school by board/> }.into_any(),
            Board::Parent(children) => view! { <ChildCards children/> }.into_any(),
            Board::School(board) => view! { <AdminBoard base school by teacher_label calendar board=*board/> }.into_any(),
            Board::Head(board) => view! { <HeadView base board/> }.into_any(),
            Board::Registrar(board) => view! { <RegistrarView base by teacher_label board/> }.into_any(),
            Board::Form(board) => view! { <FormView base by board/> }.into_any(),
            Board::Mentor(board) => view! { <MentorView base by board/> }.into_any(),
            Board::Support(board) => view! { <SupportView base board/> }.into_any(),
            Board::Bursar(board) => view! { <BursarView base by board/> }.into_any(),
            Board::Librarian(board) => view! { <LibrarianView base board/> }.into_any(),
            Board::Corporate(board) => view! { <CorporateView base by calendar silent board/> }.into_any(),
            Board::Member(board) => view! { <MemberView base by teacher_label board/> }.into_any(),
        }}
    }
}
