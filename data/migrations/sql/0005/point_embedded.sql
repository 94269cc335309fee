-- A point (degrees, EPSG:4326) as EWKB: byte order, type with SRID flag, SRID, then both numbers little endian.
create function inti.point_of(lon double precision, lat double precision) returns inti.geometry
    language sql immutable strict set search_path = pg_catalog as $$
    select ('\x0101000020e6100000'::bytea
        || (select string_agg(substring(b from i for 1), '' order by i desc) from (select float8send(lon)) n (b), generate_series(1, 8) i)
        || (select string_agg(substring(b from i for 1), '' order by i desc) from (select float8send(lat)) n (b), generate_series(1, 8) i)
    )::inti.geometry
$$;
