-- Without PostGIS `geometry` is EWKB bytes: little endian, with an SRID. Written as bytes, read as geom::bytea, as with PostGIS.
create domain inti.geometry as bytea
    check (value is null or (get_byte(value, 0) = 1 and get_byte(value, 4) & 32 = 32));
