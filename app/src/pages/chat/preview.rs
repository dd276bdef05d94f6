//! A picture that is picked, small, before it is sent. It is drawn, not addressed: the page shows what has an address of its own
//! server alone (content security policy).

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::html::Canvas;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

use crate::prelude::*;

/// Pixels of a side; half as many points (style/pages/_chat_files.scss).
const SIDE: u32 = 96;

/// Until it is drawn, and where the browser cannot read it, the sign of a file.
#[component]
pub fn Preview(file: SendWrapper<File>) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let drawn = RwSignal::new(false);
    Effect::new(move || {
        let Some(canvas) = canvas.get() else { return };
        let Ok(reading) = window().create_image_bitmap_with_blob(&file) else { return };
        spawn_local(async move {
            let Some(picture) = reading.await.ok().and_then(|it| it.dyn_into::<ImageBitmap>().ok()) else { return };
            draw(&canvas, &picture);
            picture.close();
            let _ = drawn.try_set(true);
        });
    });
    view! {
        <canvas
            class="drop-picture"
            class:drawn=move || drawn.get()
            width=SIDE.to_string()
            height=SIDE.to_string()
            aria-hidden="true"
            node_ref=canvas
        ></canvas>
        {move || (!drawn.get()).then(|| view! { <Icon name="file-text"/> })}
    }
}

/// The middle of it, as a square.
fn draw(canvas: &HtmlCanvasElement, picture: &ImageBitmap) {
    let context = canvas.get_context("2d").ok().flatten().and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok());
    let Some(context) = context else { return };
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let (side, whole) = (width.min(height), f64::from(SIDE));
    let (x, y) = ((width - side) / 2.0, (height - side) / 2.0);
    let _ = context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        picture, x, y, side, side, 0.0, 0.0, whole, whole,
    );
}
