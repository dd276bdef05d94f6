use leptos::html::Input;
use model::accounts::Me;
use model::limits;
use model::profile::photo_address;
use model::text::{common, me as m};
use server_fn::ServerFn;

use super::api::RemovePhoto;
use super::cropper::Cropper;
use crate::prelude::*;
use crate::text::size;

/// Where a photo is sent: a plain route, since a server function reads no files.
const PATH: &str = "/me/photo";

/// The photo: choosing one, the square of it that is kept, taking it away.
#[component]
pub fn Photo(me: Me) -> impl IntoView {
    let form = FormState::plain(PATH);
    let file = NodeRef::<Input>::new();
    let mb = limits::PHOTO_BYTES / (1024 * 1024);
    let photo = photo_address(&me.photo);
    let remove = photo.is_some().then(|| {
        view! {
            <form method="post" action=RemovePhoto::PATH>
                <Button variant=Variant::Quiet icon="trash">{t(m::REMOVE_PHOTO)}</Button>
            </form>
        }
    });
    view! {
        <section class="panel" id="photo">
            <h2>{t(m::PHOTO)}</h2>
            <form method="post" action=PATH enctype="multipart/form-data" class="form">
                <FormProblem form/>
                <FileDrop
                    label=t(m::PHOTO_FILE)
                    name="photo"
                    id="photo-file"
                    invite=t(common::DROP_PICTURE)
                    remove=t(common::TAKE_OUT)
                    size=Callback::new(|bytes: u64| size(bytes as i64))
                    accept="image/jpeg,image/png,image/webp"
                    hint=tf(m::PHOTO_HINT, &[("mb", &mb)])
                    error=form.problem("photo")
                    required=true
                    node_ref=file
                />
                <Cropper file/>
                <div class="form-actions">
                    <Button>{t(m::SAVE_PHOTO)}</Button>
                </div>
            </form>
            {remove}
        </section>
    }
}
