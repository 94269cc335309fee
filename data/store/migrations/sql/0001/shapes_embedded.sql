-- 1 + type 6 (MultiPolygon) or 1 (Point) with the SRID flag + SRID 4326: what geometry(MultiPolygon,4326) refuses, this refuses.
alter table inti.region add column point inti.geometry
    check (point is null or substr(point, 1, 9) = '\x0101000020e6100000');
create table inti.region_shape (
    boundary_version text not null references inti.boundary_version,
    region_code text collate "C" not null,
    geom inti.geometry not null check (substr(geom, 1, 9) = '\x0106000020e6100000'),
    primary key (boundary_version, region_code)
);
