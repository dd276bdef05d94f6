//! Choosing the square of a photo, before it is sent: the picture is dragged under a window, or moved with the keys.
//! Without script the middle is taken. Nothing here decides anything: the server cuts, and looks at what it is given.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev::{Event, KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html::{Canvas, Input};
use leptos::prelude::*;
use model::text::me as m;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlInputElement, ImageBitmap};

use crate::look_up::LookUp;
use crate::text::t;

/// Pixels of a side of the window; half as many points.
const WINDOW: u32 = 512;
/// How many times the picture may be enlarged.
const MOST_ZOOM: f64 = 5.0;

/// The picture chosen, unpacked.
type Picture = Rc<RefCell<Option<ImageBitmap>>>;

/// The square of a picture: its middle, in pixels, and how far it is enlarged.
#[derive(Clone, Copy, Debug, PartialEq)]
struct View {
    width: f64,
    height: f64,
    x: f64,
    y: f64,
    zoom: f64,
}

impl View {
    fn of(width: u32, height: u32) -> View {
        let (width, height) = (f64::from(width), f64::from(height));
        View { width, height, x: width / 2.0, y: height / 2.0, zoom: 1.0 }
    }

    fn side(self) -> f64 {
        self.width.min(self.height) / self.zoom
    }

    /// Left and top edge.
    fn corner(self) -> (f64, f64) {
        (self.x - self.side() / 2.0, self.y - self.side() / 2.0)
    }

    /// Moved by parts of the square's side, never over an edge.
    fn moved(mut self, right: f64, down: f64) -> View {
        let side = self.side();
        self.x = (self.x + right * side).clamp(side / 2.0, self.width - side / 2.0);
        self.y = (self.y + down * side).clamp(side / 2.0, self.height - side / 2.0);
        self
    }

    fn zoomed(mut self, zoom: f64) -> View {
        self.zoom = zoom.clamp(1.0, MOST_ZOOM);
        self.moved(0.0, 0.0)
    }
}

