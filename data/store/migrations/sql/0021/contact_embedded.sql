-- GIS clients open shared stores alone.
select 1;
