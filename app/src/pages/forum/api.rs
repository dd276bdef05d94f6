use leptos::prelude::*;
use model::At;
use model::Result;
use model::Wire;
use model::chat::{Callee, ReportForm};
use model::forum::{
    Board, BoardPage, EditForm, ForumHome, Found, MoveForm, PostDesk, PostForm, Report, ReportDesk, ThreadDesk, ThreadFilter,
    ThreadPage, TopicForm,
};
use model::ids::{PostId, ThreadId, TopicId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The forums of the caller; with words what is found in them, a page of it from 1.
#[server(input = GetUrl, output = Wire)]
pub async fn show_forums(school: String, #[server(default)] q: String, #[server(default)] page: i64) -> Result<ForumHome> {
    Ok(domain::forum::home(&caller::scope(&school)?, &q, page).await?)
}

/// What the caller has saved for later, a page of it from 1.
#[server(input = GetUrl, output = Wire)]
pub async fn show_saved(school: String, #[server(default)] page: i64) -> Result<Found> {
    Ok(domain::forum::saved(&caller::scope(&school)?, page).await?)
}

/// A page of the threads of a forum, from 1.
#[server(input = GetUrl, output = Wire)]
pub async fn show_board(school: String, board: Board, page: i64, #[server(default)] filter: ThreadFilter) -> Result<BoardPage> {
    Ok(domain::forum::board(&caller::scope(&school)?, board, &filter, page).await?)
}

/// How many threads hold something new to the caller.
#[server(input = GetUrl, output = Wire)]
pub async fn unread_threads(school: String) -> Result<i64> {
    Ok(domain::forum::unread(&caller::scope(&school)?).await?)
}

/// Whom a post can mention.
#[server(input = GetUrl, output = Wire)]
pub async fn forum_people(school: String, board: Board) -> Result<Vec<Callee>> {
    Ok(domain::forum::people(&caller::scope(&school)?, board).await?)
}

/// The form of a new thread.
#[server(input = GetUrl, output = Wire)]
pub async fn new_thread(school: String, board: Board) -> Result<ThreadDesk> {
    Ok(domain::forum::desk(&caller::scope(&school)?, board).await?)
}

/// A page of a thread; without one that of the first post that is new to the caller. `quote` names a post by its number.
#[server(input = GetUrl, output = Wire)]
pub async fn show_thread(
    school: String,
    id: ThreadId,
    #[server(default)] page: Option<i64>,
    #[server(default)] quote: Option<i64>,
) -> Result<ThreadPage> {
    Ok(domain::forum::show(&caller::scope(&school)?, id, page, quote).await?)
}

/// A post to be edited, with what it said before.
#[server(input = GetUrl, output = Wire)]
pub async fn edit_desk(school: String, id: PostId) -> Result<PostDesk> {
    Ok(domain::forum::edit_desk(&caller::scope(&school)?, id).await?)
}

/// A post that is about to be reported.
#[server(input = GetUrl, output = Wire)]
pub async fn reported_post(school: String, id: PostId) -> Result<ReportDesk> {
    Ok(domain::forum::report_desk(&caller::scope(&school)?, id).await?)
}

/// The reports that nobody has looked at yet.
#[server(input = GetUrl, output = Wire)]
pub async fn show_post_reports(school: String) -> Result<Vec<Report>> {
    Ok(domain::forum::reports(&caller::scope(&school)?).await?)
}

/// Where a thread is.
pub fn thread_address(school: &str, id: ThreadId) -> String {
    format!("/s/{school}/forum/threads/{id}")
}

/// Where a post of it is.
pub fn post_address(school: &str, (id, number): (ThreadId, i64)) -> String {
    format!("{}#post-{number}", page_address(school, (id, number)))
}

/// The page of the thread that it stands on.
fn page_address(school: &str, (id, number): (ThreadId, i64)) -> String {
    let page = (number - 1) / model::forum::PAGE + 1;
    format!("{}?page={page}", thread_address(school, id))
}

/// Where the posts are that one has saved.
pub fn saved_address(school: &str) -> String {
    format!("/s/{school}/forum/saved")
}

/// Where a forum is.
pub fn board_address(school: &str, board: Board) -> String {
    format!("/s/{school}/forum/{board}")
}

#[server(output = Wire)]
pub async fn reply_to_thread(school: String, id: ThreadId, form: PostForm) -> Result<()> {
    let scope = caller::scope(&school)?;
    if form.keep {
        let draft = domain::forum::Draft { body: form.body, anonymous: form.anonymous, ..Default::default() };
        domain::forum::keep_draft(&scope, &id.to_string(), &draft).await?;
        caller::tell(model::Done::ForumDraftKept);
        caller::redirect(&thread_address(&school, id));
        return Ok(());
    }
    let number = domain::forum::reply(&scope, id, &form).await?;
    caller::redirect(&post_address(&school, (id, number)));
    Ok(())
}

/// What a page keeps by itself while somebody writes.
#[server(output = Wire)]
pub async fn keep_draft(
    school: String,
    place: String,
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] topic: String,
    #[server(default)] anonymous: bool,
) -> Result<()> {
    let draft = domain::forum::Draft { title, body, topic, anonymous };
    Ok(domain::forum::keep_draft(&caller::scope(&school)?, &place, &draft).await?)
}

