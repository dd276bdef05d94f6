use leptos::prelude::*;
use ui::*;

use crate::Part;

#[component]
pub fn Chat() -> impl IntoView {
    view! {
        <Part name="Chat">
            <section class="chat" aria-label="Chat">
                <p class="connection"><Icon name="wifi-off"/>"No connection. What you write is sent when it is back."</p>
                <ol class="messages" tabindex="0" aria-label="Messages">
                    <li class="day">"Yesterday"</li>
                    <Message name="Aline Uwase" time="16:02">"Is question 5 about the vertex or about the roots?"</Message>
                    <Message name="Ada Lovelace" time="16:10" state="mine">"Both.\nFind the roots first."</Message>
                    <li class="unread-mark">"2 new"</li>
                    <Message name="Fatima Hassan" time="07:44">"Is the scale readable?"</Message>
                    <Message name="Ada Lovelace" time="08:01" state="mine pending">"Yes, very clear."</Message>
                    <Message name="Ada Lovelace" time="08:02" state="mine failed">"Please label the axes too."</Message>
                </ol>
                <p class="typing" aria-live="polite">"Bosco is typing"</p>
                <form class="composer" method="dialog">
                    <TextArea label="Message" name="body" rows=1 placeholder="Write to the class"/>
                    <Button icon="send">"Send"</Button>
                </form>
            </section>
        </Part>
    }
}

#[component]
fn Message(name: &'static str, time: &'static str, #[prop(optional)] state: &'static str, children: Children) -> impl IntoView {
    let note = match state {
        "mine pending" => Some(("clock", "Waiting for the network")),
        "mine failed" => Some(("alert-triangle", "Not sent")),
        _ => None,
    };
    view! {
        <li class=format!("message {state}")>
            <Avatar name/>
            <div class="message-head"><strong>{name}</strong><time>{time}</time></div>
            <div class="message-body">{children()}</div>
            {note.map(|(icon, words)| view! { <div class="message-state"><Icon name=icon/>{words}</div> })}
        </li>
    }
}
