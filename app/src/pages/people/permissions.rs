use model::people::MemberPage;
use model::text::people as p;
use model::{Permission, Permissions, Role};
use server_fn::ServerFn;

use super::api::SavePermissions;
use crate::prelude::*;

/// What the role gives, what was granted beyond it and what was taken from it: a box for each permission.
#[component]
pub fn PermissionsPanel(school: String, member: MemberPage) -> impl IntoView {
    let body = if member.role == Role::SchoolAdmin {
        view! { <p class="muted">{t(p::PERMISSIONS_ADMIN)}</p> }.into_any()
    } else {
        view! { <Boxes school member/> }.into_any()
    };
    view! {
        <section class="panel" id="permissions">
            <header><h2>{t(p::PERMISSIONS)}</h2></header>
            {body}
        </section>
    }
}

/// What this member may besides the role, and what of the role was taken away.
#[component]
fn Deviations(member: MemberPage) -> impl IntoView {
    let (role, granted, revoked) = (member.role, member.granted, member.revoked);
    let named = |deviates: &dyn Fn(Permission) -> bool| {
        let named = Permission::ALL.iter().copied().filter(|it| deviates(*it));
        named.collect::<Vec<_>>()
    };
    let given = named(&|it: Permission| granted.can(it) && !revoked.can(it) && !role.can(it));
    let taken = named(&|it: Permission| revoked.can(it) && role.can(it));
    if given.is_empty() && taken.is_empty() {
        let role = t(role.label_in(member.teacher_label));
        return view! { <p class="muted">{tf(p::NO_DEVIATION, &[("role", &role)])}</p> }.into_any();
    }
    let pair = |term: Key, named: Vec<Permission>| {
        (!named.is_empty()).then(|| {
            let names = named.into_iter().map(|permission| view! { <li><Named permission/></li> }).collect_view();
            view! { <Pair term=t(term)><ul class="names">{names}</ul></Pair> }
        })
    };
    let (given, taken) = (pair(p::GIVEN_BESIDES, given), pair(p::TAKEN_AWAY, taken));
    view! { <Pairs>{given} {taken}</Pairs> }.into_any()
}

/// What the permission allows, and that this is not there yet where it is not.
#[component]
fn Named(permission: Permission) -> impl IntoView {
    let planned = permission.is_planned().then(|| view! { " " <Badge>{t(p::NOT_IN_USE)}</Badge> });
    view! { {t(permission.label())} {planned} }
}

#[component]
fn Boxes(school: String, member: MemberPage) -> impl IntoView {
    let form = FormState::plain(SavePermissions::PATH);
    let columns = vec![Column::text(t(p::PERMISSION)), Column::text(t(p::STATUS)), Column::actions(t(p::MAY))];
    let width = columns.len();
    let (role, granted, revoked, gives) = (member.role, member.granted, member.revoked, member.gives);
    let all = Permission::ALL.iter().all(|it| gives.can(*it));
    let own = (!all).then(|| view! { <p class="muted">{t(p::PERMISSIONS_OWN)}</p> });
    // The areas in the order in which the permissions name them.
    let mut areas: Vec<Key> = Vec::new();
    for area in Permission::ALL.iter().map(|it| it.area()) {
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    let groups = areas.into_iter().map(|area| {
        let rows = Permission::ALL.iter().filter(|it| it.area() == area);
        let rows = rows.map(|it| view! { <Row permission=*it role granted revoked gives/> }).collect_view();
        view! { <RowGroup columns=width label=t(area)>{rows}</RowGroup> }
    });
    let groups = groups.collect_view();
    let drawn = format!("{}/{}", granted.names(), revoked.names());
    // What was refused is not folded away.
    let refused = form.refused().get_untracked();
    let id = member.user_id.to_string();
    view! {
        <Deviations member/>
        <Disclosure label=t(p::ALL_PERMISSIONS) open=refused>
            <p class="muted">{t(p::PERMISSIONS_HINT)}</p>
            <p class="muted">{t(p::NOT_IN_USE_HINT)}</p>
            {own}
            <form method="post" action=SavePermissions::PATH class="stack">
                <FormProblem form/>
                <input type="hidden" name="school" value=school/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="form[role]" value=role.text()/>
                <Drawn form from=drawn/>
                <Table caption=t(p::PERMISSIONS) caption_hidden=true grouped=true columns>{groups}</Table>
                <div class="form-actions"><Button>{t(p::SAVE_PERMISSIONS)}</Button></div>
            </form>
        </Disclosure>
    }
}

#[component]
fn Row(permission: Permission, role: Role, granted: Permissions, revoked: Permissions, gives: Permissions) -> impl IntoView {
    let (tone, state) = match (revoked.can(permission), role.can(permission), granted.can(permission)) {
        (true, ..) => (Tone::Warn, p::REVOKED),
        (_, true, _) => (Tone::default(), p::BY_DEFAULT),
        (_, _, true) => (Tone::Info, p::GRANTED),
        _ => (Tone::default(), p::NOT_GIVEN),
    };
    let may = !revoked.can(permission) && (role.can(permission) || granted.can(permission));
    let fixed = !gives.can(permission);
    // A box that is disabled is not sent.
    let kept = (fixed && may).then(|| view! { <input type="hidden" name="form[may][]" value=permission.text()/> });
    view! {
        <tr>
            <RowHead><Named permission/></RowHead>
            // No label: on a phone it would be said again in every row.
            <Cell><Badge tone>{t(state)}</Badge></Cell>
            <Cell actions=true>
                {kept}
                <label class="pick">
                    <input
                        type="checkbox"
                        name="form[may][]"
                        value=permission.text()
                        checked=may
                        disabled=fixed
                        aria-label=t(permission.label())
                    />
                </label>
            </Cell>
        </tr>
    }
}
