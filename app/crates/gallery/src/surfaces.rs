use leptos::prelude::*;
use ui::*;

use crate::Part;

#[component]
pub fn Surfaces() -> impl IntoView {
    view! {
        <Part name="Surfaces">
            <div class="cards">
                <Card title="A card"><p>"What belongs together."</p></Card>
                <CardLink href="#surfaces" title="A card that leads on">
                    <p class="muted">"31 students"</p>
                    <Meter label="Taught so far" value=72.0 text="72 %"/>
                </CardLink>
            </div>
            <ul class="list">
                <li>
                    <Icon name="file-text"/>
                    <div><a class="title" href="#surfaces">"Worksheet 4"</a><span class="meta">"12 of 31 handed in"</span></div>
                    <Badge tone=Tone::Info>"Closes Fri 18:00"</Badge>
                </li>
                <li><Avatar name="Aline Uwase"/><div><span class="title">"Aline Uwase"</span><span class="meta">"aline"</span></div></li>
            </ul>
            <EmptyState icon="users" title="No class yet" text="A class group has a chat, courses and a code to join by.">
                <Button kind="button" icon="plus">"New class"</Button>
            </EmptyState>
            <div class="code-card">
                <h3>"Student code"</h3>
                <CopyText text="K7PM2X" label="Copy" done="Copied" failed="Not copied"/>
                <div class="actions">
                    <Ask label="New code" question="The code above stops working at once.">
                        <form><Button kind="button" variant=Variant::Danger>"Replace the code"</Button></form>
                    </Ask>
                    <Ask label="Change" question="What is typed last counts." plain=true open=true>
                        <form><Button kind="button">"Save"</Button></form>
                    </Ask>
                </div>
            </div>
            <ol class="steps">
                <li class="taken">
                    <div><span class="title">"Create a class"</span><span class="meta">"A group of students."</span></div>
                    <Badge tone=Tone::Good>"done"</Badge>
                </li>
                <li class="next">
                    <div><a class="title" href="#surfaces">"Share its codes"</a><span class="meta">"Whoever signs up with one is in."</span></div>
                </li>
                <li><div><span class="title">"Set up a course"</span><span class="meta">"A subject you teach."</span></div></li>
            </ol>
            <ul class="receipt">
                <li>
                    <span class="title">"worksheet-4-answers.pdf"</span>
                    <span class="meta">"212 KB"</span>
                    <code>"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"</code>
                </li>
            </ul>
            <p class="brief">"A brief as a person wrote it,\nwith its line breaks."</p>
            <div class="danger-zone">
                <h3>"Archive this class"</h3>
                <p class="muted">"It becomes read-only for everyone."</p>
                <div><DialogButton dialog="archive" variant=Variant::Danger>"Archive"</DialogButton></div>
            </div>
            <Dialog id="archive" title="Archive the class?" close="Close">
                <form class="form" method="dialog">
                    <p>"31 students keep reading; nobody writes."</p>
                    <Field label="Reason" name="reason" required=true/>
                    <div class="form-actions"><Button variant=Variant::Danger>"Archive"</Button></div>
                </form>
            </Dialog>
        </Part>
    }
}

#[component]
pub fn Menus() -> impl IntoView {
    let entries = || {
        view! {
            <li><a href="#menus"><Icon name="pencil"/>"Rename"</a></li>
            <li><button type="button"><Icon name="copy"/>"Copy"</button></li>
            <li><hr/></li>
            <li><button type="button" class="menu-danger"><Icon name="trash"/>"Remove"</button></li>
        }
    };
    view! {
        <Part name="Menus">
            <div class="row">
                <Menu label="More">{entries()}</Menu>
                <Menu label="More" icon="ellipsis">
                    {entries()}
                    <li>
                        <Ask label="Archive" question="31 students keep reading; nobody writes.">
                            <form><Button kind="button" variant=Variant::Danger>"Archive now"</Button></form>
                        </Ask>
                    </li>
                </Menu>
            </div>
        </Part>
    }
}

#[component]
pub fn Entry() -> impl IntoView {
    view! {
        <Part name="Entry">
            <section class="hero">
                <h1>"The whole school day, in one place"</h1>
                <ul class="choices">
                    <li>
                        <a href="#entry" class="choice"><Icon name="key"/><strong>"Join a class"</strong><span>"You have a code."</span></a>
                    </li>
                    <li>
                        <a href="#entry" class="choice"><Icon name="school"/><strong>"Found a school"</strong><span>"You run one."</span></a>
                    </li>
                </ul>
            </section>
            <section class="sheet">
                <h1>"Log in"</h1>
                <form class="form" method="dialog">
                    <Field label="Username or e-mail" name="entry[log_in]" autocomplete="username"/>
                    <Button>"Log in"</Button>
                </form>
                <p class="sheet-more">"New here? "<a href="#entry">"Join a class"</a></p>
            </section>
            <section class="error-page">
                <p class="error-status" aria-hidden="true">"404"</p>
                <h1>"This page is not here"</h1>
                <p>"It may have moved, or it belongs to a school you are not in."</p>
                <p class="actions"><LinkButton href="#main" variant=Variant::Primary>"To the start"</LinkButton></p>
            </section>
        </Part>
    }
}
