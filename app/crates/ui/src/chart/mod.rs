//! Charts as SVG, drawn by the server: they need no script, and no figure moves. Every chart is a figure with a caption
//! and a table of the same figures behind a disclosure, so that what is drawn can also be read and heard. Series differ
//! by colour and by marker, dash or pattern; in right-to-left pages the style sheet mirrors the plot, not its words.

mod bars;
mod donut;
mod figures;
mod frame;
mod heat;
mod label;
mod lines;
mod marks;
mod plot;
mod scale;
mod shape;

pub use bars::BarChart;
pub use donut::{Donut, Slice};
pub use figures::{Axis, ChartWords, Figure, Figures};
pub use heat::HeatMap;
pub use lines::LineChart;
