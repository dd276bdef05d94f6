-- The children a parent is invited for (product.md section 2): they are linked when the parent comes.
create table invitation_children (
    school_id     text not null,
    invitation_id text not null,
    child_id      text not null,
    primary key (school_id, invitation_id, child_id),
    foreign key (school_id, invitation_id) references invitations (school_id, id),
    foreign key (school_id, child_id) references memberships (school_id, user_id)
);
create index invitation_children_child on invitation_children (school_id, child_id);

-- Announcements to classes reach the parents of their students, too: those written since.
alter table announcements add column for_parents boolean not null default false;
