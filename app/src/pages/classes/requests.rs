use model::classes::{ClassRequest, ClassRole};
use model::ids::ClassId;
use model::profile::photo_address;
use model::text::joining as j;
use server_fn::ServerFn;

use super::api::DecideRequests;
use crate::prelude::*;

/// Who waits to be let into the class, for those who let in. An archived one lets nobody in: they are declined, or wait.
#[component]
pub fn Requests(school: String, class: ClassId, requests: Vec<ClassRequest>, archived: bool) -> impl IntoView {
    let all = Asking::of(&requests);
    let (count, fitting) = (requests.len(), requests.iter().filter(|it| !it.unfit).count());
    let problem = FormState::plain(DecideRequests::PATH);
    let question = tf(j::DECLINE_ALL_ASK, &[("n", &count)]);
    let several = (count > 1).then(|| {
        let (school, all) = (school.clone(), all.clone());
        view! {
            <div class="actions">
                {(!archived && fitting > 0)
                    .then(|| {
                        view! {
                            <Decide school=school.clone() class asking=all.clone() admit=true>
                                <Button variant=Variant::Quiet icon="check">{t(j::ADMIT_ALL)}</Button>
                            </Decide>
                        }
                    })}
                <Ask label=t(j::DECLINE_ALL) question>
                    <Decide school class asking=all admit=false>
                        <Button variant=Variant::Danger>{t(j::DECLINE_ALL_NOW)}</Button>
                    </Decide>
                </Ask>
            </div>
        }
    });
    view! {
        <section class="panel" id="requests">
            <header>
                <h2>{t(j::REQUESTS)}</h2>
                <Badge tone=Tone::Warn>{tn(j::ASKING, count)}</Badge>
            </header>
            <p class="muted">{t(j::REQUESTS_HINT)}</p>
            <FormProblem form=problem alone=true/>
            <ul class="list roster">
                {requests
                    .into_iter()
                    .map(|request| view! { <Request school=school.clone() class request archived/> })
                    .collect_view()}
            </ul>
            {several}
        </section>
    }
}

#[component]
fn Request(school: String, class: ClassId, request: ClassRequest, archived: bool) -> impl IntoView {
    let asking = Asking::of(std::slice::from_ref(&request));
    let ClassRequest { name, username, photo, email, role, unfit, asked, .. } = request;
    let teacher = (role == ClassRole::Teacher).then(|| view! { <Badge tone=Tone::Info>{t(j::REQUEST_AS_TEACHER)}</Badge> });
    let why = match role {
        ClassRole::Teacher => j::UNFIT_TEACHER,
        ClassRole::Student => j::UNFIT_STUDENT,
    };
    let unfit_for = (unfit && !archived).then(|| view! { <span>{t(why)}</span> });
    let since = tf(j::ASKED_WHEN, &[("when", &asked.local)]);
    let [admit, decline, question] = [j::ADMIT_NAMED, j::DECLINE_NAMED, j::DECLINE_ASK].map(|key| tf(key, &[("name", &name)]));
    view! {
        <li>
            <Avatar name=name.clone() photo=photo_address(&photo)/>
            <div>
                <span class="title">{name}</span>
                <span class="meta">{username} " · " <MailAddress of=email/> " · " <InBrief said=since own=asked.own/></span>
                {unfit_for}
            </div>
            <span class="roster-role">{teacher}</span>
            <div class="row">
                {(!archived && !unfit)
                    .then(|| {
                        view! {
                            <Decide school=school.clone() class asking=asking.clone() admit=true>
                                <Button small=true label=admit>{t(j::ADMIT)}</Button>
                            </Decide>
                        }
                    })}
                <Ask label=t(j::DECLINE) spoken=decline.clone() question small=true>
                    <Decide school class asking admit=false>
                        <Button variant=Variant::Danger>{decline}</Button>
                    </Decide>
                </Ask>
            </div>
        </li>
    }
}

/// Who is answered, and who of them is shown as asking to teach: their ids.
#[derive(Clone)]
struct Asking {
    people: String,
    teachers: String,
}

impl Asking {
    fn of(requests: &[ClassRequest]) -> Asking {
        let ids = |teaching: bool| {
            let wanted = requests.iter().filter(|it| !teaching || it.role == ClassRole::Teacher);
            wanted.map(|it| it.user_id.to_string()).collect::<Vec<_>>().join(" ")
        };
        Asking { people: ids(false), teachers: ids(true) }
    }
}

/// The form that lets people in or declines them, around its button.
#[component]
fn Decide(school: String, class: ClassId, asking: Asking, admit: bool, children: Children) -> impl IntoView {
    view! {
        <form method="post" action=DecideRequests::PATH>
            <input type="hidden" name="school" value=school/>
            <input type="hidden" name="class" value=class.to_string()/>
            <input type="hidden" name="people" value=asking.people/>
            <input type="hidden" name="teachers" value=asking.teachers/>
            <input type="hidden" name="admit" value=admit.to_string()/>
            {children()}
        </form>
    }
}
