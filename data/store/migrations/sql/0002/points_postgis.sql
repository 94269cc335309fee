-- Points of facilities and cases, and the point by which a version of the boundaries places a village.
alter table inti.facility add column point geometry(Point, 4326);
alter table inti.narcotics_case add column point geometry(Point, 4326);
alter table inti.region_shape add column point geometry(Point, 4326);
create index facility_point on inti.facility using gist (point);
create index narcotics_case_point on inti.narcotics_case using gist (point);

-- The version that is there brings the points of its villages too.
alter table inti.region no force row level security;
alter table inti.region_shape no force row level security;
update inti.region_shape s set point = r.point from inti.region r where r.code = s.region_code and r.level = 4;
alter table inti.region force row level security;
alter table inti.region_shape force row level security;
