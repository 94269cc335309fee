-- PostGIS brings the type; nothing to make.
select 1;
