//! The settings of a school (product.md section 4), a file a page.

pub mod brand;
pub mod calendar;
pub mod departments;
pub mod features;
pub mod general;
pub mod grades;
pub mod storage;
