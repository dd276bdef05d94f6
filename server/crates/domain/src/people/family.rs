//! What a member's page says of others: the family, for those who look after families, and the departments.

use model::guardians::Relation;
use model::ids::{FamilyCodeId, UserId};
use model::people::{MemberDepartment, MemberFamily, MemberPage, Relative, Standing};
use model::{Permission, Role};
use store::{args, sql};

use crate::{Result, Scope, bounds};

#[derive(sqlx::FromRow)]
struct Row {
    part: String,
    id: String,
    name: String,
    phone: String,
    relation: Option<Relation>,
    /// The link counts; of a department, that they head it.
    holds: bool,
    opens: bool,
}

/// Adds the family and the departments to a member's page. The rights are those of the pages these stand on: families
/// are for those who look after them, a phone for those who manage members, and a bounded head finds here only whom and
/// what they reach. Parents are in no department, and named to everybody who looks after families.
pub(super) async fn add(scope: &Scope, page: &mut MemberPage) -> Result<()> {
    let may_see = scope.can(Permission::GuardiansManage);
    let (mut guardians, mut children) = (Vec::new(), Vec::new());
    for row in rows(scope, page.user_id, may_see).await? {
        match (row.part.as_str(), row.relation) {
            ("guardian", Some(relation)) => guardians.push(relative(row, relation)?),
            ("child", Some(relation)) => children.push(relative(row, relation)?),
            _ => page.departments.push(MemberDepartment { name: row.name, heads: row.holds }),
        }
    }
    let has_family = matches!(page.role, Role::Student | Role::Parent) || !guardians.is_empty() || !children.is_empty();
    let may_code = page.role == Role::Student && page.standing == Standing::Active;
    let next = may_code.then(FamilyCodeId::new);
    page.family = (may_see && has_family).then_some(MemberFamily { guardians, children, next });
    Ok(())
}

fn relative(row: Row, relation: Relation) -> Result<Relative> {
    let user_id: UserId = row.id.parse().map_err(|error: model::ParseTextError| anyhow::anyhow!(error))?;
    Ok(Relative { user_id, name: row.name, relation, phone: row.phone, stands: row.holds, opens: row.opens })
}

async fn rows(scope: &Scope, id: UserId, families: bool) -> Result<Vec<Row>> {
    let opens = scope.can(Permission::MembersRead);
    let phones = opens && scope.can(Permission::MembersManage);
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, case when opens and $6 and here then phone else '' end as phone, relation, holds, opens
                 from (
                   select cast('guardian' as text) as part, m.user_id as id, u.name, u.phone, g.relation,
                          (m.status = 'active' and m.role <> 'student' and c.status = 'active' and c.role = 'student') as holds,
                          ($5 and m.search_key <> '' and ",
                bounds::person!("m.user_id", "$3"),
                ") as opens,
                          (m.status <> 'ended' or m.suspended_at is not null) as here, m.role = 'parent' as is_parent,
                          u.name_key as place
                   from guardians g
                   join memberships m on m.school_id = g.school_id and m.user_id = g.parent_id
                   join memberships c on c.school_id = g.school_id and c.user_id = g.child_id
                   join users u on u.id = g.parent_id
                   where g.school_id = $1 and g.child_id = $2 and $4
                   union all
                   select 'child', m.user_id, u.name, u.phone, g.relation,
                          (m.status = 'active' and m.role = 'student' and p.status = 'active' and p.role <> 'student'),
                          ($5 and m.search_key <> '' and ",
                bounds::person!("m.user_id", "$3"),
                "), (m.status <> 'ended' or m.suspended_at is not null), false, u.name_key
                   from guardians g
                   join memberships m on m.school_id = g.school_id and m.user_id = g.child_id
                   join memberships p on p.school_id = g.school_id and p.user_id = g.parent_id
                   join users u on u.id = g.child_id
                   where g.school_id = $1 and g.parent_id = $2 and $4
                   union all
                   select 'department', d.id, d.name, '', cast(null as text), coalesce(d.head_id = $2, false), false, false,
                          false, d.name_key
                   from departments d
                   join memberships m on m.school_id = d.school_id and m.user_id = $2 and m.status = 'active'
                   where d.school_id = $1 and (cast($3 as text) = '*' or d.head_id = $3 or $2 = $3)
                     and (d.head_id = $2 or exists (
                            select 1 from department_members w
                            where w.school_id = d.school_id and w.department_id = d.id and w.user_id = $2))
                 ) as parts
                 where cast($3 as text) = '*' or opens or is_parent or part = 'department'
                 order by part, place, id"
            )),
            args![scope.school_id(), id, scope.people_reach(), families, opens, phones],
        )
        .await?)
}
