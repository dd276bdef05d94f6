use model::guardians::ChildCard;
use model::text::guardians as g;

use super::api;
use super::cards::ChildCards;
use crate::prelude::*;

/// All children of the one who asks, whatever school they are in.
#[component]
pub fn ChildrenPage() -> impl IntoView {
    let children = Resource::new(|| (), |()| api::my_children());
    view! {
        <Title text=t(g::YOUR_CHILDREN)/>
        <Loaded of=children view={|children: Vec<ChildCard>| {
            view! {
                <PageHead title=t(g::YOUR_CHILDREN)/>
                <ChildCards children/>
            }
                .into_any()
        }}/>
    }
}
