-- A mail domain is one school's (product.md section 1). Of several that have it, the eldest keeps it.
update schools set mail_domain = ''
where mail_domain <> ''
  and exists (select 1 from schools elder
              where elder.mail_domain = schools.mail_domain
                and (elder.created_at < schools.created_at
                     or (elder.created_at = schools.created_at and elder.id < schools.id)));
create unique index schools_mail_domain on schools (mail_domain) where mail_domain <> '';

-- A code that nobody has set yet says nothing of addresses; one that was set for every address says so.
update class_codes set mail_domain = '' where mail_domain is null;