/// What a text will look like. Nothing is kept of it.
#[server(output = Wire)]
pub async fn preview_post(school: String, body: String) -> Result<String> {
    Ok(domain::forum::preview(&caller::scope(&school)?, &body)?)
}

#[server(output = Wire)]
pub async fn edit_post(school: String, id: PostId, form: EditForm) -> Result<()> {
    let stands = domain::forum::edit(&caller::scope(&school)?, id, &form).await?;
    caller::redirect(&post_address(&school, stands));
    Ok(())
}

/// Of a first post the whole thread goes: then its forum is where one comes back to.
#[server(output = Wire)]
pub async fn delete_post(school: String, id: PostId, #[server(default)] board: Option<Board>) -> Result<()> {
    let stands = domain::forum::delete(&caller::scope(&school)?, id).await?;
    match board {
        Some(board) if stands.1 == 1 => {
            caller::tell(model::Done::ThreadDeleted);
            caller::redirect(&board_address(&school, board));
        }
        _ => caller::redirect(&post_address(&school, stands)),
    }
    Ok(())
}

#[server(output = Wire)]
pub async fn restore_post(school: String, id: PostId) -> Result<()> {
    let stands = domain::forum::restore(&caller::scope(&school)?, id).await?;
    caller::redirect(&post_address(&school, stands));
    Ok(())
}

/// The form of a page without script is `plain`: it leads back to the post.
#[server(output = Wire)]
pub async fn vote_for_post(
    school: String,
    id: PostId,
    #[server(default)] on: bool,
    #[server(default)] plain: bool,
) -> Result<()> {
    let stands = domain::forum::vote(&caller::scope(&school)?, id, on).await?;
    if plain {
        caller::redirect(&post_address(&school, stands));
    }
    Ok(())
}

/// On the list of what is saved a plain form leads back there, else to the post.
#[server(output = Wire)]
pub async fn save_post(
    school: String,
    id: PostId,
    #[server(default)] on: bool,
    #[server(default)] plain: bool,
    #[server(default)] listed: bool,
) -> Result<()> {
    let stands = domain::forum::save(&caller::scope(&school)?, id, on).await?;
    if listed {
        caller::redirect(&saved_address(&school));
    } else if plain {
        caller::redirect(&post_address(&school, stands));
    }
    Ok(())
}

#[server(output = Wire)]
pub async fn mark_answer(school: String, id: PostId, #[server(default)] on: bool, #[server(default)] plain: bool) -> Result<()> {
    let stands = domain::forum::mark_answer(&caller::scope(&school)?, id, on).await?;
    if plain {
        caller::redirect(&post_address(&school, stands));
    }
    Ok(())
}

/// What is said over the page that follows is seen at its top: so it leads to no part of it.
#[server(output = Wire)]
pub async fn report_post(school: String, id: PostId, form: ReportForm) -> Result<()> {
    let stands = domain::forum::report(&caller::scope(&school)?, id, &form).await?;
    caller::tell(model::Done::PostReported);
    caller::redirect(&page_address(&school, stands));
    Ok(())
}

#[server(output = Wire)]
pub async fn settle_post_report(school: String, id: PostId) -> Result<()> {
    domain::forum::settle(&caller::scope(&school)?, id).await?;
    caller::tell(model::Done::ReportSettled);
    caller::redirect(&format!("/s/{school}/forum/reports"));
    Ok(())
}

#[server(output = Wire)]
pub async fn pin_thread(school: String, id: ThreadId, #[server(default)] on: bool) -> Result<()> {
    domain::forum::set_pinned(&caller::scope(&school)?, id, on).await?;
    caller::tell(model::Done::ForumSaved);
    caller::redirect(&thread_address(&school, id));
    Ok(())
}

