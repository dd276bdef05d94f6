use model::dashboards::{Board, Dashboard};
use model::text::common;

use super::admin::AdminBoard;
use super::api;
use super::member::MemberView;
use super::news::NewsPanel;
use super::student::StudentView;
use super::teacher::TeacherView;
use crate::prelude::*;

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
    let Dashboard { school, today, role, permissions: by, news, board } = dashboard;
    let subtitle = format!("{school} · {}", t(role.label()));
    view! {
        <PageHead title=today subtitle/>
        {(!news.is_empty()).then(|| view! { <NewsPanel base=base.clone() news/> })}
        {match board {
            Board::Student(board) => view! { <StudentView base board/> }.into_any(),
            Board::Teacher(board) => view! { <TeacherView base school by board/> }.into_any(),
            Board::School(board) => view! { <AdminBoard base school by board/> }.into_any(),
            Board::Member(board) => view! { <MemberView base board/> }.into_any(),
        }}
    }
}
