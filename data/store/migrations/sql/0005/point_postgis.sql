-- A point (degrees, EPSG:4326).
create function inti.point_of(lon double precision, lat double precision) returns geometry
    language sql immutable strict parallel safe as $$ select st_setsrid(st_makepoint(lon, lat), 4326) $$;