/// The window over the picture chosen in `file`; nothing while none is chosen, or the browser cannot show it.
#[component]
pub fn Cropper(file: NodeRef<Input>) -> impl IntoView {
    let frame = RwSignal::new(None::<View>);
    let canvas = NodeRef::<Canvas>::new();
    let reader = LookUp::new();
    // Runs in the browser only, so the picture may be what no other thread can hold.
    Effect::new(move |_| {
        let Some(input) = file.get() else { return };
        let picture = Picture::default();
        let shown = picture.clone();
        Effect::new(move |_| {
            if let (Some(canvas), Some(view), Some(picture)) = (canvas.get(), frame.get(), shown.borrow().as_ref()) {
                draw(&canvas, picture, view);
            }
        });
        // Chosen before the client had come.
        open(&input, &picture, frame, reader);
        let chosen = window_event_listener(leptos::ev::change, move |event: Event| {
            if event.target().as_ref() == Some(input.as_ref()) {
                open(&input, &picture, frame, reader);
            }
        });
        on_cleanup(move || chosen.remove());
    });
    let change = move |by: &dyn Fn(View) -> View| frame.update(|view| *view = view.map(by));
    let drag = move |event: PointerEvent| {
        let Some(canvas) = canvas.get_untracked() else { return };
        if event.buttons() == 0 {
            return;
        }
        let points = f64::from(canvas.client_width().max(1));
        let (x, y) = (f64::from(event.movement_x()) / points, f64::from(event.movement_y()) / points);
        change(&|view| view.moved(-x, -y));
    };
    let hold = move |event: PointerEvent| {
        if let Some(canvas) = canvas.get_untracked() {
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
    };
    let wheel = move |event: WheelEvent| {
        event.prevent_default();
        let factor = if event.delta_y() < 0.0 { 1.1 } else { 1.0 / 1.1 };
        change(&|view| view.zoomed(view.zoom * factor));
    };
    let keys = move |event: KeyboardEvent| {
        let by: fn(View) -> View = match event.key().as_str() {
            "ArrowLeft" => |view| view.moved(-0.05, 0.0),
            "ArrowRight" => |view| view.moved(0.05, 0.0),
            "ArrowUp" => |view| view.moved(0.0, -0.05),
            "ArrowDown" => |view| view.moved(0.0, 0.05),
            "+" | "=" => |view| view.zoomed(view.zoom * 1.1),
            "-" => |view| view.zoomed(view.zoom / 1.1),
            _ => return,
        };
        event.prevent_default();
        change(&by);
    };
    let slide = move |event: Event| {
        let zoom = event_target_value(&event).parse().unwrap_or(1.0);
        change(&|view| view.zoomed(zoom));
    };
    let number = move |of: fn(View) -> f64| move || frame.get().map(|view| (of(view).max(0.0) as u32).to_string());
    view! {
        <Show when=move || frame.with(Option::is_some)>
            <div class="cropper">
                <canvas
                    width=WINDOW
                    height=WINDOW
                    tabindex="0"
                    role="application"
                    aria-label=t(m::CROP)
                    aria-describedby="crop-hint"
                    node_ref=canvas
                    on:pointerdown=hold
                    on:pointermove=drag
                    on:wheel=wheel
                    on:keydown=keys
                ></canvas>
                <p class="hint" id="crop-hint">{t(m::CROP_HINT)}</p>
                <label for="crop-zoom">{t(m::ZOOM)}</label>
                <input
                    type="range"
                    id="crop-zoom"
                    min="1"
                    max=MOST_ZOOM
                    step="0.05"
                    prop:value=move || frame.get().map(|view| view.zoom.to_string())
                    on:input=slide
                />
                <input type="hidden" name="x" value=number(|view| view.corner().0)/>
                <input type="hidden" name="y" value=number(|view| view.corner().1)/>
                <input type="hidden" name="side" value=number(View::side)/>
            </div>
        </Show>
    }
}

/// Shows the picture chosen, turned as it was held. One chosen before that is still being unpacked is not waited for.
fn open(input: &HtmlInputElement, picture: &Picture, frame: RwSignal<Option<View>>, reader: LookUp) {
    frame.set(None);
    reader.rest();
    let Some(chosen) = input.files().and_then(|files| files.get(0)) else { return };
    let Ok(reading) = window().create_image_bitmap_with_blob(&chosen) else { return };
    let picture = picture.clone();
    let unpacked = async move { reading.await.ok().and_then(|it| it.dyn_into::<ImageBitmap>().ok()) };
    reader.ask(unpacked, move |bitmap: Option<ImageBitmap>| {
        // What this browser cannot show, the server may still read; it says so if not.
        let Some(bitmap) = bitmap else { return };
        let view = View::of(bitmap.width(), bitmap.height());
        picture.replace(Some(bitmap));
        let _ = frame.try_set(Some(view));
    });
}

fn draw(canvas: &HtmlCanvasElement, picture: &ImageBitmap, view: View) {
    let context = canvas.get_context("2d").ok().flatten().and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok());
    let Some(context) = context else { return };
    let ((x, y), side, window) = (view.corner(), view.side(), f64::from(WINDOW));
    context.clear_rect(0.0, 0.0, window, window);
    let _ = context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        picture, x, y, side, side, 0.0, 0.0, window, window,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_square_begins_in_the_middle_and_never_leaves_the_picture() {
        let view = View::of(400, 200);
        assert_eq!((view.side(), view.corner()), (200.0, (100.0, 0.0)));
        assert_eq!(view.moved(9.0, 9.0).corner(), (200.0, 0.0));
        assert_eq!(view.moved(-9.0, 0.0).corner(), (0.0, 0.0));
        let near = view.zoomed(2.0).moved(9.0, 9.0);
        assert_eq!((near.side(), near.corner()), (100.0, (300.0, 100.0)));
        assert_eq!(near.zoomed(0.1).corner(), (200.0, 0.0), "what is seen again lies inside");
        assert_eq!(view.zoomed(99.0).zoom, MOST_ZOOM);
    }
}