#[server(output = Wire)]
pub async fn lock_thread(school: String, id: ThreadId, #[server(default)] on: bool) -> Result<()> {
    domain::forum::set_locked(&caller::scope(&school)?, id, on).await?;
    caller::tell(model::Done::ForumSaved);
    caller::redirect(&thread_address(&school, id));
    Ok(())
}

#[server(output = Wire)]
pub async fn move_thread(school: String, id: ThreadId, form: MoveForm) -> Result<()> {
    domain::forum::move_to(&caller::scope(&school)?, id, &form).await?;
    caller::tell(model::Done::ThreadMoved);
    caller::redirect(&thread_address(&school, id));
    Ok(())
}

#[server(output = Wire)]
pub async fn follow_thread(
    school: String,
    id: ThreadId,
    #[server(default)] on: bool,
    #[server(default)] plain: bool,
) -> Result<()> {
    domain::forum::follow(&caller::scope(&school)?, id, on).await?;
    if plain {
        caller::tell(model::Done::ForumSaved);
        caller::redirect(&thread_address(&school, id));
    }
    Ok(())
}

/// Whether the caller hears of new threads of a forum.
#[server(output = Wire)]
pub async fn follow_forum(school: String, board: Board, #[server(default)] on: bool) -> Result<()> {
    domain::forum::follow_forum(&caller::scope(&school)?, board, on).await?;
    caller::tell(model::Done::ForumSaved);
    caller::redirect(&board_address(&school, board));
    Ok(())
}

/// The mark that a page sets when it is there to be read.
#[server(output = Wire)]
pub async fn note_thread_read(school: String, id: ThreadId, number: i64) -> Result<()> {
    Ok(domain::forum::mark_read(&caller::scope(&school)?, id, number).await?)
}

/// The same by a button.
#[server(output = Wire)]
pub async fn mark_thread_read(school: String, id: ThreadId, number: i64) -> Result<()> {
    domain::forum::mark_read(&caller::scope(&school)?, id, number).await?;
    caller::tell(model::Done::AnnouncementRead);
    caller::redirect(&thread_address(&school, id));
    Ok(())
}

/// All that stood in a forum when its page was drawn.
#[server(output = Wire)]
pub async fn mark_board_read(school: String, board: Board, until: At) -> Result<()> {
    domain::forum::mark_board_read(&caller::scope(&school)?, board, until).await?;
    caller::tell(model::Done::AnnouncementRead);
    caller::redirect(&board_address(&school, board));
    Ok(())
}

/// The same of all forums of the caller.
#[server(output = Wire)]
pub async fn mark_forums_read(school: String, until: At) -> Result<()> {
    domain::forum::mark_forums_read(&caller::scope(&school)?, until).await?;
    caller::tell(model::Done::AnnouncementRead);
    caller::redirect(&format!("/s/{school}/forum"));
    Ok(())
}

#[server(output = Wire)]
pub async fn add_topic(school: String, board: Board, form: TopicForm) -> Result<()> {
    domain::forum::add_topic(&caller::scope(&school)?, board, &form).await?;
    caller::tell(model::Done::ForumSaved);
    caller::redirect(&format!("{}/settings", board_address(&school, board)));
    Ok(())
}

#[server(output = Wire)]
pub async fn rename_topic(school: String, board: Board, id: TopicId, form: TopicForm) -> Result<()> {
    domain::forum::rename_topic(&caller::scope(&school)?, board, id, &form).await?;
    caller::tell(model::Done::ForumSaved);
    caller::redirect(&format!("{}/settings", board_address(&school, board)));
    Ok(())
}

#[server(output = Wire)]
pub async fn remove_topic(school: String, board: Board, id: TopicId) -> Result<()> {
    domain::forum::remove_topic(&caller::scope(&school)?, board, id).await?;
    caller::tell(model::Done::ForumSaved);
    caller::redirect(&format!("{}/settings", board_address(&school, board)));
    Ok(())
}

/// Whether those who learn may write without their name.
#[server(output = Wire)]
pub async fn allow_no_names(school: String, board: Board, #[server(default)] on: bool) -> Result<()> {
    domain::forum::set_anonymous(&caller::scope(&school)?, board, on).await?;
    caller::tell(model::Done::ForumSaved);
    caller::redirect(&format!("{}/settings", board_address(&school, board)));
    Ok(())
}
