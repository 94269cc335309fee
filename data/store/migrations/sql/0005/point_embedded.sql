-- A point (degrees, EPSG:4326) as EWKB: byte order, type with SRID flag, SRID, then both numbers little endian. Written out,
-- because a subquery per point would cost ten times as much.
create function inti.little_endian(b bytea) returns bytea
    language sql immutable strict parallel safe as $$
    select substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 6, 1) || substr(b, 5, 1)
        || substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1)
$$;
create function inti.point_of(lon double precision, lat double precision) returns inti.geometry
    language sql immutable parallel safe as $$
    select ('\x0101000020e6100000'::bytea || inti.little_endian(float8send(lon)) || inti.little_endian(float8send(lat)))::inti.geometry
$$;
