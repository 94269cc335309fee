alter table inti.region add column point geometry(Point, 4326);
create table inti.region_shape (
    boundary_version text not null references inti.boundary_version,
    region_code text collate "C" not null,
    geom geometry(MultiPolygon, 4326) not null,
    primary key (boundary_version, region_code)
);
create index region_shape_geom on inti.region_shape using gist (geom);
create index region_point on inti.region using gist (point);
