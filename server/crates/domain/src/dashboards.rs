//! What a person sees first in a school and on the platform (product.md section 5).
