use leptos::prelude::*;
use ui::*;

use crate::Part;

#[component]
pub fn Buttons() -> impl IntoView {
    let busy = RwSignal::new(true);
    view! {
        <Part name="Buttons">
            {[Variant::Primary, Variant::Quiet, Variant::Danger]
                .map(|variant| {
                    view! {
                        <div class="row">
                            <Button variant kind="button">"Hand in"</Button>
                            <Button variant kind="button" icon="check">"With an icon"</Button>
                            <Button variant kind="button" busy>"At work"</Button>
                            <Button variant kind="button" disabled=true>"Not now"</Button>
                            <Button variant kind="button" small=true>"Small"</Button>
                            <Button variant kind="button" icon="trash" label="Remove"/>
                            <LinkButton href="#buttons" variant icon="download">"A link"</LinkButton>
                        </div>
                    }
                })
                .collect_view()}
            <div class="actions">
                <LinkButton href="#buttons" icon="pencil">"Change it"</LinkButton>
                <Ask label="Take it back" question="Nobody reads it any more.">
                    <form><Button kind="button" variant=Variant::Danger>"Take it back now"</Button></form>
                </Ask>
            </div>
            <p>"In a sentence: " <button type="button" class="button-link">"try again"</button> "."</p>
        </Part>
    }
}

#[component]
pub fn Fields() -> impl IntoView {
    let options = || vec![("utc", "UTC"), ("kigali", "Africa/Kigali"), ("zurich", "Europe/Zurich")];
    view! {
        <Part name="Fields">
            <form class="form form-wide" method="dialog">
                <FormError message="Two fields need another look before this can be sent."/>
                <div class="columns">
                    <fieldset>
                        <legend>"As they come"</legend>
                        <Field label="Full name" name="form[name]" autocomplete="name" required=true/>
                        <Field label="E-mail" name="form[email]" kind="email" hint="Only teachers of the class see it."/>
                        <Field label="Password" name="form[password]" kind="password" value="correct horse"/>
                        <Field label="Due" name="form[due]" kind="datetime-local" note="optional"/>
                        <Field label="Code" name="form[code]" value="K7PM2X" readonly=true/>
                        <Select label="Time zone" name="form[zone]" options=options() selected="kigali"/>
                        <TextArea label="Brief" name="form[brief]" hint="Line breaks stay."/>
                        <FileField label="Files" name="form[files]" multiple=true hint="pdf, docx, odt; 50 MB at most."/>
                        <Checkbox label="Remember me" name="form[remember]" hint="For 30 days, on this device."/>
                    </fieldset>
                    <fieldset>
                        <legend>"With something wrong"</legend>
                        <Field label="Username" name="bad[name]" value="a b" error="3 to 20 letters, digits and _."/>
                        <Field label="Points" name="bad[points]" kind="number" value="-1" error="At least 0." hint="0 to 100."/>
                        <Select label="Time zone" name="bad[zone]" options=options() error="Choose one."/>
                        <TextArea label="Reason" name="bad[reason]" error="Say why."/>
                        <FileField label="File" name="bad[file]" error="This is no document: it is a program."/>
                        <Checkbox label="I have read it" name="bad[read]" error="Needed." checked=true/>
                    </fieldset>
                </div>
                <div class="form-actions">
                    <Button>"Save"</Button>
                    <LinkButton href="#fields">"Cancel"</LinkButton>
                </div>
            </form>
        </Part>
    }
}
