-- Views for GIS clients need PostGIS; the embedded store is opened by the app alone.
select 1;
