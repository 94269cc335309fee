-- Views for GIS clients need PostGIS.
select 1;
